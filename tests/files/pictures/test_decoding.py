"""What the process that decodes does with each kind of file, asked directly."""

import json
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageOps

from cnnviz.files.pictures import decoding
from cnnviz.files.pictures.bounds import BoundError, check_parts, check_size
from cnnviz.files.pictures.decoding import decoded
from tests.files.pictures.bombs import BOMBS, encoded, frames, progressive

RANDOM = np.random.default_rng(0)
RGB = RANDOM.integers(0, 256, (5, 7, 3), dtype=np.uint8)
GREY = RGB[:, :, 0]
ALPHA = np.where(GREY > 120, 255, 0).astype(np.uint8)


def pixels(found):
    return np.frombuffer(found.pixels, found.dtype).reshape(found.shape)


@pytest.mark.parametrize("name", [name for name in BOMBS if name != "png with a text of 500 MB"])
def test_what_asks_for_too_much_is_refused_before_it_is_decoded(name):
    content, problem = BOMBS[name]
    with pytest.raises(BoundError) as refused:
        decoded(content)
    assert refused.value.problem == problem


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (frames("GIF", 400), "GIF"), (frames("WEBP", 400), "WEBP"), (frames("PNG", 400), "PNG"),
        (frames("TIFF", 400), "TIFF"), (progressive(64, 64, 90), "JPEG"),
        (encoded(Image.new("P", (8, 8)), "GIF", comment=b"c" * 700), "GIF"),
    ],
)  # fmt: skip
def test_what_is_bounded_passes(content, kind):
    check_parts(content, kind)
    assert decoded(content).shape[0] == 1


@pytest.mark.parametrize(("size", "fits"), [
    ((5000, 5000), True), ((5001, 5000), False), ((65_535, 1), True), ((1, 65_536), False),
])  # fmt: skip
def test_a_picture_has_25_million_pixels_at_most(size, fits):
    if fits:
        check_size(size)
        return
    with pytest.raises(BoundError, match="pixels"):
        check_size(size)


@pytest.mark.parametrize("lossless", [True, False])
def test_the_size_that_a_webp_claims_is_read_in_each_of_its_forms(lossless):
    image = Image.fromarray(RGB)
    content = bytearray(encoded(image, "WEBP", lossless=lossless, quality=100))
    assert decoded(bytes(content)).shape == (3, 5, 7)
    content[21 if lossless else 26 : 25 if lossless else 30] = b"\xff\xff\xff\x0f"
    with pytest.raises(BoundError, match="pixels"):
        check_parts(bytes(content), "WEBP")


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_a_picture_stands_upright_as_its_camera_says(turn, form):
    options = {"lossless": True} if form == "WEBP" else {}
    exif = Image.Exif()
    exif[0x0112] = turn
    content = encoded(Image.fromarray(RGB), form, exif=exif, **options)
    with Image.open(BytesIO(content)) as image:
        expected = np.asarray(ImageOps.exif_transpose(image)).transpose(2, 0, 1)
    found = decoded(content)
    np.testing.assert_array_equal(pixels(found), expected)
    assert ("upright" in found.done) == (turn != 1)


@pytest.mark.parametrize(
    ("image", "form", "expected", "done"),
    [
        (Image.fromarray(GREY), "PNG", GREY[None], ()),
        (Image.fromarray(ALPHA).convert("1"), "PNG", ALPHA[None], ()),
        (Image.fromarray(RGB), "BMP", RGB.transpose(2, 0, 1), ()),
        (Image.merge("RGB", [Image.fromarray(GREY)] * 3), "PNG", GREY[None], ("equal channels",)),
        (
            Image.merge("LA", [Image.fromarray(GREY), Image.fromarray(ALPHA)]), "PNG",
            np.where(ALPHA == 255, GREY, 255)[None], ("on white",),
        ),
        (
            Image.fromarray(np.dstack([RGB, ALPHA])), "PNG",
            np.where(ALPHA[None] == 255, RGB.transpose(2, 0, 1), 255), ("on white",),
        ),
        (
            Image.fromarray(np.dstack([RGB, np.full_like(ALPHA, 255)])), "PNG",
            RGB.transpose(2, 0, 1), (),
        ),
        (
            Image.fromarray(RGB).convert("CMYK"), "TIFF",
            np.asarray(Image.fromarray(RGB).convert("CMYK").convert("RGB")).transpose(2, 0, 1),
            ("to RGB",),
        ),
    ],
    ids=["grey", "black and white", "colour", "equal", "grey and clear", "clear", "opaque", "CMYK"],
)  # fmt: skip
def test_every_kind_of_picture_becomes_grey_or_colour_on_white(image, form, expected, done):
    found = decoded(encoded(image, form))
    np.testing.assert_array_equal(pixels(found), expected)
    assert found.done == done


@pytest.mark.parametrize(
    ("values", "form"),
    [
        (np.array([[0, 257], [40_000, 65_535]], np.uint16), "PNG"),
        (np.array([[0, 257], [40_000, 65_535]], np.uint16), "TIFF"),
        (np.array([[-3, 257], [70_000, 2**30]], np.int32), "TIFF"),
        (np.array([[-0.5, 257], [1e-3, 1e30]], np.float32), "TIFF"),
    ],
)
def test_deep_pictures_keep_their_numbers(values, form):
    np.testing.assert_array_equal(
        pixels(decoded(encoded(Image.fromarray(values), form)))[0], values
    )


@pytest.mark.parametrize(
    "content", [b"", b"no picture", encoded(Image.fromarray(RGB))[:60], b"\xff\xd8\xff\xe0 no JPEG"]
)
def test_what_is_damaged_is_told_as_such(content):
    with pytest.raises(BoundError, match="damaged"):
        decoded(content)


def test_files_are_answered_for_one_after_another():
    answers = BytesIO()
    decoding._answer(encoded(Image.fromarray(RGB)), answers)
    decoding._answer(b"no picture", answers)
    told, _end, rest = answers.getvalue().partition(b"\n")
    assert json.loads(told)["shape"] == [3, 5, 7]
    assert rest[:105] == RGB.transpose(2, 0, 1).tobytes()
    assert json.loads(rest[105:]) == {"problem": "damaged"}
