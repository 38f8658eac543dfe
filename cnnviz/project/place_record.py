"""Where the learner looked, as it stands in a project's file; what does not fit is let go.

So a place never makes a project unreadable, unless it is no record of a place at all.
"""

from dataclasses import replace
from math import isfinite
from typing import get_args

import msgspec

from cnnviz.cnn.layer_base import Shape, ShapeError
from cnnviz.cnn.layers import Conv2d, Linear
from cnnviz.cnn.network import Network
from cnnviz.project.picture import prepared_shape
from cnnviz.project.place import (
    LAST_STAGE,
    Control,
    MapOrder,
    Order,
    PageName,
    Pin,
    Place,
    Position,
    SceneName,
    SheetName,
    Stepping,
    Topic,
    Zoom,
)
from cnnviz.project.project import Project
from cnnviz.project.slices import slices_of

_FARTHEST = 10_000.0  # maps, from the middle of what is seen
_LARGEST_ZOOM = 64.0
_MOST_TOLD = 10_000  # values told one after the other that are kept
_LONGEST_NAME = 4096  # letters of the name or file of a second network
_PAGES: dict[str, PageName] = {page: page for page in get_args(PageName)}
_ORDERS: dict[str, Order] = {order: order for order in get_args(Order)}
_MAP_ORDERS: dict[str, MapOrder] = {order: order for order in get_args(MapOrder)}
_STEPPINGS: dict[str, Stepping] = {each: each for each in get_args(Stepping)}
_SCENES: dict[str, SceneName] = {scene: scene for scene in get_args(SceneName)}
_TOPICS: dict[str, Topic] = {topic: topic for topic in get_args(Topic)}
_CONTROLS: tuple[Control, ...] = get_args(Control)
_SHEETS: dict[str, SheetName] = {sheet: sheet for sheet in get_args(SheetName)}


class PositionRecord(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One value of what a node gives."""

    node: str
    channel: int
    row: int
    column: int


class PinRecord(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A cell that stays lit."""

    sheet: str
    item: str
    number: int | None
    row: int
    column: int


class ZoomRecord(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How a page is zoomed."""

    page: str
    factor: float
    x: float
    y: float
    node: str = ""
    channel: int = 0


class PlaceRecord(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """All of a place."""

    page: str
    node: str
    selected: PositionRecord | None
    is_open: bool
    filter: tuple[str, int]
    slice: int
    order: str
    pins: tuple[PinRecord, ...]
    zooms: tuple[ZoomRecord, ...]
    leaf: int = 0
    second: str | None = None
    asked: str | None = None
    told: tuple[PositionRecord, ...] = ()
    stage: int | None = None
    topic: str = "layers"
    patch: str = ""
    scene: str = "layer"
    beside: int | None = None
    folded: tuple[str, ...] | None = None
    whole: tuple[str, ...] = ()
    put_away: tuple[str, ...] = ()
    sorting: str = "strength"
    stepping: str = "shown"


def place_record(place: Place) -> PlaceRecord:
    """Return the record of a place."""
    at = place.selected
    return PlaceRecord(
        place.page,
        place.node,
        None if at is None else _position_record(at),
        place.is_open,
        place.filter,
        place.slice,
        place.order,
        tuple(PinRecord(p.sheet, p.item, p.number, p.row, p.column) for p in place.pins),
        tuple(
            ZoomRecord(zoom.page, zoom.factor, zoom.x, zoom.y, zoom.node, zoom.channel)
            for zoom in place.zooms
            if all(map(isfinite, (zoom.factor, zoom.x, zoom.y)))  # JSON has no other numbers
        ),
        place.leaf,
        place.second,
        place.asked,
        tuple(_position_record(each) for each in place.told[-_MOST_TOLD:]),
        place.stage,
        place.topic,
        place.patch,
        place.scene,
        place.beside,
        place.folded,
        place.whole,
        place.put_away,
        place.sorting,
        place.stepping,
    )


def _position_record(at: Position) -> PositionRecord:
    return PositionRecord(at.node, at.channel, at.row, at.column)


def place_in(project: Project, record: PlaceRecord) -> Place | None:
    """Return the place of a record as far as the project has it; None where nothing is left."""
    shapes = _shapes(project)
    if record.node not in shapes:
        return None
    network = project.network
    selected = _selected(record.selected, shapes)
    node = record.node if selected is None else network.later(record.node, selected.node)
    place = Place(
        page=_PAGES.get(record.page, "network"),
        node=node,
        selected=selected,
        is_open=record.is_open and selected is not None,
        filter=_filter(record.filter, network),
        order=_ORDERS.get(record.order, "size"),
        zooms=_zooms(record.zooms, shapes),
        second=_second(record.second),
        asked=record.asked if record.asked in (None, "", *network.names) else "",
        told=_told(record.told, shapes),
        scene=_SCENES.get(record.scene, "layer"),
        beside=record.beside if record.beside is not None and record.beside >= 0 else None,
        topic=_TOPICS.get(record.topic, "layers"),
        folded=_folded(record.folded, network),
        whole=tuple(node for node in shapes if node in record.whole),
        put_away=tuple(each for each in _CONTROLS if each in record.put_away),
        sorting=_MAP_ORDERS.get(record.sorting, "strength"),
        stepping=_STEPPINGS.get(record.stepping, "shown"),
    )
    if (record.selected is None) != (selected is None):
        return place  # slice, leaf and pins belong to what was selected
    patch = record.patch if record.patch in network.names and selected is not None else ""
    count = _slices(network, place)
    chosen, leaf = min(max(record.slice, 0), count - 1), max(record.leaf, 0)
    stage = record.stage if place.is_open and record.stage is not None else None
    stage = None if stage is None else min(max(stage, 0), LAST_STAGE)
    return replace(
        place, slice=chosen, leaf=leaf, pins=_pins(record.pins), stage=stage, patch=patch
    )


def _second(name: str | None) -> str | None:
    """Return the name or file of a second network, if it can be one."""
    can_be = name and len(name) <= _LONGEST_NAME and name.isprintable()
    return name if can_be else None


def _folded(names: tuple[str, ...] | None, network: Network) -> tuple[str, ...] | None:
    """Return the folded blocks that are still there, each once and in their order."""
    return None if names is None else tuple(each for each in network.blocks if each in names)


def _told(records: tuple[PositionRecord, ...], shapes: dict[str, Shape]) -> tuple[Position, ...]:
    """Return the told values that are still there, each once."""
    found = (_selected(record, shapes) for record in records[:_MOST_TOLD])
    return tuple(dict.fromkeys(each for each in found if each is not None))


def _shapes(project: Project) -> dict[str, Shape]:
    """Return the shapes of the nodes for the picture of the project; none where it is too small."""
    channels, rows, columns = prepared_shape(project.picture, project.network)
    try:
        return dict(project.network.with_input_shape((channels, rows, columns)).shapes)
    except ShapeError:
        return {}


def _selected(record: PositionRecord | None, shapes: dict[str, Shape]) -> Position | None:
    if record is None or min(record.channel, record.row, record.column) < 0:
        return None
    position = Position(record.node, record.channel, record.row, record.column)
    return position if position.is_in(shapes) else None


def _filter(record: tuple[str, int], network: Network) -> tuple[str, int]:
    """Return a convolution with one of its output channels, or that nothing was chosen."""
    node, channel = record
    layer = network.layers.get(node)
    if not isinstance(layer, Conv2d):
        return ("", 0)
    return node, min(max(channel, 0), len(layer.weight) - 1)


def _slices(network: Network, place: Place) -> int:
    """Return how many slices the filter or unit has that is looked at; 1 where there are none."""
    if not isinstance(network.layers.get(place.looked_at), Conv2d | Linear):
        return 1
    channel = 0 if place.selected is None else place.selected.channel
    return len(slices_of(network, place.looked_at, channel).values)


def _zooms(records: tuple[ZoomRecord, ...], shapes: dict[str, Shape]) -> tuple[Zoom, ...]:
    """Return the first zoom of each page, but for those told by a map that is not there."""
    zooms: dict[PageName, Zoom] = {}
    for each in records:
        page = _PAGES.get(each.page)
        is_there = not each.node or Position(each.node, each.channel).is_in(shapes)
        if page is not None and is_there and each.channel >= 0:
            low, high = (-_FARTHEST, _FARTHEST) if each.node else (0.0, 1.0)
            x, y = (min(max(share, low), high) for share in (each.x, each.y))
            factor = min(max(each.factor, 1.0), _LARGEST_ZOOM)
            zooms.setdefault(page, Zoom(page, factor, x, y, each.node, each.channel))
    return tuple(zooms.values())


def _pins(records: tuple[PinRecord, ...]) -> tuple[Pin, ...]:
    """Return the first pin of each sheet."""
    pins: dict[SheetName, Pin] = {}
    for each in records:
        sheet = _SHEETS.get(each.sheet)
        if sheet is not None and min(each.row, each.column) >= 0:
            pins.setdefault(sheet, Pin(sheet, each.item, each.number, each.row, each.column))
    return tuple(pins.values())
