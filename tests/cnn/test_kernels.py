import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import ndimage

from cnnviz.cnn.kernels import (
    PRESETS,
    flipped_horizontally,
    flipped_vertically,
    negated,
    normalised,
    random_kernel,
    resized,
    rotated,
    transposed,
)
from cnnviz.cnn.layers import Conv2d, Flatten, Linear
from cnnviz.cnn.network import Network
from cnnviz.cnn.ops import conv2d
from cnnviz.explain.layer_facts import facts
from cnnviz.project import shipped
from cnnviz.project.comparison import largest_shares, original_trace
from cnnviz.project.kernel_edits import (
    with_dilation,
    with_kernel,
    with_kernel_size,
    with_reset_layer,
    with_turned_kernel,
    with_window,
)
from cnnviz.project.project import forward_pass, is_edited, new_project, with_parameter
from cnnviz.project.slices import slices_of, with_slice, with_weight

SIDE = st.integers(1, 11)
WEIGHTS = st.floats(-4, 4, width=16)
KERNELS = st.tuples(SIDE, SIDE).flatmap(lambda shape: arrays(np.float32, shape, elements=WEIGHTS))
PICTURE = np.random.default_rng(0).random((1, 12, 15), dtype=np.float32)
BY_NAME = {preset.name: preset for preset in PRESETS}


def layer_of(project, index):
    return project.network.layers[index]


def one_filter(*shape):
    weight = np.arange(np.prod(shape), dtype=np.float32).reshape(shape)
    return new_project(Network("one", "One", (shape[1], 28, 28), (Conv2d(weight),)))


@pytest.fixture
def lecture():
    return new_project(shipped.network("lecture-cnn"))


# Presets


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_presets_have_a_sentence_and_a_source_and_cannot_be_changed(preset):
    assert preset.sentence.endswith(".")
    assert preset.source
    assert not preset.weights.flags.writeable
    assert all(1 <= side <= 5 for side in preset.weights.shape)


def test_every_family_of_the_product_is_there():
    words = "identity box gaussian sharpen sobel prewitt scharr laplacian outline emboss motion"
    for word in [*words.split(), "line", "corner", "lecture"]:
        assert any(word in preset.name.lower() for preset in PRESETS), word
    assert len(BY_NAME) == len(PRESETS)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Sobel, vertical edges", lambda x: ndimage.sobel(x, axis=1, mode="constant")),
        ("Sobel, horizontal edges", lambda x: ndimage.sobel(x, axis=0, mode="constant")),
        ("Prewitt, vertical edges", lambda x: ndimage.prewitt(x, axis=1, mode="constant")),
        ("Prewitt, horizontal edges", lambda x: ndimage.prewitt(x, axis=0, mode="constant")),
        ("Laplacian, 4 neighbours", lambda x: ndimage.laplace(x, mode="constant")),
        ("Box blur", lambda x: ndimage.uniform_filter(x, 3, mode="constant")),
        ("Identity", lambda x: x),
    ],
)
def test_presets_do_what_scipy_does_under_their_name(name, expected):
    weights = BY_NAME[name].weights
    ours = conv2d(PICTURE, weights[None, None], padding=(1, 1))[0]
    np.testing.assert_allclose(ours, expected(PICTURE[0]), atol=1e-5)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_presets_are_correlated_as_scipy_does(preset):
    rows, columns = preset.weights.shape
    ours = conv2d(PICTURE, preset.weights[None, None], padding=(rows // 2, columns // 2))[0]
    expected = ndimage.correlate(PICTURE[0], preset.weights, mode="constant")
    np.testing.assert_allclose(ours, expected, atol=1e-4)


def test_the_sums_are_what_the_names_promise():
    for preset in PRESETS:
        total = float(preset.weights.sum())
        if "blur" in preset.name or preset.name in ("Identity", "Sharpen", "Emboss"):
            assert total == pytest.approx(1), preset.name
        elif "lecture" not in preset.name:
            assert total == 0, preset.name


def test_line_and_corner_detectors_answer_most_to_what_they_are_named_after():
    line, corner = np.zeros((1, 9, 9), np.float32), np.zeros((1, 9, 9), np.float32)
    line[0, 4] = 1
    corner[0, 4:, 4:] = 1
    for picture, family, name in (
        (line, "Line", "Line, horizontal"),
        (corner, "Corner", "Corner, top left"),
    ):
        answers = {
            preset.name: conv2d(picture, preset.weights[None, None]).max()
            for preset in PRESETS
            if preset.name.startswith(family)
        }
        assert max(answers, key=answers.get) == name


def test_the_lectures_filter_is_that_of_the_exercise():
    np.testing.assert_array_equal(
        BY_NAME["The lecture's filter"].weights, [[0, 2, 1], [4, 1, 0], [1, 0, 1]]
    )


# Transformations


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


# Edits of a network


def test_a_smaller_preset_is_put_in_the_middle(lecture):
    after = with_kernel(lecture, 3, (2, 1), BY_NAME["Sharpen"].weights)
    weight = layer_of(after, 3).weight
    np.testing.assert_array_equal(weight[2, 1], resized(BY_NAME["Sharpen"].weights, 5, 5))
    others = np.ones((16, 8), bool)
    others[2, 1] = False
    np.testing.assert_array_equal(weight[others], layer_of(lecture, 3).weight[others])


def test_a_larger_kernel_makes_all_of_its_layer_grow_where_that_is_possible():
    before = one_filter(2, 1, 3, 3)
    after = with_kernel(before, 0, (1, 0), BY_NAME["Motion blur"].weights)
    weight = layer_of(after, 0).weight
    assert weight.shape == (2, 1, 5, 5)
    np.testing.assert_array_equal(weight[1, 0], BY_NAME["Motion blur"].weights)
    np.testing.assert_array_equal(resized(weight[0, 0], 3, 3), layer_of(before, 0).weight[0, 0])


def test_a_larger_kernel_that_cannot_be_is_told_with_both_sizes():
    project = new_project(shipped.network("tiny-vgg"))
    with pytest.raises(ValueError, match=r"weights are 5×5.*3×3.*share one size.*1690") as refused:
        with_kernel(project, 0, (0, 0), np.ones((5, 5), np.float32))
    assert str(refused.value).endswith("Nothing was changed.")


@pytest.mark.parametrize("side", [1, 3, 7, 11])
def test_padding_that_kept_the_size_of_the_maps_follows_the_kernel(lecture, side):
    after = with_kernel_size(lecture, 0, (side, side))
    assert layer_of(after, 0).padding == (side // 2, side // 2)
    assert after.network.shapes == lecture.network.shapes


def test_the_middle_of_the_weights_survives_another_size(lecture):
    after = with_kernel_size(with_kernel_size(lecture, 3, (11, 7)), 3, (5, 5))
    np.testing.assert_array_equal(layer_of(after, 3).weight, layer_of(lecture, 3).weight)


@pytest.mark.parametrize(
    "edit",
    [
        lambda project: with_kernel_size(project, 0, (4, 4)),
        lambda project: with_window(project, 0, stride=(2, 2)),
        lambda project: with_window(project, 0, padding=(0, 0)),
    ],
    ids=["size", "stride", "padding"],
)
def test_a_window_that_does_not_fit_is_told_with_the_layer_and_a_remedy(lecture, edit):
    with pytest.raises(ValueError, match=r"not possible here.*must keep their size"):
        edit(lecture)


def test_padding_beyond_the_input_is_told_with_a_remedy(lecture):
    with pytest.raises(ValueError, match=r"use at most 13×13, or pad with zeros\. Nothing"):
        with_window(lecture, 3, padding=(14, 14), padding_mode="reflect")


@pytest.mark.parametrize("size", [(0, 3), (3, 12)])
def test_sizes_go_from_1_to_11(size):
    with pytest.raises(ValueError, match="1 to 11"):
        with_kernel_size(one_filter(1, 1, 3, 3), 0, size)


def test_dilation_1_means_contiguous_and_keeps_same_padding(lecture):
    after = with_dilation(lecture, 0, (2, 2))
    assert layer_of(after, 0).padding == (4, 4)
    assert layer_of(with_dilation(after, 0, (1, 1)), 0).padding == (2, 2)


def test_turning_a_rectangle_needs_a_layer_of_its_own():
    alone = one_filter(1, 1, 3, 5)
    weights = rotated(layer_of(alone, 0).weight[0, 0])
    assert layer_of(with_turned_kernel(alone, 0, (0, 0), weights), 0).kernel_size == (5, 3)
    with pytest.raises(ValueError, match=r"5×3.*share one size, 3×5"):
        with_turned_kernel(one_filter(2, 1, 3, 5), 0, (0, 0), weights)


def test_reset_brings_the_layer_back_itself(lecture):
    edited = with_window(with_kernel_size(lecture, 0, (3, 3)), 0, flipped=True)
    assert is_edited(edited, 0)
    assert layer_of(with_reset_layer(edited, 0), 0) is layer_of(lecture, 0)


# Slices


def test_slices_of_a_fully_connected_unit_lie_over_the_maps_that_were_flattened(lecture):
    slices = slices_of(lecture.network, 7, 5)
    assert slices.values.shape == (16, 7, 7)
    after = with_weight(lecture, 7, 5, (3, 2, 1), 9.0)
    assert layer_of(after, 7).weight[5, 3 * 49 + 2 * 7 + 1] == 9
    changed = layer_of(after, 7).weight != layer_of(lecture, 7).weight
    assert changed.sum() == 1
    # The input that this weight meets is the one of that map, row and column.
    maps = np.zeros((16, 7, 7), np.float32)
    maps[3, 2, 1] = 1
    flat = Flatten().forward(maps)
    assert layer_of(after, 7).forward(flat)[5] == pytest.approx(9 + layer_of(lecture, 7).bias[5])


@pytest.mark.parametrize(
    ("inputs", "grid"), [(64, (8, 8)), (84, (7, 12)), (7, (3, 3)), (1, (1, 1))]
)
def test_inputs_in_a_row_become_a_grid(inputs, grid):
    linear = Linear(np.arange(2 * inputs, dtype=np.float32).reshape(2, inputs))
    network = Network("n", "N", (1, 1, inputs), (Flatten(), Linear(np.eye(inputs)), linear))
    slices = slices_of(network, 2, 1)
    assert slices.values.shape == (1, *grid)
    np.testing.assert_array_equal(slices.values.flat[:inputs], linear.weight[1])
    assert np.isnan(slices.values.flat[inputs:]).all()
    project = new_project(network)
    if inputs < grid[0] * grid[1]:
        with pytest.raises(ValueError, match="7 inputs"):
            with_weight(project, 2, 1, (0, 2, 2), 1.0)


def test_a_slice_is_replaced_by_one_of_its_shape_only(lecture):
    after = with_slice(lecture, 7, 5, 3, np.full((7, 7), 2, np.float32))
    assert (layer_of(after, 7).weight[5, 147:196] == 2).all()
    assert (layer_of(after, 7).weight != layer_of(lecture, 7).weight).sum() == 49
    with pytest.raises(ValueError, match="7 rows and 7 columns, the matrix has 3 and 3"):
        with_slice(lecture, 7, 5, 3, np.ones((3, 3), np.float32))


def test_slices_of_a_group_know_their_maps():
    layer = Conv2d(np.zeros((4, 2, 3, 3), np.float32), groups=2)
    network = Network("n", "N", (4, 8, 8), (layer,))
    assert [slices_of(network, 0, channel).first_input for channel in range(4)] == [0, 0, 2, 2]


# What is told of layers


def test_facts_are_true_of_the_numbers(lecture):
    forward = forward_pass(lecture)
    relu = " ".join(facts(forward, 2, 3)).replace("\N{NO-BREAK SPACE}", " ")
    zeros = int((forward.trace.values[2][3] == 0).sum())
    assert f"{zeros} of 784" in relu
    assert "Nothing is learnt here: 0 weights." in relu
    flat = " ".join(facts(forward, 7, 100)).replace("\N{NO-BREAK SPACE}", " ")
    assert "row 1, column 3 of map 3: 2 · 49 + 0 · 7 + 2 = 100" in flat
    assert forward.trace.values[7][100] == forward.trace.values[6][2, 0, 2]


@pytest.mark.parametrize("name", ["lecture-cnn", "tiny-vgg", "lenet-5", "mlp", "one-filter-rgb"])
def test_every_step_has_facts(name):
    forward = forward_pass(new_project(shipped.network(name)))
    for step, values in enumerate(forward.trace.values):
        for channel in (None, len(values) - 1):
            assert all(sentence.endswith(".") for sentence in facts(forward, step, channel))


def test_the_original_is_traced_once_and_compared(lecture):
    edited = with_parameter(lecture, 9, "bias", (4,), 50.0)
    forward = forward_pass(edited, forward_pass(lecture))
    before = original_trace(forward)
    assert original_trace(forward, before) is before
    np.testing.assert_array_equal(before.output, forward_pass(lecture).trace.output)
    best = largest_shares(before, forward.trace, 3)[0]
    assert (best.name, best.now) == ("4", pytest.approx(1))
    assert best.before == before.output[4]
