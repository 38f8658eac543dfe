"""The wrong values that known slips give, each against what PyTorch or the trace says."""

import re

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn import functional as F

from cnnviz.cnn.activation_layers import PReLU, ReLU, Tanh
from cnnviz.cnn.channel_layers import LocalResponseNorm
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Dropout, Flatten, Linear, LogSoftmax, Softmax
from cnnviz.cnn.network import INPUT, chain
from cnnviz.cnn.norm_layers import LayerNorm
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d, AvgPool2d, MaxPool2d
from cnnviz.cnn.scale_layers import Normalize, Scale
from cnnviz.cnn.spread_layers import ConvTranspose2d, UpsampleBilinear
from cnnviz.cnn.trace import trace
from cnnviz.exercises.mistake import Mistake
from cnnviz.exercises.mistakes import known_mistakes
from cnnviz.exercises.window_mistakes import MOST_PRODUCTS
from cnnviz.explain.values import explain
from tests.explain.sentence_truth import forward_of

SEEDS = st.integers(0, 2**32 - 1)


def traced(image, *layers):
    image = np.asarray(image, np.float32)
    return trace(chain("n", "n", image.shape, layers, ("cat", "dog", "swan")), image)


def normal(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def mistakes(made, place, node=None):
    return list(known_mistakes(made, explain(made, node or made.network.output, place)))


def values_of(found, beginning):
    return [mistake.value for mistake in found if mistake.sentence.startswith(beginning)]


def of_pytorch(image, layer, place, weight):
    """One value of a convolution with another kernel."""
    arrays = (torch.tensor(a.copy()) for a in (image, weight, layer.bias))
    maps = F.conv2d(*arrays, stride=layer.stride, padding=layer.padding, dilation=layer.dilation)
    return pytest.approx(float(maps[place]), abs=1e-4)


def test_the_input_was_computed_by_nobody():
    assert mistakes(traced([[[1, 2]]], ReLU()), (0, 0, 1), node=INPUT) == []


def test_a_mistake_is_a_value_and_a_sentence():
    assert mistakes(traced([[[-4]]], ReLU()), (0, 0, 0))[0] == Mistake(
        -4.0, "You left the negative value as it is: it becomes 0."
    )


@given(SEEDS)
def test_other_kernels_give_what_pytorch_computes_with_them(seed):
    image = normal(seed, 2, 6, 6)
    layer = Conv2d(normal(seed + 1, 3, 2, 3, 3), normal(seed + 2, 3), (2, 1), (1, 0))
    made = traced(image, layer)
    found = mistakes(made, (1, 2, 1))
    flipped, transposed = layer.weight[..., ::-1, ::-1], layer.weight.transpose(0, 1, 3, 2)
    assert values_of(found, "That is the flipped kernel:") == [
        of_pytorch(image, layer, (1, 2, 1), flipped)
    ]
    assert values_of(found, "That is the kernel transposed") == [
        of_pytorch(image, layer, (1, 2, 1), transposed)
    ]
    ones = np.ones_like(layer.weight)
    with_bias, without = values_of(found, "That is the sum of the window")
    assert with_bias == of_pytorch(image, layer, (1, 2, 1), ones)
    assert with_bias - without == pytest.approx(float(layer.bias[1]))


@given(SEEDS)
def test_a_window_at_another_place_gives_what_pytorch_computes_there(seed):
    image = normal(seed, 1, 9, 9)
    layer = Conv2d(normal(seed + 1, 2, 1, 3, 2), normal(seed + 2, 2), (2, 3), (1, 1))
    made = traced(image, layer)
    found = mistakes(made, (1, 1, 1))
    arrays = (torch.tensor(a) for a in (image, layer.weight, layer.bias))
    dense = F.conv2d(*arrays, padding=(1, 1))  # without the stride
    (value,) = values_of(found, "You forgot the stride: the window moves by 2×3.")
    assert value == pytest.approx(float(dense[1, 1, 1]), abs=1e-4)
    (value,) = values_of(found, "You forgot the padding")
    assert value == pytest.approx(float(dense[1, 1 * 2 + 1, 1 * 3 + 1]), abs=1e-4)


@pytest.mark.parametrize(
    "layer",
    [
        Conv2d(normal(1, 3, 2, 3, 3), normal(2, 3), stride=(1, 2)),
        MaxPool2d((2, 2), (1, 2)),
        AvgPool2d((2, 2)),
        AdaptiveAvgPool2d((3, 4)),
    ],
    ids=lambda layer: layer.kind,
)
def test_the_value_of_another_place_is_that_of_the_trace(layer):
    made = traced(normal(0, 2, 8, 9), layer)
    channel, row, column = 1, 1, 2
    found = mistakes(made, (channel, row, column))
    named = [
        (re.match(r"That is the value of row (\d+), column (\d+)", m.sentence), m.value)
        for m in found
    ]
    places = {(int(n[1]) - 1, int(n[2]) - 1): value for n, value in named if n}
    beside = {(row, column + 1), (row, column - 1), (row + 1, column), (row - 1, column)}
    inside = {at for at in beside if at[0] < made.output.shape[1] and at[1] < made.output.shape[2]}
    assert places.keys() == inside | {(column, row)}
    for (i, j), value in places.items():
        assert value == made.output[channel, i, j]


def test_forgotten_subtotals_are_those_of_each_channel():
    image, weight = normal(0, 3, 3, 3), normal(1, 1, 3, 3, 3)
    made = traced(image, Conv2d(weight, np.array([0.5], np.float32)))
    found = mistakes(made, (0, 0, 0))
    subtotals = (image * weight[0]).sum(axis=(1, 2))
    for name, subtotal in zip(("red", "green", "blue"), subtotals, strict=True):
        (value,) = values_of(found, f"You forgot the subtotal of {name}:")
        assert value == pytest.approx(float(made.output[0, 0, 0] - subtotal), abs=1e-5)
    alone = values_of(found, "That is red alone")
    assert alone == pytest.approx([float(subtotals[0]) + 0.5, float(subtotals[0])], abs=1e-5)


@pytest.mark.parametrize(
    ("layers", "bias"),
    [
        ((Conv2d(normal(1, 1, 1, 2, 2), np.array([0.75], np.float32)),), 0.75),
        ((Flatten(), Linear(normal(1, 1, 4), np.array([-1.5], np.float32))), -1.5),
        ((BatchNorm2d(*(np.array([n], np.float32) for n in (3, 1.25, 2, 4))),), 1.25),
    ],
)
def test_a_slip_with_the_bias_comes_first(layers, bias):
    made = traced(normal(0, 1, 2, 2), *layers)
    place = (0,) * made.output.ndim
    value = float(made.output[place])
    found = mistakes(made, place)[:3]
    assert [mistake.value for mistake in found] == pytest.approx(
        [value - bias, value + bias, value - 2 * bias]
    )
    assert [mistake.sentence.partition(" the bias")[0] for mistake in found] == [
        "You forgot", "You added", "You subtracted"
    ]  # fmt: skip


def test_products_are_left_out_one_by_one_where_they_are_few():
    image = np.arange(1, 7, dtype=np.float32).reshape(1, 2, 3)
    weight = np.array([[[[2, 3, 5], [7, 11, 13]]]], np.float32)
    made = traced(image, Conv2d(weight))
    value, products = float(made.output[0, 0, 0]), (image * weight[0]).ravel()
    found = mistakes(made, (0, 0, 0))
    assert values_of(found, "You left out") == [value - product for product in products]
    assert values_of(found, "A sign slipped") == [value - 2 * product for product in products]
    many = traced(np.ones((1, 1, MOST_PRODUCTS + 1)), Flatten(), Linear(normal(0, 1, 31)))
    assert values_of(mistakes(many, (0,)), "You left out") == []


def test_the_slips_of_a_batch_norm():
    weight, bias, mean, variance = (np.array([n], np.float32) for n in (3, 1, 2, 4))
    made = traced([[[7]]], BatchNorm2d(weight, bias, mean, variance, eps=0))
    found = mistakes(made, (0, 0, 0))[3:]
    assert [mistake.value for mistake in found] == [
        (7 - 2) / 4 * 3 + 1, 7 / 2 * 3 + 1, (7 - 2) / 2 + 1, (7 - 2) / 2, (7 - 2) * 3 + 1
    ]  # fmt: skip


def test_the_slips_of_a_softmax():
    scores = np.array([1, 3, 2], np.float32)
    made = traced(scores.reshape(1, 1, 3), Flatten(), Softmax())
    found = mistakes(made, (2,))
    expected = [np.exp(2 - 3), np.exp(2), 2, 2 / 6, *made.output]
    assert [mistake.value for mistake in found] == pytest.approx(expected)
    names = [f"That is the share of class “{name}”." for name in made.network.classes]
    assert [mistake.sentence for mistake in found[4:]] == names


def test_the_slips_of_a_pooling_that_leaves_padding_out():
    layer = AvgPool2d((3, 3), padding=(1, 1), count_include_pad=False)
    found = mistakes(traced([[[8, 2], [1, 5]]], layer), (0, 0, 0))
    assert [mistake.value for mistake in found] == pytest.approx([16, 8, 1, 16 / 9, 4])
    found = mistakes(traced([[[8, 2], [1, 5]]], MaxPool2d((2, 2))), (0, 0, 0))
    assert [mistake.value for mistake in found] == [1, 4, 16, 8, 2, 1, 5, 8]


def test_what_only_passes_can_be_taken_for_training_or_for_another_order():
    made = traced(np.arange(8).reshape(2, 2, 2), Flatten())
    assert [mistake.value for mistake in mistakes(made, (1,))] == [4]
    values = [mistake.value for mistake in mistakes(traced([[[6]]], Dropout(0.25)), (0, 0, 0))]
    assert values == [0, 8]
    assert len(mistakes(traced([[[6]]], Dropout(1)), (0, 0, 0))) == 1


def test_an_activation_can_be_left_out():
    found = mistakes(traced([[[0.5]]], Tanh()), (0, 0, 0))
    assert found[-1] == Mistake(0.5, "That is the value before it went through the Tanh.")


NETWORKS = ("every-move", "every-curve", "every-branch", "every-layer", "every-norm")


@pytest.mark.parametrize("name", NETWORKS)
def test_every_value_of_every_layer_has_its_slips(name):
    """Also where a value stood at a place that its input, or the layer, does not have."""
    made = forward_of(name).trace
    for node, values in made.values.items():
        for at in range(0, values.size, max(1, values.size // 40)):
            place = tuple(int(i) for i in np.unravel_index(at, values.shape))
            with np.errstate(
                all="ignore"
            ):  # as who judges an answer: what is not finite is left out
                found = mistakes(made, place, node)
            assert all(mistake.sentence.endswith(".") for mistake in found)


def test_the_slips_of_a_prelu_are_those_of_the_slope_of_its_channel():
    slopes = np.float32([0.5, -0.25])
    made = traced([[[-2]], [[-2]]], PReLU(slopes))
    for channel, slope in enumerate(("0.5", "−0.25")):
        text = f"You left the negative value as it is: multiply it by {slope}."
        assert values_of(mistakes(made, (channel, 0, 0)), text) == [-2]


def test_the_slips_of_a_norm_of_the_picture():
    image = np.float32([1, 2, 6]).reshape(3, 1, 1)
    found = mistakes(traced(image, LayerNorm(eps=0.0)), (2, 0, 0))
    root = np.sqrt(14 / 3)
    assert [mistake.value for mistake in found] == pytest.approx(
        [3 / (14 / 3), 6 / root, 3, 3 / np.sqrt(14 / 2)], rel=1e-6
    )


def test_the_slips_of_a_scale_and_of_given_numbers():
    layer = Scale(np.float32([3]), np.float32([1]))
    found = mistakes(traced([[[7]]], layer), (0, 0, 0))[3:]
    assert [mistake.value for mistake in found] == pytest.approx([24, 8, 7 / 3 + 1])
    found = mistakes(traced([[[7]]], Normalize((2.0,), (4.0,))), (0, 0, 0))
    assert [mistake.value for mistake in found] == [7 / 4, 5, 20, 7 - 2 / 4]


def test_the_slips_of_larger_maps():
    kernel = np.arange(1, 5, dtype=np.float32).reshape(1, 1, 2, 2)
    made = traced([[[1, 2], [3, 5]]], ConvTranspose2d(kernel))
    turned = float((np.float32([[1, 2], [3, 5]]) * kernel[0, 0]).sum())
    assert values_of(mistakes(made, (0, 1, 1)), "You turned") == [turned]
    made = traced([[[1, 2], [3, 5]]], UpsampleBilinear())
    found = mistakes(made, (0, 1, 1))
    assert [mistake.value for mistake in found] == [1, 11 / 4]


def test_the_slips_of_a_log_softmax_and_of_a_response_norm():
    scores = np.array([1, 3, 2], np.float32)
    made = traced(scores.reshape(1, 1, 3), Flatten(), LogSoftmax())
    value = float(made.output[2])
    assert [mistake.value for mistake in mistakes(made, (2,))] == pytest.approx(
        [np.exp(value), -1, 2, -value]
    )
    made = traced(scores.reshape(3, 1, 1), LocalResponseNorm(3, 0.6, 0.5, 1.0))
    base = 1 + 0.2 * (1 + 9 + 4)
    assert [mistake.value for mistake in mistakes(made, (1, 0, 0))] == pytest.approx(
        [3 / base, 3 / np.sqrt(1 + 0.6 * 14), 3 / np.sqrt(base - 1), 3 * np.sqrt(base)]
    )
