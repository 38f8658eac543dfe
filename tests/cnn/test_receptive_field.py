"""Receptive fields against the gradients of PyTorch, where every weight is positive."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from cnnviz.cnn import architectures
from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.layers import Conv2d, Flatten, Linear
from cnnviz.cnn.network import chain
from cnnviz.cnn.pooling_layers import AvgPool2d, MaxPool2d
from cnnviz.cnn.receptive_field import receptive_field
from cnnviz.cnn.trace import trace


def by_gradient(layers, image, place):
    """Which inputs have a gradient; maxima are taken as means, so that every input counts."""
    x = torch.from_numpy(image.copy()).requires_grad_()
    y = x
    for layer in layers:
        match layer:
            case Conv2d():
                down, along = layer.padding
                mode = {"zeros": "constant"}.get(layer.padding_mode, layer.padding_mode)
                if down or along:
                    y = torch.nn.functional.pad(y[None], (along, along, down, down), mode=mode)[0]
                y = torch.nn.functional.conv2d(
                    y[None],
                    torch.ones(layer.weight.shape),
                    stride=layer.stride,
                    dilation=layer.dilation,
                    groups=layer.groups,
                )[0]
            case MaxPool2d() | AvgPool2d():
                y = torch.nn.functional.avg_pool2d(
                    y, layer.kernel_size, layer.step, layer.padding, ceil_mode=layer.ceil_mode
                )
            case Flatten():
                y = y.flatten()
            case Linear():
                y = torch.ones(layer.weight.shape) @ y
    y[place].backward()
    return (x.grad != 0).numpy()


@st.composite
def rows_of_layers(draw):
    channels = 2
    layers = []
    for _ in range(draw(st.integers(1, 3))):
        if draw(st.integers(0, 2)):
            groups = draw(st.sampled_from([1, channels]))
            kernel = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
            layers.append(
                Conv2d(
                    np.ones((channels, channels // groups, *kernel), np.float32),
                    stride=draw(st.tuples(st.integers(1, 3), st.integers(1, 2))),
                    padding=draw(st.tuples(st.integers(0, 1), st.integers(0, 1))),
                    padding_mode=draw(
                        st.sampled_from(["zeros", "zeros", "replicate", "reflect", "circular"])
                    ),
                    dilation=draw(st.tuples(st.integers(1, 2), st.integers(1, 2))),
                    groups=groups,
                )
            )
        else:
            layers.append(MaxPool2d((2, 2), ceil_mode=draw(st.booleans())))
        layers.append(ReLU())
    return layers


@given(rows_of_layers(), st.data())
def test_the_field_is_where_the_gradient_is(layers, data):
    image = np.ones((2, 15, 14), np.float32)
    try:
        result = trace(chain("n", "n", (2, 15, 14), tuple(layers)), image)
    except ValueError:
        return  # the layers do not fit each other
    shape = result.output.shape
    place = tuple(data.draw(st.integers(0, n - 1)) for n in shape)
    found = receptive_field(result, result.network.output, place)
    np.testing.assert_array_equal(found, by_gradient(layers, image, place))


@pytest.mark.parametrize(("place", "size"), [((0, 0, 0), (10, 10)), ((5, 3, 3), (16, 16))])
def test_of_the_lecture_network(place, size):
    network = architectures.build("lecture-cnn")
    result = trace(network, np.ones((1, 28, 28), np.float32))
    rows, columns = np.nonzero(receptive_field(result, "max_pool2", place)[0])
    assert (np.ptp(rows) + 1, np.ptp(columns) + 1) == size


def test_a_fully_connected_unit_sees_everything():
    network = architectures.build("lecture-cnn")
    result = trace(network, np.ones((1, 28, 28), np.float32))
    assert receptive_field(result, "fc1", (3,)).all()
    assert receptive_field(result, "softmax1", (3,)).all()
    assert receptive_field(result, "fc1", (3,), back_to="conv2").shape == (16, 14, 14)
