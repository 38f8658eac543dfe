"""Choices in menus that belong to the place: how very many maps are sorted, what steps go by."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup

from cnnviz.language import _
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.views.controls.actions import Actions
from cnnviz.views.network.strongest import MOST_MAPS, has_many


class PlaceChoice(QObject):
    """Chooses for a menu; the action of what is chosen is the checked one."""

    def __init__(
        self, actions: Actions, group: QActionGroup, document: Document, cursor: Cursor
    ) -> None:
        super().__init__(actions)
        self._actions, self._group = actions, group
        self._document, self._cursor = document, cursor
        self._shown: tuple[str, str] | None = None
        group.triggered.connect(self.choose)
        document.changed.connect(self._show)
        cursor.changed.connect(self._show)
        self._show()

    @property
    def chosen(self) -> str:
        """What is chosen now."""
        raise NotImplementedError

    @property
    def why_not(self) -> str:
        """Why the choice is of no use for this network; "" where it is."""
        raise NotImplementedError

    def choose(self, action: QAction) -> None:
        """Choose what an action stands for."""
        raise NotImplementedError

    def _show(self) -> None:
        now = self.chosen, self.why_not
        if now == self._shown:  # asked at every step
            return
        self._shown = now
        for action in self._group.actions():
            action.setChecked(action.data() == self.chosen)
            self._actions.enable(action.objectName(), not self.why_not, self.why_not)


class SortChoice(PlaceChoice):
    """How the maps of layers with very many are sorted."""

    def __init__(self, actions: Actions, document: Document, cursor: Cursor) -> None:
        super().__init__(actions, actions.map_orders, document, cursor)

    @property
    def chosen(self) -> str:
        """The order of the place."""
        return self._cursor.place.sorting

    @property
    def why_not(self) -> str:
        """Why nothing is to be sorted."""
        if any(map(has_many, self._document.forward.trace.shapes.values())):
            return ""
        return _("No layer has more than {count} maps").format(count=MOST_MAPS)

    def choose(self, action: QAction) -> None:
        """Sort the maps."""
        self._cursor.sort_maps(action.data())


class SteppingChoice(PlaceChoice):
    """What the steps go by: what is shown, blocks or layers."""

    def __init__(self, actions: Actions, document: Document, cursor: Cursor) -> None:
        super().__init__(actions, actions.steppings, document, cursor)

    @property
    def chosen(self) -> str:
        """What steps go by at the place."""
        return self._cursor.place.stepping

    @property
    def why_not(self) -> str:
        """Why a step is always a layer."""
        has_blocks = bool(self._document.project.network.blocks)
        return "" if has_blocks else _("No names of layers begin alike: there are no blocks")

    def choose(self, action: QAction) -> None:
        """Let steps go by something else."""
        self._cursor.step_by(action.data())
