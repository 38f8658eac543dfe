"""How a picture of any kind becomes the input of a network, and what is told of it."""

import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.layer_base import ShapeError
from cnnviz.data.digits.strokes import drawn_digit, stroke_digits
from cnnviz.project.digit import mnist_treatment
from cnnviz.project.fitted import fitted_to_data
from cnnviz.project.picture import LARGEST_INPUT, Picture, blank_drawing, prepare, prepared_shape
from cnnviz.project.project import new_project

DIGIT, COLOUR = architectures.build("lecture-cnn"), architectures.build("tiny-vgg")
ANY_GREY, ANY_COLOUR = architectures.build("one-filter"), architectures.build("one-filter-rgb")


def image(*shape, seed=0):
    return Picture("image", np.random.default_rng(seed).random(shape, np.float32))


def drawing_of_a_seven():
    ink = np.zeros((1, 280, 280), np.float32)
    ink[0, 60:80, 80:180] = 1
    ink[0, 60:220, 160:180] = 1
    return Picture("drawing", ink)


def told(prepared):
    return " ".join(prepared.notes)


def test_values_of_a_picture_are_read_only():
    values = np.zeros((1, 4, 4), np.float32)
    picture = Picture("matrix", values)
    values[:] = 1
    assert not picture.values.any()
    assert not picture.values.flags.writeable


def test_a_blank_drawing_is_a_blank_input():
    prepared = prepare(blank_drawing(), DIGIT)
    assert prepared.values.shape == (1, 28, 28)
    assert not prepared.values.any()
    assert prepared.is_ink
    assert "No ink yet." in told(prepared)


def test_a_drawing_gets_the_treatment_of_mnist():
    picture = drawing_of_a_seven()
    prepared = prepare(picture, DIGIT)
    np.testing.assert_array_equal(prepared.values, mnist_treatment(picture.values[0]))
    assert "20×20" in told(prepared)
    assert prepared.is_ink


@pytest.mark.parametrize("side", [8, 20, 32, 64])
def test_a_drawing_becomes_what_digits_of_another_side_are_learnt_from(side):
    pictures, _ = stroke_digits(3, 5, side)
    mlp = new_project(architectures.build("mlp"))
    network = fitted_to_data(mlp, (1, side, side), mlp.network.classes).network
    for number, learnt in enumerate(pictures):
        ink = drawn_digit(number, np.random.default_rng([5, number]))
        prepared = prepare(Picture("drawing", ink[None]), network)
        np.testing.assert_array_equal(np.rint(prepared.values * 255), learnt)
        assert prepared.is_ink
        assert f"28×28 to {side}×{side}" in told(prepared)
    assert not prepare(blank_drawing(), network).values.any()
    assert prepared_shape(blank_drawing(), network) == (1, side, side)


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("is_inverted", [False, True])
def test_a_picture_of_a_drawing_is_read_as_the_drawing(channels, is_inverted):
    ink = drawing_of_a_seven()
    values = np.repeat(ink.values, channels, axis=0)
    prepared = prepare(Picture("image", values if is_inverted else 1 - values), DIGIT)
    np.testing.assert_allclose(prepared.values, prepare(ink, DIGIT).values, atol=0.02)
    seen = "light ink on dark ground" if is_inverted else "dark ink on light paper"
    assert seen in told(prepared)


def test_a_digit_of_mnist_is_taken_as_it_is():
    digit = prepare(drawing_of_a_seven(), DIGIT).values
    prepared = prepare(Picture("image", digit), DIGIT)
    np.testing.assert_array_equal(prepared.values, digit)
    assert "Taken as it is" in told(prepared)


@pytest.mark.parametrize("network", [DIGIT, COLOUR, ANY_GREY, ANY_COLOUR], ids=lambda n: n.name)
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("size", [(1, 1), (3, 400), (400, 3), (28, 28), (31, 31), (64, 90)])
@pytest.mark.parametrize("kind", ["drawing", "image", "matrix"])
def test_every_size_and_kind_of_picture_fits_every_network(network, channels, size, kind):
    picture = Picture(kind, image(channels, *size).values)
    prepared = prepare(picture, network)
    if network.takes_any_size:
        assert prepared.values.shape == (network.input_shape[0], *size)
    else:
        assert prepared.values.shape == network.input_shape
    assert prepared.values.dtype == np.float32
    assert not prepared.values.flags.writeable
    if kind != "matrix":
        assert prepared.values.min() >= 0
        assert prepared.values.max() <= 1


def test_colour_becomes_grey_by_luminance_not_by_its_first_channel():
    green = np.zeros((3, 20, 20), np.float32)
    green[1] = 1
    prepared = prepare(Picture("image", green), ANY_GREY)
    np.testing.assert_allclose(prepared.values, 0.587)
    assert "0.587 green" in told(prepared)


def test_grey_is_repeated_in_every_channel():
    picture = image(1, 10, 12)
    prepared = prepare(picture, ANY_COLOUR)
    for channel in prepared.values:
        np.testing.assert_array_equal(channel, picture.values[0])
    assert "repeated in 3 channels" in told(prepared)


def test_the_channels_of_a_photo_stay_apart_and_in_order():
    photo = np.zeros((3, 64, 64), np.float32)
    photo[0], photo[1], photo[2] = 0.2, 0.5, 0.9
    prepared = prepare(Picture("image", photo), COLOUR)
    np.testing.assert_allclose(prepared.values[:, 30, 30], (0.2, 0.5, 0.9))


@pytest.mark.parametrize(("size", "part"), [((64, 128), "64×64 of 64×128"), ((128, 64), "64×64")])
def test_the_middle_is_taken_and_proportions_are_kept(size, part):
    values = np.zeros((3, *size), np.float32)
    values[:, size[0] // 2 - 32 :, size[1] // 2 - 32 :][:, :64, :64] = 1
    prepared = prepare(Picture("image", values), COLOUR)
    np.testing.assert_array_equal(prepared.values, 1)
    assert f"Middle {part}" in told(prepared)


def test_resizing_keeps_the_mean_and_is_told():
    picture = image(3, 640, 640)
    prepared = prepare(picture, COLOUR)
    expected = picture.values.reshape(3, 64, 10, 64, 10).mean(axis=(2, 4))
    np.testing.assert_allclose(prepared.values, expected, atol=1e-5)
    assert "Resized from 640×640 to 64×64 pixels." in told(prepared)


def test_a_large_photo_is_made_smaller_where_the_network_takes_any_size():
    prepared = prepare(image(1, 30, 3 * LARGEST_INPUT), ANY_GREY)
    assert prepared.values.shape == (1, 10, LARGEST_INPUT)
    assert "Made smaller: 30×3072 to 10×1024 pixels, rows × columns." in told(prepared)


def test_a_drawing_for_a_photo_network_is_dark_on_white():
    prepared = prepare(drawing_of_a_seven(), ANY_GREY)
    assert prepared.values[0, 0, 0] == 1
    assert prepared.values[0, 70, 100] == 0
    assert not prepared.is_ink


def test_a_matrix_keeps_its_numbers_where_it_fits():
    numbers = np.arange(-392, 392, dtype=np.float32).reshape(1, 28, 28)
    prepared = prepare(Picture("matrix", numbers), DIGIT)
    np.testing.assert_array_equal(prepared.values, numbers)
    assert prepared.notes == ()


def test_a_small_matrix_is_put_in_the_middle_and_a_large_one_is_cut():
    small = prepare(Picture("matrix", np.full((1, 6, 6), 9, np.float32)), DIGIT)
    assert (small.values[0, 11:17, 11:17] == 9).all()
    assert small.values.sum() == 9 * 36
    assert "Put in the middle of 28×28" in told(small)
    large = prepare(Picture("matrix", image(1, 40, 6).values), DIGIT)
    assert "The first 28×6 of 40×6 taken" in told(large)


def test_what_is_no_number_in_a_picture_does_no_harm():
    for kind in ("drawing", "image"):
        values = np.full((1, 40, 40), np.nan, np.float32)
        values[0, 5, 5], values[0, 6, 6] = np.inf, -np.inf
        assert prepare(Picture(kind, values), DIGIT).values.shape == (1, 28, 28)


def test_other_channels_than_1_and_3_are_refused_in_words():
    with pytest.raises(ShapeError, match="2 channels"):
        prepare(Picture("matrix", np.zeros((2, 5, 5), np.float32)), DIGIT)


def test_an_image_is_kept_in_bytes_without_losing_a_bit():
    values = (np.arange(256, dtype=np.float32) / np.float32(255)).reshape(1, 16, 16)
    picture = Picture("image", values)
    assert picture.pixels.nbytes == values.nbytes / 4
    assert picture.values.tobytes() == values.tobytes()
    assert not picture.values.flags.writeable


def test_an_image_that_bytes_would_change_is_kept_as_it_is():
    values = np.linspace(0, 1, 300, dtype=np.float32).reshape(1, 15, 20)
    assert Picture("image", values).values.tobytes() == values.tobytes()
    odd = np.array([[[np.nan, -0.0, 2.0]]], np.float32)
    assert Picture("image", odd).values.tobytes() == odd.tobytes()


@pytest.mark.parametrize("kind", ["drawing", "image", "matrix"])
@pytest.mark.parametrize("shape", [(1, 28, 28), (1, 40, 60), (3, 32, 32), (1, 1100, 20)])
@pytest.mark.parametrize("name", ["lecture-cnn", "one-filter", "one-filter-rgb", "tiny-vgg"])
def test_the_shape_of_the_input_is_known_before_it_is_made(name, shape, kind):
    network = architectures.build(name)
    picture = Picture(kind, np.full(shape, 0.5, np.float32))
    assert prepared_shape(picture, network) == prepare(picture, network).values.shape
