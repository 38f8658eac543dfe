"""The dialog that asks what is taken along, and in which form; it shows what the file will hold."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cnnviz.figures.animation import ANIMATIONS, FASTEST
from cnnviz.figures.table import TEXT_FORMS
from cnnviz.files.atomic_file import write_atomically
from cnnviz.files.reasons import writing_reason
from cnnviz.language import N_, _
from cnnviz.text.shown_name import shown_name
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.controls.dialogs import Dialogs
from cnnviz.views.controls.number_field import NumberField
from cnnviz.views.controls.panel import IconButton, label
from cnnviz.views.figures.exports import TITLES, Exports
from cnnviz.views.figures.figure import ViewFigure
from cnnviz.views.figures.picture_forms import PICTURE_FORMS, image_of
from cnnviz.views.figures.sequence_job import SequenceJob
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
PREVIEW = QSize(520, 300)  # pixels at 100 %
_MOST_SHOWN, _LINES = 1200, 14  # letters and lines of a table in the preview
_FAST = {"explanation": 4.0, "network": 1.0, "learning": 2.0}  # frames a second, at first


class ExportDialog(QDialog):
    """Saves or copies what is chosen; what cannot be is told in a sentence."""

    def __init__(self, exports: Exports, dialogs: Dialogs, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._exports, self._dialogs, self._look = exports, dialogs, look
        self._path: Path | None = None  # of the film that is being made
        self.setObjectName("export-dialog")
        self.setWindowTitle(_("Export"))
        self.job = SequenceJob(exports.document.beside, self)
        self._make_choices()
        self._make_buttons()
        self._arrange()
        self._connect()
        self._on_view()

    # Parts

    def _make_choices(self) -> None:
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
        self.speed = NumberField(self._look, 4, 0.1, FASTEST, step=1, name=_("Pictures a second"))
        self.speed.setObjectName("export-speed")
        self.first = NumberField(self._look, 1, 1, 1, step=1, whole=True, name=_("First picture"))
        self.first.setObjectName("export-first")
        self.last = NumberField(self._look, 1, 1, 1, step=1, whole=True, name=_("Last picture"))
        self.last.setObjectName("export-last")
        self.preview = QLabel()
        self.preview.setObjectName("export-preview")
        self.preview.setTextFormat(Qt.TextFormat.PlainText)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setMinimumSize(PREVIEW * self._look.scale)
        self.told = label("export-told", "muted")
        self.progress = QProgressBar()
        self.progress.setObjectName("export-progress")
        self.progress.setAccessibleName(_("Pictures that are painted"))
        self.progress.hide()

    def _make_buttons(self) -> None:
        look = self._look
        self.save = IconButton(
            look, "export-save", _("Save…"), "save", _("Save it as a file of your choice")
        )
        self.copy = IconButton(
            look, "export-copy", _("Copy"), "copy", _("Copy it, as a picture or as text")
        )
        self.close_button = QPushButton(_("Close"))
        self.close_button.setObjectName("export-close")
        self.close_button.setToolTip(_("Close this window (Esc)"))

    def _arrange(self) -> None:
        px = self._look.px
        column = QVBoxLayout(self)
        self.fields = QFormLayout()
        column.addLayout(self.fields)
        self.range = QWidget(self)
        ends = QHBoxLayout(self.range)
        ends.setContentsMargins(0, 0, 0, 0)
        ends.addWidget(self.first)
        ends.addWidget(QLabel(_("to")))
        ends.addWidget(self.last)
        ends.addStretch()
        for text, control in (
            (_("What"), self.view),
            (_("As"), self.form),
            (_("Size"), self.scale),
            (_("Speed"), self.speed),
            (_("Pictures"), self.range),
            ("", self.clear),
        ):
            self.fields.addRow(text, control)
        row = QHBoxLayout()
        for button in (self.save, self.copy):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self.close_button)
        column.setContentsMargins(px(16), px(16), px(16), px(16))
        column.setSpacing(px(10))
        column.addWidget(self.preview, stretch=1)
        column.addWidget(self.progress)
        column.addWidget(self.told)
        column.addLayout(row)
        self.told.setMinimumHeight(2 * self.fontMetrics().height())

    def _connect(self) -> None:
        self.view.activated.connect(self._on_view)
        self.form.activated.connect(self._on_form)
        self.save.clicked.connect(self._on_save)
        self.copy.clicked.connect(self._on_copy)
        self.close_button.clicked.connect(self.reject)
        self.job.advanced.connect(self._on_advanced)
        self.job.made.connect(self._on_made)
        self.job.failed.connect(self._on_failed)

    # What is chosen

    @property
    def _view(self) -> str:
        return str(self.view.currentData())

    @property
    def _ending(self) -> str:
        return str(self.form.currentData())

    def choose(self, view: str, ending: str) -> None:
        """Choose a view and a form, as a user does."""
        self.view.setCurrentIndex(self.view.findData(view))
        self._on_view()
        self.form.setCurrentIndex(self.form.findData(ending))
        self._on_form()

    def _on_view(self) -> None:
        self.form.clear()
        for ending in self._exports.endings(self._view):
            self.form.addItem(_(FORMS[ending]), ending)
        self.speed.show_value(_FAST.get(self._view, 4.0))
        self._on_form()

    def _on_form(self) -> None:
        ending, moves = self._ending, self._ending in ANIMATIONS
        self.fields.setRowVisible(self.scale, moves or ending == ".png")
        self.fields.setRowVisible(self.clear, ending in PICTURE_FORMS)
        self.fields.setRowVisible(self.speed, moves)
        self.fields.setRowVisible(self.range, moves)
        self.copy.setEnabled(ending in PICTURE_FORMS or ending in TEXT_FORMS)
        self.tell("")
        self.preview.clear()
        try:
            self._show()
        except ValueError as error:
            self.tell(str(error), is_problem=True)
            self.copy.setEnabled(False)

    def _show(self) -> None:
        view, ending = self._view, self._ending
        if ending in ANIMATIONS:
            sequence = self._exports.sequence(view)
            for field, value in ((self.first, 1), (self.last, sequence.count)):
                field.set_largest(sequence.count)
                field.show_value(value)
            self._show_picture(sequence.figure(sequence.count - 1))
            sequence.end()
        elif ending in PICTURE_FORMS:
            self._show_picture(self._exports.figure(view))
        elif ending in TEXT_FORMS:
            text = self._exports.file(view, ending).decode()
            lines = text[:_MOST_SHOWN].splitlines()
            is_long = len(text) > _MOST_SHOWN or len(lines) > _LINES
            self.preview.setAlignment(Qt.AlignmentFlag.AlignVCenter)
            self.preview.setText("\n".join([*lines[:_LINES], *["…"] * is_long]))

    def _show_picture(self, figure: ViewFigure) -> None:
        image = image_of(figure, self.devicePixelRatioF())
        figure.end()
        room = PREVIEW * self._look.scale * self.devicePixelRatioF()
        shown = QPixmap.fromImage(image)
        if shown.width() > room.width() or shown.height() > room.height():
            smooth = Qt.TransformationMode.SmoothTransformation
            shown = shown.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        shown.setDevicePixelRatio(self.devicePixelRatioF())
        self.preview.setPixmap(shown)

    # What is done

    def _on_save(self) -> None:
        ending = self._ending
        proposed = Path.home() / f"{self._view}{ending}"
        path = self._dialogs.file_to_save(proposed, _(FORMS[ending]), (ending,))
        if path is None:
            return
        try:
            if ending in ANIMATIONS:
                self._start(path)
                return
            content = self._content()
        except ValueError as error:
            self.tell(str(error), is_problem=True)
            return
        self._write(path, content)

    def _content(self) -> bytes:
        view, ending = self._view, self._ending
        if ending not in PICTURE_FORMS:
            return self._exports.file(view, ending)
        figure = self._exports.figure(view, ending)
        options = {"factor": self.scale.currentData()} if ending == ".png" else {}
        content = PICTURE_FORMS[ending](figure, is_clear=self.clear.isChecked(), **options)
        figure.end()
        return content

    def _write(self, path: Path, content: bytes) -> None:
        try:
            write_atomically(path, content)
        except OSError as error:
            text = _("{file} could not be saved: {reason}.")
            file, reason = shown_name(path.name), writing_reason(error)
            self.tell(text.format(file=file, reason=reason), is_problem=True)
            return
        self.tell(_("Saved as {file}.").format(file=shown_name(path.name)))

    def _on_copy(self) -> None:
        clipboard = QGuiApplication.clipboard()
        try:
            if self._ending in TEXT_FORMS:
                clipboard.setText(self._exports.file(self._view, self._ending).decode())
            else:
                figure = self._exports.figure(self._view)
                factor = self.scale.currentData()
                clipboard.setImage(image_of(figure, factor, is_clear=self.clear.isChecked()))
                figure.end()
        except ValueError as error:
            self.tell(str(error), is_problem=True)
            return
        self.tell(_("Copied: paste it into a document or a spreadsheet."))

    # What moves

    def _start(self, path: Path) -> None:
        self._path = path
        sequence = self._exports.sequence(self._view)
        part = sequence.part(round(self.first.value) - 1, round(self.last.value) - 1)
        self.job.start(part, self._ending, self.scale.currentData(), self.speed.value)
        self._show_running(is_running=True)

    def _show_running(self, *, is_running: bool) -> None:
        self.progress.setVisible(is_running)
        self.progress.setValue(0)
        for part in (self.view, self.form, self.save, self.copy):
            part.setEnabled(not is_running)
        self.close_button.setText(_("Cancel") if is_running else _("Close"))
        self.tell("")

    def _on_advanced(self, done: int, of: int) -> None:
        self.progress.setMaximum(of)
        self.progress.setValue(done)

    def _on_made(self, content: bytes) -> None:
        self._show_running(is_running=False)
        assert self._path is not None  # where it was started
        self._write(self._path, content)

    def _on_failed(self, problem: str) -> None:
        self._show_running(is_running=False)
        self.tell(problem or _("It was given up; nothing was written."), is_problem=bool(problem))

    def reject(self) -> None:
        """Give up what is being made; else close."""
        if self.job.is_running:
            self.job.cancel()
        else:
            super().reject()

    def tell(self, sentence: str, *, is_problem: bool = False) -> None:
        """Say what was done, or why it could not be."""
        self.told.setText(sentence)
        role = "problem" if is_problem else "muted"
        if self.told.property("role") != role:
            self.told.setProperty("role", role)
            self.told.style().polish(self.told)


def _choice(name: str, title: str) -> QComboBox:
    box = ChoiceBox()
    box.setObjectName(name)
    box.setAccessibleName(title)
    return box
