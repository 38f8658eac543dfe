"""Edit the numbers of one channel: of a norm, a scale, or an activation with a learnt slope."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cnnviz.cnn.activation_layers import PReLU
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import BatchNorm2d
from cnnviz.cnn.norm_layers import MeasuredNorm
from cnnviz.cnn.scale_layers import Scale
from cnnviz.explain.layer_decimals import decimals_of_parameter
from cnnviz.language import N_, _
from cnnviz.state.document import Document
from cnnviz.views.cells.weight_edits import WeightEdits
from cnnviz.views.controls.number_field import NumberField
from cnnviz.views.inspector.shared_line import SharedLine
from cnnviz.views.inspector.window_fields import LARGEST_BIAS
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look

NUMBERED: Final = (BatchNorm2d, MeasuredNorm, Scale, PReLU)  # layers that have such numbers
_TITLES: Final = {
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
_SLOPE: Final = (N_("Slope (weight)"), N_("Multiplies the value where it is negative"))
_ONE_FOR_ALL: Final = {
    "weight": N_("Scale of all channels (weight)"),
    "bias": N_("Shift of all channels (bias)"),
}
_SLOPE_OF_ALL: Final = N_("Slope of all channels (weight)")
_LEARNT: Final = ("weight", "bias")


class NumbersEditor(QWidget):
    """Shows the numbers that a layer has for one channel; what was learnt can be edited.

    A number that a layer does not have is not shown; one that it has for all channels says so.
    """

    def __init__(self, document: Document, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._look = document, look
        self._edits = WeightEdits(document, look, self._show)
        self._node, self._channel = "", 0
        self.fields: dict[str, NumberField] = {}
        self.values: dict[str, QLabel] = {}
        self.labels: dict[str, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(0, 1)
        for row, name in enumerate(_TITLES):
            label = self.labels[name] = QLabel(self)
            label.setProperty("role", "muted")
            grid.addWidget(label, row, 0)
            grid.addWidget(self._field(name) if name in _LEARNT else self._value(name), row, 1)
        self.shared = SharedLine("norm", self)
        grid.addWidget(self.shared, len(_TITLES), 0, 1, 2)

    def _value(self, name: str) -> QLabel:
        value = self.values[name] = QLabel(self)
        value.setObjectName(f"norm-{name.replace('_', '-')}")
        value.setToolTip(_(_TIPS[name]))
        return value

    def _field(self, name: str) -> NumberField:
        spoken = _(_TITLES[name])
        field = NumberField(self._look, 0, -LARGEST_BIAS, LARGEST_BIAS, name=spoken, parent=self)
        field.setObjectName(f"norm-{name}")
        field.edited.connect(partial(self._on_edited, name))
        self.fields[name] = field
        return field

    def show_channel(self, node: str, channel: int) -> None:
        """Show the numbers of one channel of a layer that is one of `NUMBERED`. Emits no edit."""
        self._node, self._channel = node, channel
        network = self._document.project.network
        self.shared.show_node(network, node)
        layer = network.layers[node]
        for name, label in self.labels.items():
            number = _number(layer, name, channel)
            label.setVisible(number is not None)
            control = self.fields.get(name) or self.values[name]
            control.setVisible(number is not None)
            if number is not None:
                label.setText(_title(layer, name))
                self._show_number(layer, name, number)

    def _show_number(self, layer: Layer, name: str, number: float) -> None:
        if name in self.fields:
            field = self.fields[name]
            field.setAccessibleName(_title(layer, name))
            field.setToolTip(plain_tip(_tip(layer, name)))
            field.show_value(number)
        else:
            self.values[name].setText(decimals_of_parameter(layer, name).full(number))

    def _show(self) -> None:
        self.show_channel(self._node, self._channel)

    def _on_edited(self, name: str, value: float, gesture: str) -> None:
        layer = self._document.project.network.layers[self._node]
        at = self._node, _index(layer, name, self._channel)
        self._edits.change_number(self.fields[name], at, name, value, gesture)


def _index(layer: Layer, name: str, channel: int) -> int:
    """Return which of the numbers is that of a channel: there may be one for all."""
    return channel if len(layer.parameters()[name]) > 1 else 0


def _number(layer: Layer, name: str, channel: int) -> float | None:
    """Return a number of a channel; None where there is none, or one for each value."""
    array = layer.parameters().get(name)
    if array is None or array.ndim != 1:
        return None
    return float(array[_index(layer, name, channel)])


def _is_one_for_all(layer: Layer) -> bool:
    return isinstance(layer, PReLU | Scale) and len(layer.weight) == 1


def _title(layer: Layer, name: str) -> str:
    if isinstance(layer, PReLU):
        return _(_SLOPE_OF_ALL if _is_one_for_all(layer) else _SLOPE[0])
    return _(_ONE_FOR_ALL[name] if _is_one_for_all(layer) else _TITLES[name])


def _tip(layer: Layer, name: str) -> str:
    return _(_SLOPE[1] if isinstance(layer, PReLU) else _TIPS[name])
