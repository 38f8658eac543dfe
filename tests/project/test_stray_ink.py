"""A frame, a line along the edge or a dark edge is no digit; a digit's own bar is."""

import numpy as np
import pytest

from cnnviz.project import shipped
from cnnviz.project.picture import Picture, prepare
from cnnviz.project.stray_ink import without_strays


def seven():
    """A seven with a bar of its own, on white paper of 200×200."""
    from PIL import Image, ImageDraw

    image = Image.new("L", (200, 200), 255)
    draw = ImageDraw.Draw(image)
    draw.line([(60, 55), (140, 55), (90, 150)], 0, width=12, joint="curve")
    return np.array(image)


def frame(page):
    page[0] = page[-1] = page[:, 0] = page[:, -1] = 0


def frame_within(page):
    page[[8, -9], 8:-8] = 0
    page[8:-8, [8, -9]] = 0


def line_below(page):
    page[180:182, 20:180] = 0


def line_across(page):
    page[190:192] = 60


def dark_edge(page):
    page[:, :7] = 40


def shadow(page):
    page[:, -16:] = np.linspace(255, 0, 16).astype(np.uint8)


def corner(page):
    page[:8] = 30
    page[:, :8] = 30


def everything(page):
    for spoil in (frame, line_below, dark_edge):
        spoil(page)


@pytest.mark.parametrize(
    "spoil",
    [frame, frame_within, line_below, line_across, dark_edge, shadow, corner, everything],
)
def test_what_lies_along_the_border_is_left_out_and_told(spoil):
    network, page = shipped.network("lecture-cnn"), seven()
    clean = prepare(Picture("image", page[None].copy(), "clean"), network)
    spoil(page)
    found = prepare(Picture("image", page[None], "spoilt"), network)
    assert "A frame, or a line along the edge, was left out." in found.notes
    np.testing.assert_allclose(found.values, clean.values, atol=0.15)


def bars(*boxes, side=100):
    ink = np.zeros((side, side), np.float32)
    for top, bottom, left, right in boxes:
        ink[top:bottom, left:right] = 1
    return ink


@pytest.mark.parametrize(
    "ink",
    [
        bars((10, 90, 45, 55)),  # a one, alone
        bars((0, 100, 40, 60)),  # a one that is cut out closely
        bars((15, 22, 30, 72), (30, 90, 30, 70)),  # a five whose bar stands apart
        bars((0, 8, 0, 100), (15, 100, 0, 100)),  # the same, cut out closely
        bars((0, 1, 0, 100), (99, 100, 0, 100), (0, 100, 0, 1), (0, 100, 99, 100)),  # a frame alone
        bars((0, 1, 0, 100), (50, 53, 50, 53)),  # a line, and a speck
        bars(),
    ],
)
def test_a_digit_keeps_all_of_its_ink(ink):
    kept, is_less = without_strays(ink)
    assert not is_less
    assert kept is ink


def test_large_pictures_are_looked_at_as_small_ones():
    ink = bars((300, 700, 480, 520), (0, 1000, 0, 3), side=1000)
    kept, is_less = without_strays(ink)
    assert is_less
    np.testing.assert_array_equal(kept, bars((300, 700, 480, 520), side=1000))
