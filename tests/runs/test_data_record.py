import numpy as np
import pytest
from msgspec.structs import replace as with_fields

from cnnviz.data.splits import DataSet, Pictures, in_order
from cnnviz.runs.data_record import DataRecord, difference, in_place_of


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("ab", "ab", "ab"),
        ("ab", "bc", "cb"),  # a became c
        ("bca", "abc", "bca"),  # only counted in another order
        ("abcd", "bdxy", "xbyd"),
        ("ab", "abc", None),
        ("abc", "ab", None),
    ],
)
def test_a_new_class_takes_the_place_of_one_that_is_gone(before, now, expected):
    found = in_place_of(tuple(before), tuple(now))
    assert found == (None if expected is None else tuple(expected))


def test_pictures_keep_the_names_of_their_classes_in_any_order():
    labels = np.array([0, 2, 1, 2], np.uint8)
    part = Pictures(np.zeros((4, 1, 1, 1), np.uint8), labels)
    data = DataSet(part, part, {"test": part}, ("a", "b", "c"))
    found = in_order(data, ("c", "a", "b"))
    for each in (found.training, found.validation, found.tests["test"]):
        assert [found.classes[n] for n in each.labels] == [data.classes[n] for n in labels]
    assert in_order(data, data.classes) is data


@pytest.mark.parametrize(
    ("gone", "new", "told"),
    [
        ("h", "x", "Gone are the classes h; new are x."),
        ("h", "", "Gone are the classes h."),
        ("", "xy", "New are the classes x, y."),
    ],
)
def test_of_many_classes_those_that_differ_are_named(gone, new, told):
    before = DataRecord(tuple("abcdefgh"), {}, "1")
    now = with_fields(before, classes=(*(n for n in before.classes if n != gone), *new))
    assert difference(before, now) == told
