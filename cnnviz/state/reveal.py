"""Whether a value may be shown: whoever paints, tells or copies a value asks here."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from cnnviz.project.place import Position
from cnnviz.state.document import Document


class Reveal(QObject):
    """Knows which values are still to be found. It is told by the exercise."""

    changed = Signal()

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._document = document
        self._shown: frozenset[Position] | None = None  # None: everything may be seen
        self._first: str | None = (
            None  # the first node that is hidden; None: every one but the input
        )

    def show_all(self) -> None:
        """Let everything be seen."""
        self._show(None, None)

    def show_only(self, positions: Iterable[Position], first: str | None = None) -> None:
        """Hide the values from a node on, which all tell of those asked for, but for some of them.

        Args:
            positions: Those that may be seen all the same.
            first: The node that is asked for; what comes before is what is given. None: the first
                after the input.
        """
        self._show(frozenset(positions), first)

    def _show(self, shown: frozenset[Position] | None, first: str | None) -> None:
        if (shown, first) != (self._shown, self._first):
            self._shown, self._first = shown, first
            self.changed.emit()

    @property
    def is_hiding(self) -> bool:
        """Whether there are values to be found."""
        return self._shown is not None

    def hides(self, position: Position | None) -> bool:
        """Return whether the value at a position is still to be found, or is no answer."""
        if position is not None and self._is_no_answer(position.node):
            return True
        if self._shown is None or position is None or not self._is_asked(position.node):
            return False
        return position not in self._shown

    @property
    def has_answer(self) -> bool:
        """Whether what the classes say may be told: without ink they say nothing."""
        return self._document.forward.has_answer

    def _is_no_answer(self, node: str) -> bool:
        """Return whether a node tells of classes what is no answer; in an exercise one looks."""
        if self._shown is not None or self.has_answer:
            return False
        network = self._document.project.network
        return bool(network.classes) and node == network.output

    def _is_asked(self, node: str) -> bool:
        """Return whether a node comes not before the first one that is asked for."""
        network = self._document.project.network
        if node not in network.names:  # of another network: rather hidden than told
            return True
        first = self._first if self._first in network.names else None
        return network.number(node) >= (1 if first is None else network.number(first))

    def hidden_cells(self, node: str, channel: int) -> NDArray[np.bool_] | None:
        """Return which cells (H, W) of a map are still to be found; None where nothing is hidden.

        Values in a row are one row of cells, (1, N).
        """
        is_asked = self._shown is not None and self._is_asked(node)
        if not is_asked and not self._is_no_answer(node):
            return None
        shapes = self._document.forward.trace.shapes
        is_map = len(shapes[node]) == 3
        hidden = np.ones(shapes[node][1:] if is_map else (1, shapes[node][0]), np.bool_)
        for shown in self._shown or ():
            if shown.node != node or not shown.is_in(shapes):
                continue
            if not is_map:
                hidden[0, shown.channel] = False
            elif shown.channel == channel:
                hidden[shown.row, shown.column] = False
        return hidden
