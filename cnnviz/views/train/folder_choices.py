"""What the pictures of a folder are made into: their size, colours and proportions."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from cnnviz.language import N_, _
from cnnviz.runs.config import LARGEST_SIDE, SMALLEST_SIDE, Config
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.controls.number_field import NumberField
from cnnviz.views.look.theme import Look

COLOURS = {
    "network": N_("as network"), "grey": N_("grey"), "colour": N_("colour"),
}  # fmt: skip
RESIZES = {
    "crop": N_("middle part"), "border": N_("with a border"), "stretch": N_("stretched"),
}  # fmt: skip


class FolderChoices(QWidget):
    """Asks for other settings of the pictures; the network's own size is offered."""

    asked = Signal(str, object)  # (the name of a setting, its value)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._offered = look, 0
        self.setObjectName("folder-choices")
        self.side = NumberField(
            look, SMALLEST_SIDE, SMALLEST_SIDE, LARGEST_SIDE, step=1, whole=True,
            name=_("Side of the pictures"),
        )  # fmt: skip
        self.side.setObjectName("setup-side")
        self.side.setToolTip(_("Pixels of each side; at first those of the network"))
        self.colours = _box("colours", _("Colours of the pictures"), COLOURS)
        self.resize_box = _box("resize", _("Proportions of the pictures"), RESIZES)
        self.resize_box.setToolTip(
            _("The middle of each picture, all of it with a white border, or all of it, distorted")
        )
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        name = QLabel(_("Made"))
        name.setProperty("role", "muted")
        name.setBuddy(self.side)
        for part in (name, self.side, QLabel(_("px"))):
            self._row.addWidget(part)
        for box in (self.colours, self.resize_box):
            self._row.addWidget(box, stretch=1)
        self.side.edited.connect(self._on_side)
        self.colours.activated.connect(self._on_colours)
        self.resize_box.activated.connect(self._on_resize)

    def show_config(self, config: Config, offered: int) -> None:
        """Show settings; `offered` is the side of the network's input."""
        self._offered = offered
        self.side.show_value(float(config.side or offered))
        for box, value in ((self.colours, config.colours), (self.resize_box, config.resize)):
            with QSignalBlocker(box):
                box.setCurrentIndex(max(0, box.findData(value)))

    def _on_side(self, value: float, gesture: str) -> None:
        side = round(value)
        self.asked.emit("side", 0 if side == self._offered else side)

    def _on_colours(self, place: int) -> None:
        self.asked.emit("colours", self.colours.itemData(place))

    def _on_resize(self, place: int) -> None:
        self.asked.emit("resize", self.resize_box.itemData(place))


def _box(name: str, title: str, choices: dict[str, str]) -> QComboBox:
    box = ChoiceBox()
    box.setObjectName(f"setup-{name}")
    box.setAccessibleName(title)
    for key, text in choices.items():
        box.addItem(_(text), key)
    return box
