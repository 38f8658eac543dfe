from random import Random

import numpy as np
import pytest
from PIL import Image

from cnnviz.data.swans.birds import swan
from cnnviz.data.swans.curves import disc
from cnnviz.data.swans.draw import KINDS, POSES, kind_pictures, swan_picture, swan_pictures
from cnnviz.data.swans.others import duck, goose
from cnnviz.data.swans.scenes import Scene, place
from cnnviz.data.swans.things import kettle, letter

WHITE, BLACK = 0, 1
GREY = (128, 131, 125)
DOT = disc((0, 0), 1, GREY)[0]


@pytest.fixture(scope="module")
def some():
    return swan_pictures(80, seed=0)


def distinct(*sets):
    return {picture.tobytes() for each in sets for picture in each.pictures}


def test_the_same_seed_draws_the_same_and_more_begin_with_the_same(some):
    again = swan_pictures(12, seed=0)
    np.testing.assert_array_equal(again.pictures, some.pictures[:12])
    np.testing.assert_array_equal(again.kinds, some.kinds[:12])


def test_no_picture_occurs_twice_whatever_the_seed(some):
    other, third = swan_pictures(80, seed=1), kind_pictures(80, seed=0, size=32, kinds=KINDS)
    assert len(distinct(some, other, third)) == 240


def test_half_are_swans_of_which_half_are_black_and_the_others_take_turns(some):
    counts = np.bincount(some.kinds, minlength=len(KINDS))
    assert counts.tolist() == [20, 20] + 10 * [4]
    assert some.labels.tolist() == [int(KINDS[kind].endswith(" swan")) for kind in some.kinds]


def test_black_swans_can_be_left_out():
    data = swan_pictures(80, seed=0, black=False)
    assert (data.kinds == WHITE).sum() == data.labels.sum() == 40
    assert BLACK not in data.kinds


@pytest.mark.parametrize("size", [8, 32, 50, 64])
@pytest.mark.parametrize("count", [0, 1, 3])
def test_any_count_and_size(count, size):
    data = swan_pictures(count, seed=3, size=size)
    assert data.pictures.shape == (count, 3, size, size)
    assert data.labels.shape == data.kinds.shape == (count,)
    assert {data.pictures.dtype, data.labels.dtype, data.kinds.dtype} == {np.dtype(np.uint8)}


def outlines(figure):
    """What the figure is made of, without the few dots that knob, tip and eye are."""
    return [points for points, _ in figure.shapes if len(points) != len(DOT)]


@pytest.mark.parametrize("pose", POSES)
def test_white_and_black_swans_differ_in_colour_alone(pose):
    for seed in range(8):
        white, black = (swan(Random(seed), black=black, pose=pose) for black in (False, True))
        for a, b in zip(outlines(white), outlines(black), strict=True):
            np.testing.assert_array_equal(a, b)
        assert white.home == black.home


@pytest.mark.parametrize("pose", POSES)
@pytest.mark.parametrize(("black", "low", "high"), [(False, 180, 255), (True, 0, 90)])
def test_white_swans_are_bright_and_black_ones_dark_in_every_pose(pose, black, low, high):
    for seed in range(8):
        canvas = Image.new("RGB", (128, 128), GREY)
        swan_alone = swan(Random(seed), black=black, pose=pose)
        place(Random(seed), Scene(canvas, "any", GREY, 0), swan_alone, 0.8)
        pixels = np.asarray(canvas).reshape(-1, 3)
        painted = pixels[(pixels != GREY).any(axis=1)]
        assert len(painted) > 1000
        assert low < painted.mean() < high


def test_pictures_are_of_the_colour_that_their_kind_names():
    """Whatever the ground and the light: the brightest and the darkest parts tell."""
    white, black = (
        np.percentile(kind_pictures(150, 0, 32, [kind]).pictures, [8, 92], axis=(1, 2, 3)).mean(1)
        for kind in KINDS[:2]
    )
    assert (white > black + 10).all()


@pytest.mark.parametrize("pose", POSES)
@pytest.mark.parametrize("size", [32, 64])
def test_a_pose_can_be_asked_for(pose, size):
    first, second = (swan_picture("black swan", Random(seed), size, pose) for seed in (0, 1))
    assert first.shape == second.shape == (3, size, size)
    assert (first != second).any()


@pytest.mark.parametrize("kind", KINDS)
def test_the_named_kinds_take_turns(kind):
    data = kind_pictures(6, seed=0, size=32, kinds=[kind, "boat"])
    assert [KINDS[number] for number in data.kinds] == 3 * [kind, "boat"]
    assert len(distinct(data)) == 6
    assert all(np.ptp(picture) > 10 for picture in data.pictures)


@pytest.mark.parametrize("kinds", [[], ["swan"], ["duck", "Boat"]])
def test_unknown_kinds_are_told(kinds):
    with pytest.raises(ValueError, match="The kinds are: white swan, black swan, duck"):
        kind_pictures(3, seed=0, size=32, kinds=kinds)


@pytest.mark.parametrize(("count", "size"), [(-1, 32), (3, 7), (3, 0), (3, -32)])
def test_impossible_counts_and_sizes_are_told(count, size):
    for draw in (swan_pictures, lambda *where: kind_pictures(*where, ["duck"])):
        with pytest.raises(ValueError, match=rf"Cannot draw {count} pictures of {size} × {size}"):
            draw(count, 0, size)


def test_what_is_no_swan_is_as_often_dark_and_bright_as_swans_are():
    """Otherwise the brightness alone would tell black swans, or white ones, from the rest."""
    figures = [draw(Random(seed)) for draw in (duck, goose, kettle, letter) for seed in range(40)]
    brightness = np.array([figure.brightness for figure in figures])
    assert np.mean(brightness < 70) > 0.15
    assert np.mean(brightness > 190) > 0.15
