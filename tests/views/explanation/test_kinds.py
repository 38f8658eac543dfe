"""The sheets of every kind of explanation: everything has its place, and nothing tells too much."""

import re
from html import unescape

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QRect
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from cnnviz.cnn.network import INPUT
from cnnviz.explain.explanation import Explanation
from cnnviz.explain.values import Joined
from cnnviz.text.numbers import number_text
from cnnviz.views.explanation.arrangement import arrange
from cnnviz.views.explanation.kinds import kind_of
from cnnviz.views.sheets.item_id import ItemId, Spot
from cnnviz.views.sheets.items import DIGITS, MapItem, Numbers, Text
from tests.views.explanation.layout_checks import check_layout
from tests.views.explanation.sheet_steps import (
    BRANCHED,
    Random,
    branched,
    every_kind,
    forward_of,
    forward_of_graph,
    item,
    names_of_every_kind,
    number,
    scene_of,
    sheets,
    texts,
)
from tests.views.explanation.test_printed_arithmetic import CHECKS, forward_with

# What is painted


def painted(sheet, look):
    """The signs that a sheet paints, one after the other; maps left out."""
    items = [each for each in sheet.all_items() if not isinstance(each, MapItem)]
    return signs_of(items, QRect(0, 0, sheet.width, sheet.height), look)


def signs_of(items, room, look):
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setViewBox(room)
    painter = QPainter(generator)
    for each in items:
        if isinstance(each, Numbers | MapItem):
            each.paint(painter, look, room)
        else:
            each.paint(painter, look)
    painter.end()
    found = re.findall(r"<text[^>]*>([^<]*)</text>", bytes(buffer.data().data()).decode())
    return "".join(unescape("".join(found)).split())


def test_what_is_painted_is_what_the_texts_say(look):
    random = Random(7)
    for count in range(40):
        kind = sorted(CHECKS)[count % len(CHECKS)]
        forward = forward_with(kind, random)
        shape = forward.trace.output.shape
        scene = scene_of(look, forward, tuple(n // 2 for n in shape), is_hidden=count % 9 == 8)
        for sheet in sheets(scene):
            said = "".join("".join(text for _, text in sheet.texts()).split())
            assert painted(sheet, look) == said


# Every kind, in rooms of every size


ROOMS = ((528, 420), (780, 500), (1018, 470), (1600, 900))
NAMES = (*names_of_every_kind(), *BRANCHED)
NODES = (INPUT, *NAMES)


def middle(forward, node):
    return tuple(n // 2 for n in forward.trace.shapes[node])


@pytest.mark.sweep(2)
@pytest.mark.parametrize("node", NODES)
@pytest.mark.parametrize("room", ROOMS)
def test_everything_lies_inside_its_room_and_no_text_on_another(look, of_node, node, room):
    forward = of_node(node)
    scene = scene_of(look, forward, middle(forward, node), node=node, room=room)
    check_layout(scene)


@pytest.mark.parametrize("node", NODES)
@pytest.mark.parametrize("room", [(528, 420), (1018, 470)])
def test_numbers_in_cells_are_fourteen_pixels_high(look, of_node, node, room):
    forward = of_node(node)
    scene = scene_of(look, forward, middle(forward, node), node=node, room=room)
    for sheet in sheets(scene):
        for each in sheet.all_items():
            if isinstance(each, Numbers):
                font, shown = each.cells.digits(look, each.cell)
                assert font is not None
                assert font.pixelSize() == DIGITS, each.id
                assert shown == list(each.texts)
            elif isinstance(each, Text) and each.exact is not None:
                assert each.size >= 13, each.id


@pytest.mark.sweep(2)
@pytest.mark.parametrize("node", NODES)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("hidden", [False, True])
def test_no_number_is_too_odd_to_be_shown(look, node, bad, hidden):
    if node in BRANCHED:
        nodes, values = branched(Random(5))
        values[0, 3, 3] = bad
        forward = forward_of_graph(nodes, values)
    else:
        layers, values = every_kind(Random(5))
        values[0, 5, 5] = bad
        forward = forward_of(layers, values)
    with np.errstate(all="ignore"):
        for place in {middle(forward, node), tuple(0 for _ in forward.trace.shapes[node])}:
            scene = scene_of(look, forward, place, node=node, is_hidden=hidden)
            for sheet in sheets(scene):
                assert painted(sheet, look)


@pytest.mark.parametrize("node", NAMES)
def test_every_number_says_what_it_exactly_is(look, of_node, node):
    forward = of_node(node)
    scene = scene_of(look, forward, middle(forward, node), node=node)
    for sheet in sheets(scene):
        for each in sheet.all_items():
            if isinstance(each, Text) and each.exact is not None and np.isfinite(each.exact):
                shown = float(number(each.text.removesuffix(" %")))
                assert abs(shown - each.exact) <= 0.03 * max(1, abs(each.exact)), each.id


# A hidden answer


@pytest.mark.parametrize("node", NAMES)
def test_a_hidden_answer_stands_nowhere(look, of_node, node):
    forward = of_node(node)
    place = middle(forward, node)
    layer = forward.trace.network.layers[node].kind
    value = float(forward.trace.values[node][place])
    scene = scene_of(look, forward, place, node=node, is_hidden=True)
    found = texts(scene)
    assert found["value"] == ["?"]
    assert not {"sum", "scaled", "total", "others"} & set(found)
    if layer in ("relu", "leaky_relu", "prelu", "dropout", "max_pool2d", "adaptive_max_pool2d"):
        return  # there the value can stand among what is given
    asked = {number_text(value, digits) for digits in (2, 3, 4)}
    for name, said in found.items():
        if not name.startswith(("input", "window", "weight", "bias", "x", "mean", "channel")):
            assert not asked & set(said), name


def test_hidden_answers_show_no_shares_and_no_winner(look, deep):
    shares = scene_of(look, deep, (2,), is_hidden=True)
    assert not [n for n in texts(shares) if n.startswith(("share", "exp", "percent"))]
    pool = scene_of(look, deep, (1, 2, 2), node="max_pool1", is_hidden=True)
    assert item(pool, "window").winners is None
    assert item(pool, "input map 1").marks.winners is None


def test_hidden_cells_of_a_map_have_no_numbers(look, deep):
    scene = scene_of(look, deep, (2,), is_hidden=True, right=frozenset({1}))
    output = item(scene, "output")
    shown = signs_of([output], output.place.adjusted(-4, -4, 4, 4), look)
    assert shown == number_text(float(deep.trace.output[1]), 3)


# The table of kinds


def test_every_kind_of_explanation_has_a_sheet_of_its_own():
    """A new kind comes with a sheet; none falls through to that of another."""

    def kinds(cls):
        return [cls, *(each for child in cls.__subclasses__() for each in kinds(child))]

    made = {*kinds(Explanation)} - {Explanation, Joined}  # those are made as one of their kinds
    for cls in made:
        assert kind_of(object.__new__(cls)).rows_sheet.__module__.startswith("cnnviz.views")


def test_an_unknown_kind_is_no_curve():
    class Strange:
        pass

    with pytest.raises(TypeError, match="no sheet explains a Strange"):
        kind_of(Strange())


# Spots that are no longer there: a kernel became smaller while the pointer rested on it


GONE = [(99, 0), (0, 99), (-1, 0)]


@pytest.mark.sweep(2)
@pytest.mark.parametrize("node", NODES)
def test_a_cell_that_is_no_longer_there_lights_and_tells_nothing(look, of_node, node, thorough):
    """Of each part of a sheet one such cell, in turn; all of them where thorough."""
    forward = of_node(node)
    scene = scene_of(look, forward, middle(forward, node), node=node)
    kind = kind_of(scene.about)
    found = {each.id for sheet in sheets(scene) for each in sheet.all_items()} - {None}
    spots = [
        Spot(ItemId(item_id.what, which), *cell)
        for item_id in sorted(found, key=lambda item_id: item_id.object_name)
        for which in {item_id.number, 99}
        for cell in GONE
    ]
    for spot in spots if thorough else spots[::4]:
        lit = scene_of(look, forward, middle(forward, node), node=node, lit=spot)
        assert arrange(lit).rows.all_items()
        assert isinstance(kind.told(lit, spot), str)
        position = kind.way(lit, spot)
        assert position is None or position.is_in(forward.trace.shapes)
