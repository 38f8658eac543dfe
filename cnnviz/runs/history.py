"""What the events of a run add up to: curves, snapshots, results, its state. No PyTorch."""

from dataclasses import dataclass, field
from typing import Literal

from cnnviz.language import _
from cnnviz.runs.directory import RunDirectory
from cnnviz.runs.events import (
    Best,
    Changed,
    Diverged,
    EarlyStop,
    EpochEnd,
    Event,
    Failed,
    FinalTest,
    Finished,
    Going,
    Halted,
    Paused,
    Progress,
    Snapshot,
    Started,
    Stopped,
    Warned,
)

State = Literal["starting", "running", "paused", "finished", "stopped", "diverged", "failed"]
ENDED: tuple[State, ...] = ("finished", "stopped", "diverged", "failed")


@dataclass
class History:
    """Grows event by event; curves are lists of points in the order of their steps."""

    started: Started | None = None
    progress: Progress | None = None
    losses: list[tuple[int, float]] = field(default_factory=list)  # (step, nats) while training
    accuracies: list[tuple[int, float]] = field(default_factory=list)  # (step, 0 to 1), the same
    rates: list[tuple[int, float]] = field(default_factory=list)  # (step, of that step)
    epochs: list[EpochEnd] = field(default_factory=list)
    snapshots: list[Snapshot] = field(default_factory=list)
    kept_best: Best | None = None  # whose weights are kept beside the last ones
    tests: list[FinalTest] = field(default_factory=list)
    changes: list[Changed] = field(default_factory=list)
    state: State = "starting"
    halted: str = ""  # why it waits, unless it was asked to
    remark: EarlyStop | Warned | Diverged | Failed | None = None  # the last one that needs words

    def add(self, event: Event) -> None:
        """Take one more event into account."""
        match event:
            case Started():
                self.started, self.state = event, "running"
            case Progress():
                self.progress = event
                self.losses.append((event.step, event.loss))
                self.accuracies.append((event.step, event.accuracy))
                self.rates.append((event.step, event.lr))
            case EpochEnd():
                self.epochs.append(event)
            case Snapshot():
                self.snapshots.append(event)
            case Best():
                self.kept_best = event
            case FinalTest():
                self.tests.append(event)
            case Changed():
                self.changes.append(event)
            case _:
                self._change_state(event)

    def _change_state(self, event: Event) -> None:
        match event:
            case Paused() | Halted() | Going():
                self.state = "running" if isinstance(event, Going) else "paused"
                self.halted = event.text if isinstance(event, Halted) else ""
            case EarlyStop() | Warned():
                self.remark = event
            case Stopped():
                self.state = "stopped"
            case Finished():
                self.state = "finished"
            case Diverged():
                self.state, self.remark = "diverged", event
            case Failed():
                self.state, self.remark = "failed", event

    @property
    def sentence(self) -> str:
        """Why it ended, where that needs words."""
        match self.remark:
            case None:
                return ""
            case EarlyStop(best_epoch=best, takes_best=takes_best):
                if takes_best:
                    text = _(
                        "Ended early: the validation was best in epoch {epoch}. The run stands for "
                        "the weights of that epoch; the last ones are kept, too."
                    )
                else:
                    text = _("Ended early: the validation was best in epoch {epoch}.")
                return text.format(epoch=best)
            case remark:
                return remark.text  # told in the words of the process that trained

    @property
    def has_ended(self) -> bool:
        """Whether the run said that it is over."""
        return self.state in ENDED

    @property
    def steps(self) -> int:
        """How many batches the whole run has; 0 while that is not known."""
        return 0 if self.started is None else self.started.epochs * self.started.steps_per_epoch

    @property
    def best(self) -> EpochEnd | None:
        """The epoch with the best validation accuracy so far, the earlier of equal ones."""
        return max(self.epochs, key=lambda epoch: (epoch.val_accuracy, -epoch.epoch), default=None)


class Follower:
    """The history of a run directory, read on from where the last look ended."""

    def __init__(self, directory: RunDirectory) -> None:
        self.directory = directory
        self.history = History()
        self._tail = directory.tail()

    def look(self) -> bool:
        """Take in what was written since the last look; return whether that is anything."""
        new = self._tail.look()
        if new.is_afresh:  # resumed: the events after the checkpoint are gone
            self.history = History()
        for event in new.events:
            self.history.add(event)
        return new.is_afresh or bool(new.events)
