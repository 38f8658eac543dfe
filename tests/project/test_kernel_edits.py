"""Edits of kernels and windows."""

import numpy as np
import pytest

from cnnviz.cnn.kernels import (
    resized,
    rotated,
)
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.network import chain
from cnnviz.explain.kernel_presets import PRESETS
from cnnviz.project import shipped
from cnnviz.project.kernel_edits import (
    with_dilation,
    with_kernel,
    with_kernel_size,
    with_reset_layer,
    with_turned_kernel,
    with_window,
)
from cnnviz.project.project import is_edited, new_project

BY_NAME = {preset.name: preset for preset in PRESETS}


def layer_of(project, index):
    return project.network.layers[index]


def one_filter(*shape):
    weight = np.arange(np.prod(shape), dtype=np.float32).reshape(shape)
    return new_project(chain("one", "One", (shape[1], 28, 28), (Conv2d(weight),)))


@pytest.fixture
def lecture():
    return new_project(shipped.network("lecture-cnn"))


def test_a_smaller_preset_is_put_in_the_middle(lecture):
    after = with_kernel(lecture, "conv2", (2, 1), BY_NAME["Sharpen"].weights)
    weight = layer_of(after, "conv2").weight
    np.testing.assert_array_equal(weight[2, 1], resized(BY_NAME["Sharpen"].weights, 5, 5))
    others = np.ones((16, 8), bool)
    others[2, 1] = False
    np.testing.assert_array_equal(weight[others], layer_of(lecture, "conv2").weight[others])


def test_a_larger_kernel_makes_all_of_its_layer_grow_where_that_is_possible():
    before = one_filter(2, 1, 3, 3)
    after = with_kernel(before, "conv1", (1, 0), BY_NAME["Motion blur"].weights)
    weight = layer_of(after, "conv1").weight
    assert weight.shape == (2, 1, 5, 5)
    np.testing.assert_array_equal(weight[1, 0], BY_NAME["Motion blur"].weights)
    np.testing.assert_array_equal(
        resized(weight[0, 0], 3, 3), layer_of(before, "conv1").weight[0, 0]
    )


def test_a_larger_kernel_that_cannot_be_is_told_with_both_sizes():
    project = new_project(shipped.network("tiny-vgg"))
    with pytest.raises(ValueError, match=r"weights are 5×5.*3×3.*share one size.*1690") as refused:
        with_kernel(project, "conv1", (0, 0), np.ones((5, 5), np.float32))
    assert str(refused.value).endswith("Nothing was changed.")


@pytest.mark.parametrize("side", [1, 3, 7, 11])
def test_padding_that_kept_the_size_of_the_maps_follows_the_kernel(lecture, side):
    after = with_kernel_size(lecture, "conv1", (side, side))
    assert layer_of(after, "conv1").padding == (side // 2, side // 2)
    assert after.network.shapes == lecture.network.shapes


def test_the_middle_of_the_weights_survives_another_size(lecture):
    after = with_kernel_size(with_kernel_size(lecture, "conv2", (11, 7)), "conv2", (5, 5))
    np.testing.assert_array_equal(
        layer_of(after, "conv2").weight, layer_of(lecture, "conv2").weight
    )


@pytest.mark.parametrize(
    "edit",
    [
        lambda project: with_kernel_size(project, "conv1", (4, 4)),
        lambda project: with_window(project, "conv1", stride=(2, 2)),
        lambda project: with_window(project, "conv1", padding=(0, 0)),
    ],
    ids=["size", "stride", "padding"],
)
def test_a_window_that_does_not_fit_is_told_with_the_layer_and_a_remedy(lecture, edit):
    with pytest.raises(ValueError, match=r"not possible here.*must keep their size"):
        edit(lecture)


def test_padding_beyond_the_input_is_told_with_a_remedy(lecture):
    with pytest.raises(ValueError, match=r"use at most 13×13, or pad with zeros\. Nothing"):
        with_window(lecture, "conv2", padding=(14, 14), padding_mode="reflect")


@pytest.mark.parametrize("size", [(0, 3), (3, 12)])
def test_sizes_go_from_1_to_11(size):
    with pytest.raises(ValueError, match="1 to 11"):
        with_kernel_size(one_filter(1, 1, 3, 3), "conv1", size)


def test_dilation_1_means_contiguous_and_keeps_same_padding(lecture):
    after = with_dilation(lecture, "conv1", (2, 2))
    assert layer_of(after, "conv1").padding == (4, 4)
    assert layer_of(with_dilation(after, "conv1", (1, 1)), "conv1").padding == (2, 2)


def test_turning_a_rectangle_needs_a_layer_of_its_own():
    alone = one_filter(1, 1, 3, 5)
    weights = rotated(layer_of(alone, "conv1").weight[0, 0])
    assert layer_of(with_turned_kernel(alone, "conv1", (0, 0), weights), "conv1").kernel_size == (
        5,
        3,
    )
    with pytest.raises(ValueError, match=r"5×3.*share one size, 3×5"):
        with_turned_kernel(one_filter(2, 1, 3, 5), "conv1", (0, 0), weights)


def test_reset_brings_the_layer_back_itself(lecture):
    edited = with_window(with_kernel_size(lecture, "conv1", (3, 3)), "conv1", flipped=True)
    assert is_edited(edited, "conv1")
    assert layer_of(with_reset_layer(edited, "conv1"), "conv1") is layer_of(lecture, "conv1")
