"""A sentence that changes with every edit: its beginning is bold, and it wraps in its room.

It is laid out once for each text. A label with HTML reads a document for each, and lays that out
twice. It paints its own ground, so that nothing that lies under it is painted again with it.
"""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel

from cnnviz.text.numbers import unbroken
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look

SIZE = 14  # pixels at 100 %


class Sentence(QLabel):
    """Words in bold, and the sentence after them."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._begun = 0  # how many letters are bold
        self._laid: tuple[object, QTextLayout, float] | None = None  # for what, and its height
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def joined(self, beginning: str, rest: str) -> str:
        """Return what `setText` is to be given next, for a beginning in bold and what follows."""
        self._begun = len(beginning)
        return f"{beginning} {rest}"

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines in a room of some width, in pixels."""
        return -int(-self._lines(width)[1] // 1)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint the lines, in the middle of the height."""
        painter.fillRect(self.rect(), QColor(self._look.colors.surface))
        painter.setPen(QColor(self._look.colors.text))
        layout, height = self._lines(self.width())
        layout.draw(painter, QPointF(0, max(0, int(self.height() - height) // 2)))

    def _lines(self, width: int) -> tuple[QTextLayout, float]:
        """Return the text in lines of some width, with the height of all."""
        key = self.text(), self._begun, width, self._look.scale
        if self._laid is None or self._laid[0] != key:
            self._laid = (key, *self._lay(key[0], width))
        return self._laid[1:]

    def _lay(self, text: str, width: int) -> tuple[QTextLayout, float]:
        layout = QTextLayout(unbroken(text.replace("\n", " ")), self._look.font(SIZE))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        bold = QTextLayout.FormatRange()
        bold.start, bold.length, bold.format = 0, self._begun, QTextCharFormat()
        bold.format.setFont(self._look.font(SIZE, bold=True))
        layout.setFormats([bold])
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        return layout, height
