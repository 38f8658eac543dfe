"""A convolution over very many input maps: the largest sums first, the rest summed and told."""

from decimal import Decimal

import numpy as np
import pytest

from cnnviz.cnn import layers as la
from cnnviz.text.numbers import count_text
from cnnviz.views.explanation.arrangement import arrange
from cnnviz.views.sheets.item_id import What
from tests.views.explanation.sheet_steps import (
    forward_of,
    one,
    scene_of,
    texts,
    total,
    words,
)


def scene_with(look, count, side=1, **options):
    random = np.random.default_rng(5)
    weight = random.normal(0, 1, (1, count, side, side)).astype(np.float32)
    values = random.normal(0, 1, (count, 5, 5)).astype(np.float32)
    layer = la.Conv2d(weight, np.array([0.25], np.float32))
    return scene_of(look, forward_of([layer], values), (0, 1, 2), **options)


def listed(scene):
    """The input maps that have a line, from above, one column of lines after the other."""
    items = arrange(scene).rows.all_items()
    found = [item for item in items if item.id is not None and item.id.what is What.SUBTOTAL]
    return [item.id.number for item in sorted(found, key=lambda it: (it.place.x(), it.place.y()))]


@pytest.mark.parametrize(("count", "side"), [(2048, 1), (512, 3), (80, 2)])
def test_the_largest_sums_come_first_and_all_adds_up(look, count, side):
    scene = scene_with(look, count, side, chosen=0)
    sums = np.abs(scene.about.products.reshape(count, -1).sum(axis=1, dtype=np.float64))
    shown = listed(scene)
    by_size = [*np.argsort(-sums, kind="stable")]
    top = shown if by_size.index(0) < len(shown) else shown[:-1]  # the chosen one is seen, too
    assert 0 in shown
    assert top == by_size[: len(top)]
    found = texts(scene)
    assert (len(shown) == count) != (f"{count_text(count - len(shown))} more" in words(scene))
    added = total(found, [*(f"subtotal {k}" for k in shown), "others", "sum rounding"])
    result = one(found, "sum")
    assert abs(added - result) <= Decimal(1).scaleb(result.as_tuple().exponent)


def test_by_index_they_stand_in_the_order_of_the_maps(look):
    scene = scene_with(look, 2048, order="index", chosen=0)
    shown = listed(scene)
    assert shown == [*range(len(shown))]
    assert f"1 to {len(shown)} of {count_text(2048)}" in words(scene)


def test_few_maps_stand_in_their_order(look):
    shown = listed(scene_with(look, 64, chosen=0))
    assert shown == sorted(shown)
