"""The dialog of the answer sheet: to look at, to save as PDF, to copy."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QStringListModel
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from cnnviz.exercises.exercise import answer_sheet, answer_text
from cnnviz.files.atomic_file import write_atomically
from cnnviz.files.reasons import writing_reason
from cnnviz.language import _
from cnnviz.project.project import Project
from cnnviz.text.shown_name import shown_name
from cnnviz.views.controls.dialogs import Dialogs
from cnnviz.views.controls.panel import IconButton, label
from cnnviz.views.exercise.sheet_pdf import pdf_of
from cnnviz.views.look.palette import COLORS
from cnnviz.views.look.text_form import give_form
from cnnviz.views.look.theme import Look

_PAPER = COLORS["light"]  # a sheet is white in every theme


class AnswerSheetDialog(QDialog):
    """Shows the sheet as it will be printed."""

    def __init__(self, project: Project, dialogs: Dialogs, look: Look, parent: QWidget) -> None:
        """Make the dialog.

        Raises:
            ValueError: If there is nothing to be asked for, or it does not fit on a sheet.
        """
        html = answer_sheet(project, with_answers=False)
        super().__init__(parent)
        self._project, self._dialogs, self._look = project, dialogs, look
        self.setObjectName("answer-sheet-dialog")
        self.setWindowTitle(_("Answer sheet"))
        self.answers = QCheckBox(_("With answers"))
        self.answers.setObjectName("sheet-answers")
        self.answers.setToolTip(
            _("Print the results into the cells, or leave them to be filled in")
        )
        self.paper = QTextBrowser()
        self.paper.setObjectName("sheet-paper")
        self.paper.setAccessibleName(_("The sheet"))
        self.paper.setFont(look.font())
        self.paper.setStyleSheet(
            f"QTextBrowser {{ background: {_PAPER.surface}; color: {_PAPER.text};"
            f" border: 1px solid {_PAPER.line}; padding: {look.px(12)}px; }}"
        )
        self.told = label("sheet-told", "muted")
        self._make_buttons()
        self._arrange()
        self._show(html)
        self.answers.toggled.connect(self._on_answers_toggled)
        self.save.setFocus()

    def _make_buttons(self) -> None:
        look = self._look
        self.save = IconButton(
            look,
            "sheet-save",
            _("Save as PDF…"),
            "save",
            _("Save the sheet to print it, as A4 pages"),
        )
        self.copy = IconButton(
            look,
            "sheet-copy",
            _("Copy"),
            "copy",
            _("Copy the sheet for a document or a spreadsheet"),
        )
        self.close_button = QPushButton(_("Close"))
        self.close_button.setObjectName("sheet-close")
        self.close_button.setToolTip(_("Close this window (Esc)"))
        self.save.clicked.connect(self._on_save_clicked)
        self.copy.clicked.connect(self._on_copy_clicked)
        self.close_button.clicked.connect(self.reject)

    def _arrange(self) -> None:
        px = self._look.px
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addWidget(self.copy)
        row.addStretch()
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(16), px(16), px(16))
        column.setSpacing(px(10))
        column.addWidget(self.answers)
        column.addWidget(self.paper, stretch=1)
        column.addWidget(self.told)
        column.addLayout(row)
        self.told.setMinimumHeight(self.fontMetrics().height())
        self.resize(px(640), px(640))

    @property
    def _html(self) -> str:
        return answer_sheet(self._project, with_answers=self.answers.isChecked())

    def _show(self, html: str) -> None:
        self.paper.setHtml(html)
        give_form(self.paper.document(), QColor(_PAPER.muted))

    def _on_answers_toggled(self, with_answers: bool) -> None:
        self._show(self._html)
        self._tell("")

    def _on_save_clicked(self) -> None:
        title = self._project.picture.name or _("Exercise")
        proposed = Path.home() / f"{_file_name(title)}.pdf"
        path = self._dialogs.file_to_save(proposed, "PDF", (".pdf",))
        if path is None:
            return
        try:
            write_atomically(path, pdf_of(self._html, title))
        except OSError as error:
            text = _("{file} could not be saved: {reason}.")
            file, reason = shown_name(path.name), writing_reason(error)
            self._tell(text.format(file=file, reason=reason), is_problem=True)
            return
        self._tell(_("Saved as {file}.").format(file=path.name))

    def _on_copy_clicked(self) -> None:
        text = answer_text(self._project, self.answers.isChecked())
        QGuiApplication.clipboard().setMimeData(mime_data(self._html, text))
        self._tell(_("Copied: paste it into a document or a spreadsheet."))

    def _tell(self, sentence: str, *, is_problem: bool = False) -> None:
        self.told.setText(sentence)
        role = "problem" if is_problem else "muted"
        if self.told.property("role") != role:
            self.told.setProperty("role", role)
            self.told.style().polish(self.told)


def mime_data(html: str, text: str) -> QMimeData:
    """Return a text in two forms for the clipboard, which may outlive Python.

    Qt crashes at its end where what is in the clipboard was made by Python; so a model makes it.
    """
    model = QStringListModel([""])
    data = model.mimeData([model.index(0)])
    data.clear()
    data.setHtml(html)
    data.setText(text)
    return data


def _file_name(title: str) -> str:
    """Return a title as the name of a file: letters, digits and hyphens."""
    plain = "".join(letter if letter.isalnum() else " " for letter in title.lower())
    return "-".join(plain.split()) or "exercise"
