"""The stages after a convolution, in the inspector: they are shown, and most are chosen."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final, Literal

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.pooling_layers import AvgPool2d, MaxPool2d
from cnnviz.language import N_, _
from cnnviz.project.filter_stages import (
    Stages,
    with_activation,
    with_pooling,
)
from cnnviz.project.network_title import shown_title
from cnnviz.project.one_filter import filter_alone, has_one_filter, with_channels
from cnnviz.state.document import Document
from cnnviz.text.numbers import number_text
from cnnviz.views.bars.scale_bar import let_shrink
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.controls.document_edits import DocumentEdits
from cnnviz.views.controls.number_field import NumberField
from cnnviz.views.controls.panel import Panel, label
from cnnviz.views.controls.short_words import NameLabel
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look

ACTIVATIONS: Final[dict[str | None, tuple[str, str]]] = {  # with the step in the Edit menu
    None: (N_("None"), N_("Nothing after the convolution")),
    "relu": (N_("ReLU"), N_("ReLU after the convolution")),
    "leaky_relu": (N_("Leaky ReLU"), N_("Leaky ReLU after the convolution")),
    "prelu": (N_("PReLU"), N_("PReLU after the convolution")),
    "elu": (N_("ELU"), N_("ELU after the convolution")),
    "gelu": (N_("GELU"), N_("GELU after the convolution")),
    "silu": (N_("SiLU"), N_("SiLU after the convolution")),
    "mish": (N_("Mish"), N_("Mish after the convolution")),
    "softplus": (N_("Softplus"), N_("Softplus after the convolution")),
    "relu6": (N_("ReLU6"), N_("ReLU6 after the convolution")),
    "sigmoid": (N_("Sigmoid"), N_("Sigmoid after the convolution")),
    "tanh": (N_("Tanh"), N_("Tanh after the convolution")),
    "hardtanh": (N_("Hard tanh"), N_("Hard tanh after the convolution")),
    "hardsigmoid": (N_("Hard sigmoid"), N_("Hard sigmoid after the convolution")),
    "hardswish": (N_("Hard swish"), N_("Hard swish after the convolution")),
}
POOLINGS: Final[dict[str | None, tuple[str, str]]] = {
    None: (N_("None"), N_("Nothing after the activation")),
    "max_pool2d": (N_("Maximum"), N_("Max pool after the activation")),
    "avg_pool2d": (N_("Average"), N_("Average pool after the activation")),
    "adaptive_max_pool2d": (N_("Global maximum"), N_("Global maximum after the activation")),
    "adaptive_avg_pool2d": (N_("Global average"), N_("Global average after the activation")),
}
CHANNELS: Final[dict[Literal[1, 3], tuple[str, str]]] = {
    1: (N_("Grey"), N_("Read the picture in grey")),
    3: (N_("Red, green, blue"), N_("Read the picture in red, green, blue")),
}


class StagesEditor(Panel):
    """Shows what follows the filter, and asks for other stages; none can be switched off."""

    def __init__(self, document: Document, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent=parent)
        self._document = document
        self._edits = DocumentEdits(document, look, self._show)
        self._stages = Stages("")
        self._channel, self._place = 0, 0
        self.setObjectName("stages")
        self.activation = self._box(
            "stage-activation", _("Activation"), _("Activation after the convolution"), ACTIVATIONS
        )
        self.pooling = self._box(
            "stage-pooling", _("Pooling"), _("Pooling after the convolution"), POOLINGS
        )
        self.channels = self._box("stage-channels", _("Colours"), _("What it reads"), CHANNELS)
        self.pool_size = self._field("stage-pool-size", _("Window of the pooling"))
        self.pool_stride = self._field("stage-pool-stride", _("Stride of the pooling"))
        self.norm = label("stage-norm")
        self.norm.setAccessibleName(_("Batch norm"))
        self.about = NameLabel("stage-about", "muted")
        self.alone = QPushButton(_("This filter alone"))
        self.alone.setObjectName("filter-alone")
        self.alone.setAccessibleName(_("This filter alone"))
        self.alone.setToolTip(_("Take this filter out of its network, to try it on any picture"))
        self._arrange()
        self._connect()

    def _box(
        self, name: str, title: str, tip: str, entries: Mapping[Any, tuple[str, str]]
    ) -> ChoiceBox:
        box = ChoiceBox(parent=self)
        box.setObjectName(name)
        box.setAccessibleName(title)
        box.setToolTip(plain_tip(tip))
        box.addItems([_(entry) for entry, _step in entries.values()])
        let_shrink(box)
        return box

    def _field(self, name: str, title: str) -> NumberField:
        field = NumberField(self._look, 2, 1, 99, whole=True, step=1, name=title, parent=self)
        field.setObjectName(name)
        field.setToolTip(plain_tip(title))
        return field

    def _arrange(self) -> None:
        self._grid = QGridLayout()
        rows = (
            (_("Batch norm"), self.norm),
            (_("Activation"), self.activation),
            (_("Pooling"), self.pooling),
            (_("Window"), self.pool_size),
            (_("Stride"), self.pool_stride),
            (_("Reads"), self.channels),
        )
        for row, (text, control) in enumerate(rows):
            words = QLabel(text, self)
            words.setProperty("role", "muted")
            words.setBuddy(control)
            self._grid.addWidget(words, row, 0)
            self._grid.addWidget(control, row, 1)
            if control is self.norm:  # shown where there is one
                self._norm_row = words, control
        self._grid.setColumnStretch(1, 1)
        self.column.addWidget(label("stages-heading", "heading", _("Stages")))
        self.column.addLayout(self._grid)
        self.column.addWidget(self.about)
        self.column.addWidget(self.alone)

    def _connect(self) -> None:
        self.activation.activated.connect(self._on_activation)
        self.pooling.activated.connect(self._on_pooling)
        self.channels.activated.connect(self._on_channels)
        self.pool_size.edited.connect(self._on_pool_size)
        self.pool_stride.edited.connect(self._on_pool_stride)
        self.alone.clicked.connect(self._on_alone)

    def show_stages(self, stages: Stages, channel: int, place: int) -> None:
        """Show the stages of a filter; `place` is the slice to be taken out. Emits no edit."""
        self._stages, self._channel, self._place = stages, channel, place
        self._show()

    def _show(self) -> None:
        network, stages = self._document.project.network, self._stages
        for box, kinds, node in (
            (self.activation, ACTIVATIONS, stages.activation),
            (self.pooling, POOLINGS, stages.pool),
        ):
            kind = None if node is None else network.layers[node].kind
            with QSignalBlocker(box):
                box.setCurrentIndex(list(kinds).index(kind))
        self._show_norm()
        self._show_pool()
        is_single = has_one_filter(network)
        self.channels.setEnabled(is_single)
        with QSignalBlocker(self.channels):
            self.channels.setCurrentIndex(int(network.input_shape[0] == 3))
        self.about.setVisible(not is_single)
        self.alone.setVisible(not is_single)
        text = _("This is filter {number} of {layer} of {network}.")
        layer = network.layer_name(stages.conv)
        self.about.setText(
            text.format(number=self._channel + 1, layer=layer, network=shown_title(network))
        )

    def _show_norm(self) -> None:
        """Show what the batch norm of this filter multiplies with and adds, if there is one."""
        node = self._stages.norm
        for part in self._norm_row:
            part.setVisible(node is not None)
        if node is None:
            return
        arrays = self._document.project.network.layers[node].parameters()
        scale, shift = (float(arrays[name][self._channel]) for name in ("weight", "bias"))
        text = _("Scale {scale}, shift {shift}")
        self.norm.setText(text.format(scale=number_text(scale, 3), shift=number_text(shift, 3)))
        tip = _("{layer} comes between the convolution and the activation; click its map for more")
        name = self._document.project.network.layer_name(node)
        self.norm.setToolTip(plain_tip(tip.format(layer=name)))

    @property
    def _pool(self) -> Layer | None:
        node = self._stages.pool
        return None if node is None else self._document.project.network.layers[node]

    def _show_pool(self) -> None:
        pool = self._pool
        has_window = isinstance(pool, MaxPool2d | AvgPool2d)
        for field in (self.pool_size, self.pool_stride):
            field.setEnabled(has_window)
        if isinstance(pool, MaxPool2d | AvgPool2d):
            self.pool_size.show_value(pool.kernel_size[0])
            self.pool_stride.show_value(pool.step[0])

    # Edits

    def _on_activation(self, place: int) -> None:
        kind, step = list(ACTIVATIONS)[place], list(ACTIVATIONS.values())[place][1]
        make = partial(with_activation, stages=self._stages, kind=kind)
        self._edits.edit(self.activation, _(step), make)

    def _on_pooling(self, place: int) -> None:
        kind, step = list(POOLINGS)[place], list(POOLINGS.values())[place][1]
        make = partial(with_pooling, stages=self._stages, kind=kind)
        self._edits.edit(self.pooling, _(step), make)

    def _on_pool_size(self, value: float, gesture: str) -> None:
        pool, side = self._pool, round(value)
        stride = pool.stride if isinstance(pool, MaxPool2d | AvgPool2d) else None
        kind = None if pool is None else pool.kind
        make = partial(
            with_pooling, stages=self._stages, kind=kind, size=(side, side), stride=stride
        )
        self._edits.edit(self.pool_size, _("Change the window of the pooling"), make, gesture)

    def _on_pool_stride(self, value: float, gesture: str) -> None:
        pool, side = self._pool, round(value)
        kind = None if pool is None else pool.kind
        make = partial(with_pooling, stages=self._stages, kind=kind, stride=(side, side))
        self._edits.edit(self.pool_stride, _("Change the stride of the pooling"), make, gesture)

    def _on_channels(self, place: int) -> None:
        count, step = list(CHANNELS)[place], list(CHANNELS.values())[place][1]
        self._edits.edit(self.channels, _(step), partial(with_channels, channels=count))

    def _on_alone(self) -> None:
        make = partial(
            filter_alone, conv=self._stages.conv, channel=self._channel, place=self._place
        )
        self._edits.edit(self.alone, _("Take a filter alone"), make)
