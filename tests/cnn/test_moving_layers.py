"""Layers that move values move them as PyTorch does, and say where each one stood."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn import functional as F

from cnnviz.cnn import moving_layers as mo
from cnnviz.cnn.connections import connections
from cnnviz.cnn.layer_base import OptionError, ShapeError
from cnnviz.cnn.network import chain
from cnnviz.cnn.receptive_field import receptive_field
from cnnviz.cnn.trace import trace

sides = st.integers(1, 7)
shapes = st.tuples(st.sampled_from([1, 2, 4, 6, 8]), sides, sides)


def numbers(shape):
    """Numbers that are all different: a value that went astray is seen."""
    return np.arange(1, 1 + int(np.prod(shape)), dtype=np.float32).reshape(shape)


def pad(draw, shape):
    mode = draw(st.sampled_from(["constant", "reflect", "replicate", "circular"]))
    less = {"reflect": 1, "circular": 0}.get(mode, -9)
    top, bottom = (draw(st.integers(0, min(4, shape[1] - less))) for _ in range(2))
    left, right = (draw(st.integers(0, min(4, shape[2] - less))) for _ in range(2))
    is_constant = mode == "constant"
    layer = mo.Pad(top, bottom, left, right, mode, 0.5 if is_constant else 0.0)
    value = {"value": 0.5} if is_constant else {}
    return layer, lambda x: F.pad(x, (left, right, top, bottom), mode, **value)


def crop(draw, shape):
    spans = []
    for size in shape[1:]:
        first = draw(st.integers(0, size - 1))
        spans.append((first, draw(st.integers(first + 1, size)), draw(st.integers(1, 3))))
    rows, columns = (slice(*span) for span in spans)
    return mo.Crop(*spans), lambda x: x[:, :, rows, columns]


def upsampling(draw, shape):
    factors = draw(st.tuples(*[st.sampled_from([1.0, 2.0, 3.0, 0.5, 1.5, 2.5])] * 2))
    if min(int(n * factor) for n, factor in zip(shape[1:], factors, strict=True)) < 1:
        factors = (1.0, 1.0)
    layer = mo.UpsampleNearest(factors)
    return layer, lambda x: F.interpolate(x, scale_factor=factors, mode="nearest")


def upsampling_to_a_size(draw, shape):
    size = draw(st.tuples(st.integers(1, 15), st.integers(1, 15)))
    layer = mo.UpsampleNearest((size[0] / shape[1], size[1] / shape[2]))
    return layer, lambda x: F.interpolate(x, size=size, mode="nearest")


def pixel_shuffle(draw, shape):
    r = 2 if shape[0] % 4 == 0 else 1
    return mo.PixelShuffle(r), lambda x: F.pixel_shuffle(x, r)


def channel_shuffle(draw, shape):
    groups = draw(st.sampled_from([g for g in (1, 2, 3, 4) if shape[0] % g == 0]))
    return mo.ChannelShuffle(groups), lambda x: F.channel_shuffle(x, groups)


def permute(draw, shape):
    order = tuple(draw(st.permutations(range(3))))
    return mo.Permute(order), lambda x: x.permute((0, *(axis + 1 for axis in order)))


def reshape(draw, shape):
    channels, height, width = shape
    size = draw(st.sampled_from([(channels * height * width,), (width, channels, height)]))
    return mo.Reshape(size), lambda x: x.reshape(1, *size)


KINDS = (
    pad, crop, upsampling, upsampling_to_a_size, pixel_shuffle, channel_shuffle, permute, reshape,
)  # fmt: skip


@st.composite
def moves(draw):
    """A layer, the shape of its input, and what PyTorch makes of it."""
    shape = draw(shapes)
    layer, function = draw(st.sampled_from(KINDS))(draw, shape)
    return layer, shape, function


@given(moves())
def test_every_value_goes_where_pytorch_puts_it(made):
    layer, shape, function = made
    x = numbers(shape)
    expected = function(torch.from_numpy(x)[None])[0].numpy()
    np.testing.assert_array_equal(layer.forward(x), expected)
    assert layer.output_shape(shape) == expected.shape


@given(moves(), st.data())
def test_every_value_says_where_it_stood(made, data):
    layer, shape, _function = made
    x = numbers(shape)
    moved = layer.forward(x)
    place = tuple(data.draw(st.integers(0, n - 1)) for n in moved.shape)
    source = layer.source(shape, place)
    assert moved[place] == (layer.filled if source is None else x[source])
    traced = trace(chain("n", "N", shape, (layer,)), x)
    field = receptive_field(traced, traced.network.output, place)
    assert [tuple(map(int, at)) for at in np.argwhere(field)] == (
        [] if source is None else [source]
    )
    channels = [each.channel for each in connections(traced, traced.network.output, place[0])]
    assert source is None or source[0] in channels


def test_what_leads_to_a_map_that_is_woven_of_four_is_all_four():
    traced = trace(chain("n", "N", (8, 2, 2), (mo.PixelShuffle(2),)), numbers((8, 2, 2)))
    assert [each.channel for each in connections(traced, "pixel_shuffle1", 1)] == [4, 5, 6, 7]


@pytest.mark.parametrize(
    "make",
    [
        lambda: mo.Pad(-1),
        lambda: mo.Crop((2, 2, 1)),
        lambda: mo.Crop((0, 2, 0)),
        lambda: mo.UpsampleNearest((0.0, 1.0)),
        lambda: mo.UpsampleNearest((2000.0, 1.0)),
        lambda: mo.PixelShuffle(0),
        lambda: mo.ChannelShuffle(0),
        lambda: mo.Permute((0, 1, 1)),
        lambda: mo.Reshape((2, 2)),
        lambda: mo.Reshape((0,)),
    ],
)
def test_options_that_make_no_sense_are_refused(make):
    with pytest.raises(OptionError):
        make()


@pytest.mark.parametrize(
    "layer",
    [
        mo.Pad(3, mode="reflect"),
        mo.Crop((0, 9, 1)),
        mo.UpsampleNearest((0.1, 1.0)),
        mo.PixelShuffle(2),
        mo.ChannelShuffle(4),
        mo.Reshape((3, 3, 3)),
    ],
)
def test_inputs_that_do_not_fit_are_refused_with_a_remedy(layer):
    with pytest.raises(ShapeError) as told:
        layer.output_shape((3, 3, 3) if not isinstance(layer, mo.Reshape) else (3, 3, 4))
    assert told.value.sentence[0].isupper()
    assert told.value.sentence.endswith(".")
