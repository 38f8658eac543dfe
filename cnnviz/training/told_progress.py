"""What a run tells of itself while it learns: now and then, the batches since the last time."""

import time
from collections.abc import Callable

from cnnviz.runs.events import Progress
from cnnviz.training.checkpoint import SoFar
from cnnviz.training.learner import Learner

OFTEN = 0.1  # seconds between two reports of progress, at least


class ToldProgress:
    """Adds batches up until it is time to tell them."""

    def __init__(self, learner: Learner, tell: Callable[[Progress], None]) -> None:
        """Tell of a learner."""
        self._learner, self._tell = learner, tell
        self._loss, self._right, self._pictures = 0.0, 0, 0  # since the last report
        self._reported = self._began = time.perf_counter()
        self._of_epoch = 0  # pictures learnt in this process since the epoch began

    def begin_epoch(self) -> None:
        """Measure the speed from now on."""
        self._began, self._of_epoch = time.perf_counter(), 0

    def add(self, loss: float, right: int, pictures: int) -> None:
        """Add a batch: its loss in nats, summed over its pictures, and how many are right."""
        self._loss += loss
        self._right += right
        self._pictures += pictures
        self._of_epoch += pictures

    def tell_next_batch(self) -> None:
        """Tell of the next batch, however early that is."""
        self._reported = 0.0

    @property
    def is_a_batch(self) -> bool:
        """Whether at least a whole batch is not told yet."""
        return self._pictures >= self._learner.config.batch_size

    @property
    def speed(self) -> float:
        """Pictures a second of the epoch so far."""
        return self._of_epoch / max(time.perf_counter() - self._began, 1e-9)

    def tell(self, so_far: SoFar, *, at_once: bool = False) -> None:
        """Tell of the batches since the last report, if there are any and it is time."""
        now, learner, count = time.perf_counter(), self._learner, self._pictures
        is_early = now - self._reported < OFTEN and learner.step < learner.steps
        if not count or (is_early and not at_once):
            return
        left = (learner.steps - learner.step) * so_far.seconds / max(learner.step, 1)
        batch = -(-so_far.at // learner.config.batch_size)
        self._tell(Progress(
            learner.step, so_far.epoch, min(batch, learner.steps_per_epoch), self._loss / count,
            self._right / count, learner.last_rate, round(self.speed, 1), round(left, 2),
        ))  # fmt: skip
        self._loss, self._right, self._pictures = 0.0, 0, 0
        self._reported = now
