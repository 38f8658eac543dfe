"""One training run as the window sees it: its process, if it is ours, and its directory."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from cnnviz.cnn.confusion import Answers
from cnnviz.cnn.network import Network
from cnnviz.cnn.ops import Array
from cnnviz.files.earlier_names import by_node
from cnnviz.language import N_, _
from cnnviz.runs.answers import answers_of
from cnnviz.runs.config import Config
from cnnviz.runs.directory import CONFIG, RunDirectory, Validation
from cnnviz.runs.events import Failed, Snapshot, Started
from cnnviz.runs.history import Follower, History
from cnnviz.runs.layer_numbers import LayerNumbers
from cnnviz.runs.named_network import Which, load_network
from cnnviz.runs.wishes import GO, PAUSE, STEP, STOP, Wish
from cnnviz.state.run_process import RunProcess

OWN, FOREIGN = 50, 250  # ms between two looks at the events: of our process, of another one
LOST = N_(
    "The training process ended unexpectedly. What it had saved is safe: Resume goes on from the "
    "last checkpoint."
)
TOO_EARLY = N_("The training process ended before it learnt anything. Train starts another one.")


class TrainingRun(QObject):
    """Follows the events of a run directory, whoever writes it; commands only its own process.

    It also knows which of its snapshots is looked at, and which cell of its confusion matrix.
    """

    changed = Signal()  # more events, or another state
    ended = Signal()  # the process of this run, or of another window, is gone
    looked_changed = Signal()  # another snapshot or cell is looked at

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.directory = RunDirectory(path)
        self.is_ending = False  # whether its process was asked to stop and has not yet
        self.problem = self._halted = ""  # why it ended, or why its process waits, in a sentence
        self.failed: Failed | None = None  # what its process told of its end, if it failed
        self.cell: tuple[int, int] | None = None  # (true class, answer) that is looked at
        self._events = Follower(self.directory)
        self._was_running = False
        self._process: RunProcess | None = None
        self._place: int | None = None  # of the snapshot that is looked at; None: the latest
        self._network: Network | None = None
        self._then: tuple[int, Network] | None = None  # the snapshot that was read last
        self._validation: Validation | None = None
        self._begun: Started | None = None  # the start that these three were read after
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)

    # Its process

    def start(self, words: Sequence[str]) -> None:
        """Start `cnnviz train` with some arguments as a process of our own."""
        self._process, self.problem = RunProcess(self, self.directory.path), ""
        self.is_ending, self.failed = False, None
        self._process.wrote.connect(self._look)
        self._process.halted.connect(self._on_process_halted)
        self._process.ended.connect(self._on_process_ended)
        self._process.start(words)
        self.watch()
        self.changed.emit()  # it is ours, long before it says anything

    def watch(self) -> None:
        """Follow the events from here on."""
        self._timer.start(OWN if self.is_ours else FOREIGN)
        self._look()

    @property
    def process(self) -> RunProcess | None:
        """The process of this window that trains it."""
        return self._process

    @property
    def is_ours(self) -> bool:
        """Whether the process of this window trains it."""
        return self._process is not None

    @property
    def is_running(self) -> bool:
        """Whether somebody trains it, be it paused."""
        return self._process is not None or self.directory.is_running()

    @property
    def is_paused(self) -> bool:
        """Whether the process of this window waits."""
        return self.is_ours and (self.history.state == "paused" or bool(self.halted))

    @property
    def halted(self) -> str:
        """Why it waits, in a sentence, where nobody asked it to."""
        return self._halted or (self.history.halted if self.is_running else "")

    def pause(self) -> None:
        """Ask for a pause after this batch."""
        self._say(PAUSE)

    def go_on(self) -> None:
        """End the pause."""
        self._say(GO)

    def step(self) -> None:
        """Learn from one batch, then pause."""
        self._say(STEP)

    def change(self, lr: float, weight_decay: float) -> None:
        """Go on with another learning rate and weight decay."""
        self._say(Wish("set", lr, weight_decay))

    def stop(self) -> None:
        """End the training after this batch; what it learnt is saved."""
        self._say(STOP)
        self.is_ending = self.is_ours
        self.changed.emit()

    def _say(self, wish: Wish) -> None:
        if self._process is not None:
            self._process.say(wish)

    def leave(self, parent: QObject) -> None:
        """Look at it no more; its process saves and ends in the care of `parent`."""
        self._timer.stop()
        process, self._process = self._process, None
        if process is not None:
            process.leave(parent)

    def close(self) -> None:
        """Let the process save and end; at the latest after some seconds it is gone."""
        self._timer.stop()
        process, self._process = self._process, None
        if process is not None:
            process.close()

    def _on_process_halted(self, reason: str) -> None:
        self._halted = reason
        self.changed.emit()

    def _on_process_ended(self, is_lost: bool, reason: str) -> None:
        if self._process is not None:
            self.failed = self._process.failed
            self._process.deleteLater()
        self._look()
        if is_lost:
            reason = _(LOST if self.has_begun else TOO_EARLY)
        self._process, self._halted, self.is_ending = None, "", False
        self.problem = reason or self.history.sentence
        self._timer.stop()
        self.changed.emit()
        self.ended.emit()

    # Its events

    def _look(self) -> None:
        """Read what was written since the last look."""
        has_events = self._events.look()
        if self._process is None:
            self._look_at_the_other_process(has_events)
        elif has_events:
            self.changed.emit()

    def _look_at_the_other_process(self, has_events: bool) -> None:
        is_running = self.directory.is_running()
        if self._was_running and not is_running and not self.history.has_ended:
            self.problem = _(LOST)
        if has_events or is_running != self._was_running:
            self._was_running = is_running
            self.changed.emit()
            if not is_running:
                self.ended.emit()

    # What of it is looked at

    @property
    def place(self) -> int:
        """Which of its snapshots is looked at, counted from 0; the latest unless one is chosen."""
        last = max(0, len(self.history.snapshots) - 1)
        return last if self._place is None else min(self._place, last)

    @property
    def snapshot(self) -> Snapshot | None:
        """The snapshot that is looked at; None before there is one."""
        snapshots = self.history.snapshots
        return snapshots[self.place] if snapshots else None

    @property
    def network_then(self) -> Network | None:
        """The network as it was at the snapshot that is looked at.

        Where that is just being written, or gone, the one that was looked at before.
        """
        self._forget_what_was_before()
        number = None if self.snapshot is None else self.snapshot.number
        if number is not None and (self._then is None or self._then[0] != number):
            network = self.network_at(number)
            if network is not None:
                self._then = number, network
        return None if self._then is None else self._then[1]

    @property
    def epoch(self) -> int | None:
        """The epoch whose answers are looked at: the last one before the snapshot."""
        epochs = self.history.epochs
        if not epochs:
            return None
        is_last = self.place >= len(self.history.snapshots) - 1
        step = 0 if self.snapshot is None else self.snapshot.step
        done = [each.epoch for each in epochs if is_last or each.step <= step]
        return done[-1] if done else epochs[0].epoch

    def look_at(self, place: int) -> None:
        """Look at another snapshot; from the latest on, the later ones are looked at in turn."""
        chosen = None if place >= len(self.history.snapshots) - 1 else max(0, place)
        if chosen != self._place:
            self._place = chosen
            self.looked_changed.emit()

    def look_into(self, cell: tuple[int, int] | None) -> None:
        """Look at the pictures behind a cell of the confusion matrix; None: at all mistakes."""
        if cell != self.cell:
            self.cell = cell
            self.looked_changed.emit()

    # What it wrote

    @property
    def history(self) -> History:
        """What its events add up to so far."""
        return self._events.history

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.directory.path.name

    @property
    def network(self) -> Network | None:
        """The network with the weights it started with; None while there is none."""
        self._forget_what_was_before()
        if self._network is None:
            try:
                self._network = self.directory.network()
            except (OSError, ValueError):
                return None
        return self._network

    def _forget_what_was_before(self) -> None:
        """Read its network and pictures anew after a start: it may go on with other data."""
        if self.history.started is not self._begun:
            self._begun = self.history.started
            self._network = self._validation = self._then = None

    def weights(self, number: int) -> dict[str, Array] | None:
        """Return the weights of a snapshot by name; None where they are gone or damaged."""
        try:
            return self.directory.snapshot(number)
        except (OSError, ValueError):
            return None

    def network_of_epoch(self, epoch: int) -> tuple[Network, bool] | None:
        """Return the network as an epoch ended, and whether these are its very weights.

        Runs of earlier versions kept none: then those of the snapshot that is nearest. None where
        nothing can be read.
        """
        network = self.network
        if network is None:
            return None
        try:
            weights = self.directory.epoch_weights(epoch)
            return network.with_parameters(by_node(weights, network)), True
        except (OSError, ValueError):
            steps = [each.step for each in self.history.epochs if each.epoch == epoch]
            near = min(
                self.history.snapshots,
                key=lambda each: abs(each.step - (steps[0] if steps else 0)),
                default=None,
            )
            found = None if near is None else self.network_at(near.number)
            return None if found is None else (found, False)

    def kept_network(self, which: Which) -> Network | None:
        """Return the network with its best or its last weights; None where they are not there."""
        try:
            return load_network(str(self.directory.path), which=which)
        except (OSError, ValueError):
            return None

    def layer_numbers(self, number: int, node: str) -> LayerNumbers | None:
        """Return how the numbers of a layer were spread at a snapshot; None where nobody knows."""
        try:
            return self.directory.layer_numbers(number, node)
        except (OSError, ValueError):
            return None

    def network_at(self, number: int) -> Network | None:
        """Return the network with the weights of a snapshot."""
        network, weights = self.network, self.weights(number)
        if network is None or weights is None:
            return None
        try:
            return network.with_parameters(by_node(weights, network))
        except ValueError:  # those of another network
            return None

    def config(self) -> Config | None:
        """Return its settings; None where they are gone or damaged."""
        try:
            return self.directory.config()
        except (OSError, ValueError):
            return None

    @property
    def has_begun(self) -> bool:
        """Whether there is something to go on with."""
        return (self.directory.path / CONFIG).exists()

    @property
    def can_resume(self) -> bool:
        """Whether it can go on from its last checkpoint."""
        return self.history.state != "finished" and not self.is_running and self.has_begun

    def rates(self) -> tuple[float, float] | None:
        """Return the learning rate and weight decay it has now; None before it began."""
        if self.history.changes:
            last = self.history.changes[-1]
            return last.lr, last.weight_decay
        config = self.config()
        return None if config is None else (config.lr, config.weight_decay)

    def answers(self, epoch: int) -> Answers | None:
        """Return what it said to the validation pictures after an epoch; None without them."""
        network, config = self.network, self.config()
        try:
            if self._validation is None:
                self._validation = self.directory.validation()
            said = self.directory.predictions(epoch)
        except (OSError, ValueError):
            return None
        if network is None or config is None:
            return None
        return answers_of(network, config, self._validation, said)
