"""The screens that there are now, and whether one was plugged in or pulled out."""

from PySide6.QtCore import QObject, QRect, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen


class Screens(QObject):
    """Knows the free room of each screen."""

    changed = Signal()  # once the system has moved the windows of a screen that is gone

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.changed)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)  # windows need one
        application.screenAdded.connect(self._on_changed)
        application.screenRemoved.connect(self._on_changed)

    def rooms(self) -> list[QRect]:
        """Return the room for windows on each screen, the first screen first."""
        return [screen.availableGeometry() for screen in QGuiApplication.screens()]

    def _on_changed(self, screen: QScreen) -> None:
        self._soon.start()


def room_of(rooms: list[QRect], window: QRect) -> int:
    """Return which room a window lies in: most of it, else the nearest one."""

    def shared(room: QRect) -> tuple[int, int]:
        both = room.intersected(window)
        way = room.center() - window.center()
        return both.width() * both.height() if not both.isEmpty() else 0, -way.manhattanLength()

    return max(range(len(rooms)), key=lambda index: shared(rooms[index]))
