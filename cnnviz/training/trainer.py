"""A training run from its first batch, or its last checkpoint, to its end."""

import time
from collections.abc import Callable

import torch
from torch import Tensor

from cnnviz.cnn.network import Network
from cnnviz.data.splits import DataSet
from cnnviz.language import _
from cnnviz.runs.config import Config
from cnnviz.runs.directory import RunDirectory
from cnnviz.runs.events import (
    Changed,
    EarlyStop,
    EpochEnd,
    Event,
    FinalTest,
    Going,
    Paused,
    Progress,
    Started,
    Stopped,
    Warned,
)
from cnnviz.runs.wishes import STOP, UnknownWish, Wish
from cnnviz.training.checkpoint import SoFar, packed, unpacked
from cnnviz.training.control import Control
from cnnviz.training.learner import Learner, tensors
from cnnviz.training.parallel import Team
from cnnviz.training.recorder import Recorder
from cnnviz.training.room import next_wish, settle, wait_for_room
from cnnviz.training.schedule import snapshot_steps

OFTEN = 0.1  # seconds between two reports of progress, at least
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
        self._since = [0.0, 0, 0]  # loss, right answers and pictures since the last report
        self._reported = self._checkpointed = self._epoch_began = time.perf_counter()
        self._epoch_pictures = 0  # learnt in this process since the epoch began

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
            The network with its new weights; None in a process that does not lead.

        Raises:
            DivergedError: If the loss or a weight is no longer a number.
            OSError: If the directory cannot be written to.
        """
        leads = self._team.leads
        recorder = Recorder(self._directory if leads else None, tell if leads else _silent)
        self._team.join(self.learner)
        control = control or Control()
        try:
            self._start(recorder)
            self.is_whole = self._epochs(recorder, control)
            self._tell_progress(recorder, at_once=True)
            if not self.is_whole:
                self._save(recorder)
            if leads:
                recorder.weights(self.learner.result().parameters())
            settle(recorder, control, self.learner.step)
            recorder.finish()
            self._end(recorder)
            return self.learner.result() if leads else None
        finally:
            recorder.close()
            self._team.part()

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

    def _end(self, recorder: Recorder) -> None:
        """Report the end after all that came before it, and test a whole run once."""
        so_far = self._so_far
        if not self.is_whole:
            recorder.report(Stopped(so_far.epoch, self.learner.step))
            return
        if so_far.epoch <= self._config.epochs:
            recorder.report(EarlyStop(so_far.epoch - 1, so_far.best_epoch))
        if self._team.leads:
            self._test(recorder)

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
        self._epoch_began, self._epoch_pictures = time.perf_counter(), 0
        while so_far.at < len(so_far.order):
            if time.perf_counter() - self._checkpointed > CHECKPOINT_EVERY:
                self._save(recorder)
            if self._is_asked_to_stop(recorder, control):
                return False
            batch = so_far.order[so_far.at : so_far.at + size]
            began = time.perf_counter()
            self._learn(batch)
            so_far.seconds += time.perf_counter() - began
            so_far.at += len(batch)
            self._tell_progress(recorder)
            if learner.step in self._numbers:
                self._snapshot(recorder)
        return True

    def _learn(self, batch: Tensor) -> None:
        summed, count = self._team.summed(*self.learner.learn(batch))
        self._so_far.loss += summed
        self._so_far.right += count
        self._epoch_pictures += len(batch)
        for i, value in enumerate((summed, count, len(batch))):
            self._since[i] += value

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
            if recorder.problem and wait_for_room(recorder, control, step):
                recorder.report(Going(step))
            return control.next(wait=0)
        while (wish := next_wish(recorder, control, step)) is None:
            pass
        return wish

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
            self._reported = 0.0  # this batch is told of
            return True
        else:
            self._is_paused = True
            self._tell_progress(recorder, at_once=True)
            self._save(recorder)
            recorder.report(Paused(step))
        return False

    # What is told and kept

    def _tell_progress(self, recorder: Recorder, *, at_once: bool = False) -> None:
        now, learner, so_far = time.perf_counter(), self.learner, self._so_far
        loss, right, count = self._since
        is_early = now - self._reported < OFTEN and learner.step < learner.steps
        if not count or (is_early and not at_once):
            return
        speed = self._epoch_pictures / max(now - self._epoch_began, 1e-9)
        left = (learner.steps - learner.step) * so_far.seconds / max(learner.step, 1)
        batch = -(-so_far.at // self._config.batch_size)
        recorder.report(Progress(
            learner.step, so_far.epoch, batch, loss / count, right / count, learner.rate,
            round(speed, 1), round(left, 2),
        ))  # fmt: skip
        self._since, self._reported = [0.0, 0, 0], now

    def _snapshot(self, recorder: Recorder) -> None:
        self.learner.require_finite()
        if self._team.leads:
            pictures, labels = (part[:LOOKED_AT].cpu() for part in self._validation)
            number = self._numbers[self.learner.step]
            recorder.snapshot(number, self.learner, self._so_far.epoch, (pictures, labels))

    def _end_epoch(self, recorder: Recorder) -> None:
        """Try the network, tell of the epoch, and get ready for the next one."""
        so_far, learner = self._so_far, self.learner
        # The last batch may be a few pictures: alone they would make a peak in the curve.
        self._tell_progress(recorder, at_once=self._since[2] >= self._config.batch_size)
        count = len(learner.labels)
        speed = self._epoch_pictures / max(time.perf_counter() - self._epoch_began, 1e-9)
        said = learner.ask(*self._validation)
        learner.require_finite(said.loss)
        if said.accuracy > so_far.best:
            so_far.best, so_far.best_epoch = said.accuracy, so_far.epoch
        event = EpochEnd(
            so_far.epoch, so_far.loss / count, said.accuracy, round(speed, 1), learner.step,
            so_far.right / count, said.loss,
        )  # fmt: skip
        recorder.epoch(event, said)
        so_far.epoch, so_far.at, so_far.order = so_far.epoch + 1, 0, None
        so_far.loss, so_far.right = 0.0, 0
        self._save(recorder)

    def _save(self, recorder: Recorder) -> None:
        self.learner.require_finite()
        if self._team.leads:
            data = packed(self.learner, self._so_far, torch.get_num_threads())
            recorder.checkpoint(self.learner.step, data)
        self._checkpointed = time.perf_counter()

    def _test(self, recorder: Recorder) -> None:
        for name, test in self._data.tests.items():
            said = self.learner.ask(*tensors(test, self.learner.device))
            recorder.report(FinalTest(name, said.accuracy, len(test.labels)))


def _silent(event: Event) -> None:
    """Tell nothing."""


def _name(device: torch.device) -> str:
    if device.type == "cuda":
        return str(torch.cuda.get_device_name(device))
    return device.type.upper() if device.type == "cpu" else str(device)
