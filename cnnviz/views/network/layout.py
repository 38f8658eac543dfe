"""Where everything stands on the Network page: a column for each node, in lanes for branches."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from cnnviz.views.network.columns import (
    CHOICES,
    LONGEST_COLUMN,
    MAP_GAP,
    Column,
    Measures,
    Sizes,
)
from cnnviz.views.network.graph import Graph
from cnnviz.views.network.lanes import Lanes
from cnnviz.views.network.routes import Route, tracks
from cnnviz.views.network.sweep import Swept, spread, swept

TRACK = 10  # pixels at 100 %: between the edges that run below the nodes of a lane
LANE_GAP = 6  # above the headings of a lower lane
LANE_HEADING = 38
MAIN_SHARES = (2, 3, 4)  # how much higher than each other lane the main one may be
BRANCH_GAP = 8  # more between the columns of lower lanes, whose maps lie in wide grids
SMALLEST_MAIN = 4  # maps that stand above each other there at least


@dataclass(frozen=True)
class NetworkLayout:
    """All columns, and the size of the drawing at zoom 1."""

    columns: Mapping[str, Column]
    lanes: Lanes
    routes: Mapping[tuple[str, str], Route]  # by source and target
    tracks: Mapping[tuple[str, str], float]  # where the edges run that go under nodes
    turn: float  # the room in which an edge changes the lane
    width: float
    height: float
    text: float  # size of the titles, at 100 %

    def lane(self, lane: int) -> list[str]:
        """Return the nodes of a lane, from left to right."""
        here = [node for node in self.columns if self.lanes.lane[node] == lane]
        return sorted(here, key=self.lanes.depth.__getitem__)


def arrange(
    graph: Graph, size: tuple[float, float], scale: float = 1.0, names: float = 0
) -> NetworkLayout:
    """Place the nodes so that they fill the page, with maps as large as fit.

    The main path, the longest one, stands on top; branches stand below it, where they are as
    deep. No edge leads back to the left.

    Args:
        graph: What is laid out.
        size: Width and height of the page, in pixels.
        scale: The text size. The first of the CHOICES that fits is taken; what does not fit
            even with the last is reached by panning.
        names: The width that the names of classes need, in pixels: they have their room first.
    """
    width, height = size
    shares = MAIN_SHARES if graph.lanes.count > 1 else MAIN_SHARES[:1]
    for sizes in [choice.scaled(scale) for choice in CHOICES]:
        made = [_Arranging(graph, (height, names), sizes, scale, share) for share in shares]
        best = min(made, key=lambda each: each.total(sizes.smallest_map))
        if best.total(sizes.smallest_map) <= width:
            best = max(made, key=lambda each: each.side(width))
            break
    return best.layout(width)


class _Arranging:
    """Arranges a network in one choice of sizes."""

    def __init__(
        self, graph: Graph, room: tuple[float, float], sizes: Sizes, scale: float, share: int
    ) -> None:
        """Arrange a network on a page of some height, with so much room for names."""
        height, names = room
        self._graph, self._sizes, self._scale, self._page = graph, sizes, scale, height
        self._share = share
        self._heights = heights = self._lane_heights(height)
        self._tops = self._lane_tops(heights)
        self._bottom = self._tops[-1] + heights[-1] + self._gutter(len(heights) - 1)
        lane = graph.lanes.lane
        by_node = {node: heights[lane[node]] for node in graph.shapes}
        if self._ends_alone():
            by_node[graph.main[-1]] = max(self._bottom, height)
        branches = graph.shapes.keys() - {*graph.main}
        self._measures = Measures(
            graph.shapes, graph.main[-1], by_node, branches, sizes, names, graph.titles, graph.whole
        )
        self._gaps = {
            node: sizes.gap
            + sizes.fan * (node in graph.fans)
            + BRANCH_GAP * scale * (lane[node] > 0)
            for node in graph.shapes
        }

    # Lanes

    def _ends_alone(self) -> bool:
        """Return whether the list of classes has the height of all lanes: nothing is below it."""
        output = self._graph.main[-1]
        under = any(route.turn == "under" for route in self._graph.routes if route.target == output)
        return len(self._graph.shapes[output]) == 1 and not under

    def _lane_heights(self, height: float) -> list[float]:
        count, smallest = self._graph.lanes.count, self._sizes.smallest_map
        gutters = [self._gutter(lane) for lane in range(count)]
        rest = height - sum(gutters) - (count - 1) * (LANE_GAP + LANE_HEADING) * self._scale
        if count == 1:
            return [max(rest, smallest)]
        branch = max(rest / (self._share + count - 1), smallest)
        main = max(self._share * branch, SMALLEST_MAIN * smallest * (1 + MAP_GAP))
        return [main, *[branch] * (count - 1)]

    def _lane_tops(self, heights: list[float]) -> list[float]:
        tops = [0.0]
        for lane, height in enumerate(heights[:-1]):
            below = self._gutter(lane) + (LANE_GAP + LANE_HEADING) * self._scale
            tops.append(tops[-1] + height + below)
        return tops

    def _gutter(self, lane: int) -> float:
        """Return the room for the edges that run below a lane."""
        count = tracks(self._graph.routes, lane)
        return (count + 0.5) * TRACK * self._scale if count else 0.0

    # Columns

    def total(self, side: float) -> float:
        """Return how wide everything is, with maps as large as `side`."""
        main, gaps = self._graph.main, self._gaps
        places = self._swept(side, 0.0, 0.0)
        pushed = [
            places.lefts[node] - (places.ends[before] + gaps[node])
            for before, node in pairwise(main)
        ]
        widths = [places.slots[node] for node in main]
        return sum(widths) + sum(gaps[node] for node in main) + self._sizes.gap + sum(pushed)

    def side(self, width: float) -> float:
        """Return how large maps can be on a page of this width."""
        side = min(self._sizes.largest_map, self._side_in_one_column())
        while side > self._sizes.smallest_map and self.total(side) > width:
            side -= 1
        return side

    def layout(self, width: float) -> NetworkLayout:
        """Return the layout for a page of this width."""
        graph, sizes, main = self._graph, self._sizes, self._graph.main
        side = self.side(width)
        spare = max(0.0, width - self.total(side))
        more = min(spare / (len(main) + 1), 2 * sizes.gap)
        start = sizes.gap + (spare - more * (len(main) - 1)) / 2 - self._gaps[main[0]]
        places = spread(graph, self._swept(side, start, more), self._gaps)
        columns = {node: self._column(node, side, places) for node in graph.shapes}
        return NetworkLayout(
            columns,
            graph.lanes,
            {(route.source, route.target): route for route in graph.routes},
            self._track_places(columns),
            sizes.gap + more,
            places.ends[main[-1]] - more + sizes.gap,
            max(self._bottom, self._page, *(column.bottom for column in columns.values())),
            sizes.text,
        )

    def _side_in_one_column(self) -> float:
        """Return how large maps may be so that up to LONGEST_COLUMN stand above each other."""
        shapes = [self._graph.shapes[node] for node in self._graph.main]
        counts = [shape[0] for shape in shapes if len(shape) == 3 and shape[0] <= LONGEST_COLUMN]
        longest = max(counts, default=1)
        return min(self._heights[0] / (longest * (1 + MAP_GAP) - MAP_GAP), *self._heights)

    def _swept(self, side: float, start: float, more: float) -> Swept:
        slots = {node: self._measures.slot(node, side) for node in self._graph.shapes}
        return swept(self._graph, slots, self._gaps, start, more)

    def _column(self, node: str, side: float, places: Swept) -> Column:
        """Return the column of a node: maps of the main path in the middle of its height."""
        lane = self._graph.lanes.lane[node]
        made = self._measures.column(node, side, places.lefts[node])
        aside = max(0.0, (places.slots[node] - made.width) / 2)
        down = max(0.0, (self._heights[0] - made.height) / 2) if lane == 0 else 0.0
        return replace(made, left=made.left + aside, top=self._tops[lane] + down)

    def _track_places(self, columns: Mapping[str, Column]) -> dict[tuple[str, str], float]:
        """Return where the edges run that go under nodes: right below the lowest of these."""
        return {
            (route.source, route.target): self._low(route, columns)
            + (route.track + 1) * TRACK * self._scale
            for route in self._graph.routes
            if route.turn == "under"
        }

    def _low(self, route: Route, columns: Mapping[str, Column]) -> float:
        """Return how far down the columns reach that an edge joins or passes."""
        lane = self._graph.lanes.lane
        left, right = columns[route.source].left, columns[route.target].right
        return max(
            column.bottom
            for node, column in columns.items()
            if lane[node] == route.lane and left <= column.right and column.left <= right
        )
