"""The dialog that asks what is taken along, and in which form; it shows what the file will hold."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cnnviz.figures.table import TEXT_FORMS
from cnnviz.files.atomic_file import write_atomically
from cnnviz.files.reasons import writing_reason
from cnnviz.language import _
from cnnviz.text.shown_name import shown_name
from cnnviz.views.controls.dialogs import Dialogs
from cnnviz.views.controls.panel import IconButton, label
from cnnviz.views.controls.screen_room import screen_room
from cnnviz.views.figures.export_choices import FORMS, ExportChoices
from cnnviz.views.figures.exports import Exports
from cnnviz.views.figures.figure import ViewFigure
from cnnviz.views.figures.picture_forms import PICTURE_FORMS, image_of
from cnnviz.views.figures.sequence import FigureSequence
from cnnviz.views.figures.sequence_job import SequenceJob
from cnnviz.views.look.theme import Look

PREVIEW = QSize(520, 300)  # pixels at 100 %
AROUND = 300  # pixels at 100 % of height: all that is no preview
_MOST_SHOWN, _LINES = 1200, 14  # letters and lines of a table in the preview


class ExportDialog(QDialog):
    """Saves or copies what is chosen; what cannot be is told in a sentence."""

    def __init__(self, exports: Exports, dialogs: Dialogs, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._exports, self._dialogs, self._look = exports, dialogs, look
        self._path: Path | None = None  # of the film that is being made
        self.setObjectName("export-dialog")
        self.setWindowTitle(_("Export"))
        self.job = SequenceJob(exports.document.beside, self)
        self.choices = ExportChoices(exports, look)
        self._make_shown()
        self._make_buttons()
        self._arrange()
        self._connect()
        self._on_changed()

    # Parts

    def _make_shown(self) -> None:
        self.preview = QLabel()
        self.preview.setObjectName("export-preview")
        self.preview.setTextFormat(Qt.TextFormat.PlainText)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setMinimumSize(self._room)
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
        column.addWidget(self.choices)
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
        self.choices.changed.connect(self._on_changed)
        self.save.clicked.connect(self._on_save)
        self.copy.clicked.connect(self._on_copy)
        self.close_button.clicked.connect(self.reject)
        self.job.advanced.connect(self._on_advanced)
        self.job.made.connect(self._on_made)
        self.job.failed.connect(self._on_failed)

    # What is shown

    def _on_changed(self) -> None:
        ending = self.choices.ending
        self.copy.setEnabled(ending in PICTURE_FORMS or ending in TEXT_FORMS)
        self.tell("")
        self.preview.clear()
        try:
            self._show()
        except ValueError as error:
            self.tell(str(error), is_problem=True)
            self.copy.setEnabled(False)

    def _show(self) -> None:
        view, ending = self.choices.name, self.choices.ending
        if self.choices.moves:
            sequence = self._sequence()
            self.choices.show_count(sequence.count)
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

    def _sequence(self) -> FigureSequence:
        return self._exports.sequence(self.choices.name, in_stages=self.choices.in_stages)

    @property
    def _room(self) -> QSize:
        """How large the preview is: less on a small screen, so that the buttons are on it."""
        most = screen_room(self) - QSize(0, self._look.px(AROUND))
        return (PREVIEW * self._look.scale).boundedTo(most)

    def _show_picture(self, figure: ViewFigure) -> None:
        image = image_of(figure, self.devicePixelRatioF())
        figure.end()
        room = self._room * self.devicePixelRatioF()
        shown = QPixmap.fromImage(image)
        if shown.width() > room.width() or shown.height() > room.height():
            smooth = Qt.TransformationMode.SmoothTransformation
            shown = shown.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        shown.setDevicePixelRatio(self.devicePixelRatioF())
        self.preview.setPixmap(shown)

    # What is done

    def _on_save(self) -> None:
        ending = self.choices.ending
        proposed = Path(f"{self.choices.name}{ending}")
        path = self._dialogs.file_to_save(proposed, _(FORMS[ending]), (ending,))
        if path is None:
            return
        try:
            if self.choices.moves:
                self._start(path)
                return
            content = self._content()
        except ValueError as error:
            self.tell(str(error), is_problem=True)
            return
        self._write(path, content)

    @property
    def _is_clear(self) -> bool:
        return self.choices.clear.isChecked()

    def _content(self) -> bytes:
        view, ending = self.choices.name, self.choices.ending
        if ending not in PICTURE_FORMS:
            return self._exports.file(view, ending)
        figure = self._exports.figure(view, ending)
        options = {"factor": self.choices.factor} if ending == ".png" else {}
        content = PICTURE_FORMS[ending](figure, is_clear=self._is_clear, **options)
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
        clipboard, view, ending = (
            QGuiApplication.clipboard(),
            self.choices.name,
            self.choices.ending,
        )
        try:
            if ending in TEXT_FORMS:
                clipboard.setText(self._exports.file(view, ending).decode())
            else:
                figure = self._exports.figure(view)
                clipboard.setImage(image_of(figure, self.choices.factor, is_clear=self._is_clear))
                figure.end()
        except ValueError as error:
            self.tell(str(error), is_problem=True)
            return
        self.tell(_("Copied: paste it into a document or a spreadsheet."))

    # What moves

    def _start(self, path: Path) -> None:
        self._path = path
        part, choices = self._sequence().part(*self.choices.part), self.choices
        self.job.start(part, choices.ending, choices.factor, choices.speed.value)
        self._show_running(is_running=True)

    def _show_running(self, *, is_running: bool) -> None:
        self.progress.setVisible(is_running)
        self.progress.setValue(0)
        self.choices.enable(is_enabled=not is_running)
        for button in (self.save, self.copy):
            button.setEnabled(not is_running)
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
