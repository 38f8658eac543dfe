"""The stages after a convolution, in the inspector: activation, pooling, and what it reads."""

from typing import Final

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from cnnviz.cnn.layers import LAYERS
from cnnviz.cnn.pooling_layers import AvgPool2d, MaxPool2d
from cnnviz.project.filter_stages import (
    Stages,
    filter_alone,
    has_one_filter,
    with_activation,
    with_channels,
    with_pooling,
)
from cnnviz.state.document import Document
from cnnviz.views.bars.scale_bar import let_shrink
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.controls.document_edits import DocumentEdits
from cnnviz.views.controls.number_field import NumberField
from cnnviz.views.controls.panel import Panel, label
from cnnviz.views.look.theme import Look

ACTIVATIONS: Final[dict[str | None, str]] = {
    None: "None",
    "relu": "ReLU",
    "leaky_relu": "Leaky ReLU",
    "sigmoid": "Sigmoid",
    "tanh": "Tanh",
}
POOLINGS: Final[dict[str | None, str]] = {
    None: "None",
    "max_pool2d": "Maximum",
    "avg_pool2d": "Average",
    "adaptive_max_pool2d": "Global maximum",
    "adaptive_avg_pool2d": "Global average",
}
CHANNELS: Final = {1: "Grey", 3: "Red, green, blue"}


class StagesEditor(Panel):
    """Shows what follows the filter, and asks for other stages; none can be switched off."""

    def __init__(self, document: Document, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent=parent)
        self._document = document
        self._asking = DocumentEdits(document, look, self._show)
        self._stages = Stages(0, None, None)
        self._channel, self._place = 0, 0
        self.setObjectName("stages")
        self.activation = self._box("stage-activation", "Activation", ACTIVATIONS.values())
        self.pooling = self._box("stage-pooling", "Pooling", POOLINGS.values())
        self.channels = self._box("stage-channels", "Colours", CHANNELS.values())
        self.pool_size = self._field("stage-pool-size", "Window of the pooling")
        self.pool_stride = self._field("stage-pool-stride", "Stride of the pooling")
        self.about = label("stage-about", "muted")
        self.alone = QPushButton("This filter alone")
        self.alone.setObjectName("filter-alone")
        self.alone.setAccessibleName("This filter alone")
        self.alone.setToolTip("Take this filter out of its network, to try it on any picture")
        self._arrange()
        self._connect()

    def _box(self, name: str, title: str, texts: object) -> ChoiceBox:
        box = ChoiceBox(parent=self)
        box.setObjectName(name)
        box.setAccessibleName(title)
        box.setToolTip(f"{title} after the convolution" if title != "Colours" else "What it reads")
        box.addItems(list(texts))  # type: ignore[call-overload]
        let_shrink(box)
        return box

    def _field(self, name: str, title: str) -> NumberField:
        field = NumberField(self._look, 2, 1, 99, whole=True, step=1, name=title, parent=self)
        field.setObjectName(name)
        field.setToolTip(title)
        return field

    def _arrange(self) -> None:
        self._grid = QGridLayout()
        rows = (
            ("Activation", self.activation), ("Pooling", self.pooling), ("Window", self.pool_size),
            ("Stride", self.pool_stride), ("Reads", self.channels),
        )  # fmt: skip
        for row, (text, control) in enumerate(rows):
            words = QLabel(text, self)
            words.setProperty("role", "muted")
            words.setBuddy(control)
            self._grid.addWidget(words, row, 0)
            self._grid.addWidget(control, row, 1)
        self._grid.setColumnStretch(1, 1)
        self.column.addWidget(label("stages-heading", "heading", "Stages"))
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
        for box, kinds, index in (
            (self.activation, ACTIVATIONS, stages.activation),
            (self.pooling, POOLINGS, stages.pool),
        ):
            kind = None if index is None else network.layers[index].kind
            with QSignalBlocker(box):
                box.setCurrentIndex(list(kinds).index(kind))
        pool = None if stages.pool is None else network.layers[stages.pool]
        has_window = isinstance(pool, MaxPool2d | AvgPool2d)
        for field in (self.pool_size, self.pool_stride):
            field.setEnabled(has_window)
        if isinstance(pool, MaxPool2d | AvgPool2d):
            self.pool_size.show_value(pool.kernel_size[0])
            self.pool_stride.show_value(pool.step[0])
        is_single = has_one_filter(network)
        self.channels.setEnabled(is_single)
        with QSignalBlocker(self.channels):
            self.channels.setCurrentIndex(int(network.input_shape[0] == 3))
        self.about.setVisible(not is_single)
        self.alone.setVisible(not is_single)
        name = f"{network.layer_name(stages.conv)} of {network.title}"
        self.about.setText(f"This is filter {self._channel + 1} of {name}.")

    # Edits

    def _on_activation(self, place: int) -> None:
        kind = list(ACTIVATIONS)[place]
        text = f"{_title(kind)} after the convolution"
        self._asking.edit(
            self.activation, text, lambda project: with_activation(project, self._stages, kind)
        )

    def _on_pooling(self, place: int) -> None:
        kind = list(POOLINGS)[place]
        self._asking.edit(
            self.pooling,
            f"{_title(kind)} after the activation",
            lambda project: with_pooling(project, self._stages, kind),
        )

    def _on_pool_size(self, value: float, gesture: str) -> None:
        side, kind = round(value), self._pool_kind
        self._asking.edit(
            self.pool_size,
            "Change the window of the pooling",
            lambda project: with_pooling(
                project, self._stages, kind, size=(side, side), stride=self._pool_stride
            ),
            gesture,
        )

    def _on_pool_stride(self, value: float, gesture: str) -> None:
        step, kind = round(value), self._pool_kind
        self._asking.edit(
            self.pool_stride,
            "Change the stride of the pooling",
            lambda project: with_pooling(project, self._stages, kind, stride=(step, step)),
            gesture,
        )

    @property
    def _pool_kind(self) -> str | None:
        index = self._stages.pool
        return None if index is None else self._document.project.network.layers[index].kind

    @property
    def _pool_stride(self) -> tuple[int, int] | None:
        index = self._stages.pool
        pool = None if index is None else self._document.project.network.layers[index]
        return pool.stride if isinstance(pool, MaxPool2d | AvgPool2d) else None

    def _on_channels(self, place: int) -> None:
        count = list(CHANNELS)[place]
        self._asking.edit(
            self.channels,
            f"Read the picture in {CHANNELS[count].lower()}",
            lambda project: with_channels(project, 3 if count == 3 else 1),
        )

    def _on_alone(self) -> None:
        at = self._stages.conv, self._channel, self._place
        self._asking.edit(
            self.alone, "Take a filter alone", lambda project: filter_alone(project, *at)
        )


def _title(kind: str | None) -> str:
    return "Nothing" if kind is None else LAYERS[kind].title
