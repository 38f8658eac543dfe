"""Layers that normalise and scale give PyTorch's numbers, and know what a value depends on."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn import functional as F

from cnnviz.cnn.layer_base import OptionError, ShapeError
from cnnviz.cnn.layers import BatchNorm2d
from cnnviz.cnn.network import chain
from cnnviz.cnn.norm_layers import GroupNorm, InstanceNorm2d, LayerNorm
from cnnviz.cnn.receptive_field import receptive_field
from cnnviz.cnn.scale_layers import Normalize, Scale
from cnnviz.cnn.trace import trace
from cnnviz.training.torch_network import to_torch
from tests.cnn.beside_torch import assert_gives_the_numbers, assert_its_module_gives_the_same

sides = st.integers(1, 7)
maps = st.tuples(st.sampled_from([1, 2, 3, 4, 6, 8]), sides, sides)
rows = st.tuples(st.integers(1, 9))


class Drawn:
    """Arrays of a layer, some of them left out; numbers are the same for the same seed."""

    def __init__(self, draw):
        self.draw = draw
        self.random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))

    def array(self, shape, low=-2.0, high=2.0):
        return self.random.uniform(low, high, shape).astype(np.float32)

    def maybe(self, shape):
        return self.array(shape) if self.draw(st.booleans()) else None

    @property
    def eps(self):
        return self.draw(st.sampled_from([1e-5, 1e-6, 1e-3]))


def tensor(array):
    return None if array is None else torch.tensor(array).double()


def over_channels(drawn, shape):
    layer = LayerNorm(drawn.maybe(shape[:1]), drawn.maybe(shape[:1]), drawn.eps)
    weight, bias = tensor(layer.weight), tensor(layer.bias)
    return layer, lambda x: F.layer_norm(
        x.movedim(1, -1), shape[:1], weight, bias, layer.eps
    ).movedim(-1, 1)


def over_all(drawn, shape):
    layer = LayerNorm(drawn.maybe(shape), drawn.maybe(shape), drawn.eps, "all")
    weight, bias = tensor(layer.weight), tensor(layer.bias)
    return layer, lambda x: F.layer_norm(x, shape, weight, bias, layer.eps)


def group(drawn, shape):
    groups = drawn.draw(st.sampled_from([n for n in range(1, 9) if shape[0] % n == 0]))
    layer = GroupNorm(drawn.maybe(shape[:1]), drawn.maybe(shape[:1]), drawn.eps, groups)
    weight, bias = tensor(layer.weight), tensor(layer.bias)
    return layer, lambda x: torch.group_norm(x, groups, weight, bias, layer.eps)


def instance(drawn, shape):
    layer = InstanceNorm2d(drawn.maybe(shape[:1]), drawn.maybe(shape[:1]), drawn.eps)
    weight, bias = tensor(layer.weight), tensor(layer.bias)
    # F.instance_norm and F.group_norm refuse maps of one value; a group for each map is the same.
    return layer, lambda x: torch.group_norm(x, shape[0], weight, bias, layer.eps)


def batch(drawn, shape):
    affine = drawn.draw(st.booleans())
    weight, bias = (drawn.array(shape[:1]) if affine else None for _ in range(2))
    mean, variance = drawn.array(shape[:1]), drawn.array(shape[:1], 0.1)
    layer = BatchNorm2d(weight, bias, mean, variance, drawn.eps)
    arrays = map(tensor, (mean, variance, weight, bias))
    given = tuple(arrays)
    return layer, lambda x: F.batch_norm(x, *given, eps=layer.eps)


def scale(drawn, shape):
    count = drawn.draw(st.sampled_from([1, shape[0]]))
    layer = Scale(drawn.array((count,)), drawn.maybe((count,)))
    each = (-1, *[1] * (len(shape) - 1))
    weight = tensor(layer.weight).reshape(each)
    bias = 0 if layer.bias is None else tensor(layer.bias).reshape(each)
    return layer, lambda x: x * weight + bias


def normalize(drawn, shape):
    count = drawn.draw(st.sampled_from([1, shape[0]]))
    mean, deviation = drawn.array((count,)), drawn.array((count,), 0.1)
    layer = Normalize(tuple(map(float, mean)), tuple(map(float, deviation)))
    each = (-1, *[1] * (len(shape) - 1))
    return layer, lambda x: (x - tensor(mean).reshape(each)) / tensor(deviation).reshape(each)


OF_MAPS = (over_channels, over_all, group, instance, batch, scale, normalize)
OF_ROWS = (over_channels, over_all, batch, scale, normalize)


@st.composite
def made(draw):
    """A layer, an input, and what PyTorch makes of it."""
    shape = draw(st.one_of(maps, rows))
    kinds = OF_MAPS if len(shape) == 3 else OF_ROWS
    drawn = Drawn(draw)
    layer, function = draw(st.sampled_from(kinds))(drawn, shape)
    return layer, drawn.array(shape, -3, 3), function


@given(made())
def test_a_layer_gives_the_numbers_of_pytorch(of):
    assert_gives_the_numbers(*of)


@given(made())
def test_its_module_gives_the_same_and_its_weights_come_back(of):
    layer, x, _function = of
    assert_its_module_gives_the_same(layer, x)


@given(made(), st.data())
def test_a_value_depends_on_what_changes_it(of, data):
    layer, x, _function = of
    traced = trace(chain("n", "N", x.shape, (layer,)), x)
    place = tuple(data.draw(st.integers(0, n - 1)) for n in x.shape)
    field = receptive_field(traced, traced.network.output, place)
    at = torch.from_numpy(x.copy())[None].requires_grad_()
    with torch.enable_grad():
        to_torch(traced.network).eval()(at)[(0, *place)].backward()
    changed = at.grad[0].numpy() != 0
    assert not (changed & ~field).any()
    assert field[place]
    if hasattr(layer, "members"):  # all of its set, and nothing else
        members = np.zeros(x.shape, bool)
        members[layer.members(x.shape, place)] = True
        np.testing.assert_array_equal(field, members)
    else:
        assert field.sum() == 1


@pytest.mark.parametrize(
    "make",
    [
        lambda: LayerNorm(eps=-1.0),
        lambda: LayerNorm(np.ones((2, 2))),
        lambda: LayerNorm(np.ones(2), np.ones(3)),
        lambda: GroupNorm(num_groups=0),
        lambda: GroupNorm(np.ones((2, 2))),
        lambda: InstanceNorm2d(np.ones(2), np.ones(3)),
        lambda: BatchNorm2d(np.ones(2), None, np.ones(2), np.ones(2)),
        lambda: Scale(np.ones((2, 1))),
        lambda: Scale(np.ones(2), np.ones(3)),
        lambda: Normalize((0.5,), ()),
        lambda: Normalize((), ()),
        lambda: Normalize((0.5,), (0.0,)),
        lambda: Normalize((0.5,), (float("nan"),)),
    ],
)
def test_options_that_make_no_sense_are_refused(make):
    with pytest.raises(OptionError) as told:
        make()
    assert told.value.sentence


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (LayerNorm(np.ones(3)), (4, 2, 2)),
        (LayerNorm(np.ones((4, 2, 2)), over="all"), (4, 2, 3)),
        (GroupNorm(np.ones(3)), (4, 2, 2)),
        (GroupNorm(num_groups=3), (4, 2, 2)),
        (GroupNorm(), (4,)),
        (InstanceNorm2d(np.ones(3)), (4, 2, 2)),
        (BatchNorm2d(None, None, np.ones(3), np.ones(3)), (4, 2, 2)),
        (Scale(np.ones(3)), (4, 2, 2)),
        (Normalize((0.5,) * 3, (0.2,) * 3), (4, 2, 2)),
    ],
)
def test_inputs_that_do_not_fit_are_refused_with_a_remedy(layer, shape):
    with pytest.raises(ShapeError) as told:
        layer.output_shape(shape)
    assert told.value.sentence[0].isupper()
    assert told.value.sentence.endswith(".")
