"""Every curve equals PyTorch's, for numbers of any size, and so does the layer with its options."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn import functional as F

from cnnviz.cnn import activation_layers as ac
from cnnviz.cnn.curves import share_below
from cnnviz.cnn.function_layers import FUNCTIONS, Power
from cnnviz.cnn.layer_base import OptionError, ShapeError

_TORCH = {
    "relu": F.relu,
    "leaky_relu": lambda x, layer: F.leaky_relu(x, layer.negative_slope),
    "prelu": lambda x, layer: F.prelu(x[None], torch.from_numpy(np.array(layer.weight)))[0],
    "elu": lambda x, layer: F.elu(x, layer.alpha),
    "gelu": lambda x, layer: F.gelu(x, approximate=layer.approximate),
    "silu": F.silu,
    "mish": F.mish,
    "softplus": lambda x, layer: F.softplus(x, layer.beta, layer.threshold),
    "relu6": F.relu6,
    "sigmoid": F.sigmoid,
    "tanh": F.tanh,
    "hardtanh": lambda x, layer: F.hardtanh(x, layer.min_val, layer.max_val),
    "hardsigmoid": F.hardsigmoid,
    "hardswish": F.hardswish,
    "exp": torch.exp,
    "log": torch.log,
    "pow": lambda x, layer: x.pow(layer.exponent),
}
_WITH_OPTIONS = {"leaky_relu", "prelu", "elu", "gelu", "softplus", "hardtanh", "pow"}
KINDS = [each.kind for each in (*ac.ACTIVATIONS, *FUNCTIONS)]
seeds = st.integers(0, 2**32 - 1)
sizes = st.floats(0.01, 10)


def pytorch(layer, x):
    function = _TORCH[layer.kind]
    given_x = torch.from_numpy(x)
    made = function(given_x, layer) if layer.kind in _WITH_OPTIONS else function(given_x)
    return made.numpy()


def numbers(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


@st.composite
def layers(draw, kind):
    """A layer of a kind with options of its own."""
    match kind:
        case "leaky_relu":
            return ac.LeakyReLU(draw(st.floats(-2, 2)))
        case "prelu":
            return ac.PReLU(numbers(draw(seeds), draw(st.sampled_from([1, 3]))))
        case "elu":
            return ac.ELU(draw(sizes))
        case "gelu":
            return ac.GELU(draw(st.sampled_from(["none", "tanh"])))
        case "softplus":
            return ac.Softplus(draw(sizes), draw(st.floats(1, 30)))
        case "hardtanh":
            low = draw(st.floats(-5, 5))
            return ac.Hardtanh(low, low + draw(sizes))
        case "pow":
            return Power(draw(st.sampled_from([-1.0, -0.5, 0.5, 1 / 3, 2.0, 3.0])))
    return usual(kind)


def usual(kind):
    """A layer of a kind as PyTorch has it, where nothing is chosen."""
    made = {each.kind: each for each in FUNCTIONS}.get(kind)
    return made() if made else ac.activation(kind)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data(), scale=st.sampled_from([1e-4, 0.01, 1, 10, 100]), seed=seeds)
def test_every_activation_equals_pytorch(kind, data, scale, seed):
    layer = data.draw(layers(kind))
    x = numbers(seed, 3, 4, 5) * np.float32(scale)
    made, expected = layer.forward(x), pytorch(layer, x)
    assert made.dtype == np.float32
    finite = expected[np.isfinite(expected)]
    span = max(float(np.ptp(finite)), float(abs(finite).max()))
    np.testing.assert_allclose(made, expected, rtol=2e-6, atol=max(1e-6 * span, 1e-9))


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data(), seed=seeds)
def test_the_curve_of_a_channel_is_what_the_layer_does_to_it(kind, data, seed):
    layer = data.draw(layers(kind))
    x = numbers(seed, 3, 4, 5) * 4
    made = layer.forward(x)
    for channel in range(3):
        curve = layer.of_channel(channel)
        np.testing.assert_array_equal(curve.curve(x[channel]), made[channel])
        fine = curve.curve(x[channel].astype(np.float64))  # how a printed value is checked
        assert fine.dtype == np.float64
        np.testing.assert_allclose(fine, made[channel], rtol=3e-6, atol=1e-6)


SPECIAL = np.array([[[np.nan, np.inf, -np.inf], [1e37, -1e37, 1e-45], [-0.0, 0, 1]]], np.float32)


@pytest.mark.parametrize("kind", KINDS)
def test_nan_and_infinities_pass_through_activations_as_in_pytorch(kind):
    layer = usual(kind)
    with np.errstate(all="ignore"):
        mine = layer.forward(SPECIAL)
    expected = pytorch(layer, SPECIAL)
    if kind == "gelu":  # of infinity PyTorch's vectorised GELU makes NaN, where it is infinity
        expected[0, 0, 1] = np.inf
    np.testing.assert_allclose(mine, expected, 1e-5)


def test_the_share_below_is_right_far_out_too():
    """Φ(−5) is 2.867e-7: what 1 + erf would make of it in float32 has no right digit."""
    x = np.linspace(-8, 8, 4001)
    expected = torch.special.log_ndtr(torch.from_numpy(x)).exp().numpy()
    np.testing.assert_allclose(share_below(x), expected, rtol=2e-7)


@pytest.mark.parametrize(
    "make",
    [
        lambda: ac.Hardtanh(1, 1),
        lambda: ac.Softplus(beta=0),
        lambda: ac.GELU("wrong"),
        lambda: ac.PReLU(np.zeros((2, 2), np.float32)),
        lambda: Power(np.inf),
    ],
)
def test_options_that_make_no_curve_are_refused(make):
    with pytest.raises(OptionError):
        make()


def test_slopes_of_other_maps_are_refused():
    with pytest.raises(ShapeError, match="3"):
        ac.PReLU(np.zeros(3, np.float32)).output_shape((2, 4, 4))
