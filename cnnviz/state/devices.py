"""What can train on this machine, as a process of its own finds out: PyTorch takes seconds."""

import msgspec
from PySide6.QtCore import QObject, QProcess, Signal

from cnnviz.files.python_process import program_command
from cnnviz.state.child_process import child_process


class DeviceChoice(msgspec.Struct, frozen=True):
    """What can train: its name for `--device`, and what people call it."""

    name: str
    title: str


CPU = DeviceChoice("cpu", "CPU")


class DeviceList(QObject):
    """Asks once, when somebody wants to know."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.found: tuple[DeviceChoice, ...] = ()  # while nobody asked, none
        self._asking: QProcess | None = None

    def ask(self) -> None:
        """Find out in the background what can train."""
        if self._asking is None and not self.found:
            self._asking = child_process(self)
            self._asking.finished.connect(self._on_answered)
            program, *words = program_command("devices", "--format", "json")
            self._asking.start(program, words)

    def _on_answered(self) -> None:
        assert self._asking is not None
        try:
            answer = self._asking.readAllStandardOutput().data()
            self.found = tuple(msgspec.json.decode(answer, type=list[DeviceChoice]))
        except msgspec.DecodeError:
            self.found = (CPU,)
        self._asking.deleteLater()
        self._asking = None
        self.changed.emit()

    def close(self) -> None:
        """End what still asks: the window closes."""
        if self._asking is not None:
            self._asking.finished.disconnect()
            self._asking.kill()
            self._asking.waitForFinished()
