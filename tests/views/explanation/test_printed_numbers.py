"""Every number on every sheet, for every layer of every shipped network: it is the trace's."""

from decimal import Decimal
from functools import cache

import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.network import INPUT
from cnnviz.explain.values import Joined, WindowSum
from cnnviz.project import shipped
from cnnviz.project.picture import Picture
from cnnviz.project.project import forward_pass, new_project
from cnnviz.views.explanation.kinds import kind_of
from cnnviz.views.explanation.sources import sources_of
from cnnviz.views.sheets.item_id import ItemId, Spot, What
from cnnviz.views.sheets.items import MapItem, Numbers, Text
from tests.views.explanation.sheet_steps import (
    BRANCHED,
    Random,
    branched,
    every_kind,
    forward_of,
    forward_of_graph,
    names_of_every_kind,
    number,
    scene_of,
    sheets,
)

NODES = [(name, node) for name in architectures.NAMES for node in architectures.build(name).names]
NODES += [("branches", node) for node in BRANCHED]
NODES += [("every kind", node) for node in (INPUT, *names_of_every_kind())]


@cache
def forward_of_shipped(name):
    """A shipped network, with its weights, on a picture of noise; or one with every layer."""
    if name == "every kind":
        return forward_of(*every_kind(Random(5)))
    if name == "branches":
        return forward_of_graph(*branched(Random(5)))
    network = shipped.network(name)
    values = np.random.default_rng(3).random(network.input_shape, dtype=np.float32)
    return forward_pass(new_project(network, Picture("matrix", values, "Noise")))


def places_of(shape):
    """Two places of a node: its last value, and one inside its first map, off the diagonal."""
    inside = (shape[1] // 3, shape[2] // 2) if len(shape) == 3 else ()
    return {tuple(n - 1 for n in shape), (0, *inside)}


def values_of(item, scene):
    """The numbers of the trace that an item prints, in row order; None where it prints others."""
    about, (what, number, _node) = scene.about, item.id
    by_number = {
        What.WINDOW: ("window", number), What.WEIGHTS: ("weights", number),
        What.PRODUCTS: ("products", number), What.INPUT: ("inputs", number),
        What.PRODUCT: ("products", number), What.EXP: ("exponentials", number),
        What.SHARE: ("shares", number), What.MEAN: ("mean", None), What.X: ("before", None),
        What.VARIANCE: ("variance", None), What.EPS: ("eps", None), What.BIAS: ("bias", None),
        What.VALUE_BEFORE: ("before", None), What.POINT_X: ("before", None),
        What.VALUE: ("value", None), What.POINT_Y: ("value", None),
        What.TERM: ("inputs", number) if isinstance(about, Joined) else ("value", None),
        What.WEIGHT: ("weight", None) if number is None else ("weights", number),
    }  # fmt: skip
    if what is What.EXP and number is None:
        return about.exponentials[about.place]
    if what in by_number:
        field, at = by_number[what]
        values = np.asarray(getattr(about, field))
        return values if at is None else values[at]
    return of_the_trace(item, scene)


def of_the_trace(item, scene):
    about, trace = scene.about, scene.forward.trace
    what, number, _node = item.id
    match what:
        case What.MINUS_VALUE_BEFORE:
            return -about.before
        case What.LOGITS:
            return about.logits
        case What.INPUT_VALUE:
            return trace.image[number, about.place[1], about.place[2]]
        case What.ROW_FROM:
            return trace.values[scene.node][number : number + item.values.size]
        case What.NEIGHBOURHOOD:
            return around(item, trace.values[scene.node][about.place[0]], about.place[1:])
        case What.VALUE_IN_TRAINING:
            return float(about.value) / (1 - scene.layer.p)
        case What.INDEX:
            return np.asarray(about.place)
    parts = (What.CHANNEL, What.ROW, What.COLUMN)  # of the place that a flatten took it from
    return np.asarray(about.source[parts.index(what)]) if what in parts else None


def around(item, values, place):
    """The values of a map around a place, which the framed cell of the numbers shows."""
    (framed,) = np.argwhere(item.framed)
    top, left = (at - offset for at, offset in zip(place, framed, strict=True))
    rows, columns = item.values.shape
    return values[top : top + rows, left : left + columns]


def check(text, value, what):
    """The printed number is the exact one, rounded to the digits that are printed."""
    read = number(text)
    half = Decimal(1).scaleb(read.as_tuple().exponent) / 2
    if read.as_tuple().exponent >= 0:
        assert read == Decimal(float(value)), (what, text, value)
    assert abs(read - Decimal(float(value))) <= half, (what, text, value)


def check_item(item, scene):
    """Check every number an item prints; return how many there were."""
    expected = values_of(item, scene)
    if expected is None:
        return 0
    texts = list(item.texts) if isinstance(item, Numbers) else [item.text]
    # What a window of a pooling has outside the map is NaN, and counts as 0 where it counts.
    values = np.nan_to_num(np.asarray(expected, np.float64)).ravel().tolist()
    assert len(texts) == len(values), item.id
    count = 0
    for text, value in zip(texts, values, strict=True):
        if is_number(text):
            check(text, value, item.id)
            count += 1
    return count


def is_number(text):
    """Not an empty cell, and not the −∞ of a padding that never wins."""
    return bool(text) and "∞" not in text


@pytest.mark.sweep(2)
@pytest.mark.parametrize("is_card", [False, True])
@pytest.mark.parametrize(("name", "node"), NODES)
def test_every_number_is_that_of_the_trace(look, name, node, is_card):
    forward = forward_of_shipped(name)
    for place in places_of(forward.trace.shapes[node]):
        scene = scene_of(look, forward, place, node=node, is_card=is_card)
        checked = 0
        for sheet in sheets(scene):
            for item in sheet.all_items():
                if isinstance(item, Text | Numbers) and item.id is not None:
                    checked += check_item(item, scene)
        assert checked >= 1


def check_branch(item, source, trace):
    values = trace.values[source.node]
    expected = values[source.place[0]] if values.ndim == 3 else values
    assert item.shown.values.ravel()[: expected.size].tolist() == expected.ravel().tolist()
    row, column = item.marks.current
    assert item.shown.values[row, column] == values[source.place]


@pytest.mark.sweep(2)
@pytest.mark.parametrize(("name", "node"), NODES)
def test_every_map_has_the_values_of_the_trace(look, name, node):
    forward = forward_of_shipped(name)
    trace = forward.trace
    before = next(iter(trace.network.inputs[node]), "")
    for place in places_of(trace.shapes[node]):
        scene = scene_of(look, forward, place, node=node)
        for item in (item for sheet in sheets(scene) for item in sheet.all_items()):
            if not isinstance(item, MapItem) or item.id is None:
                continue
            what, channel, _node = item.id
            if what is What.BRANCH:
                check_branch(item, sources_of(scene)[channel], trace)
                continue
            maps = {
                What.OUTPUT: (node, place[0]), What.AFTER: (node, place[0]),
                What.BEFORE: (before, place[0]), What.INPUT_MAP: (before, channel),
                What.MAP: (before, channel), What.INPUT_CHANNEL: (INPUT, channel),
            }  # fmt: skip
            if what in maps:
                at, channel = maps[what]
                values = trace.values[at]
                expected = values[channel] if values.ndim == 3 else values
                shown = item.shown.values
                if shown.ndim == 3:  # the picture in colour
                    expected = values
                assert shown.ravel()[: expected.size].tolist() == expected.ravel().tolist()


TERMS = (What.WINDOW, What.WEIGHTS, What.PRODUCTS)


@pytest.mark.parametrize(("name", "node"), NODES)
def test_what_is_told_of_a_product_is_that_of_the_trace(look, name, node):
    forward = forward_of_shipped(name)
    trace = forward.trace
    for place in places_of(trace.shapes[node]):
        scene = scene_of(look, forward, place, node=node)
        if not isinstance(scene.about, WindowSum):
            return
        layer = trace.network.layers[node]
        rows, columns = layer.kernel_size
        told = kind_of(scene.about).told
        for what in TERMS:
            for k, i, j in ((0, 0, 0), (0, rows - 1, 0), (0, 0, columns - 1)):
                sentence = told(scene, Spot(ItemId(what, k), i, j))
                where, _, sum_of_one = sentence.partition(": ")
                one, other, product = (
                    float(text.strip().replace("−", "-"))
                    for text in sum_of_one.replace("=", "·").split("·")
                )
                weight = layer.laid_weight[place[0], k, i, j]
                row = place[1] * layer.stride[0] - layer.padding[0] + i * layer.dilation[0]
                column = place[2] * layer.stride[1] - layer.padding[1] + j * layer.dilation[1]
                height, width = trace.before(node).shape[1:]
                is_inside = 0 <= row < height and 0 <= column < width
                value = trace.before(node)[k, row, column] if is_inside else np.float32(0)
                assert np.float32(other) == weight
                assert np.float32(one) == value
                assert np.float32(product) == value * weight
                assert where == (
                    f"Input map {k + 1}, row {row + 1}, column {column + 1}"
                    + ("" if is_inside else " (padding)")
                )
