"""Rows or pictures that are painted by a delegate, as a list that screen readers can read."""

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QSizePolicy

from cnnviz.views.look.plain_tip import plain_tip

Index = QModelIndex | QPersistentModelIndex
Roles = Qt.ItemDataRole
NOWHERE = QModelIndex()  # the root: items of a list have no parent


class ItemModel(QAbstractListModel):
    """Items of a list, of which a subclass knows what each says."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return how many items there are."""
        return 0 if parent.isValid() else self.count

    def told(self, place: int) -> str:
        """Return what hovering over an item tells."""
        return ""

    def spoken(self, place: int) -> str:
        """Return what a screen reader says of an item."""
        return self.told(place)

    def data(self, index: Index, role: int = Roles.DisplayRole) -> str | None:
        """Return what an item says, to the eye, on hovering and to a screen reader."""
        if role == Roles.ToolTipRole:
            return plain_tip(self.told(index.row()))
        if role in (Roles.AccessibleTextRole, Roles.DisplayRole):
            return self.spoken(index.row())
        return None

    def take(self, count: int) -> None:
        """Say that there are other items now; as many as before keep their places."""
        if count == self.count:
            if count:
                self.dataChanged.emit(self.index(0), self.index(count - 1))
            return
        self.beginResetModel()
        self.count = count
        self.endResetModel()


class ItemList(QListView):
    """Shows all its items, as high as they are; keeps its keys from the shortcuts of the window."""

    def __init__(self, items: ItemModel) -> None:
        super().__init__()
        items.setParent(self)
        self.setModel(items)
        self.setProperty("role", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)

    def takes(self, event: QKeyEvent) -> bool:
        """Return whether a key is for this list, even where the window has a shortcut for it."""
        return False

    def event(self, event: QEvent) -> bool:
        """Take its keys before the window does."""
        is_key = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_key and isinstance(event, QKeyEvent) and self.takes(event):
            event.accept()
            return True
        return super().event(event)

    def show_current(self, place: int) -> None:
        """Let an item be the current one."""
        self.setCurrentIndex(self.model().index(place, 0))
        self.viewport().update()


class WrappedList(ItemList):
    """Items of one size side by side, in as many rows as it takes."""

    def __init__(self, items: ItemModel) -> None:
        super().__init__(items)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def cell(self) -> tuple[int, int]:
        """Return the width and height of an item, in pixels."""
        raise NotImplementedError

    def gap(self) -> int:
        """Return the pixels between two items of a row."""
        raise NotImplementedError

    def columns(self, width: int) -> int:
        """Return how many items fit into a width."""
        return max(1, (width + self.gap()) // (self.cell()[0] + self.gap()))

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows."""
        return max(1, -(-self.model().rowCount() // self.columns(width))) * self.cell()[1]

    def measure(self) -> None:
        """Lay the items out again: their size, or how many there are, is another one."""
        # behind the last of a row there is no gap; Qt wraps what only just has room
        self.setViewportMargins(0, 0, -self.gap() - 1, 0)
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need another height."""
        super().resizeEvent(event)
        self.updateGeometry()

    def neighbour(self, event: QKeyEvent) -> int | None:
        """Return which item an arrow leads to, perhaps beyond the ends; None for other keys."""
        key = Qt.Key(event.key())
        across = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key, 0)
        down = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key, 0)
        step = across + down * self.columns(self.width())
        return self.currentIndex().row() + step if step else None
