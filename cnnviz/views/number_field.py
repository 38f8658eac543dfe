"""A field for one number that takes 1.5 and 1,5 in every language and never groups thousands."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from cnnviz.cnn.numbers import exact_text, number_text
from cnnviz.cnn.typed_number import number_within
from cnnviz.views.bubble import hush, tell, told
from cnnviz.views.gestures import WheelRun, factor, stepped
from cnnviz.views.theme import Look

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_UP_DOWN = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class NumberField(QLineEdit):
    """Shows a number, and tells when the user made it another one.

    Enter, Tab and leaving the field take what was typed; Esc takes it back. Up, Down and the wheel
    change it by a step. What is no number, or out of range, is told in words and changes nothing.
    """

    edited = Signal(float, str)  # (value, gesture): the same gesture during a turn of the wheel

    def __init__(  # noqa: PLR0913 - a number, its range, its step and its name
        self,
        look: Look,
        value: float,
        minimum: float,
        maximum: float,
        *,
        step: float = 0.1,
        whole: bool = False,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._value = look, value
        self._minimum, self._maximum = minimum, maximum
        self._step, self._whole = step, whole
        self._wheel, self._presses = WheelRun(), 0
        self.setAccessibleName(name)
        self.textEdited.connect(self._on_text_edited)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self._show()

    @property
    def value(self) -> float:
        """The number shown; what is being typed does not count yet."""
        return self._value

    @property
    def problem(self) -> bool:
        """Whether what was typed last was not taken."""
        return bool(self.property("problem") == "true")

    def set_largest(self, maximum: float) -> None:
        """Take numbers up to another one."""
        self._maximum = maximum

    def show_value(self, value: float) -> None:
        """Show a number; what is being typed stays. Emits nothing."""
        if value == self._value:
            return
        self._value = value
        if not self.isModified():
            self._set_problem("")
            self._show()

    def show_problem(self, reason: str) -> None:
        """Mark the field, and say why the number that was typed cannot be."""
        self._set_problem(reason)

    def sizeHint(self) -> QSize:
        """Return room for five digits."""
        digits = "000" if self._whole else f"{number_text(-0.1, 3)}0"
        width = self.fontMetrics().horizontalAdvance(digits) + self._look.px(24)
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
        """Show every digit of the number while it can be typed."""
        super().focusInEvent(event)
        if not self.isModified():
            self._set_problem("")
            self._show()
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed; if it cannot be taken, the old number comes back."""
        super().focusOutEvent(event)
        self._wheel.end()
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            if not self.isModified():
                self._set_problem("")  # of a number that was refused before
            self._commit()
            self._show()
            self._mark(False)  # the old number is fine; the sentence beside it stays a while

    def _takes_escape(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape and (self.isModified() or self.problem)

    def _commit(self) -> bool:
        """Take what was typed; return whether it could be taken."""
        if not self.isModified():
            return True
        try:
            value = number_within(self.text(), self._minimum, self._maximum, whole=self._whole)
        except ValueError as error:
            self._set_problem(str(error))
            return False
        self._take(value, "")
        return True

    def _step_by(self, steps: float, gesture: str) -> None:
        if self._commit():
            value = stepped(self._value, self._step * steps, whole=self._whole)
            self._take(min(max(value, self._minimum), self._maximum), gesture)

    def _take(self, value: float, gesture: str) -> None:
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

    def _text(self) -> str:
        exact = exact_text(self._value).removesuffix(".0")
        if self._whole or self.hasFocus() or len(exact) <= len("−0.123"):
            return exact
        rounded = number_text(self._value, 3)
        return rounded if any(digit in rounded for digit in "123456789") else exact

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
