"""What is told of one value on a screen that a whole room looks at, before it is laid out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from cnnviz.cnn.ops import Array
from cnnviz.views.maps.shown import Flags, MapMarks, MapShown
from cnnviz.views.sheets.formula import Word
from cnnviz.views.sheets.item_id import ItemId
from cnnviz.views.sheets.items import Item


@dataclass(frozen=True)
class SideMap:
    """A map at the left: where the value comes from, or where it goes."""

    title: str
    shown: MapShown
    marks: MapMarks
    id: ItemId


@dataclass(frozen=True)
class NumberBlock:
    """Numbers in cells that stand in a row with others, behind a sign."""

    title: str
    values: Array  # (H, W)
    texts: Sequence[str]  # in row order
    limit: float
    id: ItemId
    widest: str  # of all texts that may come to stand here, so that cells stay while stepping
    sign: str = ""  # before it
    is_told: bool = True
    padding: Flags | None = None
    framed: Flags | None = None
    winners: Flags | None = None
    is_editable: bool = False
    factor: str = ""
    ids: Sequence[ItemId] = ()  # of its rows, where each stands for itself
    labels: Sequence[str] = ()  # what its rows are called, at their left


@dataclass(frozen=True)
class Line:
    """Words that are said below the numbers; they keep their room while they are not told."""

    words: Sequence[Word]
    is_large: bool = False
    is_told: bool = True
    is_extra: bool = False  # left out with the sentence where there is little room


@dataclass(frozen=True)
class LargePlan:
    """All that stands on the sheet of a value."""

    maps: Sequence[SideMap]
    blocks: Sequence[NumberBlock]
    lines: Sequence[Line]
    sentence: str
    fill: Callable[[QRectF], list[Item]] | None = None  # paints the room that blocks leave
    fill_high: int = 120  # pixels at 100 %: what `fill` needs
    few: Sequence[int] = ()  # the blocks that are shown where not all have room; all: none are left
    order: tuple[int, ...] = ()  # what the rows of its blocks stand for
