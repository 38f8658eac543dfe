"""Step 2, compile: data, optimiser, rate, batch, epochs, and what else a run depends on."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QPushButton, QWidget

from cnnviz.state.data_choice import DataInfo, Source, is_of_digits
from cnnviz.state.training import Training
from cnnviz.state.training_presets import PRESETS
from cnnviz.views.controls.bubble import hush, tell
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.controls.number_field import NumberField
from cnnviz.views.controls.panel import Panel, label
from cnnviz.views.look.theme import Look

OPTIMIZERS = {"adam": "Adam", "adamw": "AdamW", "sgd": "SGD with momentum", "rmsprop": "RMSprop"}
SCHEDULES = {
    "one-cycle": "up, then down to 0", "constant": "constant", "cosine": "down in a cosine",
    "step": "down in steps",
}  # fmt: skip
AUGMENTS = {
    "none": "none", "shift": "shifted", "flip": "mirrored", "digits": "turned, bent, other pen",
}  # fmt: skip
STARTS = {"random": "random weights", "network": "the weights as they are now"}
_NUMBERS = {  # name: title, least, largest, step, whole, tip
    "lr": ("Rate", 1e-7, 1e7, 0.001, False, "How far a step goes; the highest during the run"),
    "batch_size": ("Batch", 1, 100_000, 1, True, "Pictures a step learns from"),
    "epochs": ("Epochs", 1, 10_000, 1, True, "How often every picture is seen"),
    "weight_decay": ("Weight decay", 0, 1e3, 0.0001, False, "How much weights shrink each step"),
    "seed": ("Seed", 0, 2**31 - 1, 1, True, "The same seed gives the same start and order"),
    "early_stop": ("Early stop", 0, 1000, 1, True,
                   "End after so many epochs without a better validation; 0: never"),
    "limit": ("Only the first", 0, 10_000_000, 1, True,
              "Train on so many pictures only; 0: on all"),
}  # fmt: skip
FOLDER = ""  # the entry of the list that asks for one
_MORE = ("weight_decay", "seed", "early_stop", "limit")


class SetupForm(Panel):
    """Shows the settings of the next run, and asks `Training` to change them."""

    preset_chosen = Signal(object)  # Preset
    contact_sheet_asked = Signal()
    folder_asked = Signal()
    fit_asked = Signal()

    def __init__(self, training: Training, sources: Sequence[Source], look: Look) -> None:
        super().__init__(look)
        self._training, self._sources = training, tuple(sources)
        self.setObjectName("setup-form")
        self.fields: dict[str, NumberField] = {}
        self.boxes: dict[str, QComboBox] = {}
        self._grid, self._extra = QGridLayout(), QWidget()
        self._extra_grid = QGridLayout(self._extra)
        self._extra_grid.setContentsMargins(0, 0, 0, 0)
        self._make_data()
        self._make_rest()
        for grid in (self._grid, self._extra_grid):
            for column in (1, 3):
                grid.setColumnStretch(column, 1)
        self.column.addLayout(self._grid)
        self.column.addWidget(self._extra)
        self._make_notes()
        self._extra.hide()
        training.setup_changed.connect(self.refresh)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self.refresh()

    def _make_notes(self) -> None:
        self.why = label("preset-why", "muted")
        self.column.addWidget(self.why)
        self.misfit = label("data-misfit", "problem")
        self.fit = QPushButton("Fit the network")
        self.fit.setObjectName("fit-network")
        self.fit.setToolTip(
            "Give the network the input of these pictures and a unit for each class; an edit that "
            "can be undone"
        )
        self.fit.clicked.connect(self.fit_asked)
        self.column.addWidget(self.misfit)
        self.column.addWidget(self.fit)
        self.about = label("data-about", "muted")
        self.column.addWidget(self.about)
        self.missing = label("data-missing", "muted")
        self.download = QPushButton("Download")
        self.download.setObjectName("data-download")
        self.download.setToolTip("Fetch this data set once; it is kept on this machine")
        self.column.addWidget(self.missing)
        self.column.addWidget(self.download)
        self.show_misfit("")
        self.show_missing(None)

    def _make_data(self) -> None:
        self.presets = self._box("preset", {p.name: p.title for p in PRESETS})
        self.presets.setToolTip("Settings that are known to work, and classic failures")
        self.presets.setPlaceholderText("Your own settings")
        self.presets.activated.connect(self._on_preset_activated)
        self._place(self._grid, "Settings", self.presets, 0, 0, 3)
        self.data = self._box("data", {s.name: s.title for s in self._sources})
        self.data.addItem("A folder…", FOLDER)
        self.data.setToolTip("What the network learns from")
        self.data.activated.connect(self._on_data_activated)
        self.sheet = QPushButton("Look at it")
        self.sheet.setObjectName("contact-sheet-button")
        self.sheet.setToolTip("Show pictures of this data set by class")
        self.sheet.clicked.connect(self.contact_sheet_asked)
        self._place(self._grid, "Data", self.data, 1, 0, 2)
        self._grid.addWidget(self.sheet, 1, 3)

    def _make_rest(self) -> None:
        self._place(self._grid, "Optimiser", self._choice("optimizer", OPTIMIZERS), 2, 0)
        self._place(self._grid, "Rate", self._number("lr"), 2, 2)
        self._place(self._grid, "Batch", self._number("batch_size"), 3, 0)
        self._place(self._grid, "Epochs", self._number("epochs"), 3, 2)
        self._place(self._grid, "Start from", self._choice("start", STARTS), 4, 0, 2)
        self.more = QPushButton("More")
        self.more.setObjectName("setup-more")
        self.more.setCheckable(True)
        self.more.setToolTip("Schedule, weight decay, augmentation, seed, early stop")
        self.more.toggled.connect(self._extra.setVisible)
        self._grid.addWidget(self.more, 4, 3)
        extra = self._extra_grid
        self._place(extra, "Schedule", self._choice("schedule", SCHEDULES), 0, 0, 3)
        self._place(extra, "Augment", self._choice("augment", AUGMENTS), 1, 0, 3)
        for place, name in enumerate(_MORE):
            title = _NUMBERS[name][0]
            self._place(extra, title, self._number(name), 2 + place // 2, 2 * (place % 2))
        self.shuffle = QCheckBox("Shuffle before each epoch")
        self.shuffle.setObjectName("setup-shuffle")
        self.shuffle.setToolTip("Off: class by class, the same order each time")
        self.shuffle.clicked.connect(self._on_shuffle)
        extra.addWidget(self.shuffle, 4, 0, 1, 4)

    def _box(self, name: str, choices: dict[str, str]) -> QComboBox:
        box = ChoiceBox()
        box.setObjectName(f"setup-{name}")
        for key, title in choices.items():
            box.addItem(title, key)
        return box

    def _choice(self, name: str, choices: dict[str, str]) -> QComboBox:
        box = self._box(name, choices)
        box.activated.connect(partial(self._on_activated, name))
        self.boxes[name] = box
        return box

    def _number(self, name: str) -> NumberField:
        title, least, most, step, whole, tip = _NUMBERS[name]
        value = float(getattr(self._training.config, name))
        field = NumberField(self._look, value, least, most, step=step, whole=whole, name=title)
        field.setObjectName(f"setup-{name}")
        field.setToolTip(tip)
        field.edited.connect(partial(self._on_edited, name))
        self.fields[name] = field
        return field

    def _place(
        self, grid: QGridLayout, title: str, control: QWidget, row: int, column: int, span: int = 1
    ) -> None:
        name = QLabel(title)
        name.setProperty("role", "muted")
        name.setBuddy(control)
        if not control.accessibleName():
            control.setAccessibleName(title)
        grid.addWidget(name, row, column)
        grid.addWidget(control, row, column + 1, 1, span)

    # What is shown

    def refresh(self) -> None:
        """Show the settings as they are. Emits nothing."""
        config = self._training.config
        for name, field in self.fields.items():
            field.show_value(float(getattr(config, name)))
        for name, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setCurrentIndex(max(0, box.findData(getattr(config, name))))
        with QSignalBlocker(self.data):
            self._show_data(config.data)
        self.shuffle.setChecked(config.shuffle)
        self._show_preset()

    def _show_preset(self) -> None:
        """Name the preset that the settings are those of, if any, and say what it is for."""
        now = vars(self._training.config)
        fitting = (
            place
            for place, preset in enumerate(PRESETS)
            if all(now[name] == value for name, value in preset.settings.items())
        )
        place = next(fitting, -1)
        with QSignalBlocker(self.presets):
            self.presets.setCurrentIndex(place)
        self.why.setText(PRESETS[place].why if place >= 0 else "")
        self.why.setVisible(place >= 0)

    def _show_data(self, data: tuple[str, ...]) -> None:
        name = " ".join(data)
        if self.data.findData(name) < 0:  # a folder, or several sources
            self.data.insertItem(self.data.count() - 1, Path(name).name, name)
        self.data.setCurrentIndex(self.data.findData(name))
        about = next((source.about for source in self._sources if source.name == name), "")
        is_own = not any(source.name == name for source in self._sources)
        self.data.setToolTip(name if is_own else self.data.currentText())
        self.about.setText(about)
        self.about.setVisible(bool(about))

    def in_short(self) -> str:
        """Return the settings in a few words."""
        config = self._training.config
        name = OPTIMIZERS[config.optimizer].partition(" ")[0]
        epochs = "1 epoch" if config.epochs == 1 else f"{config.epochs} epochs"
        return f"{name}, rate {config.lr:g}, {epochs}"

    def show_misfit(self, problem: str) -> None:
        """Say why the network cannot learn from the data, and offer the remedy."""
        self.misfit.setText(problem)
        for part in (self.misfit, self.fit):
            part.setVisible(bool(problem))

    def show_missing(self, data: DataInfo | None) -> None:
        """Say that a data set has to be downloaded first, and offer it."""
        for part in (self.missing, self.download):
            part.setVisible(data is not None)
        self.sheet.setEnabled(data is None)
        self.sheet.setToolTip(
            "Show pictures of this data set by class" if data is None else "Download it first"
        )
        if data is not None:
            self.missing.setText(f"Source: {data.source}.")
            self.download.setText(f"Download {data.size / 1e6:.0f} MB")

    def show_download(self, done: int, size: int) -> None:
        """Show how much of a download is here; the button gives it up."""
        self.download.setText(f"Cancel: {done / 1e6:.1f} of {size / 1e6:.1f} MB")

    # What is asked for

    def _change(self, control: QWidget, **settings: object) -> None:
        try:
            self._training.change(**settings)
        except ValueError as error:
            self.refresh()
            tell(self._look, control, str(error))
        else:
            hush(control)

    def _on_edited(self, name: str, value: float, gesture: str) -> None:
        whole = _NUMBERS[name][4]
        self._change(self.fields[name], **{name: round(value) if whole else value})

    def _on_activated(self, name: str, place: int) -> None:
        self._change(self.boxes[name], **{name: self.boxes[name].itemData(place)})

    def _on_data_activated(self, place: int) -> None:
        name = self.data.itemData(place)
        if name == FOLDER:
            self.folder_asked.emit()
        else:
            self.take_data(name)

    def take_data(self, name: str) -> None:
        """Ask for other data; what digits alone can bear goes with them."""
        augment = self._training.config.augment
        if augment == "digits" and not is_of_digits(name):
            augment = "none"
        self._change(self.data, data=(name,), augment=augment)

    def _on_shuffle(self, checked: bool) -> None:
        self._change(self.shuffle, shuffle=checked)

    def _on_preset_activated(self, place: int) -> None:
        preset = PRESETS[place]
        self._change(self.presets, **preset.settings)
        self.preset_chosen.emit(preset)

    def _on_look_changed(self) -> None:
        for grid in (self._grid, self._extra_grid):
            grid.setHorizontalSpacing(self._look.px(8))
            grid.setVerticalSpacing(self._look.px(6))
