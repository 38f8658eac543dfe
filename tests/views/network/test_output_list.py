"""The bars of the classes are as long as their shares, whatever the last layer gives."""

import numpy as np
import pytest

from cnnviz.cnn.layers import LogSoftmax, Softmax
from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from cnnviz.views.network.output_list import bar_lengths, best_words

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


def test_how_many_are_named_is_never_cut(qapp):
    look = Look(Settings())
    wide = look.metrics(11).horizontalAdvance
    room = wide("The best 10 of 1 000")
    assert best_words(10, 1000, room + 1, look).startswith("The best 10 of")
    short = best_words(10, 1000, room - 8, look)
    assert short.startswith("10 of")
    assert wide(short) <= room - 8
