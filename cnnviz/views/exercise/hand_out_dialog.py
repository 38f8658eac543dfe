"""The dialog of a hand-out: what students shall not see at first, and the file they get."""

from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from cnnviz.language import N_, _
from cnnviz.project.place import Control
from cnnviz.state.beside import GivenUpError
from cnnviz.state.cursor import Cursor
from cnnviz.state.exercise import Exercise
from cnnviz.state.project_on_disk import ProjectOnDisk
from cnnviz.text.shown_name import shown_name
from cnnviz.views.controls.dialogs import Dialogs
from cnnviz.views.controls.panel import label
from cnnviz.views.look.theme import Look

CONTROLS: dict[Control, str] = {
    "pages": N_("The other pages (Filter, Network, Train)"),
    "networks": N_("The choice of another network or exercise"),
    "input": N_("The input, at the left"),
    "inspector": N_("The inspector, at the right"),
    "steps": N_("The bar of steps, at the bottom"),
    "answers": N_("What tells the answers: buttons, Page Down, the answer sheet"),
}


class HandOutDialog(QDialog):
    """Saves a copy that opens where one looks now; the project that is open stays as it is."""

    def __init__(
        self,
        cursor: Cursor,
        exercise: Exercise,
        disk: ProjectOnDisk,
        dialogs: Dialogs,
        look: Look,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._cursor, self._exercise, self._disk = cursor, exercise, disk
        self._dialogs, self._look = dialogs, look
        self.setObjectName("hand-out-dialog")
        self.setWindowTitle(_("Hand out"))
        self.answers = QCheckBox(_("Hide the answers"))
        self.answers.setObjectName("hand-out-answers")
        self.answers.setToolTip(_("Values are to be found; a right answer shows its own"))
        self.answers.setChecked(True)
        self.controls = {name: self._control(name) for name in CONTROLS}
        self.controls["answers"].setChecked(True)
        for box in (self.answers, self.controls["answers"]):
            box.setEnabled(not exercise.reveal.keeps_answers)
        self.answers.toggled.connect(self._on_answers_toggled)
        self.told = label("hand-out-told", "muted")
        self._arrange()
        self.save.clicked.connect(self._on_save)
        self.buttons.rejected.connect(self.reject)
        self.save.setFocus()

    def _on_answers_toggled(self, is_hidden: bool) -> None:
        """Leave no way to answers that are hidden, unless it is wanted; nor take one otherwise."""
        self.controls["answers"].setChecked(is_hidden)

    def _control(self, name: Control) -> QCheckBox:
        box = QCheckBox(_(CONTROLS[name]))
        box.setObjectName(f"hand-out-{name}")
        box.setToolTip(_("Put it away; View → Show all controls brings it back"))
        box.setChecked(self._cursor.has_put_away(name))
        return box

    def _arrange(self) -> None:
        self.buttons = QDialogButtonBox()
        self.save = self.buttons.addButton(_("Save…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.save.setObjectName("hand-out-save")
        self.save.setProperty("role", "main")
        self.save.setToolTip(_("Save a copy for students, as a .cnnviz file"))
        self.buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        about = label("hand-out-about", "muted")
        about.setText(
            _(
                "A copy of this project that opens where you look now. What is put away is for "
                "focus, not a secret: View → Show all controls brings it back."
            )
        )
        px = self._look.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(16), px(16), px(16))
        column.setSpacing(px(8))
        column.addWidget(about)
        column.addWidget(self.answers)
        column.addSpacing(px(8))
        column.addWidget(QLabel(_("Put away")))
        for box in self.controls.values():
            column.addWidget(box)
        column.addStretch()
        column.addWidget(self.told)
        column.addWidget(self.buttons)
        for each in (about, self.told):
            each.setMinimumHeight(2 * self.fontMetrics().height())
        self.setMinimumWidth(px(420))

    def _on_save(self) -> None:
        proposed, kind = Path("hand-out.cnnviz"), _("cnnviz projects")
        path = self._dialogs.file_to_save(proposed, kind, (".cnnviz",))
        if path is None:
            return
        put_away = tuple(name for name, box in self.controls.items() if box.isChecked())
        place = self._exercise.handed_out(put_away, is_hidden=self.answers.isChecked())
        try:
            self._disk.save_copy(path, place)
        except GivenUpError:  # the user knows
            return
        except ValueError as error:
            self._tell(str(error), is_problem=True)
            return
        self._tell(_("Saved as {file}.").format(file=shown_name(path.name)))

    def _tell(self, sentence: str, *, is_problem: bool = False) -> None:
        self.told.setText(sentence)
        role = "problem" if is_problem else "muted"
        if self.told.property("role") != role:
            self.told.setProperty("role", role)
            self.told.style().polish(self.told)
