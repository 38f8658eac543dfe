"""Writes what a run produces into its directory, beside the training, in order."""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait

import torch
from torch import Tensor

from cnnviz.cnn.ops import Array
from cnnviz.files.atomic_file import write_atomically
from cnnviz.files.reasons import writing_reason
from cnnviz.language import _
from cnnviz.runs.directory import CHECKPOINT, Predictions, RunDirectory
from cnnviz.runs.events import Best, Checkpoint, EpochEnd, Event, Snapshot
from cnnviz.training.divergence import has_exploded
from cnnviz.training.layer_count import layer_numbers
from cnnviz.training.learner import Learner, Said, said_by
from cnnviz.training.torch_network import to_torch

MOST_WAITING = 8  # writes; a disk slower than that slows the training down
PATIENCE = 0.2  # seconds between two looks at whether it is through


class Recorder:
    """Keeps events and arrays; a slow disk does not hold a batch up, and a full one loses nothing.

    What cannot be written is tried again, until somebody gives it up.
    """

    def __init__(self, directory: RunDirectory | None, tell: Callable[[Event], None]) -> None:
        """Write into a directory, if there is one, and tell each event."""
        self._directory, self._tell = directory, tell
        self._lock = threading.Lock()
        self._writer = ThreadPoolExecutor(1, "recorder")
        self._waiting: list[Future[None]] = []
        self._unwritten: list[Event] = []
        self._events_problem = self._files_problem = ""
        self._again = threading.Event()
        self.has_given_up = False

    @property
    def problem(self) -> str:
        """Why something cannot be written now, in a sentence; "" where all is well."""
        return self._files_problem or self._events_problem

    def try_again(self) -> None:
        """Try once more to write what could not be written."""
        with self._lock:
            self._write_events()
        self._again.set()

    def give_up(self) -> None:
        """Let what cannot be written be an error."""
        self.has_given_up = True
        self._again.set()

    def report(self, event: Event) -> None:
        """Keep an event, and tell it."""
        with self._lock:
            self._unwritten.append(event)
            self._write_events()
            self._tell(event)

    def say(self, event: Event) -> None:
        """Tell an event that is not worth keeping."""
        with self._lock:
            self._tell(event)

    def _write_events(self) -> None:
        try:
            if self._directory is not None and self._unwritten:
                self._directory.add_events(self._unwritten)
        except OSError as error:
            self._events_problem = _sentence(error)
        else:
            self._unwritten, self._events_problem = [], ""

    def snapshot(
        self, number: int, learner: Learner, epoch: int, looked_at: tuple[Tensor, Tensor]
    ) -> None:
        """Keep the weights of this moment, and how good they are at some pictures.

        They are tried beside the training, on the processor: no batch waits for it. Where their
        loss has exploded they are not worth keeping; the next batch will tell so.
        """
        network, step = learner.result(), learner.step

        def keep() -> Snapshot | None:
            modules = to_torch(network)
            said = said_by(modules, network, *looked_at)
            if has_exploded(said.loss):
                return None
            if self._directory is not None:
                numbers = layer_numbers(modules, network, *looked_at)
                self._directory.save_layer_numbers(number, numbers)
                self._directory.save_snapshot(number, network.parameters())
            return Snapshot(number, step, epoch, said.accuracy)

        self._later(keep)

    def epoch(self, event: EpochEnd, said: Said, weights: Mapping[str, Array]) -> None:
        """Keep what was said to the validation pictures, and by which weights, then report it."""
        predictions = Predictions(
            said.predicted.to(torch.uint8).numpy(), said.confidence.float().numpy()
        )

        def keep() -> EpochEnd:
            if self._directory is not None:
                self._directory.save_epoch(event.epoch, predictions, weights)
            return event

        self._later(keep)

    def best(self, event: Best, weights: Mapping[str, Array]) -> None:
        """Keep the weights of the best epoch so far."""

        def keep() -> Best:
            if self._directory is not None:
                self._directory.save_best(event.epoch, weights)
            return event

        self._later(keep)

    def checkpoint(self, step: int, data: bytes) -> None:
        """Keep everything that is needed to go on."""

        def keep() -> Checkpoint:
            if self._directory is not None:
                write_atomically(self._directory.path / CHECKPOINT, data)
            return Checkpoint(step)

        self._later(keep)

    def weights(self, weights: Mapping[str, Array]) -> None:
        """Keep the weights at the end."""

        def keep() -> None:
            if self._directory is not None:
                self._directory.save_weights(weights)

        self._later(keep)

    def _later(self, keep: Callable[[], Event | None]) -> None:
        """Write something beside the training, then report it; in the order of the calls."""
        self._waiting = [job for job in self._waiting if not _is_done(job)]
        while len(self._waiting) >= MOST_WAITING and not self.problem:
            wait(self._waiting[:1], timeout=PATIENCE)
            self._waiting = [job for job in self._waiting if not _is_done(job)]
        self._waiting.append(self._writer.submit(self._keep, keep))

    def _keep(self, keep: Callable[[], Event | None]) -> None:
        event = self._kept(keep)
        if event is not None:
            self.report(event)

    def _kept(self, keep: Callable[[], Event | None]) -> Event | None:
        """Write something, however often that has to be tried."""
        while True:
            self._again.clear()
            try:
                event = keep()
            except OSError as error:
                if self.has_given_up:
                    raise
                self._files_problem = _sentence(error)
                self._again.wait()
            else:
                self._files_problem = ""
                return event

    def is_through(self) -> bool:
        """Wait a moment; return whether all is written, or something went wrong for good."""
        return not wait(self._waiting, timeout=PATIENCE).not_done and not self.problem

    def finish(self) -> None:
        """Wait until all is written.

        Raises:
            OSError: If something could not be written.
        """
        for job in self._waiting:
            job.result()
        self._waiting = []

    def close(self) -> None:
        """End the thread; what cannot be written is given up."""
        self.give_up()
        self._writer.shutdown(wait=True)


def _is_done(job: "Future[None]") -> bool:
    if job.done():
        job.result()  # raises what went wrong
        return True
    return False


def _sentence(error: OSError) -> str:
    text = _("The training waits: {file} cannot be written: {reason}. Then it goes on.")
    return text.format(file=error.filename, reason=writing_reason(error))
