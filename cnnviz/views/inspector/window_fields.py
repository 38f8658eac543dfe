"""Bias, stride, padding, size and dilation of a convolution, as fields."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cnnviz.cnn.kernels import LARGEST_KERNEL
from cnnviz.cnn.ops import Pair
from cnnviz.cnn.windows import PaddingMode
from cnnviz.project.kernel_edits import convolution, with_dilation, with_kernel_size, with_window
from cnnviz.project.project import Project, with_parameter
from cnnviz.state.document import Document
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.controls.document_edits import DocumentEdits
from cnnviz.views.controls.number_field import NumberField
from cnnviz.views.controls.pair_field import PairField
from cnnviz.views.look.theme import Look

LARGEST_BIAS = 1e6
MODES: Final[dict[PaddingMode, str]] = {
    "zeros": "zeros",
    "replicate": "edge",
    "reflect": "reflect",
    "circular": "wrap",
}
_TIPS = {
    "bias": "What is added to every sum of this filter",
    "stride": "How many pixels the window moves on; 2×1: rows and columns differ",
    "padding": "How many rows and columns are added on each side; 2×1: they differ",
    "rows": "Rows of every kernel of this layer",
    "columns": "Columns of every kernel of this layer",
    "dilation": "Distance between the cells of the window; 1: side by side; 2×1: they differ",
}


class WindowFields(QWidget):
    """Shows what belongs to a convolution beside its weights, and asks for edits of it."""

    def __init__(self, document: Document, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._look = document, look
        self._asking = DocumentEdits(document, look, self._show)
        self._index, self._channel = 0, 0
        self.fields: dict[str, NumberField] = {}
        self.pairs: dict[str, PairField] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        whole = partial(NumberField, look, 1, whole=True, step=1, parent=self)
        pair = partial(PairField, look, (1, 1), parent=self)
        bias = NumberField(look, 0, -LARGEST_BIAS, LARGEST_BIAS, name="Bias", parent=self)
        self._add("bias", bias, 0, 0)
        self._add_pair("stride", pair(1, 99, name="Stride"), 0, 1)
        self._add_pair("padding", pair(0, 99, name="Padding"), 0, 2)
        self._add("rows", whole(1, LARGEST_KERNEL, name="Kernel rows"), 2, 0)
        self._add("columns", whole(1, LARGEST_KERNEL, name="Kernel columns"), 2, 1)
        self._add_pair("dilation", pair(1, 99, name="Dilation"), 2, 2)
        self.mode = ChoiceBox(parent=self)
        self.mode.setObjectName("kernel-padding-mode")
        self.mode.setAccessibleName("Padding mode")
        self.mode.setToolTip("What the added rows and columns hold")
        self.mode.addItems(list(MODES.values()))
        self.mode.activated.connect(self._on_mode_chosen)
        self._label("Pad with", self.mode, 4, 0)
        self._grid.addWidget(self.mode, 4, 1, 1, 2)
        for column in range(3):
            self._grid.setColumnStretch(column, 1)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_filter(self, index: int, channel: int) -> None:
        """Show one filter of a layer that is a convolution. Emits no edit."""
        self._index, self._channel = index, channel
        layer = convolution(self._document.project, index)
        bias = self.fields["bias"]
        bias.setEnabled(layer.bias is not None)
        bias.setToolTip(_TIPS["bias"] if layer.bias is not None else "This layer has no bias")
        bias.show_value(0.0 if layer.bias is None else float(layer.bias[channel]))
        for name, field in self.pairs.items():
            field.show_value(getattr(layer, name))
        self.fields["rows"].show_value(layer.kernel_size[0])
        self.fields["columns"].show_value(layer.kernel_size[1])
        self.mode.setCurrentText(MODES[layer.padding_mode])

    def _add(self, name: str, field: NumberField, row: int, column: int) -> None:
        field.edited.connect(partial(self._on_edited, name))
        self.fields[name] = field
        self._put(name, field, row, column)

    def _add_pair(self, name: str, field: PairField, row: int, column: int) -> None:
        field.edited.connect(partial(self._on_pair_edited, name))
        self.pairs[name] = field
        self._put(name, field, row, column)

    def _put(self, name: str, field: QWidget, row: int, column: int) -> None:
        field.setObjectName(f"kernel-{name}")
        field.setToolTip(_TIPS[name])
        self._label(name.capitalize(), field, row, column)
        self._grid.addWidget(field, row + 1, column)

    def _label(self, text: str, buddy: QWidget, row: int, column: int) -> None:
        label = QLabel(text, self)
        label.setProperty("role", "muted")
        label.setBuddy(buddy)
        self._grid.addWidget(label, row, column)

    def _on_edited(self, name: str, value: float, gesture: str) -> None:
        index, channel, size = self._index, self._channel, round(value)
        rows, columns = convolution(self._document.project, index).kernel_size
        makes: dict[str, Callable[[Project], Project]] = {
            "bias": lambda project: with_parameter(project, index, "bias", (channel,), value),
            "rows": lambda project: with_kernel_size(project, index, (size, columns)),
            "columns": lambda project: with_kernel_size(project, index, (rows, size)),
        }
        self._asking.edit(self.fields[name], self._change(name), makes[name], gesture)

    def _on_pair_edited(self, name: str, pair: Pair, gesture: str) -> None:
        index = self._index

        def make(project: Project) -> Project:
            if name == "dilation":
                return with_dilation(project, index, pair)
            return with_window(project, index, **{name: pair})

        self._asking.edit(self.pairs[name], self._change(name), make, gesture)

    def _change(self, name: str) -> str:
        return f"Change {name} of {self._document.project.network.layer_name(self._index)}"

    def _on_mode_chosen(self, place: int) -> None:
        mode, index = list(MODES)[place], self._index
        text = f"Pad {self._document.project.network.layer_name(index)} with {MODES[mode]}"
        self._asking.edit(
            self.mode, text, lambda project: with_window(project, index, padding_mode=mode)
        )

    def _show(self) -> None:
        self.show_filter(self._index, self._channel)

    def _on_look_changed(self) -> None:
        self._grid.setHorizontalSpacing(self._look.px(8))
        self._grid.setVerticalSpacing(self._look.px(3))
