"""What the Step menu does to the steps themselves: they go by what is shown, blocks or layers."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from cnnviz.language import _
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.views.controls.actions import Actions


class SteppingCommands(QObject):
    """Chooses for the menu; the action of what steps go by is the checked one."""

    def __init__(self, actions: Actions, document: Document, cursor: Cursor) -> None:
        super().__init__(actions)
        self._actions, self._document, self._cursor = actions, document, cursor
        actions.steppings.triggered.connect(self._on_chosen)
        document.changed.connect(self._show)
        cursor.changed.connect(self._show)
        self._show()

    def _on_chosen(self, action: QAction) -> None:
        self._cursor.step_by(action.data())

    def _show(self) -> None:
        is_of_use = bool(self._document.project.network.blocks)
        reason = _("No names of layers begin alike: there are no blocks")
        for action in self._actions.steppings.actions():
            action.setChecked(action.data() == self._cursor.place.stepping)
            self._actions.enable(action.objectName(), is_of_use, reason)
