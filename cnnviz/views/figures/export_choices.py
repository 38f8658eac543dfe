"""What is taken along, in which form, how large and how fast: the choices of the dialog."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QLabel, QWidget

from cnnviz.figures.animation import ANIMATIONS, FASTEST
from cnnviz.language import N_, _
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.controls.number_field import NumberField
from cnnviz.views.figures.exports import TITLES, Exports
from cnnviz.views.figures.picture_forms import PICTURE_FORMS
from cnnviz.views.look.theme import Look

FORMS = {  # by the ending of the file
    ".png": N_("PNG, a picture of pixels"), ".svg": N_("SVG, a drawing with text"),
    ".pdf": N_("PDF, a page with text"), ".gif": N_("GIF, moving"), ".apng": N_("APNG, moving"),
    ".webp": N_("WebP, moving"), ".mp4": N_("MP4, a film"), ".csv": N_("CSV, a table"),
    ".tsv": N_("TSV, a table with tabs"), ".tex": N_("LaTeX"), ".md": N_("Markdown"),
    ".R": N_("R"), ".txt": N_("NumPy, as text"), ".npy": N_("NPY of NumPy"),
    ".npz": N_("NPZ of NumPy"), ".html": N_("HTML, a page to read"),
}  # fmt: skip
SCALES = (1, 2, 3)
_FAST = {"explanation": 4.0, "network": 1.0, "learning": 2.0}  # frames a second, at first


class ExportChoices(QWidget):
    """Fields, one below the other; only those are seen that the chosen form has."""

    changed = Signal()  # something else is taken along, or in another form

    def __init__(self, exports: Exports, look: Look) -> None:
        super().__init__()
        self._exports, self._look = exports, look
        self._make_fields()
        self._make_fields_of_films()
        self._arrange()
        self.view.activated.connect(self._on_view)
        self.form.activated.connect(self._on_form)
        self.stages.toggled.connect(self.changed)
        self._show_forms()

    def _make_fields(self) -> None:
        self.view = _choice("export-view", _("What is exported"))
        for name in self._exports.views():
            self.view.addItem(_(TITLES[name]), name)
        self.form = _choice("export-form", _("In which form"))
        self.scale = _choice("export-scale", _("How many pixels for each of the figure"))
        for factor in SCALES:
            self.scale.addItem(_("{factor}×").format(factor=factor), factor)
        self.clear = QCheckBox(_("Clear ground"))
        self.clear.setObjectName("export-clear")
        self.clear.setToolTip(_("Leave out the white behind the figure"))

    def _make_fields_of_films(self) -> None:
        look = self._look
        self.speed = NumberField(look, 4, 0.1, FASTEST, step=1, name=_("Pictures a second"))
        self.speed.setObjectName("export-speed")
        self.first = NumberField(look, 1, 1, 1, step=1, whole=True, name=_("First picture"))
        self.first.setObjectName("export-first")
        self.last = NumberField(look, 1, 1, 1, step=1, whole=True, name=_("Last picture"))
        self.last.setObjectName("export-last")
        self.stages = QCheckBox(_("Tell each value in stages"))
        self.stages.setObjectName("export-stages")
        self.stages.setToolTip(_("First the window, then the products, their sum, the value"))

    def _arrange(self) -> None:
        self._form_layout = QFormLayout(self)
        self._form_layout.setContentsMargins(0, 0, 0, 0)
        self._range = QWidget(self)
        ends = QHBoxLayout(self._range)
        ends.setContentsMargins(0, 0, 0, 0)
        ends.addWidget(self.first)
        ends.addWidget(QLabel(_("to")))
        ends.addWidget(self.last)
        ends.addStretch()
        for text, control in (
            (_("What"), self.view),
            (_("As"), self.form),
            (_("Size"), self.scale),
            ("", self.stages),
            (_("Speed"), self.speed),
            (_("Pictures"), self._range),
            ("", self.clear),
        ):
            self._form_layout.addRow(text, control)

    @property
    def name(self) -> str:
        """The view that is chosen."""
        return str(self.view.currentData())

    @property
    def ending(self) -> str:
        """The ending of the chosen form."""
        return str(self.form.currentData())

    @property
    def factor(self) -> int:
        """How many pixels each of the figure has."""
        return int(self.scale.currentData())

    @property
    def moves(self) -> bool:
        """Whether the chosen form is one that moves."""
        return self.ending in ANIMATIONS

    @property
    def in_stages(self) -> bool:
        """Whether each value is told in stages."""
        return self.moves and self.name == "explanation" and self.stages.isChecked()

    @property
    def part(self) -> tuple[int, int]:
        """The first and the last picture that is wanted, counted from 0."""
        return round(self.first.value) - 1, round(self.last.value) - 1

    def show_count(self, count: int) -> None:
        """Offer so many pictures, from the first to the last."""
        for field, value in ((self.first, 1), (self.last, count)):
            field.set_largest(count)
            field.show_value(value)

    def choose(self, view: str, ending: str) -> None:
        """Choose a view and a form, as a user does."""
        self.view.setCurrentIndex(self.view.findData(view))
        self._on_view()
        self.form.setCurrentIndex(self.form.findData(ending))
        self._on_form()

    def enable(self, *, is_enabled: bool) -> None:
        """Let something else be chosen, or not."""
        for part in (self.view, self.form, self.stages):
            part.setEnabled(is_enabled)

    def _show_forms(self) -> None:
        self.form.clear()
        for ending in self._exports.endings(self.name):
            self.form.addItem(_(FORMS[ending]), ending)
        self.speed.show_value(_FAST.get(self.name, 4.0))
        self._show_fields()

    def _show_fields(self) -> None:
        show, ending = self._form_layout.setRowVisible, self.ending
        show(self.scale, self.moves or ending == ".png")
        show(self.clear, ending in PICTURE_FORMS)
        show(self.stages, self.moves and self.name == "explanation")
        show(self.speed, self.moves)
        show(self._range, self.moves)

    def _on_view(self) -> None:
        self._show_forms()
        self.changed.emit()

    def _on_form(self) -> None:
        self._show_fields()
        self.changed.emit()


def _choice(name: str, title: str) -> QComboBox:
    box = ChoiceBox()
    box.setObjectName(name)
    box.setAccessibleName(title)
    return box
