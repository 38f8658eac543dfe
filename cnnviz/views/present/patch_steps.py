"""What the keys of Present mode do while the patch of a value grows."""

from cnnviz.explain.hierarchy import patch_name
from cnnviz.language import _
from cnnviz.state.document import Document
from cnnviz.state.hierarchy import Hierarchy
from cnnviz.views.present.keys import KeyMeaning

_WAYS = {
    KeyMeaning.NEXT_LAYER: 1, KeyMeaning.NEXT: 1, KeyMeaning.LAYER_BEFORE: -1, KeyMeaning.BACK: -1,
}  # fmt: skip


class PatchSteps:
    """Page Down lets the patch grow; after its last stop the value is looked at again."""

    def __init__(self, document: Document, hierarchy: Hierarchy) -> None:
        self._document, self._hierarchy = document, hierarchy

    @property
    def number(self) -> int:
        """Which stop is looked at, counted from 1."""
        return self._hierarchy.number + 1

    @property
    def count(self) -> int:
        """How many stops there are."""
        return len(self._hierarchy.stops)

    @property
    def title(self) -> str:
        """What is told."""
        return _("Simple features first, then combined ones")

    @property
    def following(self) -> str:
        """Which layer sees the next patch, and its size."""
        stops, number = self._hierarchy.stops, self._hierarchy.number + 1
        if number >= len(stops):
            return ""
        return patch_name(self._document.forward.trace, stops[number])

    @property
    def has_next(self) -> bool:
        """Whether a next step tells anything: beyond the last one the value is told."""
        return True

    def step(self, way: int) -> None:
        """Let the patch grow, or shrink."""
        self._hierarchy.step(way)

    def go_to(self, number: int) -> None:
        """Go to a stop."""
        self._hierarchy.step(number - self.number)

    def do(self, meaning: KeyMeaning) -> None:
        """Do what a key asks for."""
        if meaning in _WAYS:
            self.step(_WAYS[meaning])
        elif meaning in (KeyMeaning.FIRST, KeyMeaning.LAST):
            self.go_to(1 if meaning is KeyMeaning.FIRST else self.count)
