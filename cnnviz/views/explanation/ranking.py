"""The order of terms by size, which stays while a weight is being changed."""

from cnnviz.cnn.windows import Indices
from cnnviz.explain.explanation import Explanation
from cnnviz.explain.placed_sums import PlacedSum
from cnnviz.explain.printed_values import by_size
from cnnviz.explain.values import WeightedSum, WindowSum
from cnnviz.views.explanation.convolution_forms import MANY


class Ranking:
    """Keeps the order while a weight changes, so that no row moves away under the pointer."""

    def __init__(self) -> None:
        self._of: tuple[str, tuple[int, ...]] | None = None
        self._indices: Indices | None = None

    def of(self, about: Explanation, *, is_editing: bool) -> Indices | None:
        """Return the terms of a unit, or very many input maps, the largest first; None for others.

        Args:
            about: What is explained.
            is_editing: Whether a weight is just being changed: then the order stays as it was.
        """
        is_short = isinstance(about, WindowSum) and len(about.channels) <= MANY
        if is_short or not isinstance(about, WeightedSum | PlacedSum | WindowSum):
            self._of = None
            return None
        key = about.node, about.place
        if not (is_editing and key == self._of and self._fits(about)):
            self._of, self._indices = key, by_size(about)
        return self._indices

    def _fits(self, about: WeightedSum | PlacedSum | WindowSum) -> bool:
        return self._indices is not None and len(self._indices) == len(about.products)
