import numpy as np
import pytest

from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.shift_comparison import filter_weights, moved_by, neuron_weights


@pytest.mark.parametrize(("down", "right"), [(0, 0), (2, -1), (-3, 4), (9, 0), (-40, 40)])
def test_a_shift_is_a_roll_with_zeros(down, right):
    picture = np.random.default_rng(0).random((2, 6, 7)).astype(np.float32)
    padded = np.zeros((2, 206, 207), np.float32)
    padded[:, 100:106, 100:107] = picture
    expected = np.roll(padded, (down, right), (1, 2))[:, 100:106, 100:107]
    np.testing.assert_array_equal(moved_by(picture, down, right), expected)


def test_the_lectures_count_of_weights():
    assert neuron_weights((3, 224, 224)) == 150_528
    weight = np.zeros((12, 3, 5, 5), np.float32)
    assert filter_weights(3, 5) * 12 == Conv2d(weight).weight.size
