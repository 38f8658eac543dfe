"""The options of one planned layer as fields."""

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from cnnviz.cnn.kernels import LARGEST_KERNEL
from cnnviz.views.number_field import NumberField
from cnnviz.views.theme import Look
from cnnviz.views.window_fields import MODES

COLUMNS = 3


class _Number(NamedTuple):
    option: str
    axis: int | None  # of a pair: 0 rows, 1 columns; None where both are the same or it is one
    title: str
    least: float
    most: float
    step: float
    whole: bool
    is_pair: bool


def _pair(option: str, title: str, least: int, most: int) -> _Number:
    return _Number(option, None, title, least, most, 1, True, True)


_NUMBERS = {
    "conv2d": (
        _Number("outputs", None, "Filters", 1, 512, 1, True, False),
        _Number("kernel_size", 0, "Rows", 1, LARGEST_KERNEL, 1, True, True),
        _Number("kernel_size", 1, "Columns", 1, LARGEST_KERNEL, 1, True, True),
        _pair("stride", "Stride", 1, 16), _pair("padding", "Padding", 0, 16),
        _pair("dilation", "Dilation", 1, 8),
        _Number("groups", None, "Groups", 1, 512, 1, True, False),
    ),
    "linear": (_Number("outputs", None, "Units", 1, 10_000, 1, True, False),),
    "max_pool2d": (
        _pair("kernel_size", "Window", 1, 64), _pair("stride", "Stride", 1, 64),
        _pair("padding", "Padding", 0, 32),
    ),
    "avg_pool2d": (
        _pair("kernel_size", "Window", 1, 64), _pair("stride", "Stride", 1, 64),
        _pair("padding", "Padding", 0, 32),
    ),
    "adaptive_avg_pool2d": (_pair("output_size", "Output", 1, 64),),
    "adaptive_max_pool2d": (_pair("output_size", "Output", 1, 64),),
    "leaky_relu": (_Number("negative_slope", None, "Slope", 0, 1, 0.01, False, False),),
    "dropout": (_Number("p", None, "Share", 0, 0.95, 0.05, False, False),),
    "batch_norm2d": (_Number("eps", None, "Epsilon", 1e-9, 1, 1e-5, False, False),),
}  # fmt: skip


class LayerFields(QWidget):
    """Shows the options of one kind of layer; tells what the user wants them to be."""

    wanted = Signal(str, object, str)  # (option, value, gesture)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._kind = ""
        self._options: dict[str, Any] = {}
        self.fields: dict[str, NumberField] = {}
        self.mode: QComboBox | None = None
        self.setObjectName("layer-fields")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_options(self, kind: str, options: Mapping[str, Any]) -> None:
        """Show the options of a layer. Emits nothing."""
        if kind != self._kind:
            self._rebuild(kind)
        self._options = dict(options)
        for number in _NUMBERS.get(kind, ()):
            value = options[number.option]
            if value is None:  # the stride of a pooling is that of its window
                value = options["kernel_size"]
            if number.is_pair:
                value = value[number.axis or 0]
            self.fields[number.title].show_value(float(value))
        if self.mode is not None:
            with QSignalBlocker(self.mode):
                self.mode.setCurrentText(MODES[options["padding_mode"]])

    def _rebuild(self, kind: str) -> None:
        self._kind, self.fields, self.mode = kind, {}, None
        while (item := self._grid.takeAt(0)) is not None:
            if (part := item.widget()) is not None:
                part.hide()
                part.deleteLater()
        numbers = _NUMBERS.get(kind, ())
        for place, number in enumerate(numbers):
            field = NumberField(
                self._look, number.least, number.least, number.most, step=number.step,
                whole=number.whole, name=number.title,
            )  # fmt: skip
            field.setObjectName(f"layer-{number.title.lower()}")
            field.edited.connect(partial(self._on_edited, number))
            self.fields[number.title] = field
            self._place(number.title, field, place)
        if kind == "conv2d":
            self.mode = QComboBox()
            self.mode.setObjectName("layer-padding-mode")
            self.mode.setAccessibleName("Pad with")
            self.mode.addItems(list(MODES.values()))
            self.mode.activated.connect(self._on_mode)
            self._place("Pad with", self.mode, len(numbers))
        self.setVisible(bool(numbers))

    def _place(self, title: str, control: QWidget, place: int) -> None:
        row, column = divmod(place, COLUMNS)
        name = QLabel(title)
        name.setProperty("role", "muted")
        name.setBuddy(control)
        self._grid.addWidget(name, 2 * row, column)
        self._grid.addWidget(control, 2 * row + 1, column)
        self._grid.setColumnStretch(column, 1)

    def _on_edited(self, number: _Number, value: float, gesture: str) -> None:
        wanted: object = round(value) if number.whole else value
        if number.is_pair:
            before = self._options[number.option] or self._options["kernel_size"]
            pair = [wanted, wanted] if number.axis is None else list(before)
            if number.axis is not None:
                pair[number.axis] = wanted
            wanted = tuple(pair)
        self.wanted.emit(number.option, wanted, gesture)

    def _on_mode(self, place: int) -> None:
        self.wanted.emit("padding_mode", list(MODES)[place], "")

    def _on_look_changed(self) -> None:
        self._grid.setHorizontalSpacing(self._look.px(8))
        self._grid.setVerticalSpacing(self._look.px(3))
