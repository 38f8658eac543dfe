"""Find what can be done by its name and do it."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from cnnviz.language import _
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look
from cnnviz.views.window.catalogue import Entry


class CommandPalette(QDialog):
    """A field and the entries whose names hold every word typed; Enter does the chosen one.

    Before anything is typed it lists the actions.
    """

    def __init__(self, entries: Iterable[Entry], look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries = list(entries)
        self.setObjectName("command-palette")
        self.setWindowTitle(_("Find an action"))
        self.field = QLineEdit()
        self.field.setObjectName("command-palette-field")
        self.field.setPlaceholderText(_("Type what you want to do"))
        self.field.setAccessibleName(_("Find an action"))
        self.list = QListWidget()
        self.list.setObjectName("command-palette-list")
        self.list.setAccessibleName(_("Actions found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.resize(look.px(460), look.px(380))
        self.field.textChanged.connect(self._show)
        self.field.returnPressed.connect(self._do)
        self.list.itemClicked.connect(self._do)
        self.field.installEventFilter(self)
        self._show("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while the field is typed into."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step:
                row = self.list.currentRow() + step
                self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
                return True
        return super().eventFilter(watched, event)

    def _show(self, text: str) -> None:
        self.list.clear()
        for place in self._found(text.casefold().split()):
            self.list.addItem(_item(self._entries[place], place))
        if not self.list.count():
            nothing = QListWidgetItem(_("Nothing found for “{text}”").format(text=text.strip()))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nothing)
        self.list.setCurrentRow(0)

    def _found(self, words: list[str]) -> list[int]:
        """Return which entries hold all words: in their names first, then in what they do."""
        if not words:
            return [place for place, entry in enumerate(self._entries) if not entry.kind]
        by_name, by_tip = [], []
        for place, entry in enumerate(self._entries):
            name = f"{entry.title} {entry.kind}".casefold()
            if all(word in name for word in words):
                by_name.append(place)
            elif all(word in f"{name} {entry.tip.casefold()}" for word in words):
                by_tip.append(place)
        return by_name + by_tip

    def _do(self) -> None:
        item = self.list.currentItem()
        if item is None or not item.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        self.accept()
        self._entries[item.data(Qt.ItemDataRole.UserRole)].do()


def _item(entry: Entry, place: int) -> QListWidgetItem:
    name = entry.title
    if entry.kind:
        name = _("{name} · {kind}").format(name=name, kind=entry.kind)
    if entry.keys:
        name = _("{action}   ({keys})").format(action=name, keys=entry.keys)
    item = QListWidgetItem(name)
    item.setToolTip(plain_tip(entry.tip))
    item.setData(Qt.ItemDataRole.UserRole, place)
    if not entry.is_possible:
        item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item
