"""A layout that sets controls like words: a new row where the next one does not fit."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from cnnviz.views.look.theme import Look


class FlowLayout(QLayout):
    """Places controls from left to right, in as many rows as the width asks for."""

    def __init__(self, look: Look, gap: float = 6, parent: QWidget | None = None) -> None:
        """Make a layout; `gap` is the distance between controls, in pixels at 100 %."""
        super().__init__(parent)
        self._look, self._gap = look, gap
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}  # by width: Qt asks for the same ones many times
        self.setContentsMargins(0, 0, 0, 0)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        self.setSpacing(self._look.px(self._gap))

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item; Qt calls this from addWidget."""
        self._items.append(item)

    def invalidate(self) -> None:
        """Forget the heights: an item has another size, or is shown or hidden."""
        self._heights.clear()
        super().invalidate()

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item, or None beyond the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give an item away."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Return that it takes no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Return that a narrower place needs more rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows in a place of some width."""
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), is_trial=True)
        return self._heights[width]

    def setGeometry(self, place: QRect) -> None:
        """Set the items into a place."""
        super().setGeometry(place)
        self._place(place, is_trial=False)

    def sizeHint(self) -> QSize:
        """Return the size of all items in one row."""
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """Return room for the widest item."""
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, place: QRect, *, is_trial: bool) -> int:
        """Set the items into rows and return the height of all; a trial moves none."""
        y = place.y()
        for row in self._rows(place.width()):
            height = max(item.sizeHint().height() for item in row)
            x = place.x()
            for item in row:
                size = item.sizeHint()
                if not is_trial:
                    middle = y + (height - size.height()) // 2
                    item.setGeometry(QRect(QPoint(x, middle), size))
                x += size.width() + self.spacing()
            y += height + self.spacing()
        return max(0, y - place.y() - self.spacing())

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        """Return the items that stand side by side, row by row."""
        rows: list[list[QLayoutItem]] = []
        used = 0
        for item in self._shown():
            wide = item.sizeHint().width() + self.spacing()
            if not rows or used + wide - self.spacing() > width:
                rows.append([])
                used = 0
            rows[-1].append(item)
            used += wide
        return rows
