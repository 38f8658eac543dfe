"""A run from its directory to its last event, in a process of its own, whatever goes wrong."""

import contextlib
import os
import time
from collections.abc import Callable

import torch

from cnnviz.cnn.network import Network
from cnnviz.language import ngettext
from cnnviz.runs.config import Config
from cnnviz.runs.directory import CHECKPOINT, RunDirectory
from cnnviz.runs.events import Diverged, Event, Failed, Finished, Started
from cnnviz.training.beginning import Beginning
from cnnviz.training.control import Control
from cnnviz.training.devices import device_of, useful_threads
from cnnviz.training.learner import DivergedError, Learner
from cnnviz.training.parallel import Team
from cnnviz.training.trainer import Trainer

NICE = 10  # how much the training stands back for the window
_NO_MEMORY = ("not enough memory", "can't allocate memory", "out of memory")  # what PyTorch says


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
        """Train, and keep the weights.

        Returns:
            Whether it came to its end; not if it was asked to stop.

        Raises:
            DivergedError: If the loss or a weight became no number; what was finite is kept.
            MemoryError: If there is too little; the text tells what to try.
            OSError: If the directory cannot be written to.
            ValueError: If the checkpoint is damaged, or the device not there.
        """
        began, beginning = time.perf_counter(), self._beginning
        device = device_of(self._team.device_name(beginning.config.device))
        torch.set_num_threads(self._threads())
        self._control.listen()
        trainer = Trainer(
            beginning.network, beginning.data, beginning.config,
            device=device, directory=self._directory, team=self._team,
        )  # fmt: skip
        if beginning.is_resumed:
            self._go_back(trainer)
        trained = self._trained(trainer, self._control)
        if trained is not None and trainer.is_whole:
            seconds = round(time.perf_counter() - began, 2)
            self._tell(Finished(trainer.learner.step, seconds))
        return trainer.is_whole

    def _trained(self, trainer: Trainer, control: Control) -> Network | None:
        try:
            return trainer.run(self._say, control)
        except DivergedError as error:
            self._tell(Diverged(trainer.learner.step, str(error)))
            self._keep_finite(trainer)
            raise
        except (RuntimeError, MemoryError) as error:
            if not any(words in str(error) for words in _NO_MEMORY):
                raise
            text = no_memory_text(self._beginning.config)
            self._tell(Failed(text))
            raise MemoryError(text) from error

    def _keep_finite(self, trainer: Trainer) -> None:
        """Keep the weights of now where they are numbers, else those of the last checkpoint."""
        if not self._team.leads:
            return
        try:
            trainer.learner.require_finite()
        except DivergedError:
            trainer.resume(self._directory.checkpoint())
        self._directory.save_weights(trainer.learner.parameters())

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

    def _tell(self, event: Event) -> None:
        """Keep an event, and say it: in the process that leads."""
        if self._team.leads:
            self._directory.add_event(event)
            self._say(event)


def no_memory_text(config: Config) -> str:
    """Say what to try where there was not enough memory."""
    half = max(1, config.batch_size // 2)
    text = ngettext(
        "There is not enough memory; try half the batch, {half} picture a step.",
        "There is not enough memory; try half the batch, {half} pictures a step.",
        half,
    )
    return text.format(half=half)


def threads_before(directory: RunDirectory) -> int | None:
    """Return how many threads a run had: only with as many it ends in the same bits."""
    started = [event for event in directory.events() if isinstance(event, Started)]
    return started[-1].threads if started else None
