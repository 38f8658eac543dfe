"""A training run from its first batch, or its last checkpoint, to its end."""

import time
from collections.abc import Callable
from contextlib import suppress

import torch
from torch import Tensor

from cnnviz.cnn.network import Network
from cnnviz.data.splits import DataSet
from cnnviz.language import _
from cnnviz.runs.config import Config
from cnnviz.runs.directory import RunDirectory
from cnnviz.runs.events import (
    Best,
    Changed,
    EarlyStop,
    EpochEnd,
    Event,
    FinalTest,
    Going,
    Paused,
    Started,
    Stopped,
    Warned,
)
from cnnviz.runs.wishes import STOP, UnknownWish, Wish
from cnnviz.training.batches import batch_end
from cnnviz.training.checkpoint import SoFar, packed, unpacked
from cnnviz.training.control import Control
from cnnviz.training.learner import Learner, Said, said_by, tensors
from cnnviz.training.parallel import Team
from cnnviz.training.recorder import Recorder
from cnnviz.training.room import next_wish, settle, wait_for_room
from cnnviz.training.schedule import snapshot_steps
from cnnviz.training.told_progress import ToldProgress
from cnnviz.training.torch_network import to_torch

CHECKPOINT_EVERY = 30.0  # seconds between two checkpoints in a long epoch
LOOKED_AT = 200  # validation pictures that a snapshot is tried on


class Trainer:
    """One run: the loop over epochs and batches, and all that is asked and told meanwhile."""

    def __init__(
        self,
        network: Network,
        data: DataSet,
        config: Config,
        *,
        device: torch.device | None = None,
        directory: RunDirectory | None = None,
        team: Team | None = None,
    ) -> None:
        """Get ready to train.

        Args:
            network: With the weights to start from.
            data: What it learns from, is watched and tested on.
            config: The settings.
            device: Where it learns; the processor by default.
            directory: Where the run is kept, if it is.
            team: The processes that share the work, if there are several.
        """
        self._data, self._config, self._directory = data, config, directory
        self._team = team or Team()
        self.learner = Learner(network, data.training, config, device or torch.device("cpu"))
        self._validation = tensors(data.validation, self.learner.device)
        self._so_far = SoFar()
        kept = sorted(snapshot_steps(self.learner.steps, config.snapshots))
        self._numbers = {step: number for number, step in enumerate(kept)}  # of the snapshots
        self._is_new = True  # not gone back to a checkpoint
        self._is_paused = False
        self.is_whole = False  # whether it came to its end
        self._best: Network | None = None  # of the best epoch, where this process came by it
        self._checkpointed = time.perf_counter()

    def resume(self, checkpoint: bytes) -> int:
        """Go back to a checkpoint; return how many threads it had.

        Raises:
            ValueError: If it is damaged, or belongs to another network.
        """
        self._so_far, threads = unpacked(checkpoint, self.learner)
        order = self._so_far.order
        if order is not None and len(order) != len(self.learner.labels):  # it has other data now
            self._so_far.order, self._so_far.at = None, 0
        self._is_new = False
        return threads

    def run(self, tell: Callable[[Event], None], control: Control | None = None) -> Network | None:
        """Train through all epochs, then test once.

        Args:
            tell: Gets every event.
            control: What is asked meanwhile.

        Returns:
            The network with the weights that the run stands for: of the best epoch where it ended
            early, else the last ones. None in a process that does not lead.

        Raises:
            DivergedError: If the loss explodes, or a weight is no longer a number.
            OSError: If the directory cannot be written to.
        """
        leads = self._team.leads
        recorder = Recorder(self._directory if leads else None, tell if leads else _silent)
        self._team.join(self.learner)
        self._told = ToldProgress(self.learner, recorder.report)
        control = control or Control()
        try:
            self._start(recorder)
            self.is_whole = self._epochs(recorder, control)
            self._told.tell(self._so_far, at_once=True)
            if not self.is_whole:
                self._save(recorder)
            if leads:
                recorder.weights(self.learner.result().parameters())
            settle(recorder, control, self.learner.step)
            recorder.finish()
            return self._ended(recorder) if leads else None
        finally:
            recorder.close()
            self._team.part(self.learner)

    def _start(self, recorder: Recorder) -> None:
        learner = self.learner
        counts = len(learner.labels), len(self._data.validation.labels)
        recorder.report(Started(
            self._config.epochs, *counts, learner.steps_per_epoch, _name(learner.device),
            torch.get_num_threads(), learner.network.parameter_count, learner.step,
        ))  # fmt: skip
        if self._is_new:
            self._snapshot(recorder)
            self._save(recorder)  # something to go back to, whatever the first steps do

    def _ended(self, recorder: Recorder) -> Network:
        """Report the end after all that came before it, and test a whole run once."""
        so_far, network = self._so_far, self.learner.result()
        if not self.is_whole:
            recorder.report(Stopped(so_far.epoch, self.learner.step))
            return network
        best_epoch = 0
        if so_far.epoch <= self._config.epochs:
            best = self._best_network()
            recorder.report(EarlyStop(so_far.epoch - 1, so_far.best_epoch, best is not None))
            network, best_epoch = (network, 0) if best is None else (best, so_far.best_epoch)
        modules = to_torch(network).to(self.learner.device)
        for name, test in self._data.tests.items():
            said = said_by(modules, network, *tensors(test, self.learner.device))
            recorder.report(FinalTest(name, said.accuracy, len(test.labels), best_epoch))
        return network

    def _best_network(self) -> Network | None:
        """Return the network of the best epoch; None where an earlier version did not keep it."""
        if self._best is None and self._directory is not None:
            with suppress(OSError, ValueError):
                event, weights = self._directory.best()
                if event.epoch == self._so_far.best_epoch:
                    self._best = self.learner.network.with_parameters(weights)
        return self._best

    def _epochs(self, recorder: Recorder, control: Control) -> bool:
        """Train epoch by epoch; return whether to the end."""
        while self._so_far.epoch <= self._config.epochs and not self._is_patience_over():
            if not self._batches(recorder, control):
                return False
            self._end_epoch(recorder)
        return True

    def _is_patience_over(self) -> bool:
        """Return whether the validation has not got better for as long as was allowed."""
        patience, waited = self._config.early_stop, self._so_far.epoch - 1 - self._so_far.best_epoch
        return 0 < patience <= waited

    def _batches(self, recorder: Recorder, control: Control) -> bool:
        """Train on the rest of an epoch; return whether to its end."""
        so_far, learner, size = self._so_far, self.learner, self._config.batch_size
        if so_far.order is None:
            so_far.order = learner.new_order()
        self._told.begin_epoch()
        while so_far.at < len(so_far.order):
            if time.perf_counter() - self._checkpointed > CHECKPOINT_EVERY:
                self._save(recorder)
            if self._is_asked_to_stop(recorder, control):
                return False
            end = batch_end(learner.network, len(so_far.order), size, so_far.at)
            batch = so_far.order[so_far.at : end]
            began = time.perf_counter()
            self._learn(batch)
            so_far.seconds += time.perf_counter() - began
            so_far.at += len(batch)
            self._told.tell(so_far)
            if learner.step in self._numbers:
                self._snapshot(recorder)
        return True

    def _learn(self, batch: Tensor) -> None:
        loss, right = self.learner.learn(batch)
        summed, count = loss.item(), round(right.item())
        self._so_far.loss += summed
        self._so_far.right += count
        self._told.add(summed, count, len(batch))

    # What is asked

    def _is_asked_to_stop(self, recorder: Recorder, control: Control) -> bool:
        """Do what was asked since the last batch; wait while paused."""
        while wish := self._next_wish(recorder, control) if self._team.leads else None:
            if wish == STOP:
                return self._team.agreed(STOP, self.learner)
            if self._answer(wish, recorder):
                break
        return self._team.agreed(None, self.learner)

    def _next_wish(self, recorder: Recorder, control: Control) -> Wish | UnknownWish | None:
        """Return what is asked next; while paused, wait for it."""
        step = self.learner.step
        if not self._is_paused:
            if recorder.problem and wait_for_room(recorder, control, step, self._hold):
                recorder.report(Going(step))
            return control.next(wait=0)
        while (wish := next_wish(recorder, control, step, self._hold)) is None:
            self._hold()
        return wish

    def _hold(self) -> None:
        """Let the other processes wait longer."""
        self._team.hold(self.learner)

    def _answer(self, wish: Wish | UnknownWish, recorder: Recorder) -> bool:
        """Do what a wish asks for; return whether a batch follows now, whatever else is asked."""
        step = self.learner.step
        if isinstance(wish, UnknownWish):
            text = _("This line asks for nothing known: {line}")
            recorder.report(Warned(text.format(line=wish.text)))
        elif wish.do == "set":
            self.learner.lr = self.learner.lr if wish.lr is None else wish.lr
            decay = wish.weight_decay
            self.learner.weight_decay = self.learner.weight_decay if decay is None else decay
            recorder.report(Changed(step, self.learner.lr, self.learner.weight_decay))
        elif wish.do == "go":
            if self._is_paused:
                recorder.report(Going(step))
            self._is_paused = False
        elif wish.do == "step" and self._is_paused:
            self._told.tell_next_batch()
            return True
        else:
            self._is_paused = True
            self._told.tell(self._so_far, at_once=True)
            self._save(recorder)
            recorder.report(Paused(step))
        return False

    # What is told and kept

    def _snapshot(self, recorder: Recorder) -> None:
        self.learner.require_sound()
        if self._team.leads:
            pictures, labels = (part[:LOOKED_AT].cpu() for part in self._validation)
            number = self._numbers[self.learner.step]
            recorder.snapshot(number, self.learner, self._so_far.epoch, (pictures, labels))

    def _end_epoch(self, recorder: Recorder) -> None:
        """Try the network, tell of the epoch, and get ready for the next one."""
        so_far, learner = self._so_far, self.learner
        # The last batch may be a few pictures: alone they would make a peak in the curve.
        self._told.tell(so_far, at_once=self._told.is_a_batch)
        count, speed = len(learner.labels), self._told.speed
        said = learner.ask(*self._validation)
        accuracy, loss = self._team.of_first((said.accuracy, said.loss), learner)
        learner.require_sound(loss)
        event = EpochEnd(
            so_far.epoch, so_far.loss / count, accuracy, round(speed, 1), learner.step,
            so_far.right / count, loss,
        )  # fmt: skip
        if self._team.leads:
            network = learner.result()
            recorder.epoch(event, said, network.parameters())
            self._keep_best(recorder, said, network)
        elif accuracy > so_far.best:
            so_far.best, so_far.best_epoch = accuracy, so_far.epoch
        so_far.epoch, so_far.at, so_far.order = so_far.epoch + 1, 0, None
        so_far.loss, so_far.right = 0.0, 0
        self._save(recorder)

    def _keep_best(self, recorder: Recorder, said: Said, network: Network) -> None:
        """Keep the weights of this epoch if it is the first that is as good by validation."""
        so_far = self._so_far
        if said.accuracy > so_far.best:
            so_far.best, so_far.best_epoch, self._best = said.accuracy, so_far.epoch, network
            event = Best(so_far.epoch, self.learner.step, said.accuracy)
            recorder.best(event, network.parameters())

    def _save(self, recorder: Recorder) -> None:
        self.learner.require_sound()
        if self._team.leads:
            data = packed(self.learner, self._so_far, torch.get_num_threads())
            recorder.checkpoint(self.learner.step, data)
        self._checkpointed = time.perf_counter()


def _silent(event: Event) -> None:
    """Tell nothing."""


def _name(device: torch.device) -> str:
    if device.type == "cuda":
        return str(torch.cuda.get_device_name(device))
    return device.type.upper() if device.type == "cpu" else str(device)
