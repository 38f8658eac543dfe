"""Words that are longer than their room, such as names of nodes: they lose their front."""

import re

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from cnnviz.views.controls.panel import Role
from cnnviz.views.controls.tips import show_tip

NO_BREAK = "\N{NO-BREAK SPACE}"
JOINER = "\N{WORD JOINER}"  # else a line may end after the dots
LEAST = 120  # pixels: the narrowest room that words are shortened to


def with_short_words(text: str, metrics: QFontMetrics | QFontMetricsF, width: float) -> str:
    """Return a text in which no word is wider than the room; the end of a name tells most.

    Args:
        text: Words with spaces between them.
        metrics: Of the font it is written in.
        width: The room of a line, in pixels.
    """
    longest = max(map(len, text.split(" ")))
    if longest * metrics.height() <= width or metrics.horizontalAdvance(text) <= width:
        return text  # no letter is wider than it is high

    def fitted(word: re.Match[str]) -> str:
        if metrics.horizontalAdvance(word[0]) <= width:
            return word[0]
        if NO_BREAK in word[0]:  # what was kept together has to be parted
            return with_short_words(word[0].replace(NO_BREAK, " "), metrics, width)
        short = metrics.elidedText(word[0], Qt.TextElideMode.ElideLeft, int(width) - 1)
        return short.replace("…", f"…{JOINER}", 1)

    return re.sub(r"[^ \n]+", fitted, text)


class NameLabel(QLabel):
    """A label that wraps, and never widens what it lies in: long names are shortened.

    The whole text is told on hover and to screen readers.
    """

    def __init__(self, name: str, role: Role = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setObjectName(name)
        self.setProperty("role", role)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def setText(self, text: str) -> None:
        """Show a text, as much of it as there is room."""
        if text != self._whole:  # another room or font tells of itself
            self._whole = text
            self._fit()

    def _fit(self) -> None:
        room = self.contentsRect().width()
        shown = self._whole
        if room >= LEAST:  # before it is laid out nothing is known
            shown = with_short_words(shown, self.fontMetrics(), room)
        if shown != self.text():
            super().setText(shown)
        told = "" if shown == self._whole else self._whole
        show_tip(self, told)
        self.setAccessibleName(told)

    def minimumSizeHint(self) -> QSize:
        """Return a size that no long word makes wide."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), LEAST), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the words for another room."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Shorten the words in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()


class NameLine(QLabel):
    """A label of one line, as wide as there is room: where it is longer, it loses its front."""

    def __init__(self, name: str, role: Role = "") -> None:
        super().__init__()
        self._whole = ""
        self.setObjectName(name)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        """Show a text, as much of it as there is room."""
        if text != self._whole:  # another room or font tells of itself
            self._whole = text
            self._fit()

    def _fit(self) -> None:
        left, room = Qt.TextElideMode.ElideLeft, self.contentsRect().width()
        shown = self.fontMetrics().elidedText(self._whole, left, room)
        if not self.isVisible():  # its room is not known
            shown = self._whole
        if shown != self.text():
            super().setText(shown)
        told = "" if shown == self._whole else self._whole
        show_tip(self, told)
        self.setAccessibleName(told)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the text to another room."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Shorten the text now that its room is known."""
        super().showEvent(event)
        self._fit()
