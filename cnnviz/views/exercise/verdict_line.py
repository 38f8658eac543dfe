"""The line that tells whether an answer is right, and why not."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton

from cnnviz.language import _
from cnnviz.views.controls.actions import plain_text
from cnnviz.views.look.icons import icon
from cnnviz.views.look.theme import Look


class VerdictLine(QHBoxLayout):
    """A sentence with a check mark or a cross, as colours tell nothing here; and buttons."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._is_right = False
        self.mark = QLabel()
        self.mark.setObjectName("answer-icon")
        self.sentence = QLabel()
        self.sentence.setObjectName("answer-verdict")
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.addWidget(self.mark)
        self.addWidget(self.sentence, stretch=1)

    def offer(self, *actions: QAction) -> None:
        """Add a button for each of some actions, such as another exercise; while it is allowed."""
        for action in actions:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setObjectName(f"answer-{action.objectName()}")
            button.setAccessibleName(plain_text(action))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.addWidget(button)  # first: what has no parent would be shown as a window
            button.setHidden(not action.isEnabled())
            action.enabledChanged.connect(button.setVisible)

    def say(self, sentence: str, *, is_right: bool) -> None:
        """Show a sentence, and tell screen readers; "" shows nothing."""
        self.sentence.setText(sentence)
        self._is_right = is_right
        self.show_mark()
        self.mark.setVisible(bool(sentence))
        if sentence:
            alert = QAccessibleEvent(self.sentence, QAccessible.Event.Alert)
            QAccessible.updateAccessibility(alert)

    def show_mark(self) -> None:
        """Draw the mark in the colours and the size of the look."""
        side, colors = self._look.px(18), self._look.colors
        name, color = ("check", colors.accent) if self._is_right else ("close", colors.text)
        self.mark.setPixmap(icon(name, color).pixmap(QSize(side, side)))
        self.mark.setAccessibleName(_("Right") if self._is_right else _("Not right"))
