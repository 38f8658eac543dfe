"""Where the learner looks: page, node, map and value, and what is open. Never part of an edit."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from cnnviz.cnn.layer_base import Shape
from cnnviz.cnn.network import INPUT

PageName = Literal["filter", "network", "train"]
Order = Literal["size", "index"]  # of the terms of a unit: the largest ten, or all by input
Stepping = Literal["shown", "blocks", "nodes"]  # what a step goes by
MapOrder = Literal["strength", "mean", "largest", "number"]  # of very many maps of a node
SceneName = Literal["layer", "network", "filter", "verdict", "pair"]  # what is presented
SheetName = Literal["explanation", "filter"]  # what can be pinned on
Control = Literal[  # of the window, that a hand-out can put away
    "pages", "input", "inspector", "networks", "steps", "answers"
]
LAST_STAGE = 3  # of a value before it is told: the most stages that any kind of layer has
Topic = Literal[  # of training, in the order in which they are presented
    "layers", "settings", "pictures", "curves", "filters", "answers", "weights", "pushed", "shifts"
]


@dataclass(frozen=True)
class Position:
    """One value of the trace: of what a node gives, or of the input."""

    node: str
    channel: int
    row: int = 0
    column: int = 0

    def is_in(self, shapes: Mapping[str, Shape]) -> bool:
        """Return whether a trace of these shapes has such a value."""
        if self.node not in shapes:
            return False
        place = (self.channel, self.row, self.column)
        return all(i < n for i, n in zip(place, shapes[self.node], strict=False))

    def place(self, shape: Shape) -> tuple[int, ...]:
        """Return the index of the value in the values of its node."""
        return (self.channel, self.row, self.column)[: len(shape)]


@dataclass(frozen=True)
class Pin:
    """A cell that stays lit after a click: on which sheet, in which item of it."""

    sheet: SheetName
    item: str  # what it stands for
    number: int | None  # which of several such items
    row: int
    column: int


@dataclass(frozen=True)
class Zoom:
    """How a page is zoomed: which part of its drawing is in the middle, and how large."""

    page: PageName
    factor: float  # 1 where all is seen
    x: float  # of the middle, as shares of the picture; of the map of a node, where one is named
    y: float
    node: str = ""
    channel: int = 0


@dataclass(frozen=True)
class Place:
    """All of where the learner looks. Moving makes the next place; the project stays."""

    page: PageName = "network"
    node: str = INPUT  # up to which nodes are shown
    selected: Position | None = None  # the map, and the value in it
    is_open: bool = False  # whether the explanation of the selected position is open
    filter: tuple[str, int] = ("", 0)  # on the Filter page: a convolution, and its output channel
    slice: int = 0  # the input map, counted within the filter, whose weights are looked at
    order: Order = "size"
    leaf: int = field(default=0, repr=False)  # where a long list begins to be seen
    pins: tuple[Pin, ...] = ()  # at most one a sheet
    zooms: tuple[Zoom, ...] = ()  # at most one a page; none where all is seen
    second: str | None = None  # a network beside the first, by its name or file
    # From which node on values are asked for; "": from the first one.
    asked: str | None = field(default=None, repr=False)
    # Those that were told one after the other, in their order.
    told: tuple[Position, ...] = field(default=(), repr=False)
    # How much is told of the value that is open; None: all that may be.
    stage: int | None = field(default=None, repr=False)
    scene: SceneName = field(default="layer", repr=False)  # that is presented
    topic: Topic = field(default="layers", repr=False)  # of the Train page, where it is presented
    beside: int | None = field(default=None, repr=False)  # a filter beside the one looked at
    # The blocks that are folded; None: all of a large network, none of a small one.
    folded: tuple[str, ...] | None = field(default=None, repr=False)
    # The nodes all of whose maps are shown, not the strongest alone.
    whole: tuple[str, ...] = field(default=(), repr=False)
    sorting: MapOrder = field(default="strength", repr=False)  # of very many maps
    # Folded blocks are one step each, or all blocks are, or none is.
    stepping: Stepping = field(default="shown", repr=False)
    patch: str = field(default="", repr=False)  # the node whose value is asked what it sees
    # The controls that a teacher put away in a hand-out: focus, not secrecy.
    put_away: tuple[Control, ...] = field(default=(), repr=False)

    @property
    def looked_at(self) -> str:
        """The node of the selected map, else the current one: what slice and pins belong to."""
        return self.node if self.selected is None else self.selected.node

    def zoom(self, page: PageName) -> Zoom | None:
        """Return how a page is zoomed; None where all is seen."""
        return next((zoom for zoom in self.zooms if zoom.page == page), None)

    def without_pin(self, sheet: SheetName) -> "Place":
        """Return the place with nothing pinned on a sheet."""
        return replace(self, pins=tuple(pin for pin in self.pins if pin.sheet != sheet))

    def pin(self, sheet: SheetName) -> Pin | None:
        """Return what is pinned on a sheet."""
        return next((pin for pin in self.pins if pin.sheet == sheet), None)
