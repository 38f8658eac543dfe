"""Chooses the page: by its action, or by what was opened."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from cnnviz.project.hand_out import SINGLE_FILTERS
from cnnviz.project.place import Position
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.views.controls.actions import Actions
from cnnviz.views.window.pages import Pages


class PageCommands(QObject):
    """Shows the page that was asked for; its action is the checked one."""

    def __init__(self, actions: Actions, document: Document, cursor: Cursor, pages: Pages) -> None:
        super().__init__(actions)
        self._actions, self._document, self._cursor = actions, document, cursor
        self._pages = pages
        actions.pages.triggered.connect(self._on_triggered)
        cursor.changed.connect(self._show)
        document.replaced.connect(self._on_replaced)
        self._show()

    def _on_triggered(self, action: QAction) -> None:
        self._pages.show_page(action.data())

    def _on_replaced(self) -> None:
        """Show a single filter on its page, at its first value; all else as a network."""
        self._cursor.see_all()
        stages = self._cursor.stages
        if stages is None or self._document.project.network.name not in SINGLE_FILTERS:
            self._cursor.close()
            self._pages.show_page("network")
            return
        self._cursor.show_page("filter", Position(stages.conv, 0), is_open=True)

    def _show(self) -> None:
        action = self._actions[f"page-{self._cursor.page}"]
        if not action.isChecked():
            action.setChecked(True)
