"""What a channel and a place are called at the beginning of a line."""

import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.trace import trace
from cnnviz.explain.channel_titles import channel_title, is_of_classes, place_title
from cnnviz.explain.positions import place_text
from cnnviz.explain.steps import channel_name
from cnnviz.explain.values import explain


@pytest.mark.parametrize("name", architectures.NAMES)
def test_they_are_the_names_with_a_capital(name):
    network = architectures.build(name)
    traced = trace(network, np.zeros(network.input_shape, np.float32))
    for step, values in enumerate(traced.values):
        last = len(values) - 1
        name_in_text, title = channel_name(traced, step, last), channel_title(traced, step, last)
        assert title == name_in_text[0].upper() + name_in_text[1:]
        about = explain(traced, step, tuple(n - 1 for n in values.shape))
        where = place_text(traced, about)
        assert place_title(traced, about) == where[0].upper() + where[1:]
        is_last_row = step == len(network.layers) and values.ndim == 1
        assert is_of_classes(traced, step) == is_last_row
