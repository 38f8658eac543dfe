"""Texts of Present mode: captions, and a title as large as its line allows."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look

CAPTION = 17  # pixels at 100 %: 24 at 1280×720
TITLE_SIZES = (24, 21, 19, CAPTION)


class Caption(QLabel):
    """Text in the middle of its place, wrapped, as large as captions are in Present mode."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self.setObjectName(name)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        self.setFont(self._look.font(CAPTION))


class Title(QWidget):
    """What happens now, in the largest letters that fit into one line, or else in two lines."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._text = look, ""
        self.setObjectName("present-title")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._on_look_changed)

    @property
    def text(self) -> str:
        """What is said."""
        return self._text

    def set_text(self, text: str) -> None:
        """Say something else."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.setToolTip(plain_tip(text))
            self._on_look_changed()

    @property
    def size_used(self) -> int:
        """The size of the letters in pixels at 100 %."""
        for size in TITLE_SIZES:
            metrics = QFontMetrics(self._look.font(size, bold=True))
            if metrics.horizontalAdvance(self._text) <= self.width():
                return size
        return TITLE_SIZES[-1]

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find the size again."""
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the height of the lines."""
        least = QFontMetrics(self._look.font(TITLE_SIZES[0], bold=True)).height()
        metrics = QFontMetrics(self._look.font(self.size_used, bold=True))
        room = QRect(0, 0, max(self.width(), 1), 10_000)
        text = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, self._text)
        return QSize(self._look.px(200), max(least, text.height()))

    def minimumSizeHint(self) -> QSize:
        """Return the height of the lines, in any width."""
        return QSize(self._look.px(120), self.sizeHint().height())

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Write the title."""
        painter.setFont(self._look.font(self.size_used, bold=True))
        painter.setPen(self._look.colors.text)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect(), flags, self._text)
