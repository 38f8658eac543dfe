"""Step 2, compile: data, optimiser, rate, batch, epochs, and what else a run depends on."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QPushButton, QWidget

from cnnviz.language import _
from cnnviz.state.data_choice import DataInfo, DataSource, is_of_digits
from cnnviz.state.training import WindowTraining
from cnnviz.state.training_presets import PRESETS
from cnnviz.text.shown_name import shown_name
from cnnviz.views.controls.bubble import hush, tell
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.controls.number_field import NumberField
from cnnviz.views.controls.panel import Panel, label
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look
from cnnviz.views.train.data_notes import DataNotes
from cnnviz.views.train.folder_choices import FolderChoices
from cnnviz.views.train.setup_choices import (
    AUGMENTS,
    NUMBERS,
    OPTIMIZERS,
    SCHEDULES,
    STARTS,
    settings_of,
    start_of,
)

FOLDER = ""  # the entry of the list that asks for one
_MORE = ("weight_decay", "seed", "early_stop", "limit")


class SetupForm(Panel):
    """Shows the settings of the next run, and asks `WindowTraining` to change them."""

    preset_chosen = Signal(object)  # TrainingPreset
    contact_sheet_asked = Signal()
    folder_asked = Signal()

    def __init__(self, training: WindowTraining, sources: Sequence[DataSource], look: Look) -> None:
        super().__init__(look)
        self._training, self._sources = training, {source.name: source for source in sources}
        self.setObjectName("setup-form")
        self.fields: dict[str, NumberField] = {}
        self.boxes: dict[str, QComboBox] = {}
        self._grid, self._extra = QGridLayout(), QWidget()
        self._extra_grid = QGridLayout(self._extra)
        self._extra_grid.setContentsMargins(0, 0, 0, 0)
        self._make_data()
        self._make_rest()
        self._make_more()
        for grid in (self._grid, self._extra_grid):
            for column in range(4):
                grid.setColumnStretch(column, 1)
        self.why = label("preset-why", "muted")
        self.notes = DataNotes(look)
        self.column.addLayout(self._grid)
        self.folder = FolderChoices(look)
        self.folder.asked.connect(self._on_folder_choice)
        self.folder.hide()
        for part in (self.folder, self._extra, self.notes, self.why):  # what asks first
            self.column.addWidget(part)
        self._extra.hide()
        training.setup_changed.connect(self.refresh)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self.refresh()

    def _make_data(self) -> None:
        self.presets = self._box("preset", {p.name: p.title for p in PRESETS})
        self.presets.setToolTip(_("Settings that are known to work, and classic failures"))
        self.presets.setPlaceholderText(_("Your own settings"))
        self.presets.activated.connect(self._on_preset_activated)
        self._place(self._grid, _("Settings"), self.presets, 0, 0, 2)
        self.data = self._box("data", {})
        for name, source in self._sources.items():
            self.data.addItem(source.title, name)
        self.data.addItem(_("A folder…"), FOLDER)
        self.data.setToolTip(_("What the network learns from"))
        self.data.activated.connect(self._on_data_activated)
        self.sheet = QPushButton(_("Look at it"))
        self.sheet.setObjectName("contact-sheet-button")
        self.sheet.clicked.connect(self.contact_sheet_asked)
        self._place(self._grid, _("Data"), self.data, 0, 2, 2)
        self._grid.addWidget(self.sheet, 5, 2)

    def _make_rest(self) -> None:
        self._place(self._grid, _("Optimiser"), self._choice("optimizer", OPTIMIZERS), 1, 0)
        for place, name in enumerate(("lr", "batch_size", "epochs"), start=1):
            self._place_number(self._grid, name, 1, place)
        self._place(self._grid, _("Start from"), self._choice("start", STARTS), 2, 0, 2)
        self.more = QPushButton(_("More"))
        self.more.setObjectName("setup-more")
        self.more.setCheckable(True)
        self.more.setToolTip(_("Schedule, weight decay, augmentation, seed, early stop"))
        self.more.toggled.connect(self._extra.setVisible)
        self._grid.addWidget(self.more, 5, 3)

    def _make_more(self) -> None:
        extra = self._extra_grid
        self._place(extra, _("Schedule"), self._choice("schedule", SCHEDULES), 0, 0, 2)
        self._place(extra, _("Augment"), self._choice("augment", AUGMENTS), 0, 2, 2)
        for place, name in enumerate(_MORE):
            self._place_number(extra, name, 1, place)
        self.shuffle = QCheckBox(_("Shuffle before each epoch"))
        self.shuffle.setObjectName("setup-shuffle")
        self.shuffle.setToolTip(_("Off: class by class, the same order each time"))
        self.shuffle.clicked.connect(self._on_shuffle)
        extra.addWidget(self.shuffle, 4, 0, 1, 4)

    def _box(self, name: str, choices: Mapping[str, str]) -> QComboBox:
        """Return a box of choices, whose titles are marked for translation."""
        box = ChoiceBox()
        box.setObjectName(f"setup-{name}")
        for key, title in choices.items():
            box.addItem(_(title), key)
        return box

    def _choice(self, name: str, choices: Mapping[str, str]) -> QComboBox:
        box = self._box(name, choices)
        box.activated.connect(partial(self._on_activated, name))
        self.boxes[name] = box
        return box

    def _place_number(self, grid: QGridLayout, name: str, row: int, column: int) -> None:
        number, value = NUMBERS[name], float(getattr(self._training.config, name))
        title = _(number.title)
        field = NumberField(
            self._look, value, number.least, number.most, step=number.step,
            whole=number.is_whole, name=title,
        )  # fmt: skip
        field.setObjectName(f"setup-{name}")
        field.setToolTip(_(number.tip))
        field.edited.connect(partial(self._on_edited, name))
        self.fields[name] = field
        self._place(grid, title, field, row, column)

    def _place(
        self, grid: QGridLayout, title: str, control: QWidget, row: int, column: int, span: int = 1
    ) -> None:
        name = QLabel(title)
        name.setProperty("role", "muted")
        name.setBuddy(control)
        if not control.accessibleName():
            control.setAccessibleName(title)
        grid.addWidget(name, 2 * row, column, 1, span)
        grid.addWidget(control, 2 * row + 1, column, 1, span)

    # What is shown

    def refresh(self) -> None:
        """Show the settings as they are. Emits nothing."""
        config = self._training.config
        for name, field in self.fields.items():
            field.show_value(float(getattr(config, name)))
        for name, box in self.boxes.items():
            with QSignalBlocker(box):
                now = start_of(config) if name == "start" else getattr(config, name)
                box.setCurrentIndex(max(0, box.findData(now)))
        with QSignalBlocker(self.data):
            self._show_data(config.data)
        self.shuffle.setChecked(config.shuffle)
        self._show_preset()

    def _show_preset(self) -> None:
        """Name the preset that the settings are those of, if any, and say what it is for."""
        now, chosen = vars(self._training.config), self.presets.currentIndex()
        fitting = (
            place
            for place, preset in enumerate(PRESETS)
            if all(now[name] == value for name, value in preset.settings.items())
            and (not preset.filters or place == chosen)  # filters are no setting: it was chosen
        )
        place = next(fitting, -1)
        with QSignalBlocker(self.presets):
            self.presets.setCurrentIndex(place)
        self.why.setText(_(PRESETS[place].why) if place >= 0 else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for the longest of the words about presets: what stands below never moves."""
        super().resizeEvent(event)
        width, wraps = event.size().width(), Qt.TextFlag.TextWordWrap
        room = QRect(0, 0, width, 10_000)
        texts = (_(preset.why) for preset in PRESETS)
        metrics = self.why.fontMetrics()
        self.why.setFixedHeight(max(metrics.boundingRect(room, wraps, t).height() for t in texts))

    def _show_data(self, data: tuple[str, ...]) -> None:
        name = " ".join(data)
        if self.data.findData(name) < 0:  # a folder, or several sources
            self.data.insertItem(self.data.count() - 1, shown_name(Path(name).name), name)
        self.data.setCurrentIndex(self.data.findData(name))
        source = self._sources.get(name)
        self.data.setToolTip(plain_tip(name if source is None else source.title))
        self.notes.show_about("" if source is None else source.about)

    def show_folder_choices(self, is_folder: bool, offered: int) -> None:
        """Show what the pictures of a folder are made into; other data has its own size."""
        self.folder.show_config(self._training.config, offered)
        self.folder.setVisible(is_folder)

    def show_missing(self, data: DataInfo | None) -> None:
        """Say that a data set has to be downloaded before it can be looked at, and offer that."""
        self.notes.show_missing(data)
        self.sheet.setEnabled(data is None)
        shown, first = _("Show pictures of this data set by class"), _("Download it first")
        self.sheet.setToolTip(plain_tip(shown if data is None else first))

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
        whole = NUMBERS[name].is_whole
        self._change(self.fields[name], **{name: round(value) if whole else value})

    def _on_activated(self, name: str, place: int) -> None:
        chosen = self.boxes[name].itemData(place)
        settings = settings_of(chosen) if name == "start" else {name: chosen}
        self._change(self.boxes[name], **settings)

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

    def _on_folder_choice(self, name: str, value: object) -> None:
        self._change(self.folder, **{name: value})

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
