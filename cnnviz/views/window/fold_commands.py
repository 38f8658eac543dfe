"""What the View menu does to the blocks of a network: folds and unfolds them."""

from PySide6.QtCore import QObject

from cnnviz.language import _
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.views.controls.actions import Actions


class FoldCommands(QObject):
    """Folds and unfolds for the menu; keeps the actions enabled or explained."""

    def __init__(self, actions: Actions, document: Document, cursor: Cursor) -> None:
        super().__init__(actions)
        self._actions, self._document, self._cursor = actions, document, cursor
        actions["fold-block"].triggered.connect(self._on_block)
        actions["fold-all"].triggered.connect(self._on_all)
        actions["unfold-all"].triggered.connect(self._on_none)
        cursor.changed.connect(self._show)
        self._show()

    def _on_block(self) -> None:
        block = self._cursor.block
        if block is not None:
            self._cursor.fold([block], is_folded=block not in self._cursor.folded)

    def _on_all(self) -> None:
        self._cursor.fold(self._document.project.network.blocks, is_folded=True)

    def _on_none(self) -> None:
        self._cursor.fold(self._document.project.network.blocks, is_folded=False)

    def _show(self) -> None:
        cursor, enable = self._cursor, self._actions.enable
        count, folded = len(self._document.project.network.blocks), len(cursor.folded)
        none = _("No names of layers begin alike: there are no blocks")
        tip = _("Show the block looked at as one column, or all of its layers")
        is_in_block, is_closed = cursor.block is not None, not cursor.is_open
        reason = (
            _("The layer looked at is in no block") if is_closed else _("An explanation is open")
        )
        enable("fold-block", is_in_block and is_closed, reason if count else none, tip)
        tip = _("Show every block as one column")
        reason = _("Every block is folded") if is_closed else _("An explanation is open")
        enable("fold-all", folded < count and is_closed, reason if count else none, tip)
        tip = _("Show the layers of every block")
        enable("unfold-all", folded > 0, _("No block is folded"), tip)
