"""Two filters of one convolution, to be seen side by side: derived from the place."""

from PySide6.QtCore import QObject, Signal

from cnnviz.cnn.layers import Conv2d
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document


class KernelPair(QObject):
    """Knows the convolution that is looked at, the filter of it, and another one."""

    changed = Signal()

    def __init__(self, document: Document, cursor: Cursor) -> None:
        super().__init__(document)
        self._document, self._cursor = document, cursor
        cursor.changed.connect(self.changed)
        document.changed.connect(self._on_document_changed)

    @property
    def conv(self) -> str:
        """The convolution: the one that is looked at, else the last one looked at; "" for none."""
        node = self._cursor.place.looked_at
        if isinstance(self._document.project.network.layers.get(node), Conv2d):
            return node
        stages = self._cursor.stages
        return "" if stages is None else stages.conv

    @property
    def count(self) -> int:
        """How many filters the convolution has."""
        return self._document.forward.trace.shapes[self.conv][0] if self.conv else 0

    @property
    def channels(self) -> tuple[int, int]:
        """Both filters; the same twice where there is only one."""
        selected, last = self._cursor.selected, max(0, self.count - 1)
        is_here = selected is not None and selected.node == self.conv
        first = selected.channel if is_here and selected is not None else self._cursor.channel
        first = min(first, last)
        other = self._cursor.place.beside
        if other is None or other > last or other == first:
            other = (first + 1) % max(1, self.count)
        return first, other

    @property
    def slice(self) -> int:
        """Of which input map the weights are shown."""
        return self._cursor.place.slice if self._cursor.place.looked_at == self.conv else 0

    def step(self, way: int) -> bool:
        """Put the next filter beside the first, or the one before; return whether there is one."""
        first, other = self.channels
        others = [channel for channel in range(self.count) if channel != first]
        place = others.index(other) + way if other in others else -1
        if not 0 <= place < len(others):
            return False
        self._cursor.put_filter_beside(others[place])
        return True

    def _on_document_changed(self, before: object, after: object) -> None:
        self.changed.emit()
