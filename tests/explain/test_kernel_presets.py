"""The classic kernels: what is said of them, and that they do it."""

import numpy as np
import pytest
from scipy import ndimage

from cnnviz.cnn.ops import conv2d
from cnnviz.explain.kernel_presets import PRESETS

PICTURE = np.random.default_rng(0).random((1, 12, 15), dtype=np.float32)
BY_NAME = {preset.name: preset for preset in PRESETS}


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
