"""The program ends because the system says so: the user is asked where there is time."""

import signal

from PySide6.QtCore import QObject
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication, QWidget

from cnnviz.state.end_signals import EndSignals
from cnnviz.state.faults import Faults
from cnnviz.views.window.file_commands import FileCommands

SIGNALLED = 128  # an exit code tells the signal that it ended for above this, as a shell does


class Ending(QObject):
    """Hears of Ctrl+C, of the wish that the program ends, and of the end of the session."""

    def __init__(
        self, signals: EndSignals, files: FileCommands, faults: Faults, window: QWidget
    ) -> None:
        """Listen.

        Args:
            signals: Of the system.
            files: Asks before changes are lost.
            faults: Puts the work in safety where there is no time to ask.
            window: Is closed.
        """
        super().__init__(window)
        self._files, self._faults, self._window = files, faults, window
        self._is_asking = False
        self.code = 0  # that the program ends with
        self.is_forced = False  # whether the program ends without having asked
        signals.wished.connect(self._on_wished)

    def follow_session(self, application: QApplication) -> None:
        """Hear of the end of the session, too."""
        application.commitDataRequest.connect(self.on_session_ends)

    def _on_wished(self, number: int) -> None:
        """Close as a user does after Ctrl+C; after a second one, or any other signal, at once."""
        if number != signal.SIGINT or self._is_asking:
            self.is_forced = True
            self._faults.keep_work()
            self._end(SIGNALLED + number)
            return
        self._is_asking = True
        has_closed = self._window.close()
        self._is_asking = False
        if has_closed:
            self._end(SIGNALLED + number)

    def _end(self, code: int) -> None:
        self._files.stop_waiting()
        self.code = code  # kept: Qt asks for a 0 of its own once the last window is closed
        QApplication.exit(code)

    def on_session_ends(self, session: QSessionManager) -> None:
        """Ask before changes are lost, where the session lets us; keep a copy in any case."""
        self._faults.keep_work()
        if session.allowsInteraction():
            may_end = self._files.may_lose()
            session.release()
            if not may_end:
                session.cancel()
