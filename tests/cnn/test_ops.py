"""Every operation against torch.nn.functional, over random shapes and options."""

from unittest.mock import patch

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from torch.nn import functional as F

from cnnviz.cnn import ops
from cnnviz.cnn.windows import SlidingWindows

X = np.array(  # Activity 2 of the lecture
    [
        [4, 5, 1, 0, 0, 0],
        [9, 2, 3, 1, 0, 0],
        [7, 1, 1, 1, 1, 0],
        [3, 1, 1, 1, 0, 0],
        [2, 2, 1, 1, 1, 0],
        [1, 0, 0, 0, 0, 0],
    ],
    np.float32,
)
KERNEL = np.array([[0, 2, 1], [4, 1, 0], [1, 0, 1]], np.float32)

seeds = st.integers(0, 2**32 - 1)


def pair(least, most):
    """Rows and columns, chosen apart."""
    return st.tuples(st.integers(least, most), st.integers(least, most))


def numbers(seed, *shape):
    """Normal random numbers, so that many are negative."""
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


def assert_agrees(mine, torchs):
    """float32, the same shape, and at most 1e-5 of the result's range (0 in it) apart."""
    expected = torchs.numpy()
    assert mine.dtype == np.float32
    assert mine.shape == expected.shape
    width = float(np.ptp(np.append(expected, 0)))
    smallest = np.finfo(np.float32).tiny  # below it PyTorch says 0
    np.testing.assert_allclose(mine, expected, rtol=0, atol=1e-5 * width + smallest)


def pytorch(function, *arrays, **options):
    return function(*[None if a is None else torch.from_numpy(a) for a in arrays], **options)


def test_activity_2_gives_what_students_compute_by_hand():
    result = ops.conv2d(X[None], KERNEL[None, None])
    expected = [[57, 15, 15, 5], [40, 14, 8, 6], [19, 11, 10, 7], [14, 12, 7, 5]]
    assert result.tolist() == [expected]


def test_a_flipped_kernel_gives_the_classic_mistake():
    result = ops.conv2d(X[None], KERNEL[None, None, ::-1, ::-1])
    expected = [[28, 15, 5, 3], [22, 11, 11, 3], [19, 11, 6, 4], [11, 7, 6, 2]]
    assert result.tolist() == [expected]


@pytest.mark.parametrize("dilation", [1, 2])
def test_dilation_1_is_contiguous_and_2_leaves_out_every_other_cell(dilation):
    row = np.arange(5, dtype=np.float32).reshape(1, 1, 5)
    ones = np.ones((1, 1, 1, 3), np.float32)
    result = ops.conv2d(row, ones, dilation=(1, dilation))
    assert result.ravel().tolist() == {1: [3, 6, 9], 2: [6]}[dilation]


convolutions = st.fixed_dictionaries(
    {"kernel": pair(1, 5), "stride": pair(1, 4), "padding": pair(0, 4), "dilation": pair(1, 3)}
)


@given(convolutions, pair(1, 12), st.data(), seeds)
def test_conv2d_agrees(options, size, data, seed):
    groups, inputs, outputs = (data.draw(st.integers(1, 3)) for _ in range(3))
    kernel = options.pop("kernel")
    windows = zip(
        size, kernel, *(options[name] for name in ("stride", "padding", "dilation")), strict=True
    )
    sizes = [SlidingWindows(*window).positions for window in windows]
    assume(min(sizes) > 0)
    x = numbers(seed, inputs * groups, *size)
    weight = numbers(seed + 1, outputs * groups, inputs, *kernel)
    bias = data.draw(st.sampled_from([None, numbers(seed + 2, outputs * groups)]))
    strip = data.draw(st.sampled_from([1, 200, ops._BLOCK]))  # large pictures are cut into strips
    with patch.object(ops, "_BLOCK", strip):
        mine = ops.conv2d(x, weight, bias, groups=groups, **options)
    assert list(mine.shape[1:]) == sizes
    assert_agrees(mine, pytorch(F.conv2d, x, weight, bias, groups=groups, **options))


@pytest.mark.parametrize("mode", ["zeros", "replicate", "reflect", "circular"])
@given(data=st.data(), size=pair(1, 9), seed=seeds)
def test_every_padding_mode_agrees(mode, data, size, seed):
    limits = [{"reflect": n - 1, "circular": n}.get(mode, 4) for n in size]
    padding = tuple(data.draw(st.integers(0, limit)) for limit in limits)
    x, weight = numbers(seed, 2, *size), numbers(seed + 1, 3, 2, 1, 1)
    mine = ops.conv2d(x, weight, padding=padding, padding_mode=mode)
    sides = (padding[1], padding[1], padding[0], padding[0])
    name = "constant" if mode == "zeros" else mode
    padded = F.pad(torch.from_numpy(x)[None], sides, mode=name)[0]
    assert_agrees(mine, F.conv2d(padded, torch.from_numpy(weight)))


@pytest.mark.parametrize("kernel", [(1, 1), (3, 3), (2, 5)])
@pytest.mark.parametrize("stride", [(1, 1), (2, 2), (3, 1)])
@pytest.mark.parametrize("padding", [(0, 0), (1, 1), (2, 1)])
@pytest.mark.parametrize("dilation", [(1, 1), (2, 2), (1, 3)])
def test_every_combination_of_stride_padding_and_dilation_agrees(kernel, stride, padding, dilation):
    x, weight = numbers(0, 2, 9, 14), numbers(1, 3, 2, *kernel)
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    assert_agrees(ops.conv2d(x, weight, **options), pytorch(F.conv2d, x, weight, **options))


def test_a_whole_photo_agrees():
    x, weight = numbers(0, 3, 300, 400), numbers(1, 2, 3, 5, 3)
    options = {"stride": (2, 1), "padding": (2, 0)}
    assert_agrees(ops.conv2d(x, weight, **options), pytorch(F.conv2d, x, weight, **options))


def test_conv2d_refuses_other_channels_and_a_window_that_is_too_large():
    with pytest.raises(ValueError, match="take 3 channels, the input has 2"):
        ops.conv2d(numbers(0, 2, 5, 5), numbers(0, 1, 3, 3, 3))
    with pytest.raises(ValueError, match="larger than the padded input"):
        ops.conv2d(numbers(0, 1, 3, 3), numbers(0, 1, 1, 2, 2), dilation=(3, 3))


@st.composite
def poolings(draw, dilated):
    """Options of a pooling that both PyTorch and the input allow, and the size of the input."""
    kernel, size = draw(pair(1, 4)), draw(pair(1, 12))
    padding = tuple(draw(st.integers(0, k // 2)) for k in kernel)
    options = {
        "stride": draw(st.none() | pair(1, 5)),
        "padding": padding,
        "ceil_mode": draw(st.booleans()),
    }
    dilation = draw(pair(1, 3)) if dilated else (1, 1)
    stride, ceil = options["stride"] or kernel, options["ceil_mode"]
    sides = zip(size, kernel, stride, padding, dilation, strict=True)
    assume(min(SlidingWindows(*side, ceil).positions for side in sides) > 0)
    return kernel, size, options | ({"dilation": dilation} if dilated else {})


@given(poolings(dilated=True), seeds)
def test_max_pool2d_agrees(pooling, seed):
    kernel, size, options = pooling
    x = numbers(seed, 2, *size)
    expected = pytorch(F.max_pool2d, x, kernel_size=kernel, **options)
    assert_agrees(ops.max_pool2d(x, kernel, **options), expected)


@given(poolings(dilated=False), st.booleans(), seeds)
def test_avg_pool2d_agrees(pooling, count_include_pad, seed):
    kernel, size, options = pooling
    options |= {"count_include_pad": count_include_pad}
    x = numbers(seed, 2, *size)
    expected = pytorch(F.avg_pool2d, x, kernel_size=kernel, **options)
    assert_agrees(ops.avg_pool2d(x, kernel, **options), expected)


def test_pooling_refuses_a_window_that_is_too_large():
    for pool in (ops.max_pool2d, ops.avg_pool2d):
        with pytest.raises(ValueError, match="larger than the padded input"):
            pool(numbers(0, 1, 2, 2), (3, 3))


def test_padding_never_wins_a_maximum():
    assert ops.max_pool2d(-np.ones((1, 2, 2), np.float32), (2, 2), padding=(1, 1)).max() == -1


@given(pair(1, 12), pair(1, 7), seeds)
def test_adaptive_pooling_agrees(size, output, seed):
    x = numbers(seed, 3, *size)
    means = pytorch(F.adaptive_avg_pool2d, x, output_size=output)
    assert_agrees(ops.adaptive_avg_pool2d(x, output), means)
    largest = pytorch(F.adaptive_max_pool2d, x, output_size=output)
    assert_agrees(ops.adaptive_max_pool2d(x, output), largest)


shapes = st.one_of(
    st.tuples(st.integers(1, 4), *[st.integers(1, 6)] * 2), st.tuples(st.integers(1, 9))
)
wide = st.sampled_from([0.01, 1, 100])


@given(st.tuples(st.integers(1, 5), *[st.integers(1, 6)] * 2), st.floats(1e-8, 0.1), seeds)
def test_batch_norm2d_agrees(shape, eps, seed):
    x, (mean, weight, bias) = numbers(seed, *shape), numbers(seed + 1, 3, shape[0])
    var = np.abs(numbers(seed + 2, shape[0])) + np.float32(0.01)
    expected = F.batch_norm(
        *(torch.from_numpy(a) for a in (x[None], mean, var, weight, bias)), eps=eps
    )[0]
    assert_agrees(ops.batch_norm2d(x, mean, var, weight, bias, eps=eps), expected)


@given(shapes, seeds)
def test_dropout_is_not_at_work_when_looking(shape, seed):
    x = numbers(seed, *shape)
    assert_agrees(ops.dropout(x), pytorch(F.dropout, x, training=False))


def test_flatten_goes_by_channel_then_row_then_column():
    x = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    assert_agrees(ops.flatten(x), torch.flatten(torch.from_numpy(x)))
    assert ops.flatten(x)[1 * 12 + 2 * 4 + 3] == x[1, 2, 3]
    turned = x.transpose(2, 0, 1)  # its memory is in another order
    assert_agrees(ops.flatten(turned), torch.flatten(torch.from_numpy(turned)))


@given(st.integers(1, 40), st.integers(1, 20), st.booleans(), seeds)
def test_linear_agrees(inputs, outputs, has_bias, seed):
    x, weight = numbers(seed, inputs), numbers(seed + 1, outputs, inputs)
    bias = numbers(seed + 2, outputs) if has_bias else None
    assert_agrees(ops.linear(x, weight, bias), pytorch(F.linear, x, weight, bias))


@given(st.integers(1, 20), st.sampled_from([0.1, 1, 10, 1000]), seeds)
def test_softmax_agrees_and_sums_to_1(count, scale, seed):
    x = numbers(seed, count) * np.float32(scale)
    shares = ops.softmax(x)
    assert_agrees(shares, pytorch(F.softmax, x, dim=0))
    assert abs(float(shares.sum()) - 1) < 1e-6


SPECIAL = np.array([[[np.nan, np.inf, -np.inf], [1e38, -1e38, 1e-45], [-0.0, 0, 1]]], np.float32)


def test_nan_and_infinities_pass_through_windows_as_in_pytorch():
    ones = np.ones((1, 1, 2, 2), np.float32)
    with np.errstate(all="ignore"):
        sums = ops.conv2d(SPECIAL, ones)
        largest = ops.max_pool2d(SPECIAL, (2, 2), stride=(1, 1))
        shares = ops.softmax(SPECIAL.ravel())
    np.testing.assert_array_equal(sums, pytorch(F.conv2d, SPECIAL, ones))
    expected = pytorch(F.max_pool2d, SPECIAL, kernel_size=2, stride=1)
    np.testing.assert_array_equal(largest, expected)
    assert np.isnan(shares).all()
