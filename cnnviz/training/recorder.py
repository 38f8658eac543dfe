"""Writes what a run produces into its directory, beside the training, in order."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import torch
from torch import Tensor

from cnnviz.files.atomic_file import write_atomically
from cnnviz.runs.directory import CHECKPOINT, Predictions, RunDirectory
from cnnviz.runs.events import Checkpoint, EpochEnd, Event, Snapshot
from cnnviz.training.learner import Learner, Said, said_by
from cnnviz.training.torch_network import to_torch

MOST_WAITING = 8  # writes; a disk slower than that slows the training down


class Recorder:
    """Keeps events and arrays; a slow disk does not hold a batch up."""

    def __init__(self, directory: RunDirectory | None, tell: Callable[[Event], None]) -> None:
        """Write into a directory, if there is one, and tell each event."""
        self._directory, self._tell = directory, tell
        self._lock = threading.Lock()
        self._writer = ThreadPoolExecutor(1, "recorder")
        self._waiting: list[Future[None]] = []

    def report(self, event: Event) -> None:
        """Keep an event, and tell it."""
        with self._lock:
            if self._directory is not None:
                self._directory.add_event(event)
            self._tell(event)

    def snapshot(
        self, number: int, learner: Learner, epoch: int, looked_at: tuple[Tensor, Tensor]
    ) -> None:
        """Keep the weights of this moment, and how good they are at some pictures.

        They are tried beside the training, on the processor: no batch waits for it.
        """
        network, step = learner.result(), learner.step

        def keep() -> Snapshot:
            right = said_by(to_torch(network), network, *looked_at).accuracy
            if self._directory is not None:
                self._directory.save_snapshot(number, network.parameters())
            return Snapshot(number, step, epoch, right)

        self._later(keep)

    def epoch(self, event: EpochEnd, said: Said) -> None:
        """Keep what was said to the validation pictures, then report the end of the epoch."""
        predictions = Predictions(
            said.predicted.to(torch.uint8).numpy(), said.confidence.float().numpy()
        )

        def keep() -> EpochEnd:
            if self._directory is not None:
                self._directory.save_predictions(event.epoch, predictions)
            return event

        self._later(keep)

    def checkpoint(self, step: int, data: bytes) -> None:
        """Keep everything that is needed to go on."""

        def keep() -> Checkpoint:
            if self._directory is not None:
                write_atomically(self._directory.path / CHECKPOINT, data)
            return Checkpoint(step)

        self._later(keep)

    def _later(self, keep: Callable[[], Event]) -> None:
        """Write something beside the training, then report it; in the order of the calls."""
        self._waiting = [job for job in self._waiting if not _is_done(job)]
        while len(self._waiting) >= MOST_WAITING:
            self._waiting.pop(0).result()
        self._waiting.append(self._writer.submit(self._keep, keep))

    def _keep(self, keep: Callable[[], Event]) -> None:
        self.report(keep())

    def finish(self) -> None:
        """Wait until all is written.

        Raises:
            OSError: If something could not be written.
        """
        for job in self._waiting:
            job.result()
        self._waiting = []

    def close(self) -> None:
        """End the thread, whatever it still has to write."""
        self._writer.shutdown(wait=True)


def _is_done(job: "Future[None]") -> bool:
    if job.done():
        job.result()  # raises what went wrong
        return True
    return False
