"""The field for an answer."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from cnnviz.language import _

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AnswerField(QLineEdit):
    """A field for an answer: Enter gives it, Esc leaves the field and no more than that."""

    entered = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("answer-field")
        self.setToolTip(_("Type the value; Enter checks it, Esc leaves the field"))

    def set_problem(self, is_problem: bool) -> None:
        """Mark the field, or not."""
        marked = "true" if is_problem else "false"
        if self.property("problem") != marked:
            self.setProperty("problem", marked)
            self.style().polish(self)

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the field from the shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo, redo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
            if (event.matches(undo) or event.matches(redo)) and not self.isModified():
                event.ignore()  # nothing typed: undo belongs to the document
                return False
            if event.key() in (*_ENTER, Qt.Key.Key_Escape):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the answer on Enter, leave on Esc; what the field needs not moves the position."""
        if event.key() in _ENTER:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
