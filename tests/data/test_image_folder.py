"""A folder of pictures is read as the window reads each of them."""

import os

import numpy as np
import pytest
from PIL import Image

from cnnviz.cnn.layers import Flatten, Linear
from cnnviz.cnn.network import chain
from cnnviz.data.image_folder import read_folder
from cnnviz.project.picture import limited, prepare
from cnnviz.project.picture_file import read_picture

SIDE = 8
random = np.random.default_rng(0)
COLOURS = random.integers(0, 256, (20, 30, 3), dtype=np.uint8)


def plain(path):
    Image.fromarray(COLOURS).save(path)


def turned(path):
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(COLOURS).save(path, exif=exif)


def transparent(path):
    alpha = random.integers(0, 256, (20, 30, 1), dtype=np.uint8)
    Image.fromarray(np.concatenate([COLOURS, alpha], axis=2)).save(path)


def deep(path):
    Image.fromarray(random.integers(0, 65536, (20, 30), dtype=np.uint16)).save(path)


def small(path):
    Image.fromarray(COLOURS[:5, :5]).save(path)


@pytest.fixture
def classes(tmp_path):
    for name in ("cat", "dog"):
        (tmp_path / name).mkdir()
    plain(tmp_path / "dog" / "1.png")
    return tmp_path


@pytest.mark.parametrize(
    ("write", "name"),
    [
        (plain, "1.png"),
        (turned, "1.jpg"),
        (transparent, "1.png"),
        (deep, "1.png"),
        (deep, "1.tiff"),
        (small, "1.bmp"),
    ],
)
def test_a_picture_is_what_the_window_makes_of_it(classes, write, name):
    path = classes / "cat" / name
    write(path)
    pictures, labels = read_folder(classes, SIDE)
    assert pictures.shape == (2, 3, SIDE, SIDE)
    assert labels.tolist() == [0, 1]
    weight = np.zeros((1, 3 * SIDE * SIDE), np.float32)
    layers = (Flatten(), Linear(weight, np.zeros(1, np.float32)))
    network = chain("n", "N", (3, SIDE, SIDE), layers, (), "photo")
    seen = prepare(limited(read_picture(path)), network).values
    np.testing.assert_array_equal(pictures[0], np.rint(seen * 255))


@pytest.mark.timeout(20, method="thread")
def test_a_pipe_among_the_pictures_is_told_with_its_folder(classes):
    os.mkfifo(classes / "cat" / "pipe.png")
    with pytest.raises(ValueError, match=r"cat: pipe\.png is no file but a device or a pipe"):
        read_folder(classes, SIDE)
