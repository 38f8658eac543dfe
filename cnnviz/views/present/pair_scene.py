"""Two kernels side by side on one picture: what each makes of it."""

import numpy as np
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.network import INPUT
from cnnviz.cnn.scale import largest
from cnnviz.explain.channel_names import channel_name
from cnnviz.explain.layer_decimals import decimals_of_parameter
from cnnviz.language import _
from cnnviz.state.document import Document
from cnnviz.state.kernel_pair import KernelPair
from cnnviz.state.reveal import Reveal
from cnnviz.views.cells.grid import CellGrid
from cnnviz.views.cells.weight_edits import WeightEdits
from cnnviz.views.controls.refreshed import RefreshedWidget
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.present.maps import LargeMap
from cnnviz.views.present.preset_menu import At, PresetButton
from cnnviz.views.present.texts import Caption
from cnnviz.views.sheets.items import DIGITS
from cnnviz.views.sheets.node_maps import node_map
from cnnviz.views.sheets.texts import cell_width

LEAST, LARGEST = 18, 34  # pixels at 100 %: the height of a weight
PART = 0.34  # of the height that a kernel takes at most


class PairScene(RefreshedWidget):
    """The picture between two columns: a kernel, and its map below."""

    def __init__(self, document: Document, pair: KernelPair, reveal: Reveal, look: Look) -> None:
        super().__init__()
        self._document, self._pair, self._look = document, pair, look
        self.setObjectName("present-pair")
        self.input = LargeMap(look, "present-pair-input", _("The picture"))
        self.caption = Caption(look, "present-pair-caption")
        self.sides = [KernelSide(document, pair, reveal, look, number) for number in range(2)]
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        middle = QVBoxLayout()
        middle.addWidget(self.input, stretch=1)
        middle.addWidget(self.caption)
        self.grid.addWidget(self.sides[0], 0, 0)
        self.grid.addLayout(middle, 0, 1)
        self.grid.addWidget(self.sides[1], 0, 2)
        for column in range(3):
            self.grid.setColumnStretch(column, 1)
        pair.changed.connect(self.refresh)
        reveal.changed.connect(self.refresh)
        look.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show both kernels; nothing while another view is shown."""
        if not self.isVisible() or self._pair.conv == "":
            return
        self.grid.setHorizontalSpacing(self._look.px(20))
        forward = self._document.forward
        trace, before = forward.trace, forward.trace.network.before(self._pair.conv)
        is_colour = before == INPUT and len(trace.image) == 3
        shown = MapShown(trace.image) if is_colour else node_map(forward, before, self._pair.slice)
        self.input.show_map(shown, MapMarks())
        text = _("one picture, two filters") if before == INPUT else _("one map, two filters")
        self.caption.setText(text)
        for side in self.sides:
            side.refresh()


class KernelSide(QWidget):
    """One of the two kernels with its map; its weights can be edited."""

    def __init__(
        self, document: Document, pair: KernelPair, reveal: Reveal, look: Look, number: int
    ) -> None:
        super().__init__()
        self._document, self._pair, self._reveal = document, pair, reveal
        self._look, self._number = look, number
        self._edits = WeightEdits(document, look, self.refresh)
        self.name = Caption(look, f"present-pair-name-{number}")
        self.weights = CellGrid(look, _("Weights"))
        self.weights.setObjectName(f"present-pair-kernel-{number}")
        self.presets = PresetButton(document, self._at, look)
        self.presets.setObjectName(f"present-pair-presets-{number}")
        self.map = LargeMap(look, f"present-pair-map-{number}", _("Its map"))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.weights)
        row.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(self.name, stretch=1)
        head.addWidget(self.presets)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(head)
        self._column.addLayout(row)
        self._column.addWidget(self.map, stretch=1)
        self.weights.cell_edited.connect(self._on_cell_edited)

    def _at(self) -> At | None:
        if self._pair.conv == "":
            return None
        return self._pair.conv, self._pair.channels[self._number], self._pair.slice

    def refresh(self) -> None:
        """Show the kernel and its map."""
        at = self._at()
        if at is None:
            return
        node, channel, place = at
        forward = self._document.forward
        layer = forward.trace.network.layers[node]
        assert isinstance(layer, Conv2d)  # as the pair is one of
        self._column.setSpacing(self._look.px(8))
        weights = layer.weight[channel, min(place, layer.weight.shape[1] - 1)]
        decimals = decimals_of_parameter(layer, "weight")
        texts = decimals.texts(weights)
        limit = largest(layer.weight)
        self.weights.show_values(weights, limit, texts=texts, factor=decimals.factor)
        self._fit(texts, weights.shape[0], weights.shape[1])
        self.name.setText(channel_name(forward.trace, node, channel))
        hidden = self._reveal.hidden_cells(node, channel)
        shown = node_map(forward, node, channel)
        if hidden is not None:
            shown = MapShown(shown.values, shown.limit, hidden=np.asarray(hidden, np.bool_))
        self.map.show_map(shown, MapMarks())

    def _fit(self, texts: list[str], rows: int, columns: int) -> None:
        """Give the cells their size: a large kernel has smaller ones."""
        px = self._look.px
        high = min(px(LARGEST), max(px(LEAST), round(PART * self.height() / rows)))
        wide = min(cell_width(self._look, texts), max(px(LEAST), self.width() // columns))
        self.weights.fix_cells((wide, high), DIGITS)
        self.weights.setFixedSize(wide * columns + 2, high * rows + 2)

    def _on_cell_edited(self, row: int, column: int, value: float, gesture: str) -> None:
        at = self._at()
        if at is not None:
            node, channel, place = at
            where = (place, row, column)
            self._edits.change_weight(self.weights, (node, channel), where, value, gesture)
