"""Bias, stride, padding, size and dilation of a convolution, as fields."""

from functools import partial
from typing import Final, NamedTuple

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cnnviz.cnn.kernels import LARGEST_KERNEL
from cnnviz.cnn.ops import Pair
from cnnviz.cnn.windows import PaddingMode
from cnnviz.language import N_, _
from cnnviz.project.kernel_edits import convolution, with_dilation, with_kernel_size, with_window
from cnnviz.project.project import Project
from cnnviz.state.document import Document
from cnnviz.views.cells.weight_edits import WeightEdits
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.controls.document_edits import DocumentEdits
from cnnviz.views.controls.number_field import NumberField
from cnnviz.views.controls.pair_field import PairField
from cnnviz.views.look.theme import Look

LARGEST_BIAS = 1e6


class _Words(NamedTuple):
    title: str
    spoken: str  # for screen readers
    tip: str
    change: str  # the name of the step in the Edit menu


_WORDS: Final = {
    "bias": _Words(
        N_("Bias"),
        N_("Bias"),
        N_("What is added to every sum of this filter"),
        N_("Change bias of {layer}"),
    ),
    "stride": _Words(
        N_("Stride"),
        N_("Stride"),
        N_("How many pixels the window moves on; 2×1: rows and columns differ"),
        N_("Change stride of {layer}"),
    ),
    "padding": _Words(
        N_("Padding"),
        N_("Padding"),
        N_("How many rows and columns are added on each side; 2×1: they differ"),
        N_("Change padding of {layer}"),
    ),
    "rows": _Words(
        N_("Rows"),
        N_("Kernel rows"),
        N_("Rows of every kernel of this layer"),
        N_("Change rows of {layer}"),
    ),
    "columns": _Words(
        N_("Columns"),
        N_("Kernel columns"),
        N_("Columns of every kernel of this layer"),
        N_("Change columns of {layer}"),
    ),
    "dilation": _Words(
        N_("Dilation"),
        N_("Dilation"),
        N_("Distance between the cells of the window; 1: side by side; 2×1: they differ"),
        N_("Change dilation of {layer}"),
    ),
}
MODES: Final[dict[PaddingMode, str]] = {
    "zeros": N_("zeros"),
    "replicate": N_("edge"),
    "reflect": N_("reflect"),
    "circular": N_("wrap"),
}
_PAD_WITH: Final[dict[PaddingMode, str]] = {  # the step in the Edit menu
    "zeros": N_("Pad {layer} with zeros"),
    "replicate": N_("Pad {layer} with edge"),
    "reflect": N_("Pad {layer} with reflect"),
    "circular": N_("Pad {layer} with wrap"),
}


class WindowFields(QWidget):
    """Shows what belongs to a convolution beside its weights, and asks for edits of it."""

    def __init__(self, document: Document, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._look = document, look
        self._asking = DocumentEdits(document, look, self._show)
        self._edits = WeightEdits(document, look, self._show)
        self._node, self._channel = "", 0
        self.fields: dict[str, NumberField] = {}
        self.pairs: dict[str, PairField] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._add_bias(0, 0)
        self._add_pair("stride", 1, 0, 1)
        self._add_pair("padding", 0, 0, 2)
        self._add_size("rows", 2, 0)
        self._add_size("columns", 2, 1)
        self._add_pair("dilation", 1, 2, 2)
        self._add_mode(4)
        for column in range(3):
            self._grid.setColumnStretch(column, 1)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_channel(self, node: str, channel: int) -> None:
        """Show one filter of a layer that is a convolution. Emits no edit."""
        self._node, self._channel = node, channel
        layer = convolution(self._document.project, node)
        bias = self.fields["bias"]
        bias.setEnabled(layer.bias is not None)
        has_none = layer.bias is None
        bias.setToolTip(_("This layer has no bias") if has_none else _(_WORDS["bias"].tip))
        bias.show_value(0.0 if layer.bias is None else float(layer.bias[channel]))
        for name, field in self.pairs.items():
            field.show_value(getattr(layer, name))
        self.fields["rows"].show_value(layer.kernel_size[0])
        self.fields["columns"].show_value(layer.kernel_size[1])
        self.mode.setCurrentIndex(self.mode.findData(layer.padding_mode))

    # The fields

    def _add_bias(self, row: int, column: int) -> None:
        spoken = _(_WORDS["bias"].spoken)
        field = NumberField(self._look, 0, -LARGEST_BIAS, LARGEST_BIAS, name=spoken, parent=self)
        field.edited.connect(self._on_bias_edited)
        self.fields["bias"] = field
        self._put("bias", field, row, column)

    def _add_size(self, name: str, row: int, column: int) -> None:
        whole = partial(NumberField, self._look, 1, 1, LARGEST_KERNEL, whole=True, step=1)
        field = self.fields[name] = whole(name=_(_WORDS[name].spoken), parent=self)
        field.edited.connect(partial(self._on_size_edited, name))
        self._put(name, field, row, column)

    def _add_pair(self, name: str, least: int, row: int, column: int) -> None:
        spoken = _(_WORDS[name].spoken)
        field = PairField(self._look, (1, 1), least, 99, name=spoken, parent=self)
        field.edited.connect(partial(self._on_pair_edited, name))
        self.pairs[name] = field
        self._put(name, field, row, column)

    def _add_mode(self, row: int) -> None:
        self.mode = ChoiceBox(parent=self)
        self.mode.setObjectName("kernel-padding-mode")
        self.mode.setAccessibleName(_("Padding mode"))
        self.mode.setToolTip(_("What the added rows and columns hold"))
        for mode, title in MODES.items():
            self.mode.addItem(_(title), mode)
        self.mode.activated.connect(self._on_mode_chosen)
        self._label(_("Pad with"), self.mode, row, 0)
        self._grid.addWidget(self.mode, row, 1, 1, 2)

    def _put(self, name: str, field: QWidget, row: int, column: int) -> None:
        field.setObjectName(f"kernel-{name}")
        field.setToolTip(_(_WORDS[name].tip))
        self._label(_(_WORDS[name].title), field, row, column)
        self._grid.addWidget(field, row + 1, column)

    def _label(self, text: str, buddy: QWidget, row: int, column: int) -> None:
        label = QLabel(text, self)
        label.setProperty("role", "muted")
        label.setBuddy(buddy)
        self._grid.addWidget(label, row, column)

    # Edits

    def _on_bias_edited(self, value: float, gesture: str) -> None:
        at = (self._node, self._channel)
        self._edits.change_number(self.fields["bias"], at, "bias", value, gesture)

    def _on_size_edited(self, name: str, value: float, gesture: str) -> None:
        node = self._node
        rows, columns = convolution(self._document.project, node).kernel_size
        size = (round(value), columns) if name == "rows" else (rows, round(value))
        make = partial(with_kernel_size, node=node, size=size)
        self._asking.edit(self.fields[name], self._named(_WORDS[name].change), make, gesture)

    def _on_pair_edited(self, name: str, pair: Pair, gesture: str) -> None:
        node = self._node

        def make(project: Project) -> Project:
            if name == "dilation":
                return with_dilation(project, node, pair)
            return with_window(project, node, **{name: pair})

        self._asking.edit(self.pairs[name], self._named(_WORDS[name].change), make, gesture)

    def _on_mode_chosen(self, place: int) -> None:
        mode: PaddingMode = self.mode.itemData(place)
        make = partial(with_window, node=self._node, padding_mode=mode)
        self._asking.edit(self.mode, self._named(_PAD_WITH[mode]), make)

    def _named(self, step: str) -> str:
        """Return the name of a step in the Edit menu, with the name of the layer in it."""
        return _(step).format(layer=self._document.project.network.layer_name(self._node))

    def _show(self) -> None:
        self.show_channel(self._node, self._channel)

    def _on_look_changed(self) -> None:
        self._grid.setHorizontalSpacing(self._look.px(8))
        self._grid.setVerticalSpacing(self._look.px(3))
