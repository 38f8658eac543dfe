"""Find an action by its name and do it."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from cnnviz.language import _
from cnnviz.views.controls.actions import plain_text
from cnnviz.views.look.theme import Look


class CommandPalette(QDialog):
    """A field and the actions whose names hold every word typed; Enter does the chosen one."""

    def __init__(self, actions: list[QAction], look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
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
        words = text.lower().split()
        by_name = [action for action in self._actions if _has(plain_text(action), words)]
        by_tip = [
            action
            for action in self._actions
            if action not in by_name and _has(f"{plain_text(action)} {action.statusTip()}", words)
        ]
        self.list.clear()
        for action in by_name + by_tip:
            self.list.addItem(_item(action))
        self.list.setCurrentRow(0)

    def _do(self) -> None:
        item = self.list.currentItem()
        if item is None or not item.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        self.accept()
        action: QAction = item.data(Qt.ItemDataRole.UserRole)
        action.trigger()


def _has(text: str, words: list[str]) -> bool:
    return all(word in text.lower() for word in words)


def _item(action: QAction) -> QListWidgetItem:
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    name = plain_text(action)
    with_keys = _("{action}   ({keys})").format(action=name, keys=keys)
    item = QListWidgetItem(with_keys if keys else name)
    item.setToolTip(action.toolTip())
    item.setData(Qt.ItemDataRole.UserRole, action)
    if not action.isEnabled():
        item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item
