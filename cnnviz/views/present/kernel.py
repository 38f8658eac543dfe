"""What stands between two maps: an arrow, and the kernel of a convolution, to be edited."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale import largest
from cnnviz.explain.layer_decimals import decimals_of_parameter, headed
from cnnviz.explain.shared_weights import sharing_sentence
from cnnviz.language import N_, _
from cnnviz.state.document import Document
from cnnviz.views.cells.grid import CellGrid
from cnnviz.views.cells.weight_edits import WeightEdits
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look
from cnnviz.views.present.texts import Caption
from cnnviz.views.sheets.items import DIGITS
from cnnviz.views.sheets.texts import cell_width

HIGH, LOWEST = 30, 21  # pixels at 100 %: the height of a weight, and the least for its digits
SHARE, LARGEST_SHARE = 0.42, 0.6  # of the width, that a kernel takes; at most, for its digits
TIP = N_("Type a number, turn the wheel, or drag up and down")


class Arrow(QWidget):
    """An arrow to the right, as in the lecture."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return a little more than the arrow."""
        return QSize(self._look.px(48), self._look.px(28))

    def minimumSizeHint(self) -> QSize:
        """Return a little more than the arrow."""
        return self.sizeHint()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint a line and its head."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(self._look.colors.text), self._look.px(2.5))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        middle, px = QPointF(self.rect().center()), self._look.px
        end, head = middle + QPointF(px(15), 0), px(8)
        painter.drawLine(middle - QPointF(px(15), 0), end)
        painter.drawPolyline([end + QPointF(-head, -head), end, end + QPointF(-head, head)])


class KernelBetween(QWidget):
    """The weights of one filter for one input map, with the arrow and the bias below."""

    def __init__(self, document: Document, look: Look) -> None:
        super().__init__()
        self._document, self._look = document, look
        self._edits = WeightEdits(document, look, self.refresh)
        self._texts: list[str] = []
        self._at: tuple[str, int, int] | None = None  # node, filter, slice
        self._room = QSize()  # of the maps and the kernel together
        self.title, self.bias = Caption(look, "present-weights"), Caption(look, "present-bias")
        self.grid = CellGrid(look, _("Weights"))
        self.grid.setObjectName("present-kernel")
        self.grid.setToolTip(_(TIP))
        self.arrow = Arrow(look)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addStretch()
        for part in (self.title, self.grid, self.arrow, self.bias):
            self._column.addWidget(part, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch()
        self.grid.cell_edited.connect(self._on_cell_edited)
        self.grid.pasted.connect(self._on_pasted)

    def show_kernel(self, at: tuple[str, int, int] | None, room: QSize) -> None:
        """Show a slice of a filter, or the arrow alone.

        Args:
            at: Node, filter and slice; None where there is no kernel.
            room: Of the maps and the kernel together.
        """
        # To show or hide a part may lay the window out, which asks for this with another room.
        self._at, self._room = at, room
        for part in (self.grid, self.bias):
            part.setHidden(at is None)
        self._column.setSpacing(self._look.px(8))
        if at is None:
            self.title.hide()
            self.arrow.show()
            self.setFixedWidth(self._look.px(90))
            return
        self.refresh()
        self._fit(self._room)

    def refresh(self) -> None:
        """Show the weights as they are."""
        if self._at is None:
            return
        node, channel, place = self._at
        layer = self._document.project.network.layers[node]
        assert isinstance(layer, Conv2d)  # who asks looked
        weights = layer.weight[channel, place]
        decimals = decimals_of_parameter(layer, "weight")
        self._texts, limit = decimals.texts(weights), largest(layer.weight)
        self.grid.show_values(weights, limit, texts=self._texts, factor=decimals.factor)
        self.title.setText(headed(_("weights"), decimals))
        shared = sharing_sentence(self._document.project.network, node)
        self.grid.setToolTip(plain_tip("\n".join(filter(None, (_(TIP), shared)))))
        words = _("no bias")
        if layer.bias is not None:
            bias = decimals_of_parameter(layer, "bias").full(float(layer.bias[channel]))
            words = _("bias {value}").format(value=bias)
        self.bias.setText(words)

    def _fit(self, room: QSize) -> None:
        """Give the cells their size: with all digits, without what stands around, or colours alone.

        A kernel is never cut: where even its shortest digits have no room, its cells are small.
        """
        rows, columns = self.grid.values.shape
        around = self.bias.heightForWidth(self._look.px(90)) + 3 * self._column.spacing()
        beside = self.title.sizeHint().height() + self.arrow.sizeHint().height()
        beside += 2 * self._column.spacing()
        lowest, wide = self._look.px(LOWEST), cell_width(self._look, self._texts)
        most = [int(room.width() * share) // columns for share in (SHARE, LARGEST_SHARE)]
        high = [(room.height() - taken - 2) // rows for taken in (around + beside, around)]
        is_bare = high[0] < lowest or wide > most[0]  # the weights alone, with the bias
        for part in (self.title, self.arrow):
            part.setHidden(is_bare)
        if room != self._room:
            return  # it was fitted to another one meanwhile
        if wide <= most[is_bare] and high[is_bare] >= lowest:
            cell = wide, min(self._look.px(HIGH), high[is_bare])
        else:
            side = max(min(most[0], high[1], self._look.px(HIGH)), 2)
            cell = side, side
        self.grid.fix_cells(cell, DIGITS)
        self.grid.setFixedSize(cell[0] * columns + 2, cell[1] * rows + 2)
        self.setFixedWidth(max(self.grid.width(), self._look.px(90)))
        self._column.activate()

    # Edits

    def _on_cell_edited(self, row: int, column: int, value: float, gesture: str) -> None:
        if self._at is None:
            return
        node, channel, place = self._at
        self._edits.change_weight(self.grid, (node, channel), (place, row, column), value, gesture)

    def _on_pasted(self, weights: Array) -> None:
        if self._at is None:
            return
        node, channel, place = self._at
        self._edits.paste(self.grid, (node, channel), place, weights)
