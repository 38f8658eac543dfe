"""What the keys of Present mode do while two kernels stand side by side."""

from cnnviz.explain.channel_names import channel_name
from cnnviz.language import _
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.kernel_pair import KernelPair
from cnnviz.views.present.keys import KeyMeaning

_WAYS = {
    KeyMeaning.NEXT_LAYER: 1, KeyMeaning.NEXT: 1, KeyMeaning.LAYER_BEFORE: -1, KeyMeaning.BACK: -1,
}  # fmt: skip


class PairSteps:
    """Page Down puts the next filter beside the first; after the last one the layer is shown."""

    def __init__(self, document: Document, cursor: Cursor, pair: KernelPair) -> None:
        self._document, self._cursor, self._pair = document, cursor, pair

    @property
    def number(self) -> int:
        """Which filter stands beside the first, counted from 1."""
        first, other = self._pair.channels
        return other + 1 - (other > first)

    @property
    def count(self) -> int:
        """How many can."""
        return max(1, self._pair.count - 1)

    @property
    def title(self) -> str:
        """What is told."""
        return _("Different filters find different features")

    @property
    def following(self) -> str:
        """Which filter comes next; after the last one the layer does."""
        first, other = self._pair.channels
        others = [channel for channel in range(other + 1, self._pair.count) if channel != first]
        if not others:
            return _("the layer")
        return channel_name(self._document.forward.trace, self._pair.conv, others[0])

    @property
    def has_next(self) -> bool:
        """Whether a next step tells anything: beyond the last one the layer is told."""
        return True

    def step(self, way: int) -> None:
        """Go to another filter; beyond the ends, to the layer."""
        if not self._pair.step(way):
            self._cursor.show_scene("layer")

    def go_to(self, number: int) -> None:
        """Go to a filter."""
        first = self._pair.channels[0]
        others = [channel for channel in range(self._pair.count) if channel != first]
        if 0 < number <= len(others):
            self._cursor.put_filter_beside(others[number - 1])

    def do(self, meaning: KeyMeaning) -> None:
        """Do what a key asks for."""
        if meaning in _WAYS:
            self.step(_WAYS[meaning])
        elif meaning in (KeyMeaning.FIRST, KeyMeaning.LAST):
            self.go_to(1 if meaning is KeyMeaning.FIRST else self.count)
