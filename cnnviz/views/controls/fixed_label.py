"""A place for a label whose text changes often, without laying the window out again."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from cnnviz.views.controls.short_words import with_short_words
from cnnviz.views.controls.tips import show_tip


class FixedLabel(QWidget):
    """Holds a label without a layout: a new text is painted, and nothing else moves.

    A label in a layout asks for a new layout of everything around it with each text.
    """

    def __init__(self, label: QLabel) -> None:
        super().__init__()
        self._label, self._least = label, 1
        self._line: str | None = None  # a text that is cut where the room ends
        self._shorter = ""  # what is shown before anything is cut
        self._made: Callable[[int], str] | None = None  # a text for a room
        label.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_least(self, height: int) -> None:
        """Choose the height that is kept while the text needs no more, in pixels."""
        self._least = height
        self.fit()

    def show_line(self, text: str, shorter: str = "") -> None:
        """Show a text in one line; in little room a shorter one, and that cut with … at the end."""
        self._line, self._shorter = text, shorter or text
        show_tip(self._label, text)
        self.fit()

    def show_made(self, made: Callable[[int], str]) -> None:
        """Show a text that is made for a room so many pixels wide, and again for another."""
        self._made = made
        self.fit()

    def fit(self) -> None:
        """Be as high as the text needs."""
        if self._line is not None:
            metrics, right = QFontMetrics(self._label.font()), Qt.TextElideMode.ElideRight
            line, room = self._line, self.width()
            if metrics.horizontalAdvance(line) > room:
                line = self._shorter
            if metrics.horizontalAdvance(line) > room:  # a name leaves room for what is said of it
                line = with_short_words(line, metrics, room // 2)
            self._label.setText(metrics.elidedText(line, right, room))
        if self._made is not None:
            self._label.setText(self._made(self.width()))
        needed = self._least
        if self._label.wordWrap() and self.width() > 100:  # before it is laid out nothing is known
            needed = max(needed, self._label.heightForWidth(self.width()))
        if self.height() != needed or self.minimumHeight() != needed:
            self.setFixedHeight(needed)
        self._label.setGeometry(self.rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the text for another width."""
        self.fit()
