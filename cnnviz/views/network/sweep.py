"""Where the columns of a graph stand from left to right: each behind all that it takes."""

from collections.abc import Mapping
from typing import NamedTuple

from cnnviz.views.network.graph import Graph

SEEN = 0.5  # pixels; less room than this is left as it is

Lengths = Mapping[str, float]  # in pixels, by node


class Swept(NamedTuple):
    """Where the room of each node begins, how wide it is, and where the next one may begin."""

    lefts: dict[str, float]
    slots: dict[str, float]
    ends: dict[str, float]


def swept(graph: Graph, widths: Lengths, gaps: Lengths, start: float, more: float) -> Swept:
    """Place the nodes as far to the left as can be.

    Args:
        graph: The nodes.
        widths: How wide each node is, with its heading.
        gaps: Before each node.
        start: Where to begin.
        more: Room behind each node, beyond the gaps.
    """
    depth, lane = graph.lanes.depth, graph.lanes.lane
    made = Swept({}, {}, {})
    free: dict[int, float] = {}  # where each lane is free
    above: dict[int, str] = {}  # the node of the main path, by depth
    for node in graph.order:
        before = [made.ends[each] for each in graph.inputs[node]]
        left, slot = max([*before, free.get(lane[node], start)]) + gaps[node], widths[node]
        main = above.setdefault(depth[node], node)
        if main != node and left <= made.lefts[main]:  # stands right below it
            left, slot = made.lefts[main], max(slot, made.slots[main])
        made.lefts[node], made.slots[node] = left, slot
        made.ends[node] = free[lane[node]] = left + (slot + more)
    return made


def spread(graph: Graph, places: Swept, gaps: Lengths) -> Swept:
    """Spread nodes of the main path evenly where a branch below them needs more room than they."""
    lefts, ends = dict(places.lefts), dict(places.ends)
    for node, share in _shares(_rooms(graph, places, gaps)):
        room = min(lefts[taker] - gaps[taker] for taker in graph.takers[node]) - ends[node]
        moved = min(share, room)
        lefts[node] += moved
        ends[node] += moved
    return Swept(lefts, places.slots, ends)


def _rooms(graph: Graph, places: Swept, gaps: Lengths) -> dict[str, float]:
    """Return how far each node of the main path could stand further to the right."""
    rooms = dict.fromkeys(graph.inputs, 0.0)
    for node in reversed(graph.main[1:-1]):
        rooms[node] = (
            min(places.lefts[taker] + rooms[taker] - gaps[taker] for taker in graph.takers[node])
            - places.ends[node]
        )
    return {node: rooms[node] for node in graph.main}


def _shares(rooms: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return how far nodes are to be moved, the rightmost first: further, the later in a run."""
    run: list[str] = []
    found: list[tuple[str, float]] = []
    for node, room in rooms.items():
        if room > SEEN:
            run.append(node)
        else:
            found += [(each, rooms[each] * at / len(run)) for at, each in enumerate(run)]
            run = []
    return found[::-1]
