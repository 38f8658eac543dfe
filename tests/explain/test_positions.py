"""What happens at one position, in words."""

import numpy as np
import pytest

from cnnviz.cnn.activation_layers import LeakyReLU, ReLU, Tanh
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Dropout, Flatten, Linear, Softmax
from cnnviz.cnn.network import INPUT, chain
from cnnviz.cnn.pooling_layers import AvgPool2d, MaxPool2d
from cnnviz.cnn.trace import trace
from cnnviz.explain.positions import place_text, position_sentence, small_number, times
from cnnviz.explain.values import explain

NUMBERS = np.array([[[-2.5, 7, 1], [7, 3, 0]]], np.float32)


def traced(*layers, values=NUMBERS, classes=()):
    return trace(chain("n", "N", values.shape, layers, classes=classes), values)


def sentence(*layers, place=(0, 0, 0), values=NUMBERS):
    made = traced(*layers, values=values)
    return position_sentence(made, explain(made, made.network.output, place))


def conv(*, maps=1, size=(2, 2), bias=1.0, flipped=False):
    weight = np.ones((1, maps, *size), np.float32)
    return Conv2d(weight, None if bias is None else np.array([bias]), flipped=flipped)


@pytest.mark.parametrize(
    ("layer", "maps", "told"),
    [
        (conv(), 1, "Multiply each cell by the weight on top of it, add the four products, then "
                    "add the bias."),
        (conv(bias=None), 1, "Multiply each cell by the weight on top of it, add the four "
                             "products."),
        (conv(size=(1, 1), bias=None), 1, "Multiply each cell by the weight on top of it, that is "
                                          "all."),
        (conv(flipped=True), 1, "Multiply each cell by the weight on top of it (turned by 180°), "
                                "add the four products, then add the bias."),
        (conv(maps=3), 3, "Multiply window and weights cell by cell on each of the 3 input maps, "
                          "add all, then add the bias."),
    ],
)  # fmt: skip
def test_a_convolution(layer, maps, told):
    assert sentence(layer, values=np.repeat(NUMBERS, maps, axis=0)) == told


@pytest.mark.parametrize(
    ("layer", "place", "told"),
    [
        (ReLU(), (0, 0, 0), "−2.50 is negative: it becomes 0."),
        (ReLU(), (0, 0, 1), "7 is positive: it stays."),
        (ReLU(), (0, 1, 2), "0 stays 0."),
        (LeakyReLU(0.1), (0, 0, 0), "−2.50 is negative: 0.1 of it passes, −0.25."),
        (Tanh(), (0, 1, 2), "0 becomes 0."),
        (Dropout(), (0, 0, 0), "Nothing happens here: dropout acts in training only."),
    ],
)
def test_a_value_by_itself(layer, place, told):
    assert sentence(layer, place=place) == told


def test_the_largest_value_of_a_window_and_ties():
    told = sentence(MaxPool2d((2, 2)))
    assert told == (
        "The largest of the four values in the window stays: 7. It is there twice; that makes no "
        "difference."
    )
    alone = sentence(MaxPool2d((2, 2), (1, 1)), place=(0, 0, 1))
    assert alone == "The largest of the four values in the window stays: 7."


def test_a_mean_counts_what_exists_and_divides_by_what_counts():
    layer = AvgPool2d((2, 2), (2, 2), (1, 1))
    told = sentence(layer, values=np.full((1, 2, 2), 4, np.float32))
    assert told == "There is one value in the window, divided by 4: 1."


def test_a_unit_a_share_and_the_input():
    linear = Linear(np.ones((2, 6), np.float32), np.ones(2))
    assert sentence(Flatten(), linear, place=(1,)) == (
        "Multiply each of the 6 inputs by its own weight, add all, then add the bias."
    )
    told = sentence(Flatten(), Linear(np.zeros((2, 6))), Softmax(), place=(0,))
    assert told == "Divide exp(z − max) of this class by the sum of both: 50.0 %."
    assert sentence(place=(0, 0, 0)) == "The input: −2.50, as the picture has it."


def test_a_moved_value_and_a_normalised_one():
    assert sentence(Flatten(), place=(4,)) == "Value 5 of the row is map 1, row 2, column 2."
    norm = BatchNorm2d(*(np.ones(1, np.float32) for _ in range(4)))
    assert "mean of this map in training" in sentence(norm)


@pytest.mark.parametrize(
    ("layers", "place", "told"),
    [
        ([conv()], (0, 0, 0), "Multiply each cell by the weight on top of it, add the four "
                              "products, then add the bias."),
        ([ReLU()], (0, 0, 0), "ReLU of −2.50: compute it; its curve comes with the answer."),
        ([MaxPool2d((2, 2))], (0, 0, 0), "The largest of the four values in the window stays."),
        ([MaxPool2d((1, 1))], (0, 0, 1), "The one value in the window stays."),
        ([AvgPool2d((2, 2))], (0, 0, 0), "Add the four values and divide by 4."),
        ([AvgPool2d((2, 2), (2, 2), (1, 1))], (0, 0, 0), "Divide the one value by 4."),
        ([Flatten()], (4,), "The value is only moved: find where it stood."),
        ([Flatten(), Softmax()], (1,), "Divide exp(z − max) of this class by the sum of all 6."),
        ([], (0, 0, 1), "The input: find the number in the picture."),
        ([Dropout()], (0, 0, 0), "Nothing happens here: dropout acts in training only."),
    ],
)  # fmt: skip
def test_a_hidden_value_is_not_told(layers, place, told):
    made = traced(*layers)
    about = explain(made, made.network.output, place)
    assert position_sentence(made, about, is_hidden=True) == told


def test_places_are_counted_from_one_and_classes_named():
    made = traced(Flatten(), Linear(np.ones((2, 6))), classes=("cat", "dog"))
    assert place_text(made, explain(made, INPUT, (0, 1, 2))) == "row 2, column 3 of channel 1"
    assert place_text(made, explain(made, "fc1", (1,))) == "class “dog”"


def test_small_numbers_are_written_in_letters():
    assert [small_number(n) for n in (0, 1, 10, 11, 1200)] == [
        "no", "one", "ten", "11", "1\N{NARROW NO-BREAK SPACE}200",
    ]  # fmt: skip
    assert [times(n) for n in (2, 3, 12)] == ["twice", "three times", "12 times"]
