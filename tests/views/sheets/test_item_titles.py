"""What people read of an item."""

import pytest

from cnnviz.views.sheets.item_id import ItemId, Spot, What
from cnnviz.views.sheets.item_titles import title_of


def test_every_item_is_called_something():
    for what in What:
        assert title_of(ItemId(what))
        assert "{" not in title_of(ItemId(what, 3))


@pytest.mark.parametrize(("item", "title"), [
    (ItemId(What.BIAS), "Bias"),
    (ItemId(What.WEIGHTS, 0), "Weights of slice 1"),  # counted from 1, as everywhere
    (ItemId(What.WEIGHT), "Weight"),
    (ItemId(What.WEIGHT, 782), "Weight 783"),
])  # fmt: skip
def test_titles_count_from_one(item, title):
    assert title_of(item) == title


def test_object_names_count_from_zero_as_the_arrays_do():
    assert ItemId(What.WEIGHTS, 0).object_name == "weights-0"
    assert ItemId(What.VALUE_BEFORE).object_name == "value-before"


def test_a_spot_is_on_one_item():
    spot = Spot(ItemId(What.WEIGHTS, 2), 0, 1)
    assert spot.is_on(What.WEIGHTS, 2)
    assert not spot.is_on(What.WEIGHTS, 1)
    assert not spot.is_on(What.WEIGHTS)
    assert not spot.is_on(What.WINDOW, 2)
