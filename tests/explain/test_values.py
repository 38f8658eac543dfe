"""Explanations against PyTorch: 20 positions of each of 50 random networks for every layer."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from cnnviz.cnn.activation_layers import LeakyReLU, ReLU, Sigmoid, Tanh
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Dropout, Flatten, Linear, Softmax
from cnnviz.cnn.network import INPUT, chain
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d, AdaptiveMaxPool2d, AvgPool2d, MaxPool2d
from cnnviz.cnn.trace import trace
from cnnviz.explain import values as kinds
from cnnviz.explain.values import explain

SEEDS = st.integers(0, 2**32 - 1)
POSITIONS = 20


def traced(layer, shape, random):
    image = random.normal(size=(1, 1, int(np.prod(shape)))).astype(np.float32)
    if len(shape) == 1:
        return trace(chain("n", "n", image.shape, (Flatten(), layer)), image)
    return trace(chain("n", "n", shape, (layer,)), image.reshape(shape))


def explained(traced, random):
    """Explain some random values of the last node."""
    node = traced.network.output
    shape = traced.values[node].shape
    for _ in range(POSITIONS):
        place = tuple(int(random.integers(n)) for n in shape)
        about = explain(traced, node, place)
        assert about.value == traced.values[node][place]
        yield about


def close(value, expected, values):
    """Equal within 1e-5 of the range of the values that were added."""
    return abs(float(value) - float(expected)) <= 1e-5 * max(1.0, float(np.abs(values).max()))


@st.composite
def convolutions(draw):
    random = np.random.default_rng(draw(SEEDS))
    groups = draw(st.sampled_from([1, 1, 2]))
    inputs, outputs = groups * draw(st.integers(1, 3)), groups * draw(st.integers(1, 3))
    kernel = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    dilation = draw(st.tuples(st.integers(1, 2), st.integers(1, 2)))
    padding = draw(st.tuples(st.integers(0, 2), st.integers(0, 2)))
    weight = random.normal(size=(outputs, inputs // groups, *kernel)).astype(np.float32)
    bias = random.normal(size=outputs).astype(np.float32)
    layer = Conv2d(
        weight,
        bias if draw(st.booleans()) else None,
        stride=draw(st.tuples(st.integers(1, 3), st.integers(1, 3))),
        padding=padding,
        padding_mode=draw(st.sampled_from(["zeros", "replicate", "reflect", "circular"])),
        dilation=dilation,
        groups=groups,
        flipped=draw(st.booleans()),
    )
    return layer, (inputs, draw(st.integers(8, 10)), draw(st.integers(8, 10))), random


@given(convolutions())
def test_convolution_terms_sum_to_what_pytorch_computes(case):
    layer, shape, random = case
    result = traced(layer, shape, random)
    x = torch.from_numpy(result.image.copy())
    mode = {"zeros": "constant"}.get(layer.padding_mode, layer.padding_mode)
    (down, along) = layer.padding
    if down or along:
        x = torch.nn.functional.pad(x[None], (along, along, down, down), mode=mode)[0]
    weight = torch.from_numpy(layer.weight.copy())
    expected = torch.nn.functional.conv2d(
        x[None],
        weight.flip(2, 3) if layer.flipped else weight,
        None if layer.bias is None else torch.from_numpy(layer.bias.copy()),
        stride=layer.stride,
        dilation=layer.dilation,
        groups=layer.groups,
    )[0].numpy()
    for about in explained(result, random):
        total = about.subtotals.sum() + (about.bias or 0)
        assert close(about.value, expected[about.place], about.products)
        assert close(total, about.value, about.products)
        np.testing.assert_array_equal(about.products, about.window * about.weights)
        if layer.padding_mode == "zeros":
            assert not about.window[:, about.is_padding].any()
        inside = ~about.is_padding
        rows, columns = np.nonzero(inside)
        for c, channel in enumerate(about.channels):
            np.testing.assert_array_equal(
                about.window[c][inside],
                result.image[channel][about.rows[rows], about.columns[columns]],
            )


@given(SEEDS, st.integers(1, 60), st.integers(1, 9), st.booleans())
def test_fully_connected_terms_sum_to_what_pytorch_computes(seed, inputs, outputs, has_bias):
    random = np.random.default_rng(seed)
    weight = random.normal(size=(outputs, inputs)).astype(np.float32)
    bias = random.normal(size=outputs).astype(np.float32) if has_bias else None
    result = traced(Linear(weight, bias), (inputs,), random)
    expected = torch.nn.functional.linear(
        torch.from_numpy(result.values["flatten1"].copy()),
        torch.from_numpy(weight),
        None if bias is None else torch.from_numpy(bias),
    ).numpy()
    for about in explained(result, random):
        assert close(about.value, expected[about.place], about.products)
        assert close(about.products.sum() + (about.bias or 0), about.value, about.products)


@st.composite
def poolings(draw):
    kernel = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    stride = draw(st.none() | st.tuples(st.integers(1, 3), st.integers(1, 3)))
    padding = tuple(draw(st.integers(0, k // 2)) for k in kernel)
    options = {"stride": stride, "padding": padding, "ceil_mode": draw(st.booleans())}
    shape = (2, draw(st.integers(7, 9)), draw(st.integers(7, 9)))
    if draw(st.booleans()):
        dilation = draw(st.tuples(st.integers(1, 2), st.integers(1, 2)))
        return MaxPool2d(kernel, **options, dilation=dilation), shape
    return AvgPool2d(kernel, **options, count_include_pad=draw(st.booleans())), shape


@given(poolings(), SEEDS, st.booleans())
def test_pooling_windows_hold_what_pytorch_pools(case, seed, with_ties):
    layer, shape = case
    random = np.random.default_rng(seed)
    result = traced(layer, shape, random)
    if with_ties:
        image = np.round(result.image).astype(np.float32)
        result = trace(chain("n", "n", shape, (layer,)), image)
    x = torch.from_numpy(result.image.copy())
    options = {"stride": layer.step, "padding": layer.padding, "ceil_mode": layer.ceil_mode}
    if isinstance(layer, MaxPool2d):
        expected = torch.nn.functional.max_pool2d(
            x, layer.kernel_size, dilation=layer.dilation, **options
        )
    else:
        expected = torch.nn.functional.avg_pool2d(
            x, layer.kernel_size, count_include_pad=layer.count_include_pad, **options
        )
    for about in explained(result, random):
        assert close(about.value, expected[about.place], result.image)
        if about.divisor:
            assert close(np.nansum(about.window) / about.divisor, about.value, about.window)
            assert not about.is_winner.any()
        else:
            assert np.nanmax(about.window) == about.value
            ties = (about.window == about.value).sum()
            assert about.is_winner.sum() == ties >= 1


@pytest.mark.parametrize("kind", [AdaptiveAvgPool2d, AdaptiveMaxPool2d])
@given(SEEDS, st.tuples(st.integers(1, 4), st.integers(1, 4)))
def test_adaptive_pooling(kind, seed, size):
    random = np.random.default_rng(seed)
    result = traced(kind(size), (2, 7, 9), random)
    pool = "avg" if kind is AdaptiveAvgPool2d else "max"
    torch_pool = getattr(torch.nn.functional, f"adaptive_{pool}_pool2d")
    expected = torch_pool(torch.from_numpy(result.image.copy()), size)
    for about in explained(result, random):
        assert close(about.value, expected[about.place], about.window)
        again = about.window.sum() / about.divisor if about.divisor else about.window.max()
        assert close(again, about.value, about.window)


@pytest.mark.parametrize(
    ("layer", "oracle"),
    [
        (ReLU(), torch.relu),
        (LeakyReLU(0.2), lambda x: torch.nn.functional.leaky_relu(x, 0.2)),
        (Sigmoid(), torch.sigmoid),
        (Tanh(), torch.tanh),
    ],
)
@given(SEEDS)
def test_activations_tell_the_point_on_their_curve(layer, oracle, seed):
    random = np.random.default_rng(seed)
    result = traced(layer, (2, 5, 6), random)
    for about in explained(result, random):
        assert close(about.value, oracle(torch.tensor(float(about.before))), result.output)
        assert about.before == result.image[about.place]
        assert (about.negative, about.total) == (int((result.image < 0).sum()), 60)


@given(SEEDS)
def test_batch_norm_formula_gives_the_value(seed):
    random = np.random.default_rng(seed)
    weight, bias, mean = random.normal(size=(3, 4)).astype(np.float32)
    variance = random.uniform(0.1, 3, 4).astype(np.float32)
    result = traced(BatchNorm2d(weight, bias, mean, variance), (4, 3, 5), random)
    expected = torch.nn.functional.batch_norm(
        *(torch.from_numpy(a.copy()) for a in (result.image[None], mean, variance)),
        torch.from_numpy(weight),
        torch.from_numpy(bias),
    )[0]
    for about in explained(result, random):
        root = np.sqrt(about.variance + about.eps)
        again = (about.before - about.mean) / root * about.weight + about.bias
        assert close(about.value, expected[about.place], result.output)
        assert close(again, about.value, result.output)


@given(SEEDS)
def test_softmax_shares_sum_to_one(seed):
    random = np.random.default_rng(seed)
    result = traced(Softmax(), (10,), random)
    expected = torch.softmax(torch.from_numpy(result.values["flatten1"].copy()), 0)
    for about in explained(result, random):
        assert close(about.value, expected[about.place], [1])
        assert about.shares[about.place] == about.value
        assert close(about.exponentials[about.place] / about.exponentials.sum(), about.value, [1])
        assert about.shares.sum() == pytest.approx(1, abs=1e-6)


def test_flatten_goes_channel_by_channel_row_by_row():
    image = np.arange(2 * 3 * 4, dtype=np.float32).reshape(2, 3, 4)
    result = trace(chain("n", "n", (2, 3, 4), (Flatten(),)), image)
    about = explain(result, result.network.output, (17,))
    assert about.source == (1, 1, 1)  # 1·12 + 1·4 + 1
    assert about.value == image[1, 1, 1] == 17


def test_dropout_passes_and_the_input_is_not_computed():
    image = np.ones((1, 2, 2), np.float32)
    result = trace(chain("n", "n", (1, 2, 2), (Dropout(),)), image)
    assert explain(result, result.network.output, (0, 1, 1)).source == (0, 1, 1)
    assert type(explain(result, INPUT, (0, 1, 1))) is kinds.InputValue


def test_activity_2_is_explained_term_by_term():
    image = np.array(
        [[4, 5, 1, 0, 0, 0], [9, 2, 3, 1, 0, 0], [7, 1, 1, 1, 1, 0],
         [3, 1, 1, 1, 0, 0], [2, 2, 1, 1, 1, 0], [1, 0, 0, 0, 0, 0]], np.float32,
    )[None]  # fmt: skip
    kernel = np.array([[0, 2, 1], [4, 1, 0], [1, 0, 1]], np.float32)[None, None]
    result = trace(chain("a", "a", (1, 6, 6), (Conv2d(kernel, np.zeros(1, np.float32)),)), image)
    about = explain(result, result.network.output, (0, 1, 0))
    assert about.products[0].tolist() == [[0, 4, 3], [28, 1, 0], [3, 0, 1]]
    assert about.value == 40
    values = [
        [int(explain(result, result.network.output, (0, r, c)).value) for c in range(4)]
        for r in range(4)
    ]
    assert values == [[57, 15, 15, 5], [40, 14, 8, 6], [19, 11, 10, 7], [14, 12, 7, 5]]


@pytest.mark.parametrize(
    ("node", "place"), [("relu5", (0, 0, 0)), ("", (0,)), ("relu1", (0, 9, 0)), ("relu1", (0,))]
)
def test_a_place_that_is_not_there_is_told(node, place):
    result = trace(chain("n", "n", (1, 2, 2), (ReLU(),)), np.ones((1, 2, 2), np.float32))
    with pytest.raises(IndexError, match="there is no"):
        explain(result, node, place)


class Unknown(Layer):
    kind = "unknown"
    title = "Unknown"

    def forward(self, x):
        return x + 1


def test_a_layer_that_nobody_knows_is_no_curve_but_an_error():
    image = np.zeros((1, 2, 2), np.float32)
    traced = trace(chain("n", "N", (1, 2, 2), (Unknown(),)), image)
    with pytest.raises(TypeError, match=r"Unknown \(unknown\)"):
        explain(traced, traced.network.output, (0, 0, 0))
