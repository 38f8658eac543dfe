"""One training run as the window sees it: its process, if it is ours, and its directory."""

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from cnnviz.cnn.confusion import Answers
from cnnviz.cnn.network import Network
from cnnviz.cnn.ops import Array
from cnnviz.runs.config import Config
from cnnviz.runs.directory import CONFIG, RunDirectory, Validation
from cnnviz.runs.history import Follower, History
from cnnviz.runs.wishes import GO, PAUSE, STEP, STOP, Wish, to_line

OWN, FOREIGN = 50, 250  # ms between two looks at the events: of our process, of another one
PATIENCE = 2000  # ms that a process has to save and end when the window closes
LOST = (
    "The training process ended unexpectedly. What it had saved is safe: Resume goes on from the "
    "last checkpoint."
)
TOO_EARLY = "The training process ended before it learnt anything. Train starts another one."


class TrainingRun(QObject):
    """Follows the events of a run directory, whoever writes it; commands only its own process."""

    changed = Signal()  # more events, or another state
    ended = Signal()  # the process of this run, or of another window, is gone

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.directory = RunDirectory(path)
        self.problem = ""  # why it ended, in a sentence
        self._events = Follower(self.directory)
        self._was_running = False
        self._process: QProcess | None = None
        self._errors = b""
        self._network: Network | None = None
        self._validation: Validation | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)

    # Its process

    def start(self, words: Sequence[str]) -> None:
        """Start `cnnviz train` with some arguments as a process of our own."""
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.remove("OPENBLAS_NUM_THREADS")  # it is for the window
        process.setProcessEnvironment(environment)
        process.readyReadStandardOutput.connect(self._on_output)
        process.readyReadStandardError.connect(self._on_errors)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        self._process, self._errors, self.problem = process, b"", ""
        process.start(sys.executable, ["-m", "cnnviz", "train", *words])
        self.watch()
        self.changed.emit()  # it is ours, long before it says anything

    def watch(self) -> None:
        """Follow the events from here on."""
        self._timer.start(OWN if self.is_ours else FOREIGN)
        self._look()

    @property
    def is_ours(self) -> bool:
        """Whether the process of this window trains it."""
        return self._process is not None

    @property
    def is_running(self) -> bool:
        """Whether somebody trains it, be it paused."""
        return self._process is not None or self.directory.is_running()

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

    def _say(self, wish: Wish) -> None:
        if self._process is not None:
            self._process.write(to_line(wish) + b"\n")

    def close(self) -> None:
        """Let the process save and end; at the latest after some seconds it is gone."""
        self._timer.stop()
        process, self._process = self._process, None
        if process is None:
            return
        for signal in (process.finished, process.errorOccurred, process.readyReadStandardOutput):
            signal.disconnect()
        process.closeWriteChannel()
        if process.state() != QProcess.ProcessState.NotRunning and not process.waitForFinished(
            PATIENCE
        ):
            process.kill()
            process.waitForFinished(PATIENCE)

    def _on_output(self) -> None:
        assert self._process is not None
        self._process.readAllStandardOutput()  # the same lines stand in the directory
        self._look()

    def _on_errors(self) -> None:
        assert self._process is not None
        self._errors += self._process.readAllStandardError().data()

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._end("The training process could not be started.")

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._look()
        told = self._errors.decode(errors="replace").strip().split("\n")[-1]
        if status == QProcess.ExitStatus.CrashExit or code not in (0, 2, 3):
            self._end(LOST if self.has_begun else TOO_EARLY)
        else:
            self._end(_without_name(told) if code else "")

    def _end(self, problem: str) -> None:
        if self._process is not None:
            self._process.deleteLater()
        self._process, self.problem = None, problem or self.history.sentence
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
            self.problem = LOST
        if has_events or is_running != self._was_running:
            self._was_running = is_running
            self.changed.emit()
            if not is_running:
                self.ended.emit()

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
        if self._network is None:
            try:
                self._network = self.directory.network()
            except (OSError, ValueError):
                return None
        return self._network

    def weights(self, number: int) -> dict[str, Array] | None:
        """Return the weights of a snapshot by name; None where they are gone or damaged."""
        try:
            return self.directory.snapshot(number)
        except (OSError, ValueError):
            return None

    def network_at(self, number: int) -> Network | None:
        """Return the network with the weights of a snapshot."""
        network, weights = self.network, self.weights(number)
        if network is None or weights is None:
            return None
        try:
            return network.with_parameters(weights)
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
        network = self.network
        try:
            if self._validation is None:
                self._validation = self.directory.validation()
            said = self.directory.predictions(epoch)
        except (OSError, ValueError):
            return None
        pictures = self._validation
        if network is None or len(said.predicted) != len(pictures.labels):
            return None
        if max(int(pictures.labels.max()), int(said.predicted.max())) >= len(network.classes):
            return None
        return Answers(
            pictures.pictures, pictures.labels, said.predicted, said.confidence, network.classes
        )


def _without_name(line: str) -> str:
    """Return what a command said of itself, without its name in front."""
    return line.removeprefix("cnnviz train: ").removeprefix("cnnviz: ")
