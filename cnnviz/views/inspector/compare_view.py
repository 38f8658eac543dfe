"""Compare A/B: kernel, map and probabilities as opened, beside those now."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from cnnviz.cnn.layers import Softmax
from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale import largest
from cnnviz.cnn.trace import Trace
from cnnviz.project.comparison import Shares, kernels, largest_shares, original_trace
from cnnviz.project.project import ForwardPass
from cnnviz.state.document import Document
from cnnviz.text.numbers import number_text, percent_text
from cnnviz.views.cells.grid import CellGrid
from cnnviz.views.cells.painting import hard_pixels
from cnnviz.views.look.theme import Look

CLASSES = 3
LARGEST_MAP = 130  # side of a map in pixels at 100 %


class MapPicture(QWidget):
    """One feature map (H, W) with hard pixels."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._limit = look, 0.0
        self._values: Array | None = None
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.updateGeometry)

    def show_map(self, values: Array, limit: float) -> None:
        """Show a map; values of size `limit` get the full colour."""
        if self._values is None or self._values.shape != values.shape:
            self.updateGeometry()
        self._values, self._limit = values, limit
        self.update()

    def heightForWidth(self, width: int) -> int:
        """Return the height that keeps the pixels square."""
        return self._picture(width).height() + 2

    def sizeHint(self) -> QSize:
        """Return the largest size."""
        side = self._look.px(LARGEST_MAP)
        return QSize(side, self.heightForWidth(side))

    def _picture(self, width: int) -> QRect:
        rows, columns = (1, 1) if self._values is None else self._values.shape
        most = self._look.px(LARGEST_MAP)
        wide = min(width - 2, most, most * columns // rows)
        return QRect((width - wide) // 2, 1, max(1, wide), max(1, wide * rows // columns))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the map and its outline."""
        if self._values is None:
            return
        painter, place = QPainter(self), self._picture(self.width())
        painter.drawImage(place, hard_pixels(self._values, self._limit))
        painter.setPen(QPen(QColor(self._look.colors.line), 1))
        painter.drawRect(place.adjusted(-1, -1, 0, 0))


class CompareView(QWidget):
    """Shows a filter or unit as it was opened beside what it is now; follows every edit."""

    def __init__(self, document: Document, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._look = document, look
        self._original: Trace | None = None
        self.setObjectName("compare")
        self.grids = tuple(
            CellGrid(look, f"Kernel {when}", self, read_only=True) for when in ("as opened", "now")
        )
        self.maps = tuple(MapPicture(look, f"Map {when}", self) for when in ("as opened", "now"))
        self.value = self._label("muted")
        self.shares = [tuple(self._label() for _ in range(3)) for _ in range(CLASSES)]
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._arrange()
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_channel(self, step: int, channel: int, place: int) -> None:
        """Compare one slice of a filter or unit, its map or value, and the classes."""
        forward = self._document.forward
        self._original = original_trace(forward, self._original)
        pair = kernels(forward, step - 1, channel, place)
        limit = max(largest(each) for each in pair)
        for grid, weights in zip(self.grids, pair, strict=True):
            grid.show_values(weights, limit)
        self._show_maps(self._original.values[step][channel], forward.trace.values[step][channel])
        shares = largest_shares(self._original, forward.trace, CLASSES)
        for row, labels in enumerate(self.shares):
            texts = _texts(forward, shares[row]) if row < len(shares) else ("", "", "")
            for label, text in zip(labels, texts, strict=True):
                label.setText(text)
                label.setVisible(row < len(shares))

    def _show_maps(self, before: Array, now: Array) -> None:
        is_map = before.ndim == now.ndim == 2
        for picture in self.maps:
            picture.setVisible(is_map)
        if not is_map:
            texts = (number_text(float(each), 3) for each in (before, now))
            self.value.setText("Its value: {} → {}".format(*texts))
            return
        limit = max(largest(before), largest(now))
        for picture, values in zip(self.maps, (before, now), strict=True):
            picture.show_map(values, limit)
        self.value.setText(f"Both maps: full colour at ±{number_text(limit)}")

    def _arrange(self) -> None:
        heading = self._label("heading")
        heading.setText("As opened, and now")
        self._layout.addWidget(heading, 0, 0, 1, 6)
        for half, when in enumerate(("A: as opened", "B: now")):
            label = self._label("muted")
            label.setText(when)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._layout.addWidget(label, 1, 3 * half, 1, 3)
            self._layout.addWidget(self.grids[half], 2, 3 * half, 1, 3)
            self._layout.addWidget(self.maps[half], 3, 3 * half, 1, 3)
        self._layout.addWidget(self.value, 4, 0, 1, 6)
        for row, labels in enumerate(self.shares):
            for column, label in enumerate(labels):
                self._layout.addWidget(label, 5 + row, 2 * column, 1, 2)
                if column:
                    label.setAlignment(Qt.AlignmentFlag.AlignRight)
        for column in range(6):
            self._layout.setColumnStretch(column, 1)

    def _label(self, role: str = "") -> QLabel:
        label = QLabel(self)
        label.setProperty("role", role)
        return label

    def _on_look_changed(self) -> None:
        self._layout.setSpacing(self._look.px(6))


def _texts(forward: ForwardPass, shares: Shares) -> tuple[str, str, str]:
    is_share = isinstance(forward.trace.network.layers[-1], Softmax)
    before, now = (
        percent_text(value) if is_share else number_text(value, 3)
        for value in (shares.before, shares.now)
    )
    return f"“{shares.name}”", before, f"→ {now}"
