"""Layers that make maps larger, or look over channels, give PyTorch's numbers."""

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from torch.nn import functional as F

from cnnviz.cnn.channel_layers import ChannelConvolution, LocalResponseNorm
from cnnviz.cnn.layer_base import OptionError, ShapeError
from cnnviz.cnn.layers import Conv2d, LogSoftmax
from cnnviz.cnn.moving_layers import Permute
from cnnviz.cnn.network import chain
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d, AvgPool2d
from cnnviz.cnn.receptive_field import receptive_field
from cnnviz.cnn.spread_layers import ConvTranspose2d, UpsampleBilinear
from cnnviz.cnn.trace import trace
from tests.cnn.beside_torch import (
    assert_close,
    assert_gives_the_numbers,
    assert_its_module_gives_the_same,
)

sides = st.integers(1, 6)
maps = st.tuples(st.sampled_from([1, 2, 3, 4, 6]), sides, sides)
rows = st.tuples(st.integers(1, 9))


def array(draw, shape, low=-2.0, high=2.0):
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return random.uniform(low, high, shape).astype(np.float32)


def tensor(values):
    return None if values is None else torch.tensor(values).double()


def pairs(least, most):
    return st.tuples(st.integers(least, most), st.integers(least, most))


def transposed(draw, shape):
    groups = draw(st.sampled_from([n for n in (1, 2, 3) if shape[0] % n == 0]))
    each, kernel = draw(st.integers(1, 3)), draw(pairs(1, 4))
    weight = array(draw, (shape[0], each, *kernel))
    bias = array(draw, (each * groups,)) if draw(st.booleans()) else None
    stride, dilation, padding = draw(pairs(1, 3)), draw(pairs(1, 3)), draw(pairs(0, 2))
    more = tuple(draw(st.integers(0, max(s, d) - 1)) for s, d in zip(stride, dilation, strict=True))
    layer = ConvTranspose2d(weight, bias, stride, padding, more, dilation, groups)
    assume(min(side.positions for side in layer.windows(shape)) > 0)
    return layer, lambda x: F.conv_transpose2d(
        x, tensor(weight), tensor(bias), stride, padding, more, groups, dilation
    )


def bilinear(draw, shape):
    factors = draw(st.tuples(*[st.sampled_from([1.0, 2.0, 3.0, 4.0, 0.5, 1.5, 2.5])] * 2))
    assume(min(int(n * f) for n, f in zip(shape[1:], factors, strict=True)) > 0)
    corners = draw(st.booleans())
    return UpsampleBilinear(factors, corners), lambda x: F.interpolate(
        x, scale_factor=factors, mode="bilinear", align_corners=corners
    )


def bilinear_to_a_size(draw, shape):
    size, corners = draw(pairs(1, 15)), draw(st.booleans())
    layer = UpsampleBilinear((size[0] / shape[1], size[1] / shape[2]), corners)
    return layer, lambda x: F.interpolate(x, size=size, mode="bilinear", align_corners=corners)


def response(draw, shape):
    size, alpha = draw(st.integers(1, 7)), draw(st.sampled_from([1e-4, 0.5, 2.0]))
    beta, k = draw(st.sampled_from([0.75, 0.5, 1.0])), draw(st.sampled_from([1.0, 2.0]))
    layer = LocalResponseNorm(size, alpha, beta, k)
    return layer, lambda x: F.local_response_norm(x, size, alpha, beta, k)


def over_channels(draw, shape):
    padding = draw(st.integers(0, 3))
    count = draw(st.integers(1, min(5, shape[0] + 2 * padding)))
    weight = array(draw, (1, 1, count))
    bias = array(draw, (1,)) if draw(st.booleans()) else None

    def function(x):
        last = x.movedim(1, -1)
        made = F.conv1d(
            last.reshape(-1, 1, last.shape[-1]), tensor(weight), tensor(bias), padding=padding
        )
        return made.reshape(*last.shape[:-1], -1).movedim(-1, 1)

    return ChannelConvolution(weight, bias, padding), function


def log_softmax(draw, shape):
    return LogSoftmax(), lambda x: F.log_softmax(x, dim=1)


def mean(draw, shape):
    kernel = draw(st.tuples(*(st.integers(1, min(3, n)) for n in shape[1:])))
    divisor, ceil = draw(st.integers(1, 9)), draw(st.booleans())
    layer = AvgPool2d(kernel, ceil_mode=ceil, divisor_override=divisor)
    return layer, lambda x: F.avg_pool2d(x, kernel, ceil_mode=ceil, divisor_override=divisor)


OF_MAPS = (transposed, bilinear, bilinear_to_a_size, response, over_channels, mean)
OF_ROWS = (over_channels, log_softmax)


@st.composite
def made(draw):
    """A layer, an input, and what PyTorch makes of it."""
    shape = draw(st.one_of(maps, rows))
    kinds = OF_MAPS if len(shape) == 3 else OF_ROWS
    layer, function = draw(st.sampled_from(kinds))(draw, shape)
    return layer, array(draw, shape, -3, 3), function


@given(made())
def test_a_layer_gives_the_numbers_of_pytorch(of):
    assert_gives_the_numbers(*of)


@given(made())
def test_its_module_gives_the_same_and_its_weights_come_back(of):
    layer, x, _function = of
    assert_its_module_gives_the_same(layer, x)


@given(made(), st.data())
def test_a_value_depends_on_exactly_what_changes_it(of, data):
    layer, x, function = of
    traced = trace(chain("n", "N", x.shape, (layer,)), x)
    after = traced.values[traced.network.output]
    place = tuple(data.draw(st.integers(0, n - 1)) for n in after.shape)
    field = receptive_field(traced, traced.network.output, place)
    at = torch.from_numpy(x)[None].double().requires_grad_()
    with torch.enable_grad():
        made = function(at)[(0, *place)]
        if made.requires_grad:
            made.backward()
    found = np.zeros(x.shape) if at.grad is None else at.grad[0].numpy()
    largest = max(1e-9, float(np.abs(found).max()))
    assert not ((np.abs(found) > 1e-6 * largest) & ~field).any()
    if not isinstance(layer, LogSoftmax | LocalResponseNorm):  # their slopes may vanish
        np.testing.assert_array_equal(np.abs(found) > 1e-7 * largest, field)


def test_a_convolution_over_channels_is_one_of_a_turned_map():
    x = np.random.default_rng(0).normal(size=(6, 1, 1)).astype(np.float32)
    weight = np.array([0.5, -1, 2], np.float32)
    turned = Permute((1, 0, 2)).forward(x)
    made = Conv2d(weight.reshape(1, 1, 3, 1), padding=(1, 0)).forward(turned)
    expected = Permute((1, 0, 2)).forward(made)
    np.testing.assert_allclose(
        ChannelConvolution(weight.reshape(1, 1, 3), padding=1).forward(x), expected, atol=1e-6
    )


def test_a_kernel_over_channels_that_lies_on_padding_alone_takes_nothing():
    layer = ChannelConvolution(np.ones((1, 1, 1)), padding=2)
    taken = [layer.taken(channel, 2) for channel in range(6)]
    assert [[*inputs] for inputs, _weights in taken] == [[], [], [0], [1], [], []]
    assert all(inputs.stop >= inputs.start >= 0 for inputs, _weights in taken)


@given(maps, st.tuples(sides, sides), st.data())
def test_an_average_over_places_is_that_of_pytorch_at_any_size(shape, size, data):
    x = array(data.draw, shape)
    expected = F.adaptive_avg_pool2d(torch.from_numpy(x)[None], size)[0].numpy()
    assert_close(AdaptiveAvgPool2d(size).forward(x), expected)


@pytest.mark.parametrize(
    "make",
    [
        lambda: ConvTranspose2d(np.ones((2, 2, 2))),
        lambda: ConvTranspose2d(np.ones((2, 1, 2, 2)), np.ones(2)),
        lambda: ConvTranspose2d(np.ones((3, 1, 2, 2)), groups=2),
        lambda: ConvTranspose2d(np.ones((2, 1, 2, 2)), output_padding=(1, 0)),
        lambda: ConvTranspose2d(np.ones((2, 1, 2, 2)), output_padding=(0, -1)),
        lambda: ConvTranspose2d(np.ones((2, 1, 2, 2)), stride=(0, 1)),
        lambda: UpsampleBilinear((0.0, 1.0)),
        lambda: UpsampleBilinear((1.0, 2000.0)),
        lambda: LocalResponseNorm(0),
        lambda: ChannelConvolution(np.ones((2, 1, 3))),
        lambda: ChannelConvolution(np.ones(3)),
        lambda: ChannelConvolution(np.ones((1, 1, 3)), np.ones(2)),
        lambda: ChannelConvolution(np.ones((1, 1, 3)), padding=-1),
        lambda: AvgPool2d(divisor_override=0),
    ],
)
def test_options_that_make_no_sense_are_refused(make):
    with pytest.raises(OptionError) as told:
        make()
    assert told.value.sentence


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (ConvTranspose2d(np.ones((2, 1, 2, 2))), (3, 4, 4)),
        (ConvTranspose2d(np.ones((2, 1, 1, 1)), padding=(2, 2)), (2, 4, 4)),
        (ConvTranspose2d(np.ones((2, 1, 1, 1))), (8,)),
        (UpsampleBilinear((0.1, 1.0)), (2, 4, 4)),
        (ChannelConvolution(np.ones((1, 1, 5))), (4, 1, 1)),
        (LogSoftmax(), (4, 1, 1)),
    ],
)
def test_inputs_that_do_not_fit_are_refused_with_a_remedy(layer, shape):
    with pytest.raises(ShapeError) as told:
        layer.output_shape(shape)
    assert told.value.sentence[0].isupper()
    assert told.value.sentence.endswith(".")
