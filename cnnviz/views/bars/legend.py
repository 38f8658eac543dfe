"""The legend of colours: a strip from one value to another, with its numbers."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnviz.language import _
from cnnviz.text.decimals import Decimals
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look
from cnnviz.views.look.value_colors import diverging, grey


class Legend(QWidget):
    """The colour scale from −limit to +limit, painted by the same function as the maps."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._limit: float | None = None
        self._ends = ("", "")
        self._is_ink = self._is_share = False
        self.setObjectName("legend")
        self.setAccessibleName(_("Colour scale"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def limit(self) -> float | None:
        """The value with the full colour, or None for greys and shares."""
        return self._limit

    def show_scale(self, limit: float, decimals: Decimals) -> None:
        """Show the colours from −limit to limit, which are printed as the values of the layer."""
        self._show(limit, decimals.full(-limit), decimals.full(limit))

    def show_greys(self, is_ink: bool) -> None:
        """Show the greys of the input."""
        if is_ink:
            self._show(None, _("0 paper"), _("1 ink"), is_ink=True)
        else:
            self._show(None, _("0 black"), _("1 white"))

    def show_shares(self) -> None:
        """Show that shares have bars of one colour, from nothing to all."""
        self._show(None, "0", "1", is_share=True)

    def _show(
        self, limit: float | None, low: str, high: str, *, is_ink: bool = False,
        is_share: bool = False,
    ) -> None:  # fmt: skip
        shown = (limit, low, high, is_ink, is_share)
        if shown == (self._limit, *self._ends, self._is_ink, self._is_share):
            return
        self._limit, self._ends, self._is_ink, self._is_share = limit, (low, high), is_ink, is_share
        self.setAccessibleDescription(_("{low} to {high}").format(low=low, high=high))
        self.update()

    def texts(self) -> tuple[str, str]:
        """Return the numbers at the left and right end."""
        return self._ends

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
        if self._is_share:
            self._shown = _from_white(self._look.colors.accent)
        elif self._limit is None:
            ramp = np.linspace(0, 1, 255, dtype=np.float32)
            self._shown = grey(ramp, self._is_ink)
        else:
            limit = self._limit or 1.0
            values = np.linspace(-limit, limit, 255, dtype=np.float32)
            self._shown = diverging(values, self._limit)
        return self._shown


def _from_white(colour: str) -> np.ndarray:
    """Return a strip from white to a colour."""
    made = QColor(colour)
    share = np.linspace(0, 1, 255)
    channels = [np.rint(255 + (c - 255) * share) for c in (made.red(), made.green(), made.blue())]
    red, green, blue = (channel.astype(np.uint32) for channel in channels)
    return 0xFF000000 | red << 16 | green << 8 | blue
