"""What the Network page lays out: the structure of a network, without values."""

from collections.abc import Mapping, Set
from types import MappingProxyType

from cnnviz.cnn.layer_base import Shape
from cnnviz.views.network.lanes import Inputs, lanes_of, takers_of
from cnnviz.views.network.routes import routes_of


class Graph:
    """The nodes of a network, how they are joined, and the lane of each.

    `order` has them from left to right, `main` those of the main path alone.
    """

    def __init__(
        self,
        shapes: Mapping[str, Shape],
        inputs: Inputs,
        fans: Set[str],
        titles: Mapping[str, float] = MappingProxyType({}),
        whole: Set[str] = frozenset(),
    ) -> None:
        """Take the structure of a network.

        Args:
            shapes: The shape of each node, the input first.
            inputs: What each node takes.
            fans: The nodes whose every map is joined to every map before.
            titles: How wide the shortest title of each node is, in pixels, where that is known.
            whole: The nodes whose titles are never cut, also above maps: folded blocks.
        """
        self.shapes, self.inputs, self.fans, self.titles = shapes, inputs, fans, titles
        self.whole = whole
        self.takers = takers_of(inputs)
        self.lanes = lanes_of(inputs)
        self.routes = routes_of(inputs, self.lanes)
        depth, lane = self.lanes.depth, self.lanes.lane
        self.order = sorted(inputs, key=lambda node: (depth[node], lane[node]))
        self.main = [node for node in self.order if lane[node] == 0]
