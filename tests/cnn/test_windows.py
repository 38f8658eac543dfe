"""Where windows stand, against what PyTorch gathers, pools and counts."""

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from torch.nn import functional as F

from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.layers import Conv2d, Flatten, Linear, Softmax
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d, AvgPool2d, MaxPool2d
from cnnviz.cnn.windows import AdaptiveWindows, SlidingWindows, position_around, sliding

TORCH_MODES = {"zeros": "constant"}


@st.composite
def convolving(draw):
    """The windows of a convolution along one axis, at least one of them."""
    n = draw(st.integers(2, 14))
    mode = draw(st.sampled_from(["zeros", "replicate", "reflect", "circular"]))
    kernel, stride, dilation = (draw(st.integers(1, most)) for most in (5, 4, 3))
    made = SlidingWindows(n, kernel, stride, draw(st.integers(0, n - 1)), dilation, mode=mode)
    assume(made.positions > 0)
    return made


@st.composite
def pooling(draw):
    """The windows of a maximum pooling along one axis, at least one of them."""
    kernel = draw(st.integers(1, 5))
    n, stride, dilation = (draw(st.integers(1, most)) for most in (14, 4, 3))
    padding, ceil = draw(st.integers(0, kernel // 2)), draw(st.booleans())
    made = SlidingWindows(n, kernel, stride, padding, dilation, ceil)
    assume(made.positions > 0)
    return made


def gathered(side):
    """What PyTorch gathers under each window of the cells 1, 2, … n: (positions, kernel)."""
    cells = torch.arange(1, side.n + 1, dtype=torch.float64).reshape(1, 1, -1)
    padded = F.pad(cells, (side.padding, side.padding), TORCH_MODES.get(side.mode, side.mode))
    columns = F.unfold(
        padded[..., None, :], (1, side.kernel), (1, side.dilation), stride=(1, side.stride)
    )
    return columns[0].T.numpy().astype(int)


@given(convolving())
def test_every_window_meets_the_cells_that_pytorch_gathers(side):
    np.testing.assert_array_equal(side.met() + 1, gathered(side))


@given(convolving())
def test_a_window_meets_the_cells_it_stands_on_and_the_sources_of_the_padding(side):
    for position, met in enumerate(side.met()):
        cells = side.cells(position)
        inside = ~side.is_outside(cells)
        assert cells[0] == side.start(position) == side.starts()[position]
        np.testing.assert_array_equal(met[inside], cells[inside])
        assert (side.mode == "zeros") <= (met[~inside] == -1).all()
        assert set(np.flatnonzero(side.meets()[position])) == set(met) - {-1}
    assert set(np.flatnonzero(side.covered())) == set(side.met().flat) - {-1}


@given(convolving())
def test_the_slices_of_the_padded_input_hold_what_is_met(side):
    cells = np.arange(1, side.n + 1).reshape(1, 1, -1)
    padded = np.pad(np.zeros(side.n), side.padding)  # its length alone
    assert side.length <= len(padded)
    every = np.arange(len(padded)) - side.padding
    for cell in range(side.kernel):
        here = [side.cells(position)[cell] for position in range(side.positions)]
        np.testing.assert_array_equal(every[side.under(cell)], here)
        np.testing.assert_array_equal(every[side.under(cell, 1)], here[1:])
        np.testing.assert_array_equal(every[side.under(cell, 0, 1)], here[:1])
    assert side.under_each() == [side.under(cell) for cell in range(side.kernel)]
    strip = every[side.strip(0, side.positions)]
    assert (strip[0], strip[-1]) == (side.cells(0)[0], side.cells(side.positions - 1)[-1])
    assert cells.size == side.n


@given(pooling())
def test_pooling_windows_are_those_of_pytorch(side):
    maps = torch.arange(1, side.n + 1, dtype=torch.float64).reshape(1, 1, 1, -1)
    options = {"padding": (0, side.padding), "ceil_mode": side.ceil, "stride": (1, side.stride)}
    most, where = F.max_pool2d(
        maps, (1, side.kernel), dilation=(1, side.dilation), return_indices=True, **options
    )
    assert side.positions == most.shape[3]
    last = side.met().max(axis=1)
    is_empty = last < 0  # with a dilation a window may lie in the padding alone
    np.testing.assert_array_equal(last[~is_empty], where[0, 0, 0][~is_empty])
    assert np.isneginf(most[0, 0, 0].numpy()).tolist() == is_empty.tolist()


@given(pooling())
def test_a_mean_divides_by_the_cells_that_pytorch_counts(side):
    side = SlidingWindows(side.n, side.kernel, side.stride, side.padding, 1, side.ceil)
    assume(side.positions > 0)
    ones = torch.ones(1, 1, 1, side.n, dtype=torch.float64)
    means = F.avg_pool2d(
        ones, (1, side.kernel), stride=(1, side.stride), padding=(0, side.padding),
        ceil_mode=side.ceil,
    )[0, 0, 0]  # fmt: skip
    for position, mean in enumerate(means):
        inside = int((~side.is_outside(side.cells(position))).sum())
        assert inside / side.counted(position) == pytest.approx(float(mean))


@given(st.integers(1, 14), st.integers(1, 14))
def test_patches_are_those_of_pytorch(n, positions):
    side = AdaptiveWindows(n, positions)
    maps = torch.arange(n, dtype=torch.float64, requires_grad=True)
    means = F.adaptive_avg_pool1d(maps[None], positions)[0]
    for position, mean in enumerate(means):
        (slope,) = torch.autograd.grad(mean, maps, retain_graph=True)
        np.testing.assert_array_equal(side.meets()[position], slope.numpy() != 0)
        assert side.cells(position).mean() == pytest.approx(float(mean.detach()))
        assert side.counted(position) == len(side.cells(position))
        assert not side.is_outside(side.cells(position)).any()


@given(convolving(), st.data())
def test_the_window_around_a_cell_has_it_in_its_middle_or_is_the_nearest(side, data):
    cell = data.draw(st.integers(0, side.n - 1))
    chosen = side.around(cell)
    assert 0 <= chosen < side.positions
    off = [abs(cell - (start + (side.span - 1) // 2)) for start in side.starts()]
    assert off[chosen] - min(off) < side.stride  # a cell between two windows may go to either


def test_a_click_goes_to_the_window_around_it():
    sides = sliding((6, 6), (3, 3), padding=(1, 0))
    assert position_around(sides, 2, 2) == (2, 1)
    assert position_around(sides, 0, 0) == (0, 0)
    assert position_around(sides, 5, 5) == (5, 3)


def test_layers_tell_their_windows():
    conv = Conv2d(np.ones((1, 1, 3, 2)), None, (2, 1), (1, 0), "reflect", (1, 2))
    assert conv.windows((1, 9, 8)) == (
        SlidingWindows(9, 3, 2, 1, 1, mode="reflect"), SlidingWindows(8, 2, 1, 0, 2, mode="reflect")
    )  # fmt: skip
    assert MaxPool2d((2, 2), (1, 2), dilation=(2, 1), ceil_mode=True).windows((1, 9, 8)) == (
        SlidingWindows(9, 2, 1, 0, 2, True), SlidingWindows(8, 2, 2, 0, 1, True)
    )  # fmt: skip
    assert AvgPool2d((2, 2)).windows((1, 9, 8))[1] == SlidingWindows(8, 2, 2)
    assert AdaptiveAvgPool2d((3, 1)).windows((1, 9, 8))[0] == AdaptiveWindows(9, 3)


@pytest.mark.parametrize("layer", [ReLU(), Softmax(), Flatten(), Linear(np.ones((2, 2)))])
def test_other_layers_have_no_windows(layer):
    assert layer.windows((2,)) is None
