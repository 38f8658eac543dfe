"""The process of a training run: `cnnviz train`, started by the window, commanded by JSON lines."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from cnnviz import log
from cnnviz.files.python_process import program_command
from cnnviz.language import _
from cnnviz.runs.events import Diverged, Failed, Going, Halted, Paused, known_event
from cnnviz.runs.wishes import Wish, to_line
from cnnviz.state.child_process import child_process
from cnnviz.state.run_folder import throw_away_unbegun

COMMAND = tuple(program_command("train"))
PATIENCE = 2000  # ms that a process has to save and end once its input is closed
ASKED_TO_END = (4, 129, 130, 143)  # the exit codes after a stop, SIGHUP, Ctrl+C and SIGTERM


class RunProcess(QObject):
    """Starts the command, passes wishes on, and tells how it ended."""

    wrote = Signal()  # the same lines stand in the directory of the run
    halted = Signal(str)  # it waits for room, and why; "" when it goes on
    ended = Signal(bool, str)  # (whether unexpectedly, the reason it gave or "")

    def __init__(self, parent: QObject, folder: Path) -> None:
        """Get ready to start one; where its run never begins, `folder` goes when it ends."""
        super().__init__(parent)
        self._folder = folder
        self._rest = b""  # a line of its events that is not whole yet
        self._reason = ""  # why it ended, once it said so
        self.failed: Failed | None = None  # what it told of its end, if it could not go on
        self._process = child_process(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.remove("OPENBLAS_NUM_THREADS")  # it is for the window
        self._process.setProcessEnvironment(environment)
        self._process.readyReadStandardOutput.connect(self._on_output)
        self._process.setStandardErrorFile(QProcess.nullDevice())  # that is for a terminal
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)

    def start(self, words: Sequence[str]) -> None:
        """Start `cnnviz train` with some arguments."""
        self._process.start(COMMAND[0], [*COMMAND[1:], *words, "--control"])

    @property
    def number(self) -> int:
        """The number that the system gave it."""
        return self._process.processId()

    def say(self, wish: Wish) -> None:
        """Pass a wish on."""
        self._process.write(to_line(wish) + b"\n")

    def leave(self, parent: QObject) -> None:
        """Let it save and end on its own, in the care of `parent`; nobody waits for it."""
        self.blockSignals(True)
        self.setParent(parent)
        self._process.finished.connect(self.deleteLater)
        self._process.closeWriteChannel()
        if self._is_over:
            self.deleteLater()
        patience = QTimer(self, singleShot=True, interval=PATIENCE)
        patience.timeout.connect(self._process.kill)
        patience.start()

    def close(self) -> None:
        """Let it save and end, and wait for that; at the latest after some seconds it is gone."""
        self.blockSignals(True)
        self._process.closeWriteChannel()
        if not self._is_over and not self._process.waitForFinished(PATIENCE):
            self._process.kill()
            self._process.waitForFinished(PATIENCE)

    @property
    def _is_over(self) -> bool:
        return self._process.state() == QProcess.ProcessState.NotRunning

    def _on_output(self) -> None:
        said = self._rest + self._process.readAllStandardOutput().data()
        *lines, self._rest = said.split(b"\n")
        for line in lines:
            event = known_event(line)
            if isinstance(event, Failed | Diverged):
                self._reason = event.text
                self.failed = event if isinstance(event, Failed) else None
            elif isinstance(event, Halted):  # there may be no room to write even that
                self.halted.emit(event.text)
            elif isinstance(event, Going | Paused):
                self.halted.emit("")
        self.wrote.emit()

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            throw_away_unbegun(self._folder)
            self.ended.emit(False, _("The training process could not be started."))

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        throw_away_unbegun(self._folder)  # also when the window closes, or shows another run
        has_crashed = status == QProcess.ExitStatus.CrashExit
        if code in ASKED_TO_END and not has_crashed:
            code = 0
        if has_crashed or (code and not self._reason):
            log.LOG.error("The training process ended with %s, code %d.", status.name, code)
            self.ended.emit(True, "")
        else:
            self.ended.emit(False, self._reason if code else "")
