"""Typed answers: never a right one called wrong, and the reason of each known mistake."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnviz.cnn import architectures
from cnnviz.cnn.activation_layers import LeakyReLU, ReLU, Sigmoid, Tanh
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Dropout, Flatten, Linear, Softmax
from cnnviz.cnn.network import INPUT, chain
from cnnviz.cnn.pooling_layers import AvgPool2d, MaxPool2d
from cnnviz.cnn.trace import trace
from cnnviz.exercises.answer_sheet import answer_sheet, answer_text
from cnnviz.exercises.exercise import more_like, new_exercise
from cnnviz.exercises.mistake import printed
from cnnviz.exercises.verdict import Verdict, check
from cnnviz.explain.layer_decimals import decimals_of
from cnnviz.project.picture import Picture
from cnnviz.project.project import forward_pass, new_project, with_network
from cnnviz.text.matrix_text import parse_matrix
from cnnviz.text.typed_number import decimals_of as decimals_of_text
from cnnviz.text.typed_number import parse_number
from tests.artwork.projects import activity_2


def traced(image, *layers):
    image = np.asarray(image, np.float32)
    return trace(chain("n", "n", image.shape, layers), image)


def convolved(**options):
    """Activity 2 with a bias of 3 and other options."""
    project = activity_2()
    conv = replace(project.network.layers["conv1"], bias=np.array([3], np.float32), **options)
    return traced(project.picture.values, conv)


def sentence(traced, typed, place=(0, 1, 0), node=None, decimals=0):
    """What is told of a wrong answer, at the first node unless another is named."""
    verdict = check(traced, node or traced.network.names[1], place, typed, decimals)
    assert not verdict.is_right
    return verdict.sentence


def test_the_lecture_is_checked():
    lecture = forward_pass(activity_2()).trace
    assert check(lecture, "conv1", (0, 1, 0), 40, 0) == Verdict(True, "Right: 40.")
    assert check(lecture, "conv1", (0, 1, 0), 40.0, 1) == Verdict(True, "Right: 40.")
    assert sentence(lecture, 28, (0, 0, 0)) == "That is the flipped kernel: 28."
    assert sentence(lecture, 42) == "Not yet: 42 is too large."
    assert sentence(lecture, -2.5, decimals=1) == "Not yet: −2.5 is too small."


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (40, "You forgot the bias: 3."),
        (46, "You added the bias 3 twice."),
        (37, "You subtracted the bias 3: it is added."),
        (25, "That is the flipped kernel: 25."),
        (17, "That is the value of row 2, column 2: your window stands one column too far right."),
        (60, "That is the value of row 1, column 1: your window stands one row too far up."),
        (31, "That is the sum of the window: multiply by the weights first."),
        (15, "You left out 7·4 = 28."),
        (13, "Not yet: 13 is too small."),
        (42, "You left out a product like 1·1 = 1."),
        (39, "You left out 2·2 = 4."),
        (35, "A sign slipped: look again at 2·2 = 4."),
    ],
)
def test_a_slip_in_a_convolution_is_named(typed, expected):
    assert sentence(convolved(), typed) == expected
    assert check(convolved(), "conv1", (0, 1, 0), 43, 0).is_right


def test_the_kernel_that_was_not_flipped_is_named():
    assert sentence(convolved(flipped=True), 43) == "That is the kernel not flipped: 43."


def test_a_flipped_kernel_without_bias_is_named():
    one = traced([[[3, 50]]], Conv2d(np.array([[[[2, 7]]]], np.float32), np.array([5], np.float32)))
    assert sentence(one, 121, (0, 0, 0)) == (
        "That is the flipped kernel, and the bias 5 is missing."
    )


def test_a_transposed_kernel_is_named():
    kernel = np.array([[1, 5], [0, 2]], np.float32)[None, None]
    one = traced([[[1, 2], [4, 8]]], Conv2d(kernel))
    assert sentence(one, 37, (0, 0, 0)) == (
        "That is the kernel transposed: rows and columns exchanged."
    )


def test_a_forgotten_stride_and_padding_are_named():
    image = np.arange(49, dtype=np.float32).reshape(1, 7, 7) ** 2
    kernel = np.array([[1, 0], [0, 0]], np.float32)[None, None]
    strided = traced(image, Conv2d(kernel, stride=(3, 2)))
    assert sentence(strided, 8**2, (0, 1, 1)) == "You forgot the stride: the window moves by 3×2."
    assert sentence(strided, 25**2, (0, 1, 1)) == (
        "That is the value of row 2, column 3: your window stands 2 columns too far right."
    )
    image = np.arange(81, dtype=np.float32).reshape(1, 9, 9) ** 2
    kernel = np.array([[1, 0, 0], [0, 2, 0]], np.float32)[None, None]
    padded = traced(image, Conv2d(kernel, stride=(2, 2), padding=(1, 1)))
    assert sentence(padded, 40**2 + 2 * 50**2, (0, 2, 2)) == (
        "You forgot the padding: the first window starts on it."
    )
    assert (
        sentence(padded, 10**2 + 2 * 20**2, (0, 2, 2))
        == "You forgot the stride: the window moves by 2."
    )


def test_forgotten_channels_are_named():
    image = np.array([[[2]], [[10]], [[100]]], np.float32)
    kernel = np.array([1, 2, 3], np.float32).reshape(1, 3, 1, 1)
    colour = traced(image, Conv2d(kernel, np.array([1], np.float32)))
    assert check(colour, "conv1", (0, 0, 0), 323, 0).is_right
    assert sentence(colour, 3, (0, 0, 0)) == "That is red alone: add the other channels."
    assert sentence(colour, 2, (0, 0, 0)) == "That is red alone: add the other channels."
    assert sentence(colour, 303, (0, 0, 0)) == "You forgot the subtotal of green: 20."


def test_of_equal_products_one_is_an_example():
    one = traced([[[3, 3, 7]]], Conv2d(np.array([[[[2, 2, -5]]]], np.float32)))
    assert sentence(one, -29, (0, 0, 0)) == "You left out a product like 3·2 = 6."
    assert sentence(one, 12, (0, 0, 0)) == "You left out 7·(−5) = −35."
    assert sentence(one, 47, (0, 0, 0)) == "A sign slipped: look again at 7·(−5) = −35."


@pytest.mark.parametrize(
    ("layer", "before", "typed", "expected"),
    [
        (ReLU(), -4, -4, "You left the negative value as it is: it becomes 0."),
        (ReLU(), -4, 4, "You took away the sign of the negative value: it becomes 0."),
        (ReLU(), 4, 0, "A value that is not negative passes as it is."),
        (LeakyReLU(0.1), -4, -4, "You left the negative value as it is: multiply it by 0.1."),
        (LeakyReLU(0.1), -4, 0, "That is ReLU: of a negative value leaky ReLU keeps 0.1 · x."),
        (LeakyReLU(0.1), -4, 0.4, "The sign slipped: it stays negative."),
        (Sigmoid(), 1, 0.27, "The sign of x slipped: that is σ(−x)."),
        (Sigmoid(), 1, 0.76, "That is tanh: σ(x) is 1 / (1 + exp(−x))."),
        (Sigmoid(), 1, 1, "That is the value before it went through the Sigmoid."),
        (Tanh(), 1, 0.73, "That is the sigmoid: tanh goes from −1 to 1."),
        (Tanh(), 1, -0.76, "The sign slipped: tanh(x) has the sign of x."),
        (Dropout(0.5), 6, 12, "Dropout scales in training only: here all pass."),
        (Dropout(0.5), 6, 0, "Dropout sets values to 0 in training only: here all pass."),
    ],
)
def test_a_slip_in_an_activation_is_named(layer, before, typed, expected):
    assert sentence(traced([[[before]]], layer), typed, (0, 0, 0), decimals=2) == expected


@pytest.mark.parametrize(
    ("layer", "typed", "expected"),
    [
        (MaxPool2d((2, 2)), -6, "That is the smallest value: the largest is kept."),
        (MaxPool2d((2, 2)), 1.5, "That is the mean: the largest value is kept."),
        (MaxPool2d((2, 2)), 6, "That is the sum: the largest value is kept."),
        (MaxPool2d((2, 2)), 4, "4 is in the window, but it is not the largest."),
        (
            MaxPool2d((2, 2)),
            9,
            "That is the value of row 1, column 2: your window stands 2 columns too far right.",
        ),
        (AvgPool2d((2, 2)), 6, "That is the sum: divide it by 4."),
        (AvgPool2d((2, 2)), 5, "That is the largest value: the mean is asked for."),
        (AvgPool2d((2, 2)), -6, "That is the smallest value: the mean is asked for."),
    ],
)
def test_a_slip_in_a_pooling_is_named(layer, typed, expected):
    pooled = traced([[[4, 5, 9, 0], [3, -6, 0, 0]]], layer)
    assert sentence(pooled, typed, (0, 0, 0), decimals=1) == expected


def test_a_mean_over_padding_names_the_divisor():
    pooled = traced([[[8, 0], [0, 0]]], AvgPool2d((3, 3), padding=(1, 1), count_include_pad=False))
    assert sentence(pooled, 0.89, (0, 0, 0), decimals=2) == "You divided by 9: 4 values count here."


def test_slips_in_the_last_layers_are_named():
    weight = np.array([[1, 2], [3, -1], [0, 5]], np.float32)
    last = traced([[[3, 4]]], Flatten(), Linear(weight, np.array([1, 2, 3], np.float32)), Softmax())
    assert sentence(last, 11, (0,), "fc1") == "You forgot the bias: 1."
    assert sentence(last, 7, (0,), "fc1") == (
        "That is the sum of the inputs: multiply by the weights first."
    )
    assert sentence(last, 4, (0,), "fc1") == "You left out 4·2 = 8."
    scores = traced([[[0, 1]]], Flatten(), Softmax())
    assert (
        sentence(scores, 2.72, (1,), "softmax1", 2)
        == "That is exp(z): divide it by the sum of all of them."
    )
    assert sentence(scores, 1, (1,), "softmax1", 2) == (
        "That is exp(z − max): divide it by the sum of all of them."
    )
    assert sentence(scores, 0.27, (1,), "softmax1", 2) == "That is the share of class 1."
    assert check(scores, "softmax1", (1,), 73.1, 1) == Verdict(
        True, "Right: 73.1 %, a share of 0.731."
    )
    assert sentence(scores, 73, (1,), "softmax1", 0) == "Right so far: give 1 decimal."


def test_the_order_of_flatten_is_named():
    flat = traced(np.arange(8).reshape(2, 2, 2), Flatten())
    assert "the order of TensorFlow" in sentence(flat, 4, (1,))


def test_slips_in_a_batch_norm_are_named():
    one, two, three, four = (np.array([number], np.float32) for number in (1, 2, 3, 4))
    norm = traced([[[7]]], BatchNorm2d(three, one, two, four, eps=0))  # (7 − 2) / 2 · 3 + 1
    assert check(norm, "bn1", (0, 0, 0), 8.5, 1).is_right
    assert sentence(norm, 7.5, (0, 0, 0), decimals=1) == "You forgot the bias: 1."
    assert sentence(norm, 4.75, (0, 0, 0), decimals=2) == (
        "You divided by the variance: divide by its square root."
    )
    assert sentence(norm, 11.5, (0, 0, 0), decimals=1) == "You forgot to subtract the mean: 2."


@given(st.floats(-100, 100, width=32), st.integers(0, 6))
def test_a_right_answer_is_never_called_wrong(value, decimals):
    one = traced([[[value]]], Dropout())
    asked = decimals_of(one, INPUT)
    digits = asked.count - asked.power
    typed = round(float(np.float32(value)), decimals)
    verdict = check(one, "dropout1", (0, 0, 0), typed, decimals)
    if decimals >= digits:
        assert verdict.is_right
    elif typed:
        assert verdict.is_right or verdict.sentence.startswith("Right so far: give ")
    far = check(one, "dropout1", (0, 0, 0), value + 2 * 10.0**-digits, digits)
    assert not far.is_right


@pytest.mark.parametrize(
    ("value", "text", "is_right"),
    [
        (150000, "150000", True),
        (150000, "149999", False),  # row 12: no tolerance that grows with the size
        (15042.3, "15042.30", True),
        (15042.3, "15042.3", True),
        (15042.3, "15042.20", False),
        (1 / 3, "3.33e-1", True),
        (1 / 3, "0.333", True),
        (1 / 3, "1/3", True),
        (1 / 3, "0,33", True),
        (1 / 3, ".3", False),
        (0.00031, "0.00031", True),
        (0.00031, "0", False),  # not the same for small values
        (0.00031, "0.0003", False),
        (1.234e30, "1.234e30", True),
        (1.234e30, "1.234 × 10³⁰", True),
        (1.234e30, "1.23e30", False),
    ],
)
def test_an_answer_is_judged_by_the_digits_asked_for(value, text, is_right):
    one = traced([[[value]]], Dropout())
    assert check(
        one, "dropout1", (0, 0, 0), parse_number(text), decimals_of_text(text)
    ).is_right == (is_right)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1", "Right so far: give 1 decimal."),  # row 11: a share is no whole percentage
        ("0.7", "Right: 0.7 %, a share of 0.007."),
        ("0.007", "Right: 0.007."),
        ("0.01", "Right so far: give 3 decimals."),
    ],
)
def test_a_share_is_asked_for_with_its_digits(text, sentence):
    scores = np.log(np.array([[[0.0074, 0.9926]]]))
    shares = traced(scores, Flatten(), Softmax())
    verdict = check(shares, "softmax1", (0,), parse_number(text), decimals_of_text(text))
    assert verdict.sentence == sentence


def test_no_diagnosis_names_a_number_printed_as_0():
    assert printed(1e-6) == "0.0000010"
    assert (printed(0), printed(0.5), printed(3)) == ("0", "0.50", "3")
    assert printed(2e30) == "2.000 × 10³⁰"


@given(st.integers(0, 99))
def test_right_is_right_in_every_kind_of_layer(seed):
    project = new_exercise((5, 5), (2, 2), 1, 0, seed, bias=True)
    shown = forward_pass(project).trace
    for node, values in shown.values.items():
        for place in np.ndindex(values.shape):
            assert check(shown, node, place, float(values[place]), 0).is_right


@pytest.mark.parametrize(
    "name", ["lecture-cnn", "nine-steps-average", "tiny-vgg", "mlp", "residual-cnn"]
)
def test_every_value_of_a_network_can_be_asked_for(name):
    network = architectures.build(name)
    random = np.random.default_rng(0)
    shown = trace(network, random.random(network.input_shape, dtype=np.float32))
    for node, values in shown.values.items():
        for _ in range(5):
            place = tuple(int(random.integers(n)) for n in values.shape)
            value = float(values[place])
            assert check(shown, node, place, value, 6).is_right
            assert check(shown, node, place, value + 0.5, 2).sentence.endswith(".")
            assert not check(shown, node, place, value + 0.5, 2).is_right


def test_a_coarse_or_nearly_right_answer_is_told():
    one = traced([[[0.62]]], Dropout())
    assert sentence(one, 0.6, (0, 0, 0), decimals=1) == "Right so far: give two decimals."
    assert sentence(one, 0.63, (0, 0, 0), decimals=2) == (
        "Almost: 0.63 is a little too large; round at the end only."
    )
    assert "nothing to type: this value is ∞" in sentence(
        traced([[[np.inf]]], Dropout()), 1, (0, 0, 0)
    )


@pytest.mark.parametrize("seed", range(40))
def test_a_new_exercise_has_small_whole_numbers(seed):
    project = new_exercise((6, 5), (3, 2), 2, 1, seed, bias=bool(seed % 2))
    conv = project.network.layers["conv1"]
    pixels = project.picture.values
    assert project.picture.name == f"Exercise {seed}"
    assert (project.network.name, project.network.treatment) == ("one-filter", "photo")
    assert pixels.shape == project.network.input_shape == (1, 6, 5)
    for values, low, high in ((pixels, 0, 9), (conv.weight, -2, 4), (conv.bias, -5, 5)):
        assert (values == values.round()).all()
        assert low <= values.min() <= values.max() <= high
    assert bool(conv.bias[0]) == bool(seed % 2)
    assert conv.weight.any()
    assert (conv.stride, conv.padding) == ((2, 2), (1, 1))
    assert pixels.mean() < 5
    again = new_exercise((6, 5), (3, 2), 2, 1, seed, bias=bool(seed % 2))
    np.testing.assert_array_equal(again.picture.values, pixels)
    np.testing.assert_array_equal(again.network.layers["conv1"].weight, conv.weight)


def test_exercises_differ_and_have_a_pooling_where_it_fits():
    one, two = (new_exercise((6, 6), (3, 3), 1, 0, seed, bias=False) for seed in (1, 2))
    assert (one.picture.values != two.picture.values).any()
    assert [layer.kind for layer in one.network.layers.values()] == ["conv2d", "relu", "max_pool2d"]
    narrow = new_exercise((3, 6), (3, 3), 1, 0, 1, bias=False)
    assert [layer.kind for layer in narrow.network.layers.values()] == ["conv2d", "relu"]
    assert forward_pass(narrow).trace.output.shape == (1, 1, 4)


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "padding", "expected"),
    [
        (
            (3, 3),
            (5, 5),
            1,
            0,
            "A 5×5 kernel does not fit a 3×3 picture with padding 0: choose a larger picture, a "
            "smaller kernel or more padding.",
        ),
        ((13, 3), (3, 3), 1, 0, "The picture of an exercise has 1 to 12 rows and columns"),
        ((3, 3), (3, 3), 0, 0, "a stride of at least 1"),
        ((3, 3), (0, 3), 1, 0, "Choose a kernel"),
    ],
)
def test_an_impossible_exercise_is_refused_in_words(size, kernel, stride, padding, expected):
    with pytest.raises(ValueError, match=expected):
        new_exercise(size, kernel, stride, padding, 1, bias=False)


def sheet_of(*projects, with_answers=False):
    return "".join(part.html for part in answer_sheet(projects, with_answers=with_answers))


def test_the_sheet_of_the_lecture_has_its_numbers():
    task, answers = answer_sheet([activity_2()], with_answers=True)
    assert "<h2>Activity 2</h2><p>Move the kernel w over X." in task.html
    assert "Bias 0, stride 1, padding 0." in task.html
    assert ">57<" not in task.html
    assert task.html.count("&nbsp;") == 16
    assert task.html.count("<td width") == 36 + 9 + 16
    assert answers.html.startswith("<h1>Answers</h1><h2>Activity 2</h2>")
    assert answers.html.count(">57<") == answers.html.count(">40<") == 1
    assert (task.opens_page, answers.opens_page) == (False, True)
    assert answer_sheet([activity_2()], with_answers=False) == (task,)


def test_answers_to_several_exercises_stand_together_after_all_of_them():
    lecture = activity_2()
    projects = lecture, *more_like(lecture, 2, 1)
    parts = answer_sheet(projects, with_answers=True)
    titles = ["Activity 2", "Exercise 1", "Exercise 2"]
    assert [part.html.partition("</h2>")[0].rpartition(">")[2] for part in parts] == 2 * titles
    assert [part.opens_page for part in parts] == [False] * 3 + [True, False, False]
    for part, project in zip(parts[3:], projects, strict=True):
        corner = forward_pass(project).trace.values["conv1"][0, 0, 0]
        assert f">{int(corner)}<".replace("-", "−") in part.html
    text = answer_text(projects, with_answers=True)
    assert text.index("Answers") > text.rindex("Move the kernel")


def test_more_exercises_have_the_sizes_of_the_first_and_other_numbers():
    first = new_exercise((5, 6), (2, 3), 2, 1, 7, bias=True)
    made = more_like(first, 3, 6)
    assert [each.picture.name for each in made] == ["Exercise 6", "Exercise 8", "Exercise 9"]
    for each in made:
        conv = each.network.layers["conv1"]
        assert each.picture.values.shape == (1, 5, 6)
        assert (conv.weight.shape[2:], conv.stride, conv.padding) == ((2, 3), (2, 2), (1, 1))
        assert conv.bias[0]
    assert not more_like(activity_2(), 1, 1)[0].network.layers["conv1"].bias[0]


@pytest.mark.parametrize("option", [{"dilation": (2, 2)}, {"stride": (1, 2)}, {"flipped": True}])
def test_more_exercises_are_not_made_of_what_they_never_have(option):
    project = activity_2()
    conv = replace(project.network.layers["conv1"], **option)
    network = chain("one-filter", "One", project.network.input_shape, [conv])
    with pytest.raises(ValueError, match="only for one channel of at most 12 rows"):
        more_like(with_network(project, network), 1, 1)
    wide = replace(activity_2(), picture=Picture("matrix", np.zeros((1, 5, 13), np.float32)))
    with pytest.raises(ValueError, match="only for one channel of at most 12 rows"):
        more_like(wide, 1, 1)


def test_the_sheet_of_an_exercise_has_true_minus_signs_and_a_safe_title():
    project = new_exercise((4, 4), (2, 2), 1, 1, 3, bias=True)
    project = replace(project, picture=replace(project.picture, name="<b>1 & 2"))
    conv = project.network.layers["conv1"]
    assert (conv.weight < 0).any()
    sheet = sheet_of(project, with_answers=True)
    assert "<h2>&lt;b&gt;1 &amp; 2</h2>" in sheet
    assert ">−" in sheet
    assert ">-" not in sheet
    assert "padding 1" in sheet


def test_the_text_of_a_sheet_pastes_back():
    text = answer_text([activity_2()], with_answers=True)
    parts = text.split("\n\n")
    assert parts[0].startswith("Activity 2\nMove the kernel w over X.")
    np.testing.assert_array_equal(
        parse_matrix(parts[1].removeprefix("X\n")), activity_2().picture.values[0]
    )
    assert parse_matrix(parts[-1].removeprefix("Result\n"))[0].tolist() == [57, 15, 15, 5]
    empty = answer_text([activity_2()], with_answers=False)
    assert empty.endswith("Result\n" + "\n".join(["\t\t\t"] * 4) + "\n")


def test_a_sheet_of_colours_has_three_pictures_and_kernels():
    network = architectures.build("one-filter-rgb")
    pixels = np.random.default_rng(0).random((3, 5, 5), dtype=np.float32)
    project = new_project(network, Picture("image", pixels, "Small"))
    sheet = sheet_of(project)
    assert "X, channel 3" in sheet
    assert "w, channel 3" in sheet


def test_what_does_not_fit_on_a_sheet_is_told():
    with pytest.raises(ValueError, match="no convolution to ask for"):
        answer_text([with_network(activity_2(), architectures.build("mlp"))], with_answers=True)
    wide = replace(activity_2(), picture=Picture("matrix", np.zeros((1, 5, 40), np.float32)))
    with pytest.raises(ValueError, match="A sheet has room for 28×28 numbers"):
        sheet_of(wide)
