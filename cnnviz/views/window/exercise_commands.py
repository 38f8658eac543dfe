"""A new exercise, and the answer sheet: what the two actions do."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from cnnviz.state.document import Document
from cnnviz.state.exercise import Exercise
from cnnviz.views.controls.actions import Actions
from cnnviz.views.look.theme import Look
from cnnviz.views.window.file_commands import FileCommands
from cnnviz.views.window.pages import Pages

if TYPE_CHECKING:  # imported when it is asked for
    from cnnviz.views.exercise.new_dialog import Choices


class ExerciseCommands(QObject):
    """Opens exercises and shows their sheets; remembers what was chosen last."""

    def __init__(
        self,
        actions: Actions,
        document: Document,
        exercise: Exercise,
        files: FileCommands,
        pages: Pages,
        look: Look,
    ) -> None:
        super().__init__(actions)
        self._document, self._exercise, self._files = document, exercise, files
        self._pages, self._look = pages, look
        self._choices: Choices | None = None
        actions["new-exercise"].triggered.connect(self.ask_for_new)
        actions["answer-sheet"].triggered.connect(self.show_sheet)

    def ask_for_new(self) -> None:
        """Ask for the sizes of a new exercise."""
        from cnnviz.views.exercise.new_dialog import Choices, NewExerciseDialog

        dialog = NewExerciseDialog(self._choices or Choices(), self._look, self._pages.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._on_chosen)
        dialog.open()

    def _on_chosen(self, choices: "Choices") -> None:
        """Open the exercise, unless changes would be lost that the user wants to keep."""
        self._choices = choices
        if not self._files.may_lose():
            return
        self._choices = replace(choices, number=choices.number + 1)  # the next one is another
        refusal = self._exercise.begin(choices.project())
        if refusal:
            self._files.dialogs.tell(refusal)
        else:
            self._pages.focus_page()

    def show_sheet(self) -> None:
        """Show the sheet of the first convolution, or tell why there is none."""
        from cnnviz.views.exercise.new_dialog import Choices
        from cnnviz.views.exercise.sheet_dialog import AnswerSheetDialog

        dialogs = self._files.dialogs
        try:
            dialog = AnswerSheetDialog(
                self._document.project,
                dialogs,
                self._look,
                self._pages.window(),
                (self._choices or Choices()).number,
                keeps_answers=self._exercise.reveal.keeps_answers,
            )
        except ValueError as error:
            dialogs.tell(str(error))
            return
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
