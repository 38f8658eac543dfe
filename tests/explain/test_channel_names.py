"""What channels and places are called, and that titles are the same with a capital letter."""

import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.layers import Linear, Softmax
from cnnviz.cnn.network import INPUT, chain
from cnnviz.cnn.trace import trace
from cnnviz.explain.channel_names import (
    channel_name,
    channel_title,
    gives_scores,
    is_of_classes,
    speaks_for_classes,
)
from cnnviz.explain.positions import place_text, place_title
from cnnviz.explain.values import explain
from cnnviz.project import shipped


@pytest.mark.parametrize("name", architectures.NAMES)
def test_they_are_the_names_with_a_capital(name):
    network = architectures.build(name)
    traced = trace(network, np.zeros(network.input_shape, np.float32))
    for node, values in traced.values.items():
        last = len(values) - 1
        name_in_text, title = channel_name(traced, node, last), channel_title(traced, node, last)
        assert title == name_in_text[0].upper() + name_in_text[1:]
        about = explain(traced, node, tuple(n - 1 for n in values.shape))
        where = place_text(traced, about)
        assert place_title(traced, about) == where[0].upper() + where[1:]
        is_last_row = node == network.output and values.ndim == 1
        assert is_of_classes(traced, node) == is_last_row


def traced(name):
    network = shipped.network(name)
    values = np.random.default_rng(0).random(network.input_shape, dtype=np.float32)
    return trace(network, values)


@pytest.mark.parametrize("name", ["lecture-cnn", "nine-steps", "tiny-vgg", "one-filter-rgb"])
def test_channels_and_places_are_called_as_in_sentences(name):
    made = traced(name)
    for node, values in made.values.items():
        last = len(values) - 1
        for channel in (0, last):
            called = channel_name(made, node, channel)
            assert channel_title(made, node, channel) == called[0].upper() + called[1:]
            place = (channel, 0, 0) if values.ndim == 3 else (channel,)
            about = explain(made, node, place)
            text = place_text(made, about)
            assert place_title(made, about) == text[0].upper() + text[1:]


def test_what_they_say():
    lecture, nine, vgg = (traced(name) for name in ("lecture-cnn", "nine-steps", "tiny-vgg"))
    assert channel_title(lecture, "input", 0) == "Channel 1"
    assert channel_title(lecture, "conv1", 2) == "Filter 3"
    assert channel_title(lecture, "relu1", 2) == "Map 3"
    assert channel_title(lecture, "softmax1", 7) == "Class “7”"
    assert place_title(nine, explain(nine, "conv1", (1, 2, 3))) == "Row 3, column 4 of filter 2"
    assert channel_title(vgg, INPUT, 1) == "Green"


@pytest.mark.parametrize(("last", "speaks"), [("softmax", True), ("linear", False)])
def test_values_speak_for_classes_at_the_end_and_as_their_scores(last, speaks):
    square = Linear(np.eye(3, dtype=np.float32), np.zeros(3, np.float32))
    end = Softmax() if last == "softmax" else square
    network = chain("own", "Own", (3,), (square, end), ("a", "b", "c"))
    traced = trace(network, np.ones(3, np.float32))
    first, output = network.names[1:]
    assert speaks_for_classes(traced, output)
    assert gives_scores(traced, output)
    assert speaks_for_classes(traced, first) == gives_scores(traced, first) == speaks
    assert not speaks_for_classes(traced, INPUT)
