"""Maps in Present mode: one as large as its place, and a strip of small ones to choose from."""

from math import ceil

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnviz.explain.channel_names import channel_name
from cnnviz.language import _
from cnnviz.project.project import ForwardPass
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.hard_pixels import draw_pixels
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.images import MapImages
from cnnviz.views.maps.view import MapView
from cnnviz.views.network.covers import Hidden, cover
from cnnviz.views.present.texts import CAPTION

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
SMALL, SMALLEST, GAP = 40, 24, 6  # pixels at 100 %: the side of a map in a strip, between two
LARGEST_CELL = 400  # pixels at 100 %: a map of few cells fills its place too


class LargeMap(MapView):
    """A map that fills its place, whatever that is."""

    def __init__(self, look: Look, object_name: str, name: str) -> None:
        super().__init__(look, name, largest_cell=LARGEST_CELL)
        self.setObjectName(object_name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def fitted_height(self, width: int) -> int:
        """Return the height of the map with its line, where only the width is limited."""
        return self._fitted(QRect(0, 0, width, 100_000)).height() + 2

    def hasHeightForWidth(self) -> bool:
        """Tell layouts that any height will do: the map stands in the middle of it."""
        return False


class Square(QWidget):
    """Holds a widget as the largest square in its middle."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self._widget = widget
        widget.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest square that is of use."""
        return QSize(96, 96)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the square in the middle."""
        side = min(self.width(), self.height())
        self._widget.setMinimumHeight(0)
        left, top = (self.width() - side) // 2, (self.height() - side) // 2
        self._widget.setGeometry(left, top, side, side)


class MapStrip(QWidget):
    """The maps of a node side by side, as many as fit around the chosen one."""

    chosen = Signal(int)  # the channel

    def __init__(self, look: Look, hidden: Hidden, name: str) -> None:
        super().__init__()
        self._look, self._hidden = look, hidden
        self._images = MapImages()
        self._forward: ForwardPass | None = None
        self._node, self._channels, self._current = "", range(0), 0
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self._on_look_changed)

    def show_maps(
        self, forward: ForwardPass, node: str, channels: range, current: int, *, tip: str
    ) -> None:
        """Show some maps of a node, one of them chosen; nothing where there is no choice."""
        self._forward, self._node = forward, node
        self._channels, self._current = channels, current
        self.setToolTip(plain_tip(tip))
        self.setAccessibleName(_("Maps of this step"))
        name = channel_name(forward.trace, node, current)
        words = _("{name} of {count}").format(name=name, count=len(forward.trace.values[node]))
        self.setAccessibleDescription(words)
        self.update()

    def clear(self) -> None:
        """Show nothing; the strip keeps its height, so that what stands above does not move."""
        self._channels = range(0)
        self.setToolTip("")
        self.update()

    def place(self, channel: int) -> QRect:
        """Return where a map stands; empty where it is not shown."""
        shown = self._shown()
        if channel not in shown or self._forward is None:
            return QRect()
        rows, columns = self._forward.trace.shapes[self._node][1:]
        side, gap = self._side(), self._look.px(GAP)
        pitch = side + gap
        room = self.width() - (self._beside() if self.more() else 0)
        left = max((room - pitch * len(shown) + gap) // 2, 1)
        wide, high = (max(2, side * n // max(rows, columns)) for n in (columns, rows))
        x = left + (channel - shown.start) * pitch + (side - wide) // 2
        return QRect(x, (self.height() - high) // 2, wide, high)

    def more(self) -> str:
        """Return how many maps there are, where not all are seen."""
        shown = self._shown()
        if not len(shown) or len(shown) == len(self._channels):
            return ""
        first = self._channels.start
        text = _("{first} to {last} of {count}")
        if len(shown) == 1:
            text = _("{first} of {count}")
        return text.format(
            first=shown.start - first + 1, last=shown.stop - first, count=len(self._channels)
        )

    def _beside(self) -> int:
        """Return how wide it is to say how many maps there are, beside two maps, or beside one."""
        text = _("{first} to {last} of {count}") if self._has_several else _("{first} of {count}")
        return self._wide(text)

    @property
    def _has_several(self) -> bool:
        """Whether two maps have room beside the words."""
        several = self._wide(_("{first} to {last} of {count}"))
        return self.width() >= several + 2 * self._look.px(SMALL + GAP)

    def _wide(self, text: str) -> int:
        count = len(self._channels)
        words = text.format(first=count, last=count, count=count)
        return ceil(self._look.metrics(CAPTION).horizontalAdvance(words)) + self._look.px(GAP)

    def _side(self) -> int:
        """Return the side of a map: smaller where all of them have room then."""
        px, count = self._look.px, max(1, len(self._channels))
        fits = (self.width() - 2 + px(GAP)) // count - px(GAP)
        return min(fits, px(SMALL)) if fits >= px(SMALLEST) else px(SMALL)

    def _shown(self) -> range:
        wide, pitch = self.width() - 2 + self._look.px(GAP), self._side() + self._look.px(GAP)
        if wide // pitch < len(self._channels):
            wide -= self._beside()
        is_one = wide < self.width() and not self._has_several
        fits = 1 if is_one else max(1, wide // pitch)
        first, last = self._channels.start, self._channels.stop
        start = min(max(self._current - fits // 2, first), max(first, last - fits))
        return range(start, min(last, start + fits))

    def sizeHint(self) -> QSize:
        """Return one row of maps."""
        return QSize(self._look.px(3 * SMALL), self._look.px(SMALL + 8))

    def minimumSizeHint(self) -> QSize:
        """Return room for one map."""
        return QSize(self._look.px(SMALL), self._look.px(SMALL + 8))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint the maps, a violet frame around the chosen one."""
        if self._forward is None or not len(self._channels):
            return
        made = self._images.image(self._forward, self._node, self._side())
        colors = self._look.colors
        for channel in self._shown():
            place = self.place(channel)
            draw_pixels(painter, QRectF(place), made.image, QRectF(made.parts[channel]))
            cover(painter, QColor(colors.surface), place, self._hidden(self._node, channel))
            is_current = channel == self._current
            thick = self._look.px(2) if is_current else 1
            painter.setPen(QPen(QColor(colors.accent if is_current else colors.line), thick))
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
        if self.more():
            painter.setFont(self._look.font(CAPTION))
            painter.setPen(QColor(colors.muted))
            painter.drawText(self.rect(), _RIGHT, self.more())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the map under the pointer."""
        for channel in self._shown():
            if self.place(channel).contains(event.position().toPoint()):
                self.chosen.emit(channel)
                return

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()
