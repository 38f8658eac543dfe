"""How an edge gets from one node to another on the Network page, past what stands between."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from cnnviz.views.network.lanes import Inputs, Lanes, Span, booked

Turn = Literal["beside", "early", "late", "under"]


class Route(NamedTuple):
    """The way of one edge.

    `beside` is straight on to the next node of the lane. An edge to another lane changes it
    `early`, right behind its source, or `late`, right before its target. Where nodes stand in
    both ways it goes `under` those of a lane, on a track.
    """

    source: str
    target: str
    turn: Turn
    lane: int = 0  # below the nodes of which it goes
    track: int = 0  # counted from the nodes downwards


def routes_of(inputs: Inputs, lanes: Lanes) -> list[Route]:
    """Return the way of every edge of a network; edges from one node share a track."""
    pairs = [
        (source, target) for target, befores in inputs.items() for source in dict.fromkeys(befores)
    ]
    made, under = [], []
    for source, target in pairs:
        turn = _turn(lanes, source, target)
        if turn == "under":
            under.append((source, target))
        else:
            made.append(Route(source, target, turn))
    return made + _tracked(lanes, under)


def tracks(routes: Iterable[Route], lane: int) -> int:
    """Return how many tracks go below a lane."""
    return max((route.track + 1 for route in routes if _is_below(route, lane)), default=0)


def _is_below(route: Route, lane: int) -> bool:
    return route.turn == "under" and route.lane == lane


def _turn(lanes: Lanes, source: str, target: str) -> Turn:
    first, last = lanes.depth[source], lanes.depth[target]
    here, there = lanes.lane[source], lanes.lane[target]
    if here == there:
        return "beside" if lanes.is_free(here, first + 1, last - 1) else "under"
    if lanes.is_free(there, first, last - 1):
        return "early"
    return "late" if lanes.is_free(here, first + 1, last) else "under"


def _tracked(lanes: Lanes, pairs: list[tuple[str, str]]) -> list[Route]:
    """Give the edges that go under nodes their tracks: the shortest ones run next to the nodes."""
    depth, lane = lanes.depth, lanes.lane
    bundles: dict[tuple[int, str], list[str]] = {}  # of edges from one node, below one lane
    for source, target in pairs:
        bundles.setdefault((min(lane[source], lane[target]), source), []).append(target)
    spans = {
        key: (depth[key[1]], max(depth[target] for target in targets) - 1)
        for key, targets in bundles.items()
    }
    taken: dict[int, list[list[Span]]] = {}  # by lane, by track
    made = []
    for key in sorted(bundles, key=lambda key: spans[key][1] - spans[key][0]):
        below, source = key
        track = booked(taken.setdefault(below, []), spans[key])
        made += [Route(source, target, "under", below, track) for target in bundles[key]]
    return made
