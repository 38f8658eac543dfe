"""The weights of one filter or unit: a strip of its slices, and the chosen one as numbers."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale import largest
from cnnviz.explain.layer_decimals import decimals_of_parameter
from cnnviz.language import _
from cnnviz.project.slices import Slices, slices_of
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.text.decimals import Decimals
from cnnviz.text.numbers import exact_text
from cnnviz.views.cells.grid import CellGrid
from cnnviz.views.cells.weight_edits import WeightEdits
from cnnviz.views.controls.factor_label import FactorLabel
from cnnviz.views.inspector.kernel_strip import KernelStrip
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look


class SliceEditor(QWidget):
    """Shows the slices of one filter or unit and the chosen one, and asks for other weights."""

    hovered = Signal(str)  # the weight under the mouse in words; "" when it leaves

    def __init__(
        self,
        document: Document,
        cursor: Cursor,
        look: Look,
        name: str,
        show: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty editor.

        Args:
            document: Whose weights are edited.
            cursor: Which slice is chosen; it is asked for another.
            look: Fonts and colours.
            name: The beginning of the object names of its parts.
            show: Shows the weights as they are, where an edit was refused.
            parent: The widget it lies in.
        """
        super().__init__(parent)
        self._document, self._cursor = document, cursor
        self._edits = WeightEdits(document, look, show)
        self._at = ("", 0)  # the node of the layer, and filter or unit
        self._slices: Slices | None = None
        self.edited = 0  # how many slices are edited
        self._told_limit: float | None = None  # by the tool tip
        self.strip = KernelStrip(look, self)
        self.strip.setObjectName(f"{name}-strip")
        self.grid = CellGrid(look, _("Weights"), self)
        self.factor = FactorLabel("kernel-factor")
        self.grid.setObjectName(f"{name}-grid")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.strip)
        column.addWidget(self.factor)
        column.addWidget(self.grid)
        self.strip.chosen.connect(self._on_chosen)
        self.grid.cell_edited.connect(self._on_cell_edited)
        self.grid.pasted.connect(self._on_pasted)
        self.grid.cell_hovered.connect(self._on_cell_hovered)

    @property
    def current(self) -> int:
        """The chosen slice, counted from 0."""
        return self.strip.current

    @property
    def weights(self) -> Array:
        """The weights of the chosen slice, (H, W)."""
        return self.grid.values

    def show_channel(self, node: str, channel: int) -> None:
        """Show the slices of a filter or unit, which is the one that is looked at."""
        self._at = (node, channel)
        project = self._document.project
        self._slices = now = slices_of(project.network, node, channel)
        self._limit = largest(project.network.layers[node].parameters()["weight"])
        edited = _edited(now.values, slices_of(project.original, node, channel).values)
        self.edited = sum(edited)
        names = [self._name(now, place) for place in range(len(now.values))]
        self.strip.setVisible(len(now.values) > 1)
        self.strip.show_slices(now.values, self._limit, edited, names)
        self.strip.set_current(self._cursor.place.slice)
        self._show_chosen()

    def _name(self, slices: Slices, place: int) -> str:
        if not slices.maps:
            return _("input values")
        return _("input map {number}").format(number=slices.first_input + place + 1)

    def _show_chosen(self) -> None:
        assert self._slices is not None
        is_map, number = self._slices.maps, self._slices.first_input + self.current + 1
        name = _("Weights for input map {number}") if is_map else _("Weights for input values")
        self.grid.set_name(name.format(number=number))
        weights, decimals = self._slices.values[self.current], self._decimals()
        texts = decimals.texts(weights)
        self.grid.show_values(weights, self._limit, texts=texts, factor=decimals.factor)
        self.factor.show_factor(decimals)
        if self._limit == self._told_limit:
            return
        self._told_limit = self._limit
        colours = _(
            "Colours: blue positive, orange negative, full at ±{limit}, "
            "the largest weight of this layer."
        ).format(limit=decimals.full(self._limit))
        how = _("Type, turn the wheel or drag up and down to change a weight.")
        self.grid.setToolTip(plain_tip(f"{colours}\n{how}"))

    def _decimals(self) -> Decimals:
        """Return how the weights of the whole layer are printed."""
        layer = self._document.project.network.layers[self._at[0]]
        return decimals_of_parameter(layer, "weight")

    def _on_chosen(self, place: int) -> None:
        self._cursor.choose_slice(place)

    def _on_cell_hovered(self, row: int, column: int) -> None:
        if row < 0 or self._slices is None:
            self.hovered.emit("")
            return
        text = _("Weight for input values, row {row}, column {column}: {value}")
        if self._slices.maps:
            text = _("Weight for input map {number}, row {row}, column {column}: {value}")
        number = self._slices.first_input + self.current + 1
        value = exact_text(float(self.weights[row, column]))
        self.hovered.emit(text.format(number=number, row=row + 1, column=column + 1, value=value))

    def _on_cell_edited(self, row: int, column: int, value: float, gesture: str) -> None:
        cell = (self.current, row, column)
        self._edits.change_weight(self.grid, self._at, cell, value, gesture)

    def _on_pasted(self, weights: Array) -> None:
        self._edits.paste(self.grid, self._at, self.current, weights)


def _edited(now: Array, opened: Array) -> tuple[bool, ...]:
    """Return which slices differ from those as opened; those of another size count as edited."""
    if opened.shape != now.shape:
        return (True,) * len(now)
    same = (now == opened) | np.isnan(opened)
    return tuple(bool(each) for each in ~same.all(axis=(1, 2)))
