"""Which part of a map is seen, and where its cells lie then: zoom and pan."""

from PySide6.QtCore import QObject, QRect, QSize, Signal

LARGEST_ZOOM = 64.0


class Viewport(QObject):
    """Which part of a picture is seen. Views that share one are zoomed and panned together.

    `zoom` is 1 where all is seen; `center` are x and y of the middle, as shares of the picture.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.zoom = 1.0
        self.center = (0.5, 0.5)

    def zoom_by(self, factor: float, at: tuple[float, float] = (0.5, 0.5)) -> None:
        """Zoom, while the point `at`, as shares of the picture, stays where it is."""
        zoom = min(max(self.zoom * factor, 1.0), LARGEST_ZOOM)
        shrunk = self.zoom / zoom
        x, y = (
            there + (here - there) * shrunk for here, there in zip(self.center, at, strict=True)
        )
        self.look(zoom, (x, y))

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the middle, by shares of the picture."""
        self.move_to(self.center[0] + dx, self.center[1] + dy)

    def move_to(self, x: float, y: float) -> None:
        """Put a point into the middle, as far as the picture covers the view."""
        self.look(self.zoom, (x, y))

    def show(self, x: float, y: float) -> None:
        """Put a point into the middle where it is not seen."""
        if max(abs(x - self.center[0]), abs(y - self.center[1])) > 0.48 / self.zoom:
            self.move_to(x, y)

    def fit(self) -> None:
        """Show the whole picture."""
        self.look(1.0, (0.5, 0.5))

    def look(self, zoom: float, center: tuple[float, float]) -> None:
        """Show a part of the picture, as far as the picture covers the view."""
        half = 0.5 / zoom
        x, y = (min(max(share, half), 1 - half) for share in center)
        if (zoom, (x, y)) != (self.zoom, self.center):
            self.zoom, self.center = zoom, (x, y)
            self.changed.emit()


def zoomed(room: QSize, whole: QRect, cells: tuple[int, int], viewport: Viewport) -> QRect:
    """Return where all cells of a map lie, those out of sight too.

    Args:
        room: The size of the view.
        whole: Where the cells lie without zoom.
        cells: How many there are in a row and in a column, padding included.
        viewport: How much of the map is seen, and which part.
    """
    width = _length(whole.width(), cells[0], viewport.zoom)
    height = _length(whole.height(), cells[1], viewport.zoom)
    x, y = viewport.center
    return QRect(_start(room.width(), width, x), _start(room.height(), height, y), width, height)


def _length(length: int, cells: int, zoom: float) -> int:
    side = length / cells * zoom
    return int(side) * cells if side >= 2 else round(side * cells)


def _start(room: int, length: int, center: float) -> int:
    """Return where a length starts in a room, with a share of it in the middle of the room."""
    if length + 2 <= room:
        return (room - length) // 2
    return min(max(round(room / 2 - center * length), room - 1 - length), 1)


def center_of(room: int, length: int, start: float, before: float) -> float:
    """Return which share of a length is in the middle of a room when it starts at a place."""
    if length + 2 <= room:
        return before
    start = min(max(start, room - 1 - length), 1)
    return (room / 2 - start) / length
