"""What can be done to any kernel."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cnnviz.cnn.kernels import (
    flipped_horizontally,
    flipped_vertically,
    negated,
    normalised,
    random_kernel,
    resized,
    rotated,
    transposed,
)

SIDE = st.integers(1, 11)
WEIGHTS = st.floats(-4, 4, width=16)
KERNELS = st.tuples(SIDE, SIDE).flatmap(lambda shape: arrays(np.float32, shape, elements=WEIGHTS))


@given(KERNELS)
def test_turning_four_times_and_flipping_twice_changes_nothing(kernel):
    four_times = rotated(rotated(rotated(rotated(kernel))))
    for same in (
        four_times,
        flipped_horizontally(flipped_horizontally(kernel)),
        flipped_vertically(flipped_vertically(kernel)),
        transposed(transposed(kernel)),
        negated(negated(kernel)),
    ):
        np.testing.assert_array_equal(same, kernel)
    both = flipped_vertically(flipped_horizontally(kernel))
    np.testing.assert_array_equal(rotated(rotated(kernel)), both)
    np.testing.assert_array_equal(rotated(kernel), flipped_horizontally(transposed(kernel)))


def test_rotation_is_clockwise():
    np.testing.assert_array_equal(rotated(np.array([[1, 2], [3, 4]])), [[3, 1], [4, 2]])


@given(KERNELS)
def test_normalised_kernels_sum_to_1(kernel):
    assume(abs(kernel.sum()) > 0.01)
    assert normalised(kernel).sum(dtype=np.float64) == pytest.approx(1, abs=2e-2)
    np.testing.assert_allclose(normalised(kernel) * kernel.sum(), kernel, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(
    "rows", [[[0]], [[-1, 0, 1]] * 3, [[0.1, 0.2, -0.3]], [[1e-30, -1e-30]]], ids=str
)
def test_a_sum_of_0_is_told_and_nothing_is_divided(rows):
    with pytest.raises(ValueError, match=r"sum of the weights is 0.*nothing was changed"):
        normalised(np.array(rows, np.float32))


@given(KERNELS, SIDE, SIDE)
def test_growing_and_shrinking_again_gives_the_kernel_back(kernel, rows, columns):
    larger = (max(rows, kernel.shape[0]), max(columns, kernel.shape[1]))
    grown = resized(kernel, *larger)
    assert grown.shape == larger
    assert grown.sum() == pytest.approx(kernel.sum(), abs=1e-3)
    np.testing.assert_array_equal(resized(grown, *kernel.shape), kernel)


def test_the_middle_stays_in_the_middle():
    one = np.zeros((5, 3), np.float32)
    one[2, 1] = 1
    for shape in ((3, 3), (1, 1), (11, 7), (3, 9)):
        assert resized(one, *shape)[shape[0] // 2, shape[1] // 2] == 1


def test_random_kernels_are_small_and_differ():
    first, second = random_kernel(3, 5, 1), random_kernel(3, 5, 2)
    assert np.abs(first).max() <= 15**-0.5
    assert (first != second).any()
