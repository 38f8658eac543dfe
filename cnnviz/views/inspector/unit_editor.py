"""Edit one unit of a fully connected layer: its weights as pictures over the maps, and its bias."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cnnviz.cnn.layers import Linear
from cnnviz.language import _
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.views.cells.weight_edits import WeightEdits
from cnnviz.views.controls.number_field import NumberField
from cnnviz.views.inspector.reset_row import ResetRow
from cnnviz.views.inspector.shared_line import SharedLine
from cnnviz.views.inspector.slice_editor import SliceEditor
from cnnviz.views.inspector.window_fields import LARGEST_BIAS
from cnnviz.views.look.theme import Look


class UnitEditor(QWidget):
    """Shows one unit and asks the document for edits; keeps no weights of its own."""

    compare_toggled = Signal(bool)

    def __init__(
        self, document: Document, cursor: Cursor, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._look = document, look
        self._edits = WeightEdits(document, look, self._show)
        self._node, self._channel = "", 0
        self.slices = SliceEditor(document, cursor, look, "unit", self._show, self)
        self.bias = NumberField(look, 0, -LARGEST_BIAS, LARGEST_BIAS, name=_("Bias"), parent=self)
        self.bias.setObjectName("unit-bias")
        label = QLabel(_("Bias"), self)
        label.setProperty("role", "muted")
        label.setBuddy(self.bias)
        self.reset_row = ResetRow(document, look, "unit", self)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.bias)
        row.addStretch()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.slices)
        self.shared = SharedLine("unit", self)
        self._column.addWidget(self.shared)
        self._column.addLayout(row)
        self._column.addWidget(self.reset_row)
        self.bias.edited.connect(self._on_bias_edited)
        self.reset_row.compare_toggled.connect(self.compare_toggled)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    @property
    def slice(self) -> int:
        """The chosen slice, counted from 0."""
        return self.slices.current

    def show_channel(self, node: str, channel: int) -> None:
        """Show one unit of a fully connected layer. Emits no edit."""
        self._node, self._channel = node, channel
        layer = self._document.project.network.layers[node]
        assert isinstance(layer, Linear)
        self.slices.show_channel(node, channel)
        self.shared.show_node(self._document.project.network, node)
        self.bias.setEnabled(layer.bias is not None)
        has_none = layer.bias is None
        self.bias.setToolTip(
            _("This layer has no bias") if has_none else _("What is added to the sum")
        )
        self.bias.show_value(0.0 if layer.bias is None else float(layer.bias[channel]))
        self.reset_row.show_channel(node, channel)

    def _show(self) -> None:
        self.show_channel(self._node, self._channel)

    def _on_bias_edited(self, value: float, gesture: str) -> None:
        self._edits.change_number(self.bias, (self._node, self._channel), "bias", value, gesture)

    def _on_look_changed(self) -> None:
        self._column.setSpacing(self._look.px(8))
