"""Edit one channel of a batch norm: four numbers, two of them learnt weights."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cnnviz.explain.layer_decimals import decimals_of_parameter
from cnnviz.language import N_, _
from cnnviz.state.document import Document
from cnnviz.views.cells.weight_edits import WeightEdits
from cnnviz.views.controls.number_field import NumberField
from cnnviz.views.inspector.shared_line import SharedLine
from cnnviz.views.inspector.window_fields import LARGEST_BIAS
from cnnviz.views.look.theme import Look

TITLES: Final = {
    "weight": N_("Scale (weight)"),
    "bias": N_("Shift (bias)"),
    "running_mean": N_("Mean in training"),
    "running_var": N_("Variance in training"),
}
_TIPS: Final = {
    "weight": N_("Multiplies the value"),
    "bias": N_("Is added to the value"),
    "running_mean": N_("Measured in training, not learnt"),
    "running_var": N_("Measured in training, not learnt"),
}
_LEARNT: Final = ("weight", "bias")


class NormEditor(QWidget):
    """Shows the numbers of one channel; scale and shift can be edited."""

    def __init__(self, document: Document, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._look = document, look
        self._edits = WeightEdits(document, look, self._show)
        self._node, self._channel = "", 0
        self.fields: dict[str, NumberField] = {}
        self.values: dict[str, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(0, 1)
        for row, (name, title) in enumerate(TITLES.items()):
            label = QLabel(_(title), self)
            label.setProperty("role", "muted")
            grid.addWidget(label, row, 0)
            grid.addWidget(self._field(name) if name in _LEARNT else self._value(name), row, 1)
        self.shared = SharedLine("norm", self)
        grid.addWidget(self.shared, len(TITLES), 0, 1, 2)

    def _value(self, name: str) -> QLabel:
        value = self.values[name] = QLabel(self)
        value.setObjectName(f"norm-{name.replace('_', '-')}")
        value.setToolTip(_(_TIPS[name]))
        return value

    def _field(self, name: str) -> NumberField:
        spoken = _(TITLES[name])
        field = NumberField(self._look, 0, -LARGEST_BIAS, LARGEST_BIAS, name=spoken, parent=self)
        field.setObjectName(f"norm-{name}")
        field.setToolTip(_(_TIPS[name]))
        field.edited.connect(partial(self._on_edited, name))
        self.fields[name] = field
        return field

    def show_channel(self, node: str, channel: int) -> None:
        """Show one channel of a layer that is a batch norm. Emits no edit."""
        self._node, self._channel = node, channel
        network = self._document.project.network
        self.shared.show_node(network, node)
        layer = network.layers[node]
        arrays = layer.parameters()
        for name, field in self.fields.items():
            field.show_value(float(arrays[name][channel]))
        for name, label in self.values.items():
            label.setText(decimals_of_parameter(layer, name).full(float(arrays[name][channel])))

    def _show(self) -> None:
        self.show_channel(self._node, self._channel)

    def _on_edited(self, name: str, value: float, gesture: str) -> None:
        at = (self._node, self._channel)
        self._edits.change_number(self.fields[name], at, name, value, gesture)
