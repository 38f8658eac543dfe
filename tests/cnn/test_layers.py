"""Layers: their options, their read-only weights, and what they say of a wrong input."""

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st

from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.layer_base import ShapeError, read_only, shape_text
from cnnviz.cnn.layers import LAYERS, BatchNorm2d, Conv2d, Dropout, Flatten, Linear, Softmax
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d, AvgPool2d, MaxPool2d


def zeros(*shape):
    return np.zeros(shape, np.float32)


@pytest.mark.parametrize("name", sorted(LAYERS))
def test_every_layer_is_named_as_in_pytorch(name):
    is_module = hasattr(torch.nn, LAYERS[name].__name__)
    is_function = hasattr(torch, name) or hasattr(torch.nn.functional, name)
    # What joins branches is a function there; a scale is written as a product.
    assert is_module or is_function or name == "scale"
    assert LAYERS[name].title
    assert LAYERS[name].kind == name


def test_a_shape_is_written_as_people_write_it():
    assert shape_text((8, 14, 14)) == "8×14×14"


def test_weights_are_read_only_copies_of_float32():
    given_weight = np.ones((2, 1, 3, 3))
    layer = Conv2d(given_weight, zeros(2))
    given_weight[:] = 7
    assert layer.weight.dtype == np.float32
    assert layer.weight.max() == 1
    with pytest.raises(ValueError, match="read-only"):
        layer.weight[0, 0, 0, 0] = 5
    with pytest.raises(ValueError, match="read-only"):
        layer.bias[0] = 5


def test_what_is_read_only_already_is_shared():
    layer = Linear(zeros(2, 3))
    assert read_only(layer.weight) is layer.weight
    assert Linear(layer.weight).weight is layer.weight


def test_parameters_and_options_are_told_apart():
    layer = Conv2d(zeros(2, 1, 3, 3), stride=(2, 1))
    assert list(layer.parameters()) == ["weight"]  # it has no bias
    assert layer.options() == {
        "stride": (2, 1),
        "padding": (0, 0),
        "padding_mode": "zeros",
        "dilation": (1, 1),
        "groups": 1,
        "flipped": False,
    }


def test_new_parameters_make_another_layer_with_the_same_options():
    layer = Conv2d(zeros(2, 1, 3, 3), zeros(2), padding=(1, 0))
    other = layer.with_parameters({"bias": np.ones(2, np.float32)})
    assert (layer.bias.sum(), other.bias.sum()) == (0, 2)
    assert other.weight is layer.weight
    assert other.padding == (1, 0)
    with pytest.raises(ShapeError, match="bias has shape 2, the new one 3"):
        layer.with_parameters({"bias": zeros(3)})


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Conv2d(zeros(1, 1, 3, 3), stride=(1, 0)), "stride is 0; choose at least 1"),
        (lambda: Conv2d(zeros(1, 1, 3, 3), dilation=(0, 1)), "dilation is 0; choose at least 1"),
        (lambda: Conv2d(zeros(1, 1, 3, 3), padding=(-1, 0)), "padding is -1; choose at least 0"),
        (lambda: Conv2d(zeros(4, 1, 3, 3), groups=3), "4 kernels cannot be split into 3 groups"),
        (lambda: Conv2d(zeros(4, 1, 3, 3), groups=0), "into 0 groups"),
        (lambda: Conv2d(zeros(3, 3)), "weight has shape 3×3; it needs outputs×inputs×rows×columns"),
        (lambda: Conv2d(zeros(4, 1, 0, 3)), "weight has shape 4×1×0×3"),
        (lambda: Conv2d(zeros(4, 1, 3, 3), zeros(3)), "one number for each of the 4 outputs"),
        (lambda: Linear(zeros(4)), "weight has shape 4; it needs outputs×inputs"),
        (lambda: Linear(zeros(4, 3), zeros(3)), "one number for each of the 4 outputs"),
        (lambda: BatchNorm2d(zeros(2), zeros(2), zeros(3), zeros(2)), "running_mean has shape 3"),
        (lambda: MaxPool2d((0, 2)), "kernel size is 0; choose at least 1"),
        (lambda: MaxPool2d((2, 2), stride=(0, 1)), "stride is 0"),
        (lambda: MaxPool2d((2, 2), dilation=(1, 0)), "dilation is 0"),
        (lambda: AvgPool2d((2, 3), padding=(0, 2)), "padding is more than half the window"),
        (lambda: AdaptiveAvgPool2d((0, 1)), "output size is 0"),
    ],
)
def test_impossible_options_are_refused_with_a_remedy(make, words):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the words follow
        make()
    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("layer", "shape", "words"),
    [
        (
            Conv2d(zeros(8, 3, 5, 5)),
            (1, 28, 28),
            ("8×3×5×5", "1 map of 28×28", "give it"),
        ),
        (Conv2d(zeros(8, 3, 5, 5)), (28, 28, 3), ("take 3 channels", "28 maps of 28×3")),  # H for C
        (
            Conv2d(zeros(8, 1, 5, 5)),
            (1, 4, 9),
            ("5×5 window", "1 map of 4×9", "a smaller kernel"),
        ),
        (Conv2d(zeros(8, 1, 3, 3), dilation=(3, 3)), (1, 6, 9), ("dilation 3×3", "1 map of 6×9")),
        (
            Conv2d(zeros(8, 1, 3, 3)),
            (784,),
            ("784 values", "move it before the flatten layer"),
        ),
        (
            Conv2d(zeros(8, 1, 3, 3), padding=(3, 3), padding_mode="reflect"),
            (1, 3, 9),
            ("padding 3×3 (reflect)", "1 map of 3×9", "use at most 2×8"),
        ),
        (
            Conv2d(zeros(8, 1, 3, 3), padding=(4, 4), padding_mode="circular"),
            (1, 9, 3),
            ("padding 4×4 (circular)", "1 map of 9×3", "use at most 9×3"),
        ),
        (MaxPool2d((2, 2)), (8, 1, 5), ("2×2 window", "8 maps of 1×5", "use a smaller window")),
        (AvgPool2d((2, 2)), (10,), ("maps", "10 values")),
        (AdaptiveAvgPool2d(), (10,), ("maps", "10 values")),
        (BatchNorm2d(*[zeros(8)] * 4), (6, 5, 5), ("8 channels", "6 maps of 5×5", "make it for 6")),
        (Linear(zeros(10, 784)), (1, 28, 28), ("1 map of 28×28", "add a flatten layer before it")),
        (Linear(zeros(10, 784)), (400,), ("10×784", "take 784 values", "400", "400 inputs")),
        (Softmax(), (1, 28, 28), ("1 map of 28×28", "add a flatten layer before it")),
    ],
)
def test_a_wrong_input_is_told_with_both_shapes_and_a_remedy(layer, shape, words):
    with pytest.raises(ShapeError) as refusal:
        layer.output_shape(shape)
    assert [word for word in words if word not in str(refusal.value)] == []


@pytest.mark.parametrize("groups", [1, 2, 4])
def test_groups_count_as_channels(groups):
    layer = Conv2d(zeros(4, 4 // groups, 3, 3), groups=groups)
    assert layer.output_shape((4, 8, 8)) == (4, 6, 6)


def test_a_flipped_layer_is_convolution_in_the_strict_sense():
    kernel = np.arange(6, dtype=np.float32).reshape(1, 1, 2, 3)
    x = np.zeros((1, 3, 5), np.float32)
    x[0, 1, 2] = 1  # its answer to a single 1 is the kernel itself
    np.testing.assert_array_equal(Conv2d(kernel, flipped=True).forward(x)[0], kernel[0, 0])
    np.testing.assert_array_equal(Conv2d(kernel).forward(x)[0], kernel[0, 0, ::-1, ::-1])


sizes = st.tuples(*[st.integers(1, 9)] * 2)
small = st.tuples(*[st.integers(1, 3)] * 2)


@given(sizes, small, small, small, st.sampled_from(["conv", "max", "avg"]), st.booleans())
def test_the_promised_shape_is_the_shape_that_comes(size, kernel, stride, dilation, kind, ceil):
    layers = {
        "conv": Conv2d(zeros(2, 3, *kernel), stride=stride, dilation=dilation, padding=(1, 0)),
        "max": MaxPool2d(kernel, stride, dilation=dilation, ceil_mode=ceil),
        "avg": AvgPool2d(kernel, stride, ceil_mode=ceil),
    }
    try:
        promised = layers[kind].output_shape((3, *size))
    except ShapeError:
        assume(False)
    assert layers[kind].forward(zeros(3, *size)).shape == promised


@pytest.mark.parametrize("layer", [ReLU(), Dropout(), Flatten()], ids=lambda layer: layer.kind)
@pytest.mark.parametrize("shape", [(2, 3, 4), (5,)])
def test_some_layers_take_maps_and_rows_alike(layer, shape):
    assert layer.forward(zeros(*shape)).shape == layer.output_shape(shape)
