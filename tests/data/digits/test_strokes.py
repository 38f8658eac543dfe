import numpy as np
import pytest

from cnnviz.data.digits.strokes import CANVAS, drawn_digit, stroke_digits
from cnnviz.data.digits.styles import kept_styles, styles


@pytest.fixture(scope="module")
def some():
    return stroke_digits(400, seed=3)


def test_pictures_are_in_the_form_of_mnist(some):
    pictures, labels = some
    assert pictures.shape == (400, 1, 28, 28)
    assert pictures.dtype == labels.dtype == np.uint8
    assert (np.bincount(labels) == 40).all()
    assert (pictures.max(axis=(1, 2, 3)) == 255).all()
    ink = pictures.mean(axis=(1, 2, 3)) / 255
    assert 0.07 < ink.mean() < 0.2  # MNIST: 0.13


def test_the_same_seed_draws_the_same_and_more_begin_alike(some):
    again, labels = stroke_digits(50, seed=3)
    np.testing.assert_array_equal(again, some[0][:50])
    np.testing.assert_array_equal(labels, some[1][:50])


def test_other_seeds_draw_other_digits(some):
    other, _ = stroke_digits(50, seed=4)
    assert (np.abs(other.astype(int) - some[0][:50]).mean(axis=(1, 2, 3)) > 1).all()


def test_no_digit_is_drawn_twice(some):
    assert len({picture.tobytes() for picture in some[0]}) == 400


@pytest.mark.parametrize("digit", range(10))
def test_pens_go_from_a_hair_to_a_fat_marker(digit):
    canvases = [drawn_digit(digit, np.random.default_rng([7, index])) for index in range(60)]
    ink = [canvas.mean() for canvas in canvases]
    assert canvases[0].shape == (CANVAS, CANVAS)
    assert max(ink) > 8 * min(ink)
    assert all(canvas.max() > 0.2 and not canvas[[0, -1]].any() for canvas in canvases)


@pytest.mark.parametrize("digit", range(10))
def test_every_digit_has_several_styles_within_its_square(digit):
    assert len(styles(digit)) >= 7
    for style in styles(digit):
        assert style.weight > 0
        for stroke in style.strokes:
            assert stroke.points.shape[1:] == (2,)
            assert len(stroke.points) >= 2
            assert stroke.points.min() >= 0
            assert stroke.points.max() <= 1
            assert all(0 < corner < len(stroke.points) - 1 for corner in stroke.corners)


def drawn_lines(ways):
    return {tuple(stroke.points.ravel()) for style in ways for stroke in style.strokes}


@pytest.mark.parametrize("digit", range(10))
def test_hands_are_kept_out_of_what_is_learnt(digit):
    learnt, kept = styles(digit), kept_styles(digit)
    assert len(kept) >= 2
    first = {tuple(style.strokes[0].points.ravel()) for style in kept}
    assert not first & drawn_lines(learnt)


def test_hands_that_are_kept_out_are_drawn_on_request(some):
    kept, labels = stroke_digits(60, seed=3, kept=True)
    np.testing.assert_array_equal(labels, some[1][:60])
    assert (np.abs(kept.astype(int) - some[0][:60]).mean(axis=(1, 2, 3)) > 1).all()


def test_sevens_are_crossed_high_and_low():
    bars = [style.strokes[1].points[:, 1].mean() for style in styles(7) if len(style.strokes) > 1]
    assert min(bars) < 0.4
    assert max(bars) > 0.8
    assert np.diff(np.unique(np.round(bars, 2))).max() < 0.1


def test_nines_end_straight_curved_hooked_and_flat():
    ends = np.array([style.strokes[-1].points[-1] for style in styles(9)])
    turned = [bool(style.strokes[-1].corners) and style.strokes[-1].points[-2, 1] > 0.85
              for style in styles(9)]  # fmt: skip
    assert (ends[:, 0] > 0.7).any()
    assert (ends[:, 0] < 0.15).any()
    assert (ends[:, 1] < 0.8).any()
    assert sum(turned) > 30


def nearest(known, labels, unseen):
    """Read each unseen picture as the most similar known one."""
    a, b = (x.reshape(len(x), -1).astype(np.float32) / 255 for x in (known, unseen))
    distance = (a * a).sum(axis=1) - 2 * b @ a.T
    return labels[distance.argmin(axis=1)]


def test_the_digits_of_one_seed_tell_what_those_of_another_are(some):
    known, labels = stroke_digits(1500, seed=5)
    assert np.mean(nearest(known, labels, some[0]) == some[1]) > 0.8
