"""What windows meet, against the gradients of PyTorch."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.layers import Conv2d, Linear
from cnnviz.cnn.network import chain
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d, AdaptiveMaxPool2d, AvgPool2d, MaxPool2d
from cnnviz.cnn.reach import inputs_of_weight, outputs_of_input, reached
from cnnviz.cnn.trace import trace
from cnnviz.explain.reach_words import size_formula, unreached_sentence
from cnnviz.explain.values import explain

TORCH_MODES = {"zeros": "constant"}


@st.composite
def windows(draw):
    """A convolution or pooling of any form, and the shape of an input that it takes."""

    def pair(low, high):
        return draw(st.tuples(st.integers(low, high), st.integers(low, high)))

    shape = (1, *pair(7, 12))
    kernel, dilation = pair(1, 3), pair(1, 3)
    stride = pair(1, 5)
    kind = draw(st.sampled_from(["conv", "max", "avg"]))
    if kind == "conv":
        mode = draw(st.sampled_from(["zeros", "zeros", "replicate", "reflect", "circular"]))
        ones = np.ones((1, 1, *kernel), np.float32)
        return Conv2d(ones, None, stride, pair(0, 2), mode, dilation), shape
    padding = tuple(draw(st.integers(0, k // 2)) for k in kernel)
    options = {"stride": stride, "padding": padding, "ceil_mode": draw(st.booleans())}
    if kind == "avg":
        return AvgPool2d(kernel, **options), shape
    return MaxPool2d(kernel, **options, dilation=dilation), shape


def ones_sum(layer, shape, weight=None):
    """The sums of ones under the windows, of PyTorch; and the input they depend on."""
    x = torch.ones(1, *shape, dtype=torch.float64, requires_grad=True)
    weight = torch.ones(1, 1, *layer.kernel_size) if weight is None else weight
    down, along = layer.padding
    more = (0, 0)
    stride, dilation = layer.stride, getattr(layer, "dilation", (1, 1))
    if not isinstance(layer, Conv2d):  # windows may hang over the end: zeros there, too many
        stride = more = layer.step
    mode = getattr(layer, "padding_mode", "zeros")
    y = torch.nn.functional.pad(x, (along, along, down, down), mode=TORCH_MODES.get(mode, mode))
    y = torch.nn.functional.pad(y, (0, more[1], 0, more[0]))
    y = torch.nn.functional.conv2d(y, weight.double(), stride=stride, dilation=dilation)
    return x, y[0, 0][tuple(slice(n) for n in torch_size(layer, shape))]


def torch_size(layer, shape):
    x = torch.ones(1, *shape)
    if isinstance(layer, Conv2d):
        return tuple(layer.output_shape(shape)[1:])
    options = {"stride": layer.step, "padding": layer.padding, "ceil_mode": layer.ceil_mode}
    if isinstance(layer, MaxPool2d):
        y = torch.nn.functional.max_pool2d(x, layer.kernel_size, dilation=layer.dilation, **options)
    else:
        y = torch.nn.functional.avg_pool2d(x, layer.kernel_size, **options)
    return tuple(y.shape[2:])


def gradient(x, y):
    (slope,) = torch.autograd.grad(y, x, allow_unused=True)
    return (slope[0, 0] != 0).numpy()


@given(windows())
def test_rows_and_columns_are_reached_as_the_gradient_tells(case):
    layer, shape = case
    x, y = ones_sum(layer, shape)
    rows, columns = reached(layer, shape)
    np.testing.assert_array_equal(rows[:, None] & columns, gradient(x, y.sum()))
    assert bool(unreached_sentence(layer, shape)) == (not (rows.all() and columns.all()))


@given(windows(), st.data())
def test_a_weight_meets_what_the_gradient_tells(case, data):
    layer, shape = case
    row, column = (data.draw(st.integers(0, k - 1)) for k in layer.kernel_size)
    weight = torch.zeros(1, 1, *layer.kernel_size)
    weight[0, 0, row, column] = 1
    x, y = ones_sum(layer, shape, weight)
    np.testing.assert_array_equal(inputs_of_weight(layer, shape, row, column), gradient(x, y.sum()))


@given(windows(), st.data())
def test_an_input_is_met_by_the_windows_the_gradient_tells(case, data):
    layer, shape = case
    row, column = (data.draw(st.integers(0, n - 1)) for n in shape[1:])
    outputs = outputs_of_input(layer, shape, row, column)
    assert outputs.shape == torch_size(layer, shape)
    place = tuple(data.draw(st.integers(0, n - 1)) for n in outputs.shape)
    x, sums = ones_sum(layer, shape)
    assert outputs[place] == gradient(x, sums[place])[row, column]


@given(windows(), st.data())
def test_an_explanation_lies_on_the_cells_whose_outputs_hold_it(case, data):
    layer, shape = case
    image = np.ones(shape, np.float32)
    traced = trace(chain("n", "n", shape, (layer,)), image)
    place = tuple(data.draw(st.integers(0, n - 1)) for n in traced.output.shape)
    about = explain(traced, traced.network.output, place)
    for row in about.rows[(about.rows >= 0) & (about.rows < shape[1])]:
        for column in about.columns[(about.columns >= 0) & (about.columns < shape[2])]:
            assert outputs_of_input(layer, shape, row, column)[place[1:]]


@pytest.mark.parametrize("kind", [AdaptiveAvgPool2d, AdaptiveMaxPool2d])
def test_patches_that_overlap_both_hold_a_cell(kind):
    held = outputs_of_input(kind((2, 1)), (1, 5, 4), 2, 3)
    assert held.tolist() == [[True], [True]]
    assert outputs_of_input(kind((2, 1)), (1, 5, 4), 1, 3).tolist() == [[True], [False]]


def test_other_layers_reach_everything_and_have_no_weights_in_a_window():
    assert [each.shape for each in reached(ReLU(), (2, 4, 5))] == [(4,), (5,)]
    linear = Linear(np.ones((2, 7), np.float32))
    assert all(each.all() for each in reached(linear, (7,)))
    assert unreached_sentence(linear, (7,)) == size_formula(linear, (7,), 0) == ""
    with pytest.raises(TypeError, match="ReLU has no window"):
        inputs_of_weight(ReLU(), (2, 4, 5), 0, 0)


@given(windows(), st.integers(0, 1))
def test_the_size_formula_ends_in_the_size_of_pytorch(case, axis):
    layer, shape = case
    last = size_formula(layer, shape, axis).split(" ")[-1]
    assert int(last) == torch_size(layer, shape)[axis]
