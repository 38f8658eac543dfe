"""Known slips where branches meet, and that right answers are right there."""

import numpy as np
import pytest

from cnnviz.cnn.branch_layers import Add, Concatenate, Multiply, SelectChannels
from cnnviz.cnn.network import INPUT, Network, Node
from cnnviz.cnn.trace import trace
from cnnviz.exercises.verdict import check

IMAGE = np.array([[[3]], [[5]], [[-4]]], np.float32)
NODES = (
    Node("a", SelectChannels((0,)), (INPUT,)),
    Node("b", SelectChannels((1,)), (INPUT,)),
    Node("c", SelectChannels((2,)), (INPUT,)),
    Node("sum", Add(), ("a", "b", "c")),
    Node("product", Multiply(), ("sum", "b", "c")),
    Node("both", Concatenate(), ("b", "product", "c")),
    Node("swapped", SelectChannels((2, 1)), ("both",)),
)


@pytest.fixture
def branches():
    return trace(Network("n", "N", (3, 1, 1), NODES), IMAGE)


@pytest.mark.parametrize(
    ("node", "place", "typed", "told"),
    [
        ("sum", (0, 0, 0), -1, "You left out b: 5."),  # of 4
        ("sum", (0, 0, 0), 1, "You left out a: 3."),
        ("sum", (0, 0, 0), 8, "You left out c: −4."),
        ("sum", (0, 0, 0), -60, "You multiplied: here the values are added."),
        ("sum", (0, 0, 0), -6, "You subtracted the value of b, 5: it is added."),
        ("product", (0, 0, 0), -20, "You left out sum: 4."),  # of −80
        ("product", (0, 0, 0), 20, "You left out c: −4."),
        ("product", (0, 0, 0), 21, "Not yet: 21 is too large."),
        ("product", (0, 0, 0), -16, "You left out b: 5."),
        ("product", (0, 0, 0), 5, "You added: here the values are multiplied."),
        ("both", (1, 0, 0), 5, "That is the value of row 1, column 1 of map 1 of b."),
        ("swapped", (0, 0, 0), 5, "That is the value of row 1, column 1 of map 1 of both."),
    ],
)
def test_a_slip_is_named(branches, node, place, typed, told):
    verdict = check(branches, node, place, typed, 0)
    assert (verdict.is_right, verdict.sentence) == (False, told)


def test_right_is_right(branches):
    for node, values in branches.values.items():
        for place in np.ndindex(values.shape):
            assert check(branches, node, place, float(values[place]), 0).is_right
