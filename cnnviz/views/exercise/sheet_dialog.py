"""The dialog of the answer sheet: one exercise or several, to save as PDF, to copy."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QSize, QStringListModel
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from cnnviz.exercises.answer_sheet import MOST, SheetPart, answer_sheet, answer_text, html_of
from cnnviz.exercises.exercise import LARGEST_NUMBER, more_like
from cnnviz.files.atomic_file import write_atomically
from cnnviz.files.reasons import writing_reason
from cnnviz.language import _
from cnnviz.project.project import Project
from cnnviz.text.shown_name import shown_name
from cnnviz.views.controls.dialogs import Dialogs
from cnnviz.views.controls.panel import IconButton, label
from cnnviz.views.controls.screen_room import screen_room
from cnnviz.views.exercise.new_dialog import SizeField
from cnnviz.views.exercise.sheet_pdf import pdf_of
from cnnviz.views.look.palette import COLORS
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.text_form import give_form
from cnnviz.views.look.theme import Look

_PAPER = COLORS["light"]  # a sheet is white in every theme


class AnswerSheetDialog(QDialog):
    """Shows the sheet as it will be printed."""

    def __init__(
        self,
        project: Project,
        dialogs: Dialogs,
        look: Look,
        parent: QWidget,
        number: int = 1,
        *,
        keeps_answers: bool = False,
    ) -> None:
        """Make the dialog.

        Args:
            project: The exercise that stands first.
            dialogs: Ask for a file.
            look: What the sheet is shown with.
            parent: The window.
            number: Of the first of those that follow, where more are wanted.
            keeps_answers: Whether the answers are not to be told, in a hand-out.

        Raises:
            ValueError: If there is nothing to be asked for, or it does not fit on a sheet.
        """
        self._projects: tuple[Project, ...] = (project,)
        parts = answer_sheet(self._projects, with_answers=False)
        super().__init__(parent)
        self._dialogs, self._look = dialogs, look
        self.setObjectName("answer-sheet-dialog")
        self.setWindowTitle(_("Answer sheet"))
        self.answers = QCheckBox(_("With answers, on a page of their own"))
        self.answers.setObjectName("sheet-answers")
        self.answers.setToolTip(_("Add a last page with all results"))
        self.answers.setVisible(not keeps_answers)
        self._make_fields(number)
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
        self._show(parts)
        self.answers.toggled.connect(self._show_sheet)
        self.count.textChanged.connect(self._show_sheet)
        self.number.textChanged.connect(self._show_sheet)
        self.save.setFocus()

    def _make_fields(self, number: int) -> None:
        """Make what asks for more exercises; where none can be made, it says why."""
        self.count = SizeField(self._look, _("Exercises on the sheet"), 1, (1, MOST))
        self.count.setObjectName("sheet-count")
        self.count.setToolTip(_("This exercise and others of the same sizes"))
        self.number = SizeField(
            self._look, _("Number of the first other exercise"), number, (0, LARGEST_NUMBER)
        )
        self.number.setObjectName("sheet-number")
        self.number.setToolTip(_("The same number makes the same exercise"))
        try:
            more_like(self._projects[0], 1, number)
        except ValueError as error:
            for field in (self.count, self.number):
                field.setEnabled(False)
                field.setToolTip(plain_tip(str(error)))

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
        asked = QHBoxLayout()
        asked.addWidget(QLabel(_("Exercises")))
        asked.addWidget(self.count)
        asked.addWidget(QLabel(_("others from number")))
        asked.addWidget(self.number)
        asked.addStretch()
        column.addLayout(asked)
        column.addWidget(self.answers)
        column.addWidget(self.paper, stretch=1)
        column.addWidget(self.told)
        column.addLayout(row)
        self.told.setMinimumHeight(self.fontMetrics().height())
        self.resize(QSize(px(640), px(640)).boundedTo(screen_room(self)))

    @property
    def _parts(self) -> tuple[SheetPart, ...]:
        return answer_sheet(self._projects, with_answers=self.answers.isChecked())

    def _show(self, parts: tuple[SheetPart, ...]) -> None:
        self.paper.setHtml(html_of(parts))
        give_form(self.paper.document(), QColor(_PAPER.muted))

    def _show_sheet(self) -> None:
        """Show as many exercises as are wanted now."""
        first, more = self._projects[0], self.count.typed - 1
        others = more_like(first, more, self.number.typed) if more else ()
        self._projects = (first, *others)
        self._show(self._parts)
        self._tell("")

    def _on_save_clicked(self) -> None:
        title = self._projects[0].picture.name or _("Exercise")
        proposed = Path(f"{_file_name(title)}.pdf")
        path = self._dialogs.file_to_save(proposed, "PDF", (".pdf",))
        if path is None:
            return
        try:
            write_atomically(path, pdf_of(self._parts, title))
        except OSError as error:
            text = _("{file} could not be saved: {reason}.")
            file, reason = shown_name(path.name), writing_reason(error)
            self._tell(text.format(file=file, reason=reason), is_problem=True)
            return
        self._tell(_("Saved as {file}.").format(file=path.name))

    def _on_copy_clicked(self) -> None:
        text = answer_text(self._projects, with_answers=self.answers.isChecked())
        QGuiApplication.clipboard().setMimeData(mime_data(html_of(self._parts), text))
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
