"""A field whose text is taken as a value or refused in words: what all such fields share."""

from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from cnnviz.views.controls.bubble import hush, tell, told
from cnnviz.views.controls.gestures import WheelRun, factor
from cnnviz.views.look.theme import Look

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_UP_DOWN = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


Value = TypeVar("Value")


class TypedField(QLineEdit, Generic[Value]):
    """Shows a value, and tells when the user made it another one.

    Enter, Tab and leaving the field take what was typed; Esc takes it back. Up, Down and the wheel
    change it by a step. What cannot be read, or is out of range, is told in words and changes
    nothing.
    """

    edited = Signal(object, str)  # (value, gesture): the same gesture during a turn of the wheel

    def __init__(self, look: Look, value: Value, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._value = look, value
        self._wheel, self._presses = WheelRun(), 0
        self.setAccessibleName(name)
        self.textEdited.connect(self._on_text_edited)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self._show()

    # What the kinds of fields differ in

    def _read(self, text: str) -> Value:
        """Return the value of a text; raises a ValueError with a sentence where there is none."""
        raise NotImplementedError

    def _text(self) -> str:
        """Return the text of the value."""
        raise NotImplementedError

    def _stepped(self, steps: float) -> Value:
        """Return the value some steps on, within its range."""
        raise NotImplementedError

    def _widest(self) -> str:
        """Return a text that is as wide as the field must be."""
        raise NotImplementedError

    # The same for all

    @property
    def value(self) -> Value:
        """The value shown; what is being typed does not count yet."""
        return self._value

    @property
    def problem(self) -> bool:
        """Whether what was typed last was not taken."""
        return bool(self.property("problem") == "true")

    def show_value(self, value: Value) -> None:
        """Show a value; what is being typed stays. Emits nothing."""
        if value == self._value:
            return
        self._value = value
        if not self.isModified():
            self._set_problem("")
            self._show()

    def show_problem(self, reason: str) -> None:
        """Mark the field, and say why the value that was typed cannot be."""
        self._set_problem(reason)

    def sizeHint(self) -> QSize:
        """Return room for a usual value."""
        width = self.fontMetrics().horizontalAdvance(self._widest()) + self._look.px(24)
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the same as the size hint, so that no digit is cut off."""
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the field from the shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo)
            if (undo or event.matches(QKeySequence.StandardKey.Redo)) and not self.isModified():
                event.ignore()  # nothing typed: undo belongs to the document
                return False
            if event.key() in (*_ENTER, *_UP_DOWN) or self._takes_escape(event):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take what was typed on Enter, restore on Esc, step on Up and Down."""
        if event.key() in _ENTER:
            if self._commit():
                self.selectAll()
        elif self._takes_escape(event):
            self._restore()
        elif event.key() in _UP_DOWN:
            self._presses += not event.isAutoRepeat()
            up = _UP_DOWN[Qt.Key(event.key())]
            self._step_by(up * factor(event.modifiers()), f"key {id(self)} {self._presses}")
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step when the field has the focus; else the panel scrolls."""
        if not self.hasFocus():
            event.ignore()
            return
        event.accept()
        if notches := self._wheel.notches(event):
            self._step_by(notches * factor(event.modifiers()), self._wheel.gesture)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show every digit of the value while it can be typed."""
        super().focusInEvent(event)
        if not self.isModified():
            self._set_problem("")
            self._show()
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed; if it cannot be taken, the old value comes back."""
        super().focusOutEvent(event)
        self._wheel.end()
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            if not self.isModified():
                self._set_problem("")  # of a value that was refused before
            self._commit()
            self._show()
            self._mark(False)  # the old value is fine; the sentence beside it stays a while

    def _takes_escape(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape and (self.isModified() or self.problem)

    def _commit(self) -> bool:
        """Take what was typed; return whether it could be taken."""
        if not self.isModified():
            return True
        try:
            value = self._read(self.text())
        except ValueError as error:
            self._set_problem(str(error))
            return False
        self._take(value, "")
        return True

    def _step_by(self, steps: float, gesture: str) -> None:
        if self._commit():
            self._take(self._stepped(steps), gesture)

    def _take(self, value: Value, gesture: str) -> None:
        self._set_problem("")
        self.setModified(False)
        if value != self._value:
            self._value = value
            self.edited.emit(value, gesture)  # who cannot use it shows the old value again
        self._show()

    def _restore(self) -> None:
        self._set_problem("")
        self._show()
        self.selectAll()

    def _show(self) -> None:
        self.setText(self._text())  # not modified from here on
        self.setCursorPosition(0 if not self.hasFocus() else len(self.text()))

    def _set_problem(self, reason: str) -> None:
        if reason:
            tell(self._look, self, reason)
        elif self.problem or told(self):
            hush(self)
        self._mark(bool(reason))

    def _mark(self, is_problem: bool) -> None:
        marked = "true" if is_problem else "false"
        if self.property("problem") != marked:
            self.setProperty("problem", marked)
            self.style().polish(self)

    def _on_text_edited(self) -> None:
        self._set_problem("")

    def _on_look_changed(self) -> None:
        self.setFont(self._look.font())
        self.updateGeometry()
