"""How far the patch of a value has grown: derived from the place, moved by its steps."""

from PySide6.QtCore import QObject, Signal

from cnnviz.explain.hierarchy import PatchStop, patch_stops, telling_value
from cnnviz.project.place import Position
from cnnviz.project.project import ForwardPass
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document

FEWEST = 2  # stops: a patch that does not grow tells nothing


class Hierarchy(QObject):
    """Knows the stops on the way to the selected value, or to a telling one."""

    changed = Signal()

    def __init__(self, document: Document, cursor: Cursor) -> None:
        super().__init__(document)
        self._document, self._cursor = document, cursor
        self._known: tuple[ForwardPass, Position | None, bool] | None = None
        self._stops: tuple[PatchStop, ...] = ()
        cursor.changed.connect(self.changed)
        document.changed.connect(self._on_document_changed)

    @property
    def is_shown(self) -> bool:
        """Whether the way of a patch is looked at."""
        return bool(self._cursor.place.patch and self.stops)

    @property
    def stops(self) -> tuple[PatchStop, ...]:
        """The stops of the selected value, the earliest first.

        Where none is selected, or its patch does not grow, those of a telling value.
        """
        position, forward = self._cursor.selected, self._document.forward
        known, is_hidden = self._known, self._is_hidden
        if known is None or known[0] is not forward or known[1:] != (position, is_hidden):
            self._known = forward, position, is_hidden
            self._stops = self._found(position)
        return self._stops

    def _found(self, position: Position | None) -> tuple[PatchStop, ...]:
        trace, is_hidden = self._document.forward.trace, self._is_hidden
        if position is not None:
            place = position.place(trace.shapes[position.node])
            found = patch_stops(trace, position.node, place, is_hidden=is_hidden)
            if len(found) >= FEWEST:
                return found
        node, place = telling_value(trace, is_hidden=is_hidden)
        return patch_stops(trace, node, place, is_hidden=is_hidden)

    @property
    def _is_hidden(self) -> bool:
        """Whether values are still to be found, so that none is chosen for its size."""
        return self._cursor.place.asked is not None

    @property
    def number(self) -> int:
        """Which stop is looked at, counted from 0."""
        names = [stop.node for stop in self.stops]
        patch = self._cursor.place.patch
        return names.index(patch) if patch in names else max(0, len(names) - 1)

    def show(self) -> None:
        """Look at the first stop of the selected value, or of a telling one; nothing is selected.

        So who leaves it is where he was.
        """
        if self.stops:
            self._cursor.show_patch(self.stops[0].node)

    def leave(self) -> None:
        """Look at it no more; the value stays selected."""
        self._cursor.show_patch("")

    def step(self, way: int) -> None:
        """Let the patch grow by a stop, or shrink; beyond the ends it is left."""
        number = self.number + way
        if 0 <= number < len(self.stops):
            self._cursor.show_patch(self.stops[number].node)
        else:
            self.leave()

    def _on_document_changed(self, before: object, after: object) -> None:
        self.changed.emit()
