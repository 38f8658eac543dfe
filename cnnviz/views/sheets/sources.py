"""Values of other nodes that a sheet leads to."""

from collections.abc import Sequence
from typing import NamedTuple

from cnnviz.cnn.trace import Trace
from cnnviz.explain.channel_names import channel_name
from cnnviz.explain.steps import step_title
from cnnviz.explain.values import Joined
from cnnviz.language import _
from cnnviz.project.place import Position
from cnnviz.project.slices import grid_size
from cnnviz.views.sheets.item_id import Spot, What

_LEADING = (What.BRANCH, What.BRANCH_NAME, What.TERM)


class Source(NamedTuple):
    """One value of another node."""

    node: str
    place: tuple[int, ...]

    @property
    def position(self) -> Position:
        """The value as the cursor knows it."""
        return Position(self.node, *self.place)


def joined_sources(about: Joined) -> tuple[Source, ...]:
    """Return the values that are joined."""
    return tuple(map(Source, about.sources, about.places))


def position_at(trace: Trace, sources: Sequence[Source], spot: Spot) -> Position | None:
    """Return where a click leads: on the map of a source to that cell, on its name to its value.

    Args:
        trace: The trace.
        sources: What the numbers of items count.
        spot: What is clicked; where it leads nowhere, None is returned.
    """
    what, number, _node = spot.item
    if what not in _LEADING or number is None or number >= len(sources):
        return None
    source = sources[number]
    return _cell(trace, source, spot) if what is What.BRANCH else source.position


def _cell(trace: Trace, source: Source, spot: Spot) -> Position | None:
    """Return the value in a cell of the map of a source."""
    shape = trace.shapes[source.node]
    if len(shape) == 3:
        is_there = spot.is_within(shape[1:])
        return Position(source.node, source.place[0], spot.row, spot.column) if is_there else None
    size = grid_size(shape[0])
    index = spot.row * size[1] + spot.column
    return Position(source.node, index) if spot.is_within(size) and index < shape[0] else None


def position_name(trace: Trace, position: Position) -> str:
    """Return what a value is called with its node: layer2.0.bn2, map 3, row 4, column 5."""
    text = _("{layer}, {channel}")
    if len(trace.shapes[position.node]) == 3:
        text = _("{layer}, {channel}, row {row}, column {column}")
    return text.format(
        layer=step_title(trace, position.node),
        channel=channel_name(trace, position.node, position.channel),
        row=position.row + 1,
        column=position.column + 1,
    )
