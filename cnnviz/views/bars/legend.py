"""The legend of colours: a strip from one value to another, with its numbers."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnviz.language import _
from cnnviz.text.numbers import number_text
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look
from cnnviz.views.look.value_colors import diverging, grey


class Legend(QWidget):
    """The colour scale from −limit to +limit, painted by the same function as the maps."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._limit: float | None = None
        self._is_ink = True
        self.setObjectName("legend")
        self.setAccessibleName(_("Colour scale"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def limit(self) -> float | None:
        """The value with the full colour, or None for the greys of the input."""
        return self._limit

    def show_scale(self, limit: float | None, is_ink: bool) -> None:
        """Show the scale to a limit; None for the greys of the input."""
        if (limit, is_ink) == (self._limit, self._is_ink):
            return
        self._limit, self._is_ink = limit, is_ink
        low, high = self.texts()
        self.setAccessibleDescription(_("{low} to {high}").format(low=low, high=high))
        self.update()

    def texts(self) -> tuple[str, str]:
        """Return the numbers at the left and right end."""
        if self._limit is None:
            return (_("0 paper"), _("1 ink")) if self._is_ink else (_("0 black"), _("1 white"))
        return number_text(-self._limit), number_text(self._limit)

    def sizeHint(self) -> QSize:
        """Return a line with a strip of colours between two numbers."""
        return QSize(self._look.px(232), self._look.px(20))

    def minimumSizeHint(self) -> QSize:
        """Return room for the two numbers and a little colour."""
        return QSize(90, self._look.px(20))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint the scale and its numbers."""
        px = self._look.px
        painter.setFont(self._look.font(12))
        room = max(QFontMetricsF(painter.font()).horizontalAdvance(text) for text in self.texts())
        left, right = self.texts()
        strip = QRectF(room + px(6), px(4), self.width() - 2 * (room + px(6)), px(11)).toRect()
        image = QImage(self._pixels().data, 255, 1, 4 * 255, QImage.Format.Format_RGB32)
        painter.drawImage(strip, image)
        painter.setPen(QColor(self._look.colors.line))
        painter.drawRect(strip.adjusted(0, 0, -1, -1))
        painter.setPen(QColor(self._look.colors.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            QRectF(0, 0, room, self.height()), middle | Qt.AlignmentFlag.AlignRight, left
        )
        place = QRectF(self.width() - room, 0, room, self.height())
        painter.drawText(place, middle | Qt.AlignmentFlag.AlignLeft, right)

    def _pixels(self) -> np.ndarray:
        if self._limit is None:
            ramp = np.linspace(0, 1, 255, dtype=np.float32)
            self._shown = grey(ramp, self._is_ink)
        else:
            limit = self._limit or 1.0
            values = np.linspace(-limit, limit, 255, dtype=np.float32)
            self._shown = diverging(values, self._limit)
        return self._shown
