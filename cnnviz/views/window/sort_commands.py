"""What the View menu does to the maps of layers with very many: it sorts them."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from cnnviz.language import _
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.views.controls.actions import Actions
from cnnviz.views.network.strongest import MOST_MAPS, has_many


class SortCommands(QObject):
    """Sorts maps for the menu; the action of the order is the checked one."""

    def __init__(self, actions: Actions, document: Document, cursor: Cursor) -> None:
        super().__init__(actions)
        self._actions, self._document, self._cursor = actions, document, cursor
        actions.map_orders.triggered.connect(self._on_chosen)
        document.changed.connect(self._show)
        cursor.changed.connect(self._show)
        self._show()

    def _on_chosen(self, action: QAction) -> None:
        self._cursor.sort_maps(action.data())

    def _show(self) -> None:
        shapes = self._document.forward.trace.shapes
        is_of_use = any(map(has_many, shapes.values()))
        reason = _("No layer has more than {count} maps").format(count=MOST_MAPS)
        for action in self._actions.map_orders.actions():
            action.setChecked(action.data() == self._cursor.place.sorting)
            self._actions.enable(action.objectName(), is_of_use, reason)
