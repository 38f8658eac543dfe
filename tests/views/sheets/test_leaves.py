"""A long list is seen a leaf at a time: nothing is left out, and either end is reached."""

import pytest

from cnnviz.views.sheets.leaves import leaf_of, leaf_words, whole_leaf


@pytest.mark.parametrize(("count", "each"), [(784, 12), (10, 3), (5, 5), (3, 9), (1, 1)])
def test_turning_forward_shows_everything_once(count, each):
    seen, first = [], 0
    while first is not None:
        leaf = leaf_of(count, each, first)
        seen += leaf.numbers
        first = leaf.after
    assert seen == list(range(count))


def test_turning_back_comes_to_the_beginning():
    leaf = leaf_of(784, 12, 10_000)  # beyond the end: the last one
    assert leaf.numbers == range(783, 784)
    while leaf.before is not None:
        leaf = leaf_of(784, 12, leaf.before)
    assert leaf.first == 0


def test_a_leaf_says_which_part_it_is():
    assert leaf_words(leaf_of(784, 12, 12)) == "13 to 24 of 784"
    assert leaf_words(leaf_of(784, 1, 12)) == "13 of 784"
    assert whole_leaf(7).is_whole
    assert not leaf_of(7, 3, 3).is_whole
