"""The bars of the classes are as long as their shares, whatever the last layer gives."""

import numpy as np
import pytest

from cnnviz.cnn.layers import LogSoftmax, Softmax
from cnnviz.views.network.output_list import bar_lengths

SHARES = np.float32([0.5, 0.3, 0.2])
ALL = np.ones(3, bool)


def test_a_logarithm_has_the_bar_of_its_share():
    lengths = bar_lengths(LogSoftmax(), np.log(SHARES), ALL)
    assert lengths == pytest.approx(bar_lengths(Softmax(), SHARES, ALL))
    assert lengths == pytest.approx(SHARES.tolist())


def test_what_is_not_told_has_no_bar():
    told = np.array([True, False, True])
    values = np.where(told, np.log(SHARES), 0)
    assert bar_lengths(LogSoftmax(), values, told)[1] == 0


def test_scores_are_beside_the_largest():
    assert bar_lengths(None, np.float32([-1, 2, 4]), ALL) == [0, 0.5, 1]
