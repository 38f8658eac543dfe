"""How deep each node of a network stands, and in which lane: its structure alone, no lengths."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Inputs = Mapping[str, tuple[str, ...]]  # what each node takes, by its name, in their order
Span = tuple[int, int]  # of depths


@dataclass(frozen=True)
class Lanes:
    """Where each node stands; no two nodes of a lane are equally deep."""

    depth: Mapping[str, int]  # the longest way from the input
    lane: Mapping[str, int]  # 0 for the main path, the longest one; branches stand below it

    @property
    def count(self) -> int:
        """How many lanes there are."""
        return 1 + max(self.lane.values())

    def is_free(self, lane: int, first: int, last: int) -> bool:
        """Return whether no node of a lane is as deep as `first` to `last`."""
        return not any(
            self.lane[node] == lane and first <= depth <= last for node, depth in self.depth.items()
        )


def lanes_of(inputs: Inputs) -> Lanes:
    """Put the nodes of a network into lanes: a chain needs one, each branch one more.

    A lane is free for the next branch once the one before has met the nodes that take it.
    """
    depth = _depths(inputs)
    lane = dict.fromkeys(_main_path(inputs, depth), 0)
    taken: list[list[Span]] = []  # by each lane of branches
    for path, span in _branches(inputs, depth, lane):
        lane.update(dict.fromkeys(path, 1 + booked(taken, span)))
    return Lanes(depth, lane)


def _depths(inputs: Inputs) -> dict[str, int]:
    depth: dict[str, int] = {}
    for node, befores in inputs.items():
        depth[node] = 1 + max((depth[before] for before in befores), default=-1)
    return depth


def _main_path(inputs: Inputs, depth: Mapping[str, int]) -> list[str]:
    """Return the longest path from the input to the output; of several, by the first inputs."""
    path = [tuple(inputs)[-1]]
    while inputs[path[-1]]:
        path.append(max(inputs[path[-1]], key=depth.__getitem__))
    return path


def _branches(
    inputs: Inputs, depth: Mapping[str, int], main: Mapping[str, int]
) -> Iterator[tuple[list[str], Span]]:
    """Yield the paths that all nodes beside the main path make, and the depths each one needs.

    These reach to the last node that takes what the path gives.
    """
    takers = takers_of(inputs)
    done = set(main)
    for first in inputs:
        if first in done:
            continue
        path = [first]
        while following := [
            taker
            for taker in takers[path[-1]]
            if taker not in done and depth[taker] == depth[path[-1]] + 1
        ]:
            path.append(following[0])
        done.update(path)
        yield path, (depth[first], max(depth[taker] for taker in takers[path[-1]]) - 1)


def takers_of(inputs: Inputs) -> dict[str, list[str]]:
    """Return which nodes take what each node gives, each of them once."""
    takers: dict[str, list[str]] = {node: [] for node in inputs}
    for node, befores in inputs.items():
        for before in dict.fromkeys(befores):
            takers[before].append(node)
    return takers


def booked(taken: list[list[Span]], span: Span) -> int:
    """Book a span in the first of several rows where it is free, and return which row that is.

    Args:
        taken: What is booked in each row; a row is added where all are taken.
        span: The first and last depth.
    """
    first, last = span
    for row, spans in enumerate(taken):
        if all(last < start or end < first for start, end in spans):
            spans.append(span)
            return row
    taken.append([span])
    return len(taken) - 1
