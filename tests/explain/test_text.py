"""Explanations as sums: the terms of every kind of layer add up to the value."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnviz.cnn import architectures
from cnnviz.cnn.layers import (
    BatchNorm2d,
    Conv2d,
    Dropout,
    Flatten,
    LeakyReLU,
    Linear,
    ReLU,
    Sigmoid,
    Softmax,
    Tanh,
)
from cnnviz.cnn.network import INPUT, chain
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d, AdaptiveMaxPool2d, AvgPool2d, MaxPool2d
from cnnviz.cnn.trace import trace
from cnnviz.explain.printed import read_back
from cnnviz.explain.terms import terms_of
from cnnviz.explain.text import as_json, as_text
from cnnviz.explain.values import explain


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
            assert abs(total - values[place]) <= 1e-5 * largest, (node, place)


@given(st.integers(0, 2**32 - 1))
def test_the_printed_terms_add_up_to_the_printed_value(seed):
    traced = everything(seed)
    random = np.random.default_rng(seed)
    for node, values in traced.values.items():
        if node == INPUT:
            continue
        for place in places(values.shape, random, 3):
            lines = as_text(traced, explain(traced, node, place)).splitlines()
            printed = [read_back(line.rpartition(" ")[2]) for line in lines[2:]]
            assert sum(printed[:-1]) == printed[-1]
            assert f"= {lines[-1].rpartition(' ')[2]}   (exactly" in lines[0]


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
    assert as_text(traced, explain(traced, traced.network.output, (0, 0, 0))).endswith("= nan\n")
