"""A hand-out: saved for students with less on the screen, and how all of it is shown again."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from cnnviz.language import _
from cnnviz.project.place import Control
from cnnviz.state.cursor import Cursor
from cnnviz.state.exercise import Exercise
from cnnviz.state.project_on_disk import ProjectOnDisk
from cnnviz.views.controls.actions import Actions
from cnnviz.views.input.panel import InputPanel
from cnnviz.views.look.theme import Look
from cnnviz.views.window.file_commands import FileCommands

ACTIONS: dict[Control, tuple[str, ...]] = {  # what else goes with a control that is put away
    "pages": ("page-filter", "page-network", "page-train"),
    "networks": ("activity-2", "new-exercise"),
}


class HandOutCommands(QObject):
    """Opens the dialog; in a hand-out leaves the switch of the pages out, and offers it again."""

    def __init__(  # noqa: PLR0913 - what is handed out, how it is asked for, what is put away
        self,
        actions: Actions,
        cursor: Cursor,
        exercise: Exercise,
        disk: ProjectOnDisk,
        files: FileCommands,
        pages: QWidget,
        input_panel: InputPanel,
        look: Look,
    ) -> None:
        super().__init__(actions)
        self._actions, self._cursor, self._exercise = actions, cursor, exercise
        self._disk, self._files, self._pages, self._look = disk, files, pages, look
        self._input = input_panel
        self._put_away: tuple[Control, ...] | None = None  # as it is shown
        actions["hand-out"].triggered.connect(self.ask)
        actions["show-controls"].triggered.connect(cursor.put_all_back)
        cursor.changed.connect(self._show)
        self._show()

    def ask(self) -> None:
        """Ask what is hidden and put away, and for the file."""
        from cnnviz.views.exercise.hand_out_dialog import HandOutDialog  # late, as all dialogs

        dialogs, window = self._files.dialogs, self._pages.window()
        dialog = HandOutDialog(
            self._cursor, self._exercise, self._disk, dialogs, self._look, window
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _show(self) -> None:
        if self._cursor.place.put_away == self._put_away:  # asked at every step
            return
        self._put_away = self._cursor.place.put_away
        self._show_put_away()
        is_less = bool(self._cursor.place.put_away)
        why_not = _("Nothing is put away: that is for what was handed out")
        self._actions.enable("show-controls", is_less, why_not)
        is_shown = not self._cursor.has_put_away("pages")
        if self._pages.isHidden() == is_shown:
            self._pages.setVisible(is_shown)

    def _show_put_away(self) -> None:
        """Let the menus and keys not do what the window does not offer, and say why."""
        for control, names in ACTIONS.items():
            is_there = not self._cursor.has_put_away(control)
            for name in names:
                self._actions.enable(name, is_there, put_away_sentence())
        self._input.offer_exercise(is_offered=not self._cursor.has_put_away("networks"))


def put_away_sentence() -> str:
    """Return why what a hand-out has put away cannot be done."""
    return _("Put away in this hand-out; View → Show all controls brings it back")
