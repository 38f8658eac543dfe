"""The order of the terms of a unit by size, which stays while a weight is being changed."""

from cnnviz.cnn.windows import Indices
from cnnviz.explain.explanation import Explanation
from cnnviz.explain.placed_sums import PlacedSum
from cnnviz.explain.printed_values import by_size
from cnnviz.explain.values import WeightedSum


class Ranking:
    """Keeps the order while a weight changes, so that no row moves away under the pointer."""

    def __init__(self) -> None:
        self._of: tuple[str, tuple[int, ...]] | None = None
        self._indices: Indices | None = None

    def of(self, about: Explanation, *, is_editing: bool) -> Indices | None:
        """Return the inputs of a unit, those with the largest products first; None for others.

        Args:
            about: What is explained.
            is_editing: Whether a weight is just being changed: then the order stays as it was.
        """
        if not isinstance(about, WeightedSum | PlacedSum):
            self._of = None
            return None
        key = about.node, about.place
        if not (is_editing and key == self._of and self._fits(about)):
            self._of, self._indices = key, by_size(about)
        return self._indices

    def _fits(self, about: WeightedSum | PlacedSum) -> bool:
        return self._indices is not None and len(self._indices) == len(about.products)
