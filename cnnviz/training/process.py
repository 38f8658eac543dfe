"""A run from its directory to its last event, in a process of its own, whatever goes wrong."""

import contextlib
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import torch

from cnnviz.cnn.ops import Array
from cnnviz.language import _, ngettext
from cnnviz.runs.config import Config
from cnnviz.runs.directory import CHECKPOINT, RunDirectory
from cnnviz.runs.events import Diverged, Event, Failed, Finished, Started, Warned
from cnnviz.training.beginning import Beginning, OutOfMemoryError
from cnnviz.training.control import Control
from cnnviz.training.devices import device_of, useful_threads
from cnnviz.training.divergence import DivergedError
from cnnviz.training.learner import Learner
from cnnviz.training.parallel import Team
from cnnviz.training.recorder import Recorder
from cnnviz.training.room import see_through
from cnnviz.training.trainer import Trainer

NICE = 10  # how much the training stands back for the window
_NO_MEMORY = (  # what PyTorch says
    "not enough memory", "can't allocate memory", "out of memory", "CUBLAS_STATUS_ALLOC_FAILED",
)  # fmt: skip
_CARD = ("CUDA", "CUBLAS", "HIP", "MPS")  # in what it says of a graphics card


class TrainingProcess:
    """One call of `cnnviz train`; of several that torchrun started, the first one writes."""

    def __init__(
        self,
        beginning: Beginning,
        directory: RunDirectory,
        say: Callable[[Event], None],
        *,
        reads_wishes: bool,
    ) -> None:
        """Get ready.

        Args:
            beginning: What the run begins with.
            directory: Where it is kept.
            say: Gets every event.
            reads_wishes: Whether stdin is a pipe with wishes, and its end one to stop.
        """
        self._beginning, self._directory, self._say = beginning, directory, say
        self._control = Control(reads_wishes=reads_wishes)
        self._team = Team()

    @property
    def signal(self) -> int:
        """The number of the signal that asked for the end; 0 if none did."""
        return self._control.signal

    def run(self) -> bool:
        """Train, and keep the weights. Nothing is made before all that can be checked is.

        Returns:
            Whether it came to its end; not if it was asked to stop.

        Raises:
            DivergedError: If the loss exploded; the weights of before are kept.
            FileExistsError: If the directory holds another run, or another process trains it.
            OutOfMemoryError: If there is too little; the text tells what to try.
            OSError: If the directory cannot be written to.
            ValueError: If the checkpoint is damaged, or the device not there.
        """
        self._began, beginning = time.perf_counter(), self._beginning
        try:
            device = device_of(self._team.device_name(beginning.config.device))
            torch.set_num_threads(self._threads())
            trainer = Trainer(
                beginning.network, beginning.data, beginning.config,
                device=device, directory=self._directory, team=self._team,
            )  # fmt: skip
            with self._kept_directory():
                self._train(trainer)
                return trainer.is_whole
        except (RuntimeError, MemoryError) as error:
            raise self._told(error) from error

    def _told(self, error: RuntimeError | MemoryError) -> RuntimeError | MemoryError:
        """Return an error in our words where it tells of too little memory."""
        if isinstance(error, OutOfMemoryError):
            return error
        if isinstance(error, RuntimeError) and not any(words in str(error) for words in _NO_MEMORY):
            return error
        is_card = any(words in str(error) for words in _CARD)
        return out_of_memory(self._beginning.config, is_card=is_card)

    @contextlib.contextmanager
    def _kept_directory(self) -> Iterator[None]:
        """Make the directory of a new run; nobody else trains it meanwhile."""
        directory, beginning = self._directory, self._beginning
        if not self._team.leads:
            yield
            return
        if not beginning.is_resumed:
            directory.create(
                beginning.config, beginning.network, beginning.watched, beginning.record
            )
        directory.lock()
        known = directory.config()
        if known.data != beginning.config.data:
            directory.save_config(replace(known, data=beginning.config.data))
        if beginning.takes_other_data:
            directory.forget_answers()
            directory.save_beginning(beginning.network, beginning.watched, beginning.record)
        try:
            yield
        except (RuntimeError, MemoryError) as error:
            told = self._told(error)
            if isinstance(told, OutOfMemoryError):
                directory.add_event(told.event)
            raise told from error
        finally:
            directory.unlock()

    def _train(self, trainer: Trainer) -> None:
        control, learner = self._control, trainer.learner
        control.listen()
        if self._beginning.is_resumed:
            self._go_back(trainer)
        if self._beginning.remark and self._team.leads:
            remark = Warned(self._beginning.remark)
            self._directory.add_event(remark)
            self._say(remark)
        try:
            trained = trainer.run(self._say, control)
        except DivergedError as error:
            network, sound = learner.sound()
            end: Event = Diverged(learner.step, str(error), sound)
            self._tell_last(end, control, network.parameters())
            raise
        if trained is not None and trainer.is_whole:
            seconds = round(time.perf_counter() - self._began, 2)
            self._tell_last(Finished(learner.step, seconds), control)

    def _tell_last(
        self, event: Event, control: Control, weights: Mapping[str, Array] | None = None
    ) -> None:
        """Keep the weights and the last event, and say it: in the process that leads."""
        if self._team.leads:
            recorder = Recorder(self._directory, self._say)
            try:
                if weights is not None:
                    recorder.weights(weights)
                recorder.report(event)
                see_through(recorder, control, getattr(event, "step", 0))
            finally:
                recorder.close()

    def _go_back(self, trainer: Trainer) -> None:
        """Go on from the last checkpoint; without one, from the start."""
        has_one = (self._directory.path / CHECKPOINT).exists()
        if has_one:
            trainer.resume(self._directory.checkpoint())
        if self._team.leads:
            self._directory.cut_events(trainer.learner.step if has_one else -1)

    def _threads(self) -> int:
        """Return how many threads to train with; one of them stands back for the window."""
        threads = self._beginning.config.threads or self._tried_threads()
        if threads == 1 and hasattr(os, "nice"):
            os.nice(max(0, NICE - os.nice(0)))
        return threads

    def _tried_threads(self) -> int:
        """Return how many threads help here; of a run that goes on, how many it had."""
        beginning = self._beginning
        if beginning.is_resumed and (found := threads_before(self._directory)):
            return found
        trial = Learner(
            beginning.network, beginning.data.training, beginning.config, torch.device("cpu")
        )
        batch = torch.arange(min(beginning.config.batch_size, len(trial.labels)))

        def step() -> None:
            with contextlib.suppress(DivergedError):  # only its time counts
                trial.learn(batch)

        return useful_threads(step)


def out_of_memory(config: Config, *, is_card: bool) -> OutOfMemoryError:
    """Say what to try where there was not enough memory.

    Args:
        config: The settings of the run.
        is_card: Whether the memory of a graphics card was too small.
    """
    half = config.batch_size // 2
    if half and is_card:
        text = ngettext(
            "The graphics card has not enough memory; try half the batch, {half} picture a step, "
            "or train on the CPU.",
            "The graphics card has not enough memory; try half the batch, {half} pictures a step, "
            "or train on the CPU.",
            half,
        )
    elif half:
        text = ngettext(
            "There is not enough memory; try half the batch, {half} picture a step.",
            "There is not enough memory; try half the batch, {half} pictures a step.",
            half,
        )
    elif is_card:
        text = _("The graphics card has not enough memory for a single picture; train on the CPU.")
    else:
        text = _(
            "There is not enough memory for a single picture; close other programs, or take a "
            "smaller network."
        )
    return OutOfMemoryError(Failed(text.format(half=half), half_batch=half, is_card_full=is_card))


def threads_before(directory: RunDirectory) -> int | None:
    """Return how many threads a run had: only with as many it ends in the same bits."""
    started = [event for event in directory.events() if isinstance(event, Started)]
    return started[-1].threads if started else None
