"""The weights of one filter or unit: a strip of its slices, and the chosen one as numbers."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale import largest
from cnnviz.project.slices import Slices
from cnnviz.text.numbers import exact_text, number_text
from cnnviz.views.cells.grid import CellGrid
from cnnviz.views.inspector.kernel_strip import KernelStrip
from cnnviz.views.look.theme import Look


class SliceEditor(QWidget):
    """Shows slices, and tells which weights the user wants changed."""

    weight_edited = Signal(int, int, int, float, str)  # (slice, row, column, value, gesture)
    pasted = Signal(object)  # Array (H, W), for the chosen slice
    slice_chosen = Signal(int)
    hovered = Signal(str)  # the weight under the mouse in words; "" when it leaves

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._shown: tuple[Array, Array] | None = None  # the weights now and as opened
        self._slices: Slices | None = None
        self._told_limit: float | None = None  # by the tool tip
        self.strip = KernelStrip(look, self)
        self.strip.setObjectName(f"{name}-strip")
        self.grid = CellGrid(look, "Weights", self)
        self.grid.setObjectName(f"{name}-grid")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.strip)
        column.addWidget(self.grid)
        self.strip.chosen.connect(self._on_chosen)
        self.grid.cell_edited.connect(self._on_cell_edited)
        self.grid.pasted.connect(self.pasted)
        self.grid.cell_hovered.connect(self._on_cell_hovered)

    @property
    def current(self) -> int:
        """The chosen slice, counted from 0."""
        return self.strip.current

    @property
    def weights(self) -> Array:
        """The weights of the chosen slice, (H, W)."""
        return self.grid.values

    def show_slices(self, now: Slices, opened: Array, layer_weights: Array) -> int:
        """Show the slices of one filter or unit; return how many of them are edited.

        Args:
            now: Its slices.
            opened: The same slices as they were opened; those of another size count as edited.
            layer_weights: All weights of the layer, whose largest gets the full colour.
        """
        self._slices = now
        limit = largest(layer_weights)
        if opened.shape == now.values.shape:
            same = (now.values == opened) | np.isnan(opened)
            edited = tuple(bool(each) for each in ~same.all(axis=(1, 2)))
        else:
            edited = (True,) * len(now.values)
        names = [self._name(now, place) for place in range(len(now.values))]
        self.strip.setVisible(len(now.values) > 1)
        self.strip.show_slices(now.values, limit, edited, names)
        self._limit = limit
        self._show_chosen()
        return sum(edited)

    def show_slice(self, place: int) -> None:
        """Choose a slice; tells nobody."""
        self.strip.set_current(place)
        if self._slices is not None:
            self._show_chosen()

    def _name(self, slices: Slices, place: int) -> str:
        return f"input map {slices.first_input + place + 1}" if slices.maps else "input values"

    def _show_chosen(self) -> None:
        assert self._slices is not None
        self.grid.set_name(f"Weights for {self._name(self._slices, self.current)}")
        self.grid.show_values(self._slices.values[self.current], self._limit)
        if self._limit == self._told_limit:
            return
        self._told_limit = self._limit
        self.grid.setToolTip(
            f"Colours: blue positive, orange negative, full at ±{number_text(self._limit)}, "
            "the largest weight of this layer.\n"
            "Type, turn the wheel or drag up and down to change a weight."
        )

    def _on_chosen(self, place: int) -> None:
        self._show_chosen()
        self.slice_chosen.emit(place)

    def _on_cell_hovered(self, row: int, column: int) -> None:
        if row < 0 or self._slices is None:
            self.hovered.emit("")
            return
        value = exact_text(float(self.weights[row, column])).removesuffix(".0")
        name = self._name(self._slices, self.current)
        self.hovered.emit(f"Weight for {name}, row {row + 1}, column {column + 1}: {value}")

    def _on_cell_edited(self, row: int, column: int, value: float, gesture: str) -> None:
        self.weight_edited.emit(self.current, row, column, value, gesture)
