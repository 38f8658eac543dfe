"""Explanations as sums: the terms of every kind of layer add up to the value."""

import json
import re
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnviz.cnn import architectures
from cnnviz.cnn.activation_layers import LeakyReLU, ReLU, Sigmoid, Tanh
from cnnviz.cnn.function_layers import Logarithm, Power
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Dropout, Flatten, Linear, Softmax
from cnnviz.cnn.network import INPUT, chain
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d, AdaptiveMaxPool2d, AvgPool2d, MaxPool2d
from cnnviz.cnn.trace import trace
from cnnviz.explain.terms import terms_of
from cnnviz.explain.text import as_json, as_text
from cnnviz.explain.values import (
    Curve,
    InputValue,
    Share,
    WeightedSum,
    WindowSum,
    explain,
)
from tests.explain.read_numbers import number_at_end


def everything(seed):
    """The trace of a network with every kind of layer."""
    random = np.random.default_rng(seed)

    def numbers(*shape):
        return random.normal(size=shape).astype(np.float32)

    layers = (
        Conv2d(numbers(4, 3, 3, 2), numbers(4), padding=(1, 1), stride=(1, 2)),
        BatchNorm2d(numbers(4), numbers(4), numbers(4), random.uniform(0.1, 2, 4)),
        LeakyReLU(0.1),
        MaxPool2d((2, 2), padding=(1, 1)),
        Conv2d(numbers(4, 2, 3, 3), padding=(1, 1), padding_mode="reflect", groups=2),
        Tanh(),
        AvgPool2d((2, 2), ceil_mode=True),
        ReLU(),
        AdaptiveAvgPool2d((2, 2)),
        Dropout(),
        AdaptiveMaxPool2d((2, 1)),
        Flatten(),
        Linear(numbers(6, 8), numbers(6)),
        Sigmoid(),
        Linear(numbers(5, 6)),
        Softmax(),
    )
    return trace(chain("all", "all", (3, 12, 12), layers), numbers(3, 12, 12))


def places(shape, random, count=20):
    for _ in range(count):
        yield tuple(int(random.integers(n)) for n in shape)


@given(st.integers(0, 2**32 - 1))
def test_terms_and_bias_add_up_to_the_value_in_every_layer(seed):
    traced = everything(seed)
    random = np.random.default_rng(seed)
    for node, values in traced.values.items():
        largest = max(1.0, float(np.abs(values).max()))
        for place in places(values.shape, random):
            about = explain(traced, node, place)
            terms, bias = terms_of(about)
            total = sum(term.product for term in terms) + bias
            is_sum = not isinstance(about, Curve | Share | InputValue)
            assert bool(terms) == is_sum
            assert not is_sum or abs(total - values[place]) <= 1e-5 * largest, (node, place)


@given(st.integers(0, 2**32 - 1))
def test_the_printed_terms_add_up_to_the_printed_value(seed):
    traced = everything(seed)
    random = np.random.default_rng(seed)
    for node, values in traced.values.items():
        if node == INPUT:
            continue
        for place in places(values.shape, random, 3):
            about = explain(traced, node, place)
            lines = as_text(traced, about).splitlines()
            value = re.split("[:=≈] ", lines[-1])[-1]
            assert f"= {value}" in lines[0]
            if isinstance(about, WindowSum | WeightedSum):
                printed = [number_at_end(line) for line in lines[2:]]
                unit = Decimal(1).scaleb(printed[-1].as_tuple().exponent)
                assert abs(sum(printed[:-1]) - printed[-1]) <= unit / 2


def test_json_holds_exact_numbers_and_the_places_of_the_input():
    network = architectures.build("lecture-cnn")
    image = np.random.default_rng(0).random((1, 28, 28), dtype=np.float32)
    traced = trace(network, image)
    known = json.loads(json.dumps(as_json(traced, explain(traced, "conv2", (2, 6, 8)))))
    assert (known["node"], known["layer"], known["position"]) == ("conv2", 4, [2, 6, 8])
    assert len(known["terms"]) == 8 * 25
    assert len(known["subtotals"]) == 8
    assert known["value"] == float(traced.values["conv2"][2, 6, 8])
    term = known["terms"][30]
    assert (term["channel"], term["row"], term["column"]) == (1, 5, 6)
    assert np.float32(term["input"]) == traced.values["max_pool1"][1, 5, 6]
    assert np.float32(term["weight"]) == network.layers["conv2"].weight[2, 1, 1, 0]
    total = sum(known["subtotals"]) + known["bias"]
    assert total == pytest.approx(known["value"], abs=1e-5)


def test_of_several_largest_values_the_first_counts():
    image = np.ones((1, 2, 2), np.float32)
    traced = trace(chain("p", "p", (1, 2, 2), (MaxPool2d((2, 2)),)), image)
    terms, _ = terms_of(explain(traced, traced.network.output, (0, 0, 0)))
    assert [term.weight for term in terms] == [1, 0, 0, 0]


def test_a_value_that_is_no_number_is_told_without_terms():
    image = np.full((1, 3, 3), np.nan, np.float32)
    conv = Conv2d(np.ones((1, 1, 3, 3), np.float32))
    traced = trace(chain("c", "c", (1, 3, 3), (conv,)), image)
    told = as_text(traced, explain(traced, traced.network.output, (0, 0, 0)))
    assert told.splitlines()[0].endswith("= NaN")
    assert "NaN · 1 = NaN" in told
    assert told.endswith("One of the numbers that go in is NaN, no number: so is what comes out.\n")


@pytest.mark.parametrize(
    ("layer", "value", "lines"),
    [
        (Sigmoid(), 0, ["0", "Sigmoid of it: 0.50"]),  # row 5: it is no product 0 · 0
        (Sigmoid(), -np.inf, ["−∞", "Sigmoid of it: 0"]),
        (Tanh(), np.inf, ["∞", "Tanh of it: 1"]),
        (ReLU(), np.nan, ["NaN", "ReLU of it: NaN"]),
    ],
)
def test_an_activation_is_told_by_what_it_takes(layer, value, lines):
    traced = trace(chain("a", "a", (1, 1, 1), (layer,)), np.full((1, 1, 1), value, np.float32))
    about = explain(traced, traced.network.output, (0, 0, 0))
    told = [line.rpartition("input: ")[2].strip() for line in as_text(traced, about).splitlines()]
    assert told[2:4] == lines
    known = as_json(traced, about)
    assert known["terms"] == []
    np.testing.assert_equal(known["inputs"][0]["value"], float(np.float32(value)))


@pytest.mark.parametrize(
    ("layer", "value", "told"),
    [
        (Power(0.5), -2, "The curve has no value there: so it is NaN, no number."),
        (Logarithm(), 0, "The curve goes beyond all numbers there."),
        (Power(-1), 0, "The curve goes beyond all numbers there."),
        (
            Power(-1),
            np.nan,
            "One of the numbers that go in is NaN, no number: so is what comes out.",
        ),
    ],
)
def test_where_a_curve_has_no_value_that_is_said(layer, value, told):
    traced = trace(chain("a", "a", (1, 1, 1), (layer,)), np.full((1, 1, 1), value, np.float32))
    about = explain(traced, traced.network.output, (0, 0, 0))
    assert as_text(traced, about).splitlines()[-1].strip() == told


def test_large_whole_numbers_are_whole_in_a_pooling():
    image = np.array([[[1408282, 1408283], [0, 1]]], np.float32)
    traced = trace(chain("p", "p", image.shape, (MaxPool2d((2, 2)),)), image)
    told = as_text(traced, explain(traced, "max_pool1", (0, 0, 0)))
    assert "1408282\n" in told
    assert told.endswith("the largest: 1408283\n")


def test_a_window_with_nan_and_an_overflow_are_told_in_words():
    image = np.array([[[np.nan, 3e38], [3e38, 3e38]]], np.float32)
    for layers in ((MaxPool2d((1, 2)),), (AvgPool2d((1, 2)),)):
        traced = trace(chain("p", "p", image.shape, layers), image)
        for row in (0, 1):
            told = as_text(traced, explain(traced, traced.network.output, (0, row, 0)))
            assert "nan" not in told
            assert "inf" not in told
    assert told.splitlines()[0].endswith("= ∞")
    assert "too large: they go up to 3.4 × 10³⁸." in told


def test_all_products_of_a_value_stand_behind_one_sign():
    """Beside products that are rounded, one that is 0 looked like another kind of line."""
    network = chain("n", "N", (1, 1, 3), (Conv2d(np.array([[[[0.1, 0.3, 2]]]], np.float32), None),))
    for image, sign in (([0, 0.7, 1], "≈"), ([0, 0, 1], "=")):
        made = trace(network, np.array([[image]], np.float32))
        lines = [
            line
            for line in as_text(made, explain(made, "conv1", (0, 0, 0))).splitlines()
            if "·" in line
        ]
        assert len(lines) == 3
        assert [line for line in lines if f" {sign} " not in line] == []
