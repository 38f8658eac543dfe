"""The legend of colours: a strip from one value to another, with its numbers."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnviz.language import _
from cnnviz.text.decimals import Decimals
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look
from cnnviz.views.look.value_colors import diverging, grey


class ScaleShown(NamedTuple):
    """Which colours stand for which values."""

    low: str  # the number at the left end
    high: str
    limit: float | None = None  # the value with the full colour; None for greys and shares
    is_ink: bool = False  # of greys: whether 1 is black
    is_share: bool = False  # bars of one colour, from nothing to all


def scale_of_values(limit: float, decimals: Decimals) -> ScaleShown:
    """Return the colours from −limit to limit, which are printed as the values of the layer."""
    return ScaleShown(decimals.full(-limit), decimals.full(limit), limit)


def scale_of_greys(is_ink: bool) -> ScaleShown:
    """Return the greys of the input."""
    if is_ink:
        return ScaleShown(_("0 paper"), _("1 ink"), is_ink=True)
    return ScaleShown(_("0 black"), _("1 white"))


AWAITED = ScaleShown("…", "…", 1.0)  # of values that are still being computed
SHARES = ScaleShown("0", "1", is_share=True)


def paint_scale(painter: QPainter, look: Look, place: QRect, scale: ScaleShown) -> None:
    """Paint a scale and its numbers, by the same function as the maps."""
    px, high = look.px, place.height()
    painter.setFont(look.font(12))
    metrics = QFontMetricsF(painter.font())
    room = max(metrics.horizontalAdvance(text) for text in (scale.low, scale.high))
    strip = QRectF(
        place.x() + room + px(6), place.y() + px(4), place.width() - 2 * (room + px(6)), px(11)
    ).toRect()
    pixels = _pixels(look, scale)
    painter.drawImage(strip, QImage(pixels.data, 255, 1, 4 * 255, QImage.Format.Format_RGB32))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QColor(look.colors.line))
    painter.drawRect(strip.adjusted(0, 0, -1, -1))
    painter.setPen(QColor(look.colors.muted))
    middle = Qt.AlignmentFlag.AlignVCenter
    left = QRectF(place.x(), place.y(), room, high)
    painter.drawText(left, middle | Qt.AlignmentFlag.AlignRight, scale.low)
    right = QRectF(place.x() + place.width() - room, place.y(), room, high)
    painter.drawText(right, middle | Qt.AlignmentFlag.AlignLeft, scale.high)


def _pixels(look: Look, scale: ScaleShown) -> np.ndarray:
    if scale.is_share:
        return _from_white(look.colors.accent)
    if scale.limit is None:
        return grey(np.linspace(0, 1, 255, dtype=np.float32), scale.is_ink)
    limit = scale.limit or 1.0
    return diverging(np.linspace(-limit, limit, 255, dtype=np.float32), scale.limit)


class Legend(QWidget):
    """The colour scale from −limit to +limit."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._scale = ScaleShown("", "")
        self.setObjectName("legend")
        self.setAccessibleName(_("Colour scale"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def limit(self) -> float | None:
        """The value with the full colour, or None for greys and shares."""
        return self._scale.limit

    def show_scale(self, scale: ScaleShown) -> None:
        """Show which colours stand for which values."""
        if scale == self._scale:
            return
        self._scale = scale
        self.setAccessibleDescription(_("{low} to {high}").format(low=scale.low, high=scale.high))
        self.update()

    def texts(self) -> tuple[str, str]:
        """Return the numbers at the left and right end."""
        return self._scale.low, self._scale.high

    def sizeHint(self) -> QSize:
        """Return a line with a strip of colours between two numbers."""
        return QSize(self._look.px(232), self._look.px(20))

    def minimumSizeHint(self) -> QSize:
        """Return room for the two numbers and a little colour."""
        return QSize(90, self._look.px(20))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint the scale and its numbers."""
        paint_scale(painter, self._look, self.rect(), self._scale)


def _from_white(colour: str) -> np.ndarray:
    """Return a strip from white to a colour."""
    made = QColor(colour)
    share = np.linspace(0, 1, 255)
    channels = [np.rint(255 + (c - 255) * share) for c in (made.red(), made.green(), made.blue())]
    red, green, blue = (channel.astype(np.uint32) for channel in channels)
    return 0xFF000000 | red << 16 | green << 8 | blue
