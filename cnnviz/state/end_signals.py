"""What the system sends when the program shall end, such as Ctrl+C in its terminal."""

import signal
import socket
from types import FrameType
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal

# A terminal's Ctrl+C, the wish to end, a terminal that is gone; Ctrl+Break on Windows
NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class EndSignals(QObject):
    """Turns a signal into an event like any other, so that nothing is cut off in its middle."""

    wished = Signal(int)  # its number

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ends: tuple[socket.socket, socket.socket] | None = None  # written to, read from
        self._before: dict[int, Any] = {}  # what a signal did

    def install(self) -> None:
        """Hear from now on; from the main thread."""
        self._ends = there, here = socket.socketpair()
        for end in self._ends:
            end.setblocking(False)
        self._notifier = QSocketNotifier(here.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_arrived)
        signal.set_wakeup_fd(there.fileno(), warn_on_full_buffer=False)
        for name in NAMES:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) != signal.SIG_IGN:  # as by nohup
                self._before[number] = signal.signal(number, _leave_to_the_notifier)

    def uninstall(self) -> None:
        """Let signals do again what they did."""
        if self._ends is None:
            return
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(-1)
        self._notifier.setEnabled(False)
        for end in self._ends:
            end.close()
        self._ends = None

    def _on_arrived(self) -> None:
        if self._ends is None:
            return
        try:
            numbers = self._ends[1].recv(64)
        except BlockingIOError:
            return
        for number in numbers:
            self.wished.emit(number)


def _leave_to_the_notifier(number: int, frame: FrameType | None) -> None:
    """Do nothing: Python wrote the number into the socket before it called this."""
