"""A new exercise, and the answer sheet: what the two actions do."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from cnnviz.project.place import Position
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.exercise import Exercise
from cnnviz.views.look.theme import Look

if TYPE_CHECKING:
    from cnnviz.views.exercise.new_dialog import Choices
    from cnnviz.views.window.main_window import MainWindow

FIRST = Position(1, 0)  # the first value of the convolution that is asked for


class ExerciseCommands(QObject):
    """Opens exercises and shows their sheets; remembers what was chosen last."""

    def __init__(
        self,
        window: "MainWindow",
        document: Document,
        cursor: Cursor,
        exercise: Exercise,
        look: Look,
    ) -> None:
        super().__init__(window)
        self._window, self._look = window, look
        self._document, self._cursor, self._exercise = document, cursor, exercise
        self._choices: Choices | None = None
        window.actions_["new-exercise"].triggered.connect(self.ask_for_new)
        window.actions_["answer-sheet"].triggered.connect(self.show_sheet)

    def ask_for_new(self) -> None:
        """Ask for the sizes of a new exercise."""
        from cnnviz.views.exercise.new_dialog import Choices, NewExerciseDialog

        dialog = NewExerciseDialog(self._choices or Choices(), self._look, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._on_chosen)
        dialog.open()

    def _on_chosen(self, choices: "Choices") -> None:
        """Open the exercise, unless changes would be lost that the user wants to keep."""
        self._choices = choices
        if not self._window.files.may_lose():
            return
        self._choices = replace(choices, number=choices.number + 1)  # the next one is another
        self._exercise.set_on(True)  # first, so that no answer is ever seen
        self._document.open(choices.project(), None)
        self._cursor.open(FIRST)
        self._window.centre.focus_page()

    def show_sheet(self) -> None:
        """Show the sheet of the first convolution, or tell why there is none."""
        from cnnviz.views.exercise.sheet_dialog import AnswerSheetDialog

        files = self._window.files
        try:
            dialog = AnswerSheetDialog(
                self._document.project, files.questions, self._look, self._window
            )
        except ValueError as error:
            files.questions.tell(str(error))
            return
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
