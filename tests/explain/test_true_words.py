"""Sentences that were untrue: of circular paddings, of maps that are one, of what 1 means."""

import numpy as np
import pytest

from cnnviz.cnn.layers import Conv2d, Flatten
from cnnviz.cnn.network import chain
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d, AdaptiveMaxPool2d
from cnnviz.cnn.reach import sliding_sides
from cnnviz.cnn.trace import trace
from cnnviz.explain.kernel_presets import PRESETS
from cnnviz.explain.present import present_title
from cnnviz.explain.reach_words import unreached_sentence
from cnnviz.explain.steps import step_sentence
from cnnviz.project.plan_words import formula


def traced(layer, maps=1, side=4):
    image = np.arange(maps * side * side, dtype=np.float32).reshape(maps, side, side)
    return trace(chain("n", "N", image.shape, (layer,)), image)


def test_a_circular_padding_may_meet_the_last_column_and_not_the_one_before():
    weight = np.ones((1, 1, 1, 2), np.float32)
    layer = Conv2d(weight, stride=(1, 4), padding=(2, 1), dilation=(2, 3), padding_mode="circular")
    missed = ~sliding_sides(layer, (1, 3, 5))[1].covered()
    assert missed.tolist() == [True, True, False, True, False]
    told = unreached_sentence(layer, (1, 3, 5))
    assert "last column" not in told
    assert "columns 1 and 2" in told
    assert "column 4: the next one would start" in told


@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize("kind", [AdaptiveAvgPool2d, AdaptiveMaxPool2d])
def test_a_global_pooling_is_of_maps_and_another_of_patches(kind, size):
    told = step_sentence(traced(kind((size, size))), kind((size, size)).kind.replace("2d", "1"))
    assert ("patch" in told) == (size == 2)


def test_one_map_becomes_and_several_become():
    one, two = traced(Flatten()), traced(Flatten(), maps=2)
    assert step_sentence(one, "flatten1").startswith("1 map of 4×4 becomes one row")
    assert step_sentence(two, "flatten1").startswith("2 maps of 4×4 become one row")
    assert present_title(one, "flatten1") == "1 map becomes one row of values"


def test_one_filter_has_one_bias():
    one = Conv2d(np.ones((1, 1, 3, 3), np.float32), np.ones(1, np.float32))
    assert formula(one, 10) == "1 filter × (3×3 weights × 1 input map) + 1 bias = 10"
    two = Conv2d(np.ones((2, 3, 3, 3), np.float32))
    assert formula(two, 54) == "2 filters × (3×3 weights × 3 input maps) = 54"


def test_presets_speak_of_values_for_1_may_be_ink():
    for preset in PRESETS:
        assert "lighter" not in preset.marked_sentence
