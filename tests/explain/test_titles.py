"""The names that stand alone are those of the sentences, with a capital letter."""

import numpy as np
import pytest

from cnnviz.cnn.trace import trace
from cnnviz.explain.positions import place_text
from cnnviz.explain.steps import channel_name
from cnnviz.explain.titles import channel_title, place_title
from cnnviz.explain.values import explain
from cnnviz.project import shipped


def traced(name):
    network = shipped.network(name)
    values = np.random.default_rng(0).random(network.input_shape, dtype=np.float32)
    return trace(network, values)


@pytest.mark.parametrize("name", ["lecture-cnn", "nine-steps", "tiny-vgg", "one-filter-rgb"])
def test_channels_and_places_are_called_as_in_sentences(name):
    made = traced(name)
    for step in range(len(made.network.layers) + 1):
        last = len(made.values[step]) - 1
        for channel in (0, last):
            called = channel_name(made, step, channel)
            assert channel_title(made, step, channel) == called[0].upper() + called[1:]
            place = (channel, 0, 0) if made.values[step].ndim == 3 else (channel,)
            about = explain(made, step, place)
            text = place_text(made, about)
            assert place_title(made, about) == text[0].upper() + text[1:]


def test_what_they_say():
    lecture, nine, vgg = (traced(name) for name in ("lecture-cnn", "nine-steps", "tiny-vgg"))
    assert channel_title(lecture, 0, 0) == "Channel 1"
    assert channel_title(lecture, 1, 2) == "Filter 3"
    assert channel_title(lecture, 2, 2) == "Map 3"
    assert channel_title(lecture, 11, 7) == "Class “7”"
    assert place_title(nine, explain(nine, 1, (1, 2, 3))) == "Row 3, column 4 of filter 2"
    assert channel_title(vgg, 0, 1) == "Green"
