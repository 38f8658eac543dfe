"""Whether a value may be shown: whoever paints, tells or copies a value asks here."""

from collections.abc import Iterable
from math import prod

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from cnnviz.cnn.network import INPUT
from cnnviz.project.place import Position
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document

_Kept = tuple[str | None, tuple[Position, ...], int | None, Position | None]


class Reveal(QObject):
    """Knows which values are still to be found: from the place, which keeps what was told."""

    changed = Signal()

    def __init__(self, document: Document, cursor: Cursor) -> None:
        super().__init__(document)
        self._document, self._cursor = document, cursor
        self._right: frozenset[Position] = frozenset()  # found by the learner
        self._kept = self._as_kept()
        cursor.changed.connect(self._on_cursor_changed)

    def show_all(self) -> None:
        """Let everything be seen."""
        self._show(frozenset(), None)

    def show_only(self, positions: Iterable[Position], first: str | None = None) -> None:
        """Hide the values from a node on, which all tell of those asked for, but for some of them.

        Args:
            positions: Those that may be seen all the same.
            first: The node that is asked for; what comes before is what is given. None: the first
                after the input.
        """
        self._show(frozenset(positions), first or "")

    def _show(self, right: frozenset[Position], asked: str | None) -> None:
        is_other, self._right = right != self._right, right
        before = self._kept
        self._cursor.ask_from(asked)
        if is_other and self._kept == before:
            self.changed.emit()

    def _as_kept(self) -> _Kept:
        place = self._cursor.place
        open_one = place.selected if place.is_open and place.stage is not None else None
        return place.asked, place.told, place.stage, open_one

    def _on_cursor_changed(self) -> None:
        kept = self._as_kept()
        if kept != self._kept:
            self._kept = kept
            self.changed.emit()

    @property
    def is_hiding(self) -> bool:
        """Whether there are values to be found."""
        return self._cursor.place.asked is not None

    @property
    def keeps_answers(self) -> bool:
        """Whether a hand-out keeps its answers: no button, key or sheet tells them, until found."""
        return self.is_hiding and self._cursor.has_put_away("answers")

    @property
    def stage(self) -> int:
        """How much is told of the value that is open, while it is hidden: 0 is what goes in."""
        return self._cursor.place.stage or 0

    def hides(self, position: Position | None) -> bool:
        """Return whether the value at a position is still to be found, or is no answer."""
        if position is None:
            return False
        if self.is_awaited(position.node) or self._is_no_answer(position.node):
            return True
        return self.is_to_be_told(position)

    def is_awaited(self, node: str) -> bool:
        """Return whether the values of a node are still to be computed, and not earlier ones."""
        return node in self._document.forward.trace.awaited

    def is_to_be_told(self, position: Position) -> bool:
        """Return whether the value at a position is hidden until it is told, or found."""
        if self._is_being_told(position):
            return True
        if not self.is_hiding or not self._is_asked(position.node):
            return False
        return position not in self._right and position not in self._cursor.place.told

    def is_only_told(self, position: Position) -> bool:
        """Return whether a value is hidden for one reason alone: that it is told by and by.

        What comes after it in its map is then not reached yet, as where nothing is hidden.
        """
        is_other = self.is_hiding or self._is_no_answer(position.node)
        return self._is_being_told(position) and not (is_other or self.is_awaited(position.node))

    def _is_being_told(self, position: Position) -> bool:
        place = self._cursor.place
        return place.stage is not None and place.is_open and place.selected == position

    @property
    def has_answer(self) -> bool:
        """Whether what the classes say may be told: without ink they say nothing."""
        return self._document.forward.has_answer

    def _is_no_answer(self, node: str) -> bool:
        """Return whether a node tells of classes what is no answer; in an exercise one looks."""
        if self.is_hiding or self.has_answer:
            return False
        network = self._document.project.network
        return bool(network.classes) and node == network.output

    def _is_asked(self, node: str) -> bool:
        """Return whether a node comes not before the first one that is asked for."""
        network, asked = self._document.project.network, self._cursor.place.asked
        if node not in network.names:  # of another network: rather hidden than told
            return True
        return network.number(node) >= (network.number(asked) if asked in network.names else 1)

    def hides_inputs(self, position: Position | None) -> bool:
        """Return whether a value is made of values that are still to be found, or computed.

        Nothing of how it comes about may be shown then: all of it tells what is asked for, or of
        an earlier edit.
        """
        if position is None:
            return False
        inputs = self._document.project.network.inputs.get(position.node, ())
        if any(map(self.is_awaited, inputs)):
            return True
        return self.is_hiding and any(map(self._has_hidden, inputs))

    def _has_hidden(self, node: str) -> bool:
        if node == INPUT or not self._is_asked(node):
            return False
        shown = (at for at in self._right.union(self._cursor.place.told) if at.node == node)
        return len({*shown}) < prod(self._document.forward.trace.shapes[node])

    def hidden_cells(self, node: str, channel: int) -> NDArray[np.bool_] | None:
        """Return which cells (H, W) of a map are still to be found; None where nothing is hidden.

        Values in a row are one row of cells, (1, N).
        """
        is_asked = self.is_hiding and self._is_asked(node)
        at = self._cursor.place.selected
        is_told = at is not None and at.node == node and self._is_being_told(at)
        is_awaited = self.is_awaited(node)
        if not (is_asked or is_told or is_awaited or self._is_no_answer(node)):
            return None
        shapes = self._document.forward.trace.shapes
        is_map = len(shapes[node]) == 3
        hidden = np.zeros(shapes[node][1:] if is_map else (1, shapes[node][0]), np.bool_)
        if is_awaited:
            hidden[:] = True
            return hidden
        if is_asked or self._is_no_answer(node):
            hidden[:] = True
            for shown in self._right.union(self._cursor.place.told) if is_asked else ():
                if shown.is_in(shapes):
                    _mark(hidden, shown, (node, channel), is_map=is_map, value=False)
        if at is not None and is_told and at.is_in(shapes):
            _mark(hidden, at, (node, channel), is_map=is_map, value=True)
        return hidden if is_asked or hidden.any() else None


def _mark(
    cells: NDArray[np.bool_], at: Position, of: tuple[str, int], *, is_map: bool, value: bool
) -> None:
    """Hide or show the cell of a position, if it lies in this map."""
    node, channel = of
    if at.node != node:
        return
    if not is_map:
        cells[0, at.channel] = value
    elif at.channel == channel:
        cells[at.row, at.column] = value
