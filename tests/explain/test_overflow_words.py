"""Why a value is no finite number, in the same words on the command line and in the window."""

import numpy as np
import pytest

from cnnviz.cnn.activation_layers import GELU, ReLU
from cnnviz.cnn.channel_layers import LocalResponseNorm
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Flatten, Softmax
from cnnviz.cnn.network import chain
from cnnviz.cnn.norm_layers import InstanceNorm2d
from cnnviz.cnn.pooling_layers import AvgPool2d, MaxPool2d
from cnnviz.cnn.trace import trace
from cnnviz.explain.positions import position_sentence
from cnnviz.explain.text import as_text
from cnnviz.explain.values import explain

NAN, INF = np.nan, np.inf
IS_NAN = "One of the numbers that go in is NaN, no number: so is what comes out."
IS_INFINITE = "One of the numbers that go in is ∞, too large to be computed with."
TOO_LARGE = "On the way the numbers became too large: they go up to 3.4 × 10³⁸."
ROOT = "On the way a root of a negative number is taken, which is no number."
BY_ZERO = "On the way it is divided by 0."
NONE = "No number lies in the window: the largest of none is −∞."


def floats(*numbers):
    return np.array(numbers, np.float32)


def explained(layer, image, place):
    traced = trace(chain("n", "N", image.shape, (layer,)), image)
    return traced, explain(traced, traced.network.output, place)


def convolution(weight, bias):
    return Conv2d(floats(weight).reshape(1, 1, 1, 1), floats(bias))


def norm(variance, eps=1e-5):
    return BatchNorm2d(floats(1), floats(0), floats(0), floats(variance), eps)


BEYOND = MaxPool2d((2, 2), stride=(1, 1), padding=(1, 1), dilation=(3, 3))  # every cell is padding


@pytest.mark.parametrize(
    ("layer", "image", "place", "reason"),
    [
        (ReLU(), [[NAN]], (0, 0, 0), IS_NAN),
        (ReLU(), [[INF]], (0, 0, 0), IS_INFINITE),
        (GELU(), [[-INF]], (0, 0, 0), IS_INFINITE),
        (Flatten(), [[1, NAN]], (1,), IS_NAN),
        (convolution(1, NAN), [[1]], (0, 0, 0), IS_NAN),
        (convolution(1, INF), [[1]], (0, 0, 0), IS_INFINITE),
        (convolution(3e38, 0), [[2]], (0, 0, 0), TOO_LARGE),
        (AvgPool2d((2, 2), padding=(1, 1)), [[INF, -INF]], (0, 0, 1), IS_INFINITE),
        (AvgPool2d((1, 2)), [[NAN, 1]], (0, 0, 0), IS_NAN),
        (AvgPool2d((1, 2)), [[INF, -INF]], (0, 0, 0), IS_INFINITE),
        (BEYOND, [[1, 1], [1, 1]], (0, 0, 0), NONE),
        (InstanceNorm2d(), [[INF, -INF]], (0, 0, 0), IS_INFINITE),
        (InstanceNorm2d(), [[NAN, 1]], (0, 0, 1), IS_NAN),
        (norm(-1), [[1]], (0, 0, 0), ROOT),
        (norm(0, eps=0.0), [[1]], (0, 0, 0), BY_ZERO),
        (norm(NAN), [[1]], (0, 0, 0), IS_NAN),
        (LocalResponseNorm(1, alpha=-1, beta=0.5, k=0), [[1]], (0, 0, 0), ROOT),
        (LocalResponseNorm(1, alpha=0, beta=0.5, k=0), [[1]], (0, 0, 0), BY_ZERO),
    ],
)
def test_the_reason_is_the_true_one(layer, image, place, reason):
    traced, about = explained(layer, floats(*image)[None], place)
    assert not np.isfinite(about.value)
    assert as_text(traced, about).splitlines()[-1].strip() == reason
    assert position_sentence(traced, about).endswith(reason)
    assert reason not in position_sentence(traced, about, is_hidden=True)


@pytest.mark.parametrize(("scores", "reason"), [((NAN, 1), IS_NAN), ((INF, 1), IS_INFINITE)])
def test_of_a_softmax(scores, reason):
    traced, about = explained(Softmax(), floats(*scores), (0,))
    assert as_text(traced, about).splitlines()[-1].strip() == reason


def test_what_is_no_number_is_not_told_as_0():
    traced, about = explained(ReLU(), floats([[NAN]]), (0, 0, 0))
    assert position_sentence(traced, about) == f"NaN stays NaN. {IS_NAN}"


def test_a_value_of_a_window_that_is_no_number_is_one_of_its_values():
    """It was taken for padding: three of four values were counted, and three were printed."""
    traced, about = explained(MaxPool2d((2, 2)), floats([[NAN, 1], [2, 3]]), (0, 0, 0))
    assert position_sentence(traced, about).startswith("The largest of the four values")
    assert as_text(traced, about).count("of input: ") == 4
    assert about.is_winner.tolist() == [[True, False], [False, False]]


def test_a_mean_by_a_divisor_of_its_own_keeps_its_digits():
    """The error of its sum was taken for that of the value: 2⁻⁴⁰ was printed as 0 × 10⁻⁶."""
    traced, about = explained(AvgPool2d((1, 1), divisor_override=2**40), floats([[1]]), (0, 0, 0))
    assert "9.095 × 10⁻¹³" in as_text(traced, about).splitlines()[0]
