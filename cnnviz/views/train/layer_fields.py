"""The options of one planned layer as fields."""

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QWidget

from cnnviz.cnn.kernels import LARGEST_KERNEL
from cnnviz.cnn.ops import Pair
from cnnviz.language import N_, _
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.controls.number_field import NumberField
from cnnviz.views.controls.pair_field import PairField
from cnnviz.views.controls.typed_field import TypedField
from cnnviz.views.inspector.window_fields import MODES
from cnnviz.views.look.theme import Look

COLUMNS = 3
OPTIONS = {  # what an edit of an option is called by
    "outputs": N_("outputs"), "kernel_size": N_("kernel size"), "stride": N_("stride"),
    "padding": N_("padding"), "dilation": N_("dilation"), "groups": N_("groups"),
    "output_size": N_("output size"), "negative_slope": N_("negative slope"), "p": N_("p"),
    "eps": N_("eps"), "bias": N_("bias"), "flipped": N_("flipped"), "ceil_mode": N_("ceil mode"),
    "count_include_pad": N_("count include pad"), "padding_mode": N_("padding mode"),
    "num_groups": N_("number of groups"), "kernel": N_("kernel"), "size": N_("size"),
    "min_val": N_("lower end"), "max_val": N_("upper end"), "alpha": N_("alpha"),
    "beta": N_("beta"), "k": N_("k"),
    "output_padding": N_("output padding"), "align_corners": N_("align corners"),
}  # fmt: skip


class _Field(NamedTuple):
    option: str
    title: str
    least: float
    most: float
    step: float = 1
    is_whole: bool = True
    is_pair: bool = False
    axis: int | None = None  # where one field holds one number of a pair: 0 rows, 1 columns

    @property
    def id(self) -> str:
        """What the field is called in code, whatever the language: kernel_size_rows."""
        return self.option + ("" if self.axis is None else ("_rows", "_columns")[self.axis])


def _pair(option: str, title: str, least: int, most: int) -> _Field:
    return _Field(option, title, least, most, is_pair=True)


_POOL = (
    _pair("kernel_size", N_("Window"), 1, 64), _pair("stride", N_("Stride"), 1, 64),
    _pair("padding", N_("Padding"), 0, 32),
)  # fmt: skip
_EPS = (_Field("eps", N_("Epsilon"), 1e-9, 1, 1e-5, is_whole=False),)
_FIELDS = {
    "conv2d": (
        _Field("outputs", N_("Filters"), 1, 512),
        _Field("kernel_size", N_("Rows"), 1, LARGEST_KERNEL, axis=0),
        _Field("kernel_size", N_("Columns"), 1, LARGEST_KERNEL, axis=1),
        _pair("stride", N_("Stride"), 1, 16), _pair("padding", N_("Padding"), 0, 16),
        _pair("dilation", N_("Dilation"), 1, 8), _Field("groups", N_("Groups"), 1, 512),
    ),
    "linear": (_Field("outputs", N_("Units"), 1, 10_000),),
    "max_pool2d": (*_POOL, _pair("dilation", N_("Dilation"), 1, 8)),
    "avg_pool2d": _POOL,
    "adaptive_avg_pool2d": (_pair("output_size", N_("Output"), 1, 64),),
    "adaptive_max_pool2d": (_pair("output_size", N_("Output"), 1, 64),),
    "leaky_relu": (_Field("negative_slope", N_("Slope"), 0, 1, 0.01, is_whole=False),),
    "elu": (_Field("alpha", N_("Alpha"), 0, 10, 0.1, is_whole=False),),
    "softplus": (_Field("beta", N_("Beta"), 0.01, 100, 0.1, is_whole=False),),
    "hardtanh": (
        _Field("min_val", N_("Lower end"), -100, 100, 0.1, is_whole=False),
        _Field("max_val", N_("Upper end"), -100, 100, 0.1, is_whole=False),
    ),
    "dropout": (_Field("p", N_("Share"), 0, 0.95, 0.05, is_whole=False),),
    "batch_norm2d": _EPS,
    "layer_norm": _EPS,
    "group_norm": (_Field("num_groups", N_("Groups"), 1, 512), *_EPS),
    "instance_norm": _EPS,
    "local_response_norm": (
        _Field("size", N_("Channels"), 1, 64),
        _Field("alpha", N_("Alpha"), 0, 10, 1e-4, is_whole=False),
        _Field("beta", N_("Beta"), 0, 10, 0.05, is_whole=False),
        _Field("k", N_("K"), 0.01, 100, 0.1, is_whole=False),
    ),
    "conv_transpose2d": (
        _Field("outputs", N_("Maps"), 1, 512),
        _Field("kernel_size", N_("Rows"), 1, LARGEST_KERNEL, axis=0),
        _Field("kernel_size", N_("Columns"), 1, LARGEST_KERNEL, axis=1),
        _pair("stride", N_("Stride"), 1, 16), _pair("padding", N_("Padding"), 0, 16),
        _pair("output_padding", N_("Output padding"), 0, 15),
        _pair("dilation", N_("Dilation"), 1, 8), _Field("groups", N_("Groups"), 1, 512),
    ),
    "conv1d": (
        _Field("kernel", N_("Weights"), 1, 64), _Field("padding", N_("Padding"), 0, 32),
    ),
}  # fmt: skip
_BIAS = ("bias", N_("Bias"), N_("One number more for each output, added to its sum"))
_CEIL = (
    "ceil_mode", N_("Ceil mode"), N_("Windows that hang over the end count, too: sizes round up"),
)  # fmt: skip
_SWITCHES = {  # (option, title, tip)
    "conv2d": (
        _BIAS,
        ("flipped", N_("Strict convolution"), N_("The kernels are turned by 180° first")),
    ),
    "linear": (_BIAS,),
    "conv_transpose2d": (_BIAS,),
    "conv1d": (_BIAS,),
    "upsample_bilinear": (
        (
            "align_corners", N_("Align corners"),
            N_("The corners of the maps before and after lie on each other"),
        ),
    ),
    "max_pool2d": (_CEIL,),
    "avg_pool2d": (
        _CEIL,
        (
            "count_include_pad", N_("Count padding"),
            N_("The zeros of the padding count in the mean"),
        ),
    ),
}  # fmt: skip
_BOTH = N_("Rows and columns: 2 for both, or 2×1")


class LayerFields(QWidget):
    """Shows the options of one kind of layer; tells what the user wants them to be."""

    wanted = Signal(str, object, str)  # (option, value, gesture)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._kind = ""
        self._options: dict[str, Any] = {}
        self.fields: dict[str, TypedField[Any]] = {}
        self.switches: dict[str, QCheckBox] = {}
        self.mode: ChoiceBox | None = None
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
        for field in _FIELDS.get(kind, ()):
            self.fields[field.id].show_value(self._value(field))
        for option, box in self.switches.items():
            box.setChecked(options[option])
        if self.mode is not None:
            with QSignalBlocker(self.mode):
                self.mode.setCurrentIndex(self.mode.findData(options["padding_mode"]))

    def _value(self, field: _Field) -> object:
        value = self._options[field.option]
        if value is None:  # the stride of a pooling is that of its window
            value = self._options["kernel_size"]
        return value if field.axis is None else value[field.axis]

    def _rebuild(self, kind: str) -> None:
        self._kind, self.fields, self.switches, self.mode = kind, {}, {}, None
        while (item := self._grid.takeAt(0)) is not None:
            if (part := item.widget()) is not None:
                part.hide()
                part.deleteLater()
        fields = _FIELDS.get(kind, ())
        for place, field in enumerate(fields):
            self._place(_(field.title), self._made(field), place)
        places = len(fields)
        if kind == "conv2d":
            self.mode = ChoiceBox()
            self.mode.setObjectName("layer-padding-mode")
            self.mode.setAccessibleName(_("Pad with"))
            for mode, title in MODES.items():
                self.mode.addItem(_(title), mode)
            self.mode.activated.connect(self._on_mode)
            self._place(_("Pad with"), self.mode, places)
            places += 1
        row = 2 * -(-places // COLUMNS)
        for option, title, tip in _SWITCHES.get(kind, ()):
            box = QCheckBox(_(title))
            box.setObjectName(f"layer-{option.replace('_', '-')}")
            box.setToolTip(_(tip))
            box.clicked.connect(partial(self._on_switched, option))
            self.switches[option] = box
            self._grid.addWidget(box, row, 0, 1, COLUMNS)
            box.show()
            row += 1
        self.setVisible(bool(fields or self.switches))

    def _made(self, field: _Field) -> TypedField[Any]:
        made: TypedField[Any]
        least, most = field.least, field.most
        if field.is_pair:
            both = round(least), round(least)
            made = PairField(self._look, both, both[0], round(most), name=_(field.title))
            made.setToolTip(_(_BOTH))
        else:
            made = NumberField(
                self._look, least, least, most, step=field.step, whole=field.is_whole,
                name=_(field.title),
            )  # fmt: skip
        made.setObjectName(f"layer-{field.id.replace('_', '-')}")
        made.edited.connect(partial(self._on_edited, field))
        self.fields[field.id] = made
        return made

    def _place(self, title: str, control: QWidget, place: int) -> None:
        row, column = divmod(place, COLUMNS)
        name = QLabel(title)
        name.setProperty("role", "muted")
        name.setBuddy(control)
        self._grid.addWidget(name, 2 * row, column)
        self._grid.addWidget(control, 2 * row + 1, column)
        for part in (name, control):
            part.show()  # at once, not with the next event: else they count for no height
        self._grid.setColumnStretch(column, 1)

    def _on_edited(self, field: _Field, value: float | Pair, gesture: str) -> None:
        wanted: object = value
        if field.is_whole and not isinstance(value, tuple):
            wanted = round(value)
        if field.axis is not None:
            pair = list(self._options[field.option])
            pair[field.axis] = wanted
            wanted = tuple(pair)
        self.wanted.emit(field.option, wanted, gesture)

    def _on_switched(self, option: str) -> None:
        self.wanted.emit(option, self.switches[option].isChecked(), "")

    def _on_mode(self, place: int) -> None:
        self.wanted.emit("padding_mode", list(MODES)[place], "")

    def _on_look_changed(self) -> None:
        self._grid.setHorizontalSpacing(self._look.px(8))
        self._grid.setVerticalSpacing(self._look.px(3))
