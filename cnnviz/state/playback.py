"""Plays the steps one after another, at a chosen speed."""

from PySide6.QtCore import QObject, QTimer, Signal

from cnnviz.state.cursor import Cursor

SLOWEST, FASTEST = 0.25, 8.0  # steps a second


class Playback(QObject):
    """Moves the cursor forward on a timer; stops at the last step."""

    changed = Signal()

    def __init__(self, cursor: Cursor) -> None:
        super().__init__(cursor)
        self._cursor = cursor
        self._speed = 1.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_timeout)

    @property
    def speed(self) -> float:
        """Steps a second."""
        return self._speed

    @property
    def is_playing(self) -> bool:
        """Whether steps follow by themselves."""
        return self._timer.isActive()

    def set_speed(self, speed: float) -> None:
        """Choose how many steps a second follow, between SLOWEST and FASTEST."""
        self._speed = min(max(speed, SLOWEST), FASTEST)
        self._timer.setInterval(round(1000 / self._speed))
        self.changed.emit()

    def play(self) -> None:
        """Start; at the last step, from the first one again."""
        if self._cursor.step == self._cursor.last_step:
            self._cursor.go_to(0)
        self._timer.start(round(1000 / self._speed))
        self.changed.emit()

    def pause(self) -> None:
        """Stop where it is."""
        if self._timer.isActive():
            self._timer.stop()
            self.changed.emit()

    def toggle(self) -> None:
        """Play, or pause when playing."""
        self.pause() if self.is_playing else self.play()

    def _on_timeout(self) -> None:
        self._cursor.go_to(self._cursor.step + 1)
        if self._cursor.step == self._cursor.last_step:
            self.pause()
