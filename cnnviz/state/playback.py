"""Plays the steps, or the positions of an open explanation, at a chosen speed."""

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from cnnviz.cnn.network import INPUT
from cnnviz.state.cursor import Cursor

SLOWEST, FASTEST = 0.25, 8.0  # layers a second
SLOWEST_POSITIONS, FASTEST_POSITIONS = 0.5, 500.0  # positions a second
SHORTEST = 16  # ms between two pictures; quicker play passes several positions at once


class Playback(QObject):
    """Moves the cursor forward on a timer; stops at the last step or position."""

    changed = Signal()

    def __init__(self, cursor: Cursor) -> None:
        super().__init__(cursor)
        self._cursor = cursor
        self._speeds = {False: 1.0, True: 4.0}  # of layers, of positions
        self._was_open = cursor.is_open
        self._due = 0.0  # positions to go, with the part that is not due yet
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_timeout)
        cursor.changed.connect(self._on_cursor_changed)

    @property
    def speed(self) -> float:
        """Layers a second, or positions a second while an explanation is open."""
        return self._speeds[self._cursor.is_open]

    @property
    def limits(self) -> tuple[float, float]:
        """The slowest and the fastest speed."""
        if self._cursor.is_open:
            return SLOWEST_POSITIONS, FASTEST_POSITIONS
        return SLOWEST, FASTEST

    @property
    def is_playing(self) -> bool:
        """Whether steps follow by themselves."""
        return self._timer.isActive()

    def set_speed(self, speed: float) -> None:
        """Choose how many steps or positions a second follow, within the `limits`."""
        slowest, fastest = self.limits
        self._speeds[self._cursor.is_open] = min(max(speed, slowest), fastest)
        self._timer.setInterval(self._interval())
        self.changed.emit()

    def play(self) -> None:
        """Start; at the last step or position, from the first one again."""
        cursor = self._cursor
        if cursor.is_open and cursor.index == cursor.count - 1:
            cursor.go_to_index(0)
        elif not cursor.is_open and cursor.step == cursor.last:
            cursor.go_to(INPUT)
        self._due = 0.0
        self._clock.start()
        self._timer.start(self._interval())
        self.changed.emit()

    def pause(self) -> None:
        """Stop where it is."""
        if self._timer.isActive():
            self._timer.stop()
            self.changed.emit()

    def toggle(self) -> None:
        """Play, or pause when playing."""
        self.pause() if self.is_playing else self.play()

    def _interval(self) -> int:
        return max(SHORTEST, round(1000 / self.speed))

    def _on_cursor_changed(self) -> None:
        if self._cursor.is_open != self._was_open:  # another level, with a speed of its own
            self._was_open = self._cursor.is_open
            self._timer.stop()
            self.changed.emit()

    def _on_timeout(self) -> None:
        cursor = self._cursor
        if not cursor.is_open:
            cursor.go_by(1)
            if cursor.step == cursor.last:
                self.pause()
            return
        cursor.go_to_index(cursor.index + self._positions())
        if cursor.index == cursor.count - 1:
            self.pause()

    def _positions(self) -> int:
        """Return how many positions are due; a slow computer passes more of them at once."""
        if self._timer.interval() > SHORTEST:
            return 1
        self._due += self._clock.restart() / 1000 * self.speed
        whole = int(self._due)
        self._due -= whole
        return max(whole, 1)
