"""Pictures of every mode are read rightly, and everything else is refused in a sentence."""

import os
import random
import struct
import time
import warnings
import zlib
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from cnnviz.files.pictures.decoder import Decoder
from cnnviz.files.pictures.kinds import KINDS as FORMATS
from cnnviz.project.picture import PictureError
from cnnviz.project.picture_file import picture_from_bytes, read_picture
from tests.data.odd_pictures import turned, wide_floats

STEPS = np.arange(0, 240, 10, dtype=np.uint8).reshape(4, 6)  # grey values, not square
COLOURS = np.stack([STEPS, 255 - STEPS, STEPS // 2], axis=-1)
RAMP = STEPS[None] / np.float32(255)


def encoded(image, form="PNG", **options):
    file = BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def read(image, form="PNG", **options):
    return picture_from_bytes(encoded(image, form, **options), f"picture.{form.lower()}")


def chunk(kind, content):
    checksum = zlib.crc32(kind + content)
    return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", checksum)


def png(width, height, data=b""):
    """A PNG file of any claimed size."""
    header = struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("form", ["PNG", "GIF", "BMP", "WEBP", "TIFF"])
def test_grey_is_one_channel_in_every_lossless_format(form):
    picture = read(Image.fromarray(STEPS), form, **({"lossless": True} if form == "WEBP" else {}))
    assert picture.kind == "image"
    assert picture.name == f"picture.{form.lower()}"
    np.testing.assert_array_equal(picture.values, RAMP)
    assert not picture.values.flags.writeable


@pytest.mark.parametrize("form", ["PNG", "BMP", "TIFF", "WEBP"])
def test_colour_is_three_channels_and_in_order(form):
    options = {"lossless": True} if form == "WEBP" else {}
    picture = read(Image.fromarray(COLOURS), form, **options)
    np.testing.assert_array_equal(picture.values, COLOURS.transpose(2, 0, 1) / np.float32(255))
    assert picture.notes == ()


def test_a_jpeg_comes_close():
    picture = read(Image.fromarray(np.full((20, 30, 3), (250, 10, 60), np.uint8)), "JPEG")
    assert picture.values.shape == (3, 20, 30)
    np.testing.assert_allclose(picture.values.mean(axis=(1, 2)) * 255, (250, 10, 60), atol=4)


def test_colour_with_equal_channels_is_taken_as_grey_and_that_is_told():
    picture = read(Image.fromarray(STEPS).convert("RGB"))
    np.testing.assert_array_equal(picture.values, RAMP)
    assert picture.notes == ("Its three channels are equal: taken as grey.",)


def test_a_palette_means_its_colours_not_its_indices():
    image = Image.fromarray((STEPS > 100).astype(np.uint8), "P")
    image.putpalette([0, 0, 255, 255, 128, 0])
    picture = read(image)
    np.testing.assert_allclose(picture.values[:, 0, 0] * 255, (0, 0, 255))
    np.testing.assert_allclose(picture.values[:, 3, 5] * 255, (255, 128, 0))


def test_one_bit_is_black_and_white():
    picture = read(Image.fromarray(STEPS > 100))
    np.testing.assert_array_equal(picture.values, (STEPS > 100)[None])


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_sixteen_bits_are_scaled_by_65535(form):
    deep = (STEPS.astype(np.uint16) * 257)[:, ::-1].copy()
    picture = read(Image.fromarray(deep), form)
    np.testing.assert_allclose(picture.values, deep[None] / 65535, rtol=1e-6)
    assert "16 bits" in picture.notes[0]


@pytest.mark.parametrize(
    ("values", "expected", "words"),
    [
        ([[0.0, 0.25, 1.0]], [[0, 0.25, 1]], ""),
        ([[-2.0, 0.0, 2.0]], [[0, 0.5, 1]], "Values from -2 to 2 scaled to 0 to 1."),
        ([[np.nan, 0.5, np.inf]], [[0, 0.5, 0]], "no finite numbers set to 0"),
        ([[7.0, 7.0]], [[1, 1]], "All values are 7: taken as 1."),
    ],
)
def test_floats_are_scaled_where_they_must_be(values, expected, words):
    picture = read(Image.fromarray(np.array(values, np.float32)), "TIFF")
    np.testing.assert_allclose(picture.values[0], expected)
    assert words in " ".join(picture.notes)


def test_cmyk_is_turned_to_rgb():
    picture = read(Image.new("CMYK", (5, 4), (0, 255, 255, 0)), "TIFF")
    np.testing.assert_allclose(picture.values[:, 0, 0], (1, 0, 0), atol=0.02)
    assert picture.notes == ("CMYK colours turned to RGB.",)


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_transparent_is_put_on_white(mode):
    ink = Image.new(mode, (6, 4), 0)  # wholly transparent black
    ink.paste((0, 0, 0, 255) if mode == "RGBA" else (0, 255), (0, 0, 3, 4))
    picture = read(ink)
    assert picture.values.shape[1:] == (4, 6)
    assert picture.values[0, 0].tolist() == [0, 0, 0, 1, 1, 1]
    assert "Transparent parts put on white." in picture.notes


def test_a_transparent_palette_colour_is_put_on_white():
    image = Image.fromarray((STEPS > 100).astype(np.uint8), "P")
    image.putpalette([9, 9, 9, 0, 0, 200])
    picture = read(image, transparency=0)
    np.testing.assert_allclose(picture.values[:, 0, 0], 1)
    np.testing.assert_allclose(picture.values[:, 3, 5] * 255, (0, 0, 200))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_photo_taken_upright_is_shown_upright(form):
    photo = Image.fromarray(np.repeat(np.repeat(STEPS, 16, 0), 16, 1))  # 64 rows, 96 columns
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it a quarter clockwise to see it upright
    options = {"lossless": True} if form == "WEBP" else {}
    picture = read(photo, form, exif=exif, **options)
    assert picture.values.shape == (1, 96, 64)
    expected = np.rot90(np.asarray(photo), -1) / 255
    np.testing.assert_allclose(picture.values[0], expected, atol=0.03)
    assert "Turned upright, as its EXIF data say." in picture.notes


def test_damaged_exif_data_do_not_matter():
    picture = read(Image.fromarray(STEPS), exif=b"Exif\0\0nonsense")
    np.testing.assert_array_equal(picture.values, RAMP)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "TIFF"])
def test_the_first_frame_of_an_animation_is_taken(form):
    frames = [Image.fromarray(np.full((4, 6), grey, np.uint8)) for grey in (0, 255)]
    picture = read(frames[0], form, save_all=True, append_images=frames[1:])
    assert not picture.values.any()
    assert "The first of several frames taken." in picture.notes


def test_a_transparent_grey_is_white_with_sixteen_bits_as_with_eight():
    for depth, dtype in ((1, np.uint8), (257, np.uint16)):
        pixels = STEPS.astype(dtype) * dtype(depth)
        picture = read(Image.fromarray(pixels), transparency=int(pixels[1, 2]))
        expected = STEPS / np.float32(255)
        expected[1, 2] = 1
        np.testing.assert_allclose(picture.values[0], expected, rtol=1e-6)
        assert "Transparent parts put on white." in picture.notes


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (31, 31)])
def test_small_and_narrow_pictures_are_read(size):
    assert read(Image.new("L", size, 77)).values.shape == (1, size[1], size[0])


def test_numbers_in_a_text_file_stay_as_they_are(tmp_path):
    (tmp_path / "X.csv").write_text("\ufeff4;5\n-9,5;2e3\n", encoding="utf-8")
    picture = read_picture(tmp_path / "X.csv")
    assert picture.kind == "matrix"
    np.testing.assert_array_equal(picture.values, np.float32([[[4, 5], [-9.5, 2000]]]))


@pytest.mark.parametrize("dtype", ["u1", "i8", "f2", "f4", ">f8", "?"])
@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ((4, 6), (1, 4, 6)),
        ((1, 4, 6), (1, 4, 6)),
        ((3, 4, 6), (3, 4, 6)),
        ((4, 6, 3), (3, 4, 6)),
        ((3, 6, 3), (3, 6, 3)),
    ],
)
def test_numpy_files_stay_as_they_are(dtype, shape, expected):
    values = (np.arange(np.prod(shape)) % 7).reshape(shape).astype(dtype)
    file = BytesIO()
    np.save(file, np.asfortranarray(values))
    picture = picture_from_bytes(file.getvalue(), "X.npy")
    assert picture.values.shape == expected
    assert picture.values.dtype == np.float32
    moved = values.reshape(expected) if expected[1:] == shape[-2:] else values.transpose(2, 0, 1)
    np.testing.assert_array_equal(picture.values, moved)


def npy(values, **options):
    file = BytesIO()
    np.save(file, values, **options)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "empty.png", "empty.png is empty"),
        (b"", "empty.csv", "empty.csv is empty"),
        (b"swan", "swan.png", "no PNG, JPEG, GIF, BMP, WebP or TIFF picture"),
        (b"<svg/>", "swan.SVG", "has the format SVG; save it as PNG first"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "swan.eps", "EPS"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "swan.png", "has the format EPS"),
        (b"%PDF-1.7", "swan.pdf", "PDF"),
        (encoded(Image.new("L", (9, 9)), "ICO"), "swan.ico", "no PNG"),
        (encoded(Image.new("L", (9, 9)), "PPM"), "swan.ppm", "no PNG"),
        (encoded(Image.fromarray(COLOURS))[:-30], "cut.png", "damaged"),
        (b"a,b\n1,c", "X.csv", "X.csv: 'a' in row 1, column 1"),
        (b"\xff\xfe1", "X.csv", "no text"),
        (b"1 2", "X.npy", "no NumPy file"),
        (npy(np.zeros((2, 3, 4, 5))), "X.npy", r"shape (2×3×4×5)"),
        (npy(np.zeros((5, 6, 7))), "X.npy", "shape (5×6×7)"),
        (npy(np.zeros(7)), "X.npy", "shape (7)"),
        (npy(np.zeros((0, 3))), "X.npy", "shape (1×0×3)"),
        (npy(np.zeros((2, 2), complex)), "X.npy", "no NumPy file of numbers"),
        (npy(np.array([[print]]), allow_pickle=True), "X.npy", "no NumPy file of numbers"),
        (npy(np.zeros((2, 2)))[:-1], "X.npy", "no NumPy file of numbers, or it is damaged"),
        (npy(np.zeros((2, 2))).replace(b"(2, 2)", b"(9999999999, 9)"), "X.npy", "damaged"),
    ],
    ids=str,
)
def test_what_is_no_picture_is_refused_in_a_sentence(content, name, words):
    with pytest.raises(PictureError) as refusal:
        picture_from_bytes(content, name)
    assert words in str(refusal.value)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    "size", [(5001, 5001), (9000, 9000), (14000, 14000), (30000, 30000), (65536, 1), (2, 65536)]
)
def test_a_picture_with_too_many_pixels_is_refused_before_it_is_unpacked(size):
    begin = time.process_time()
    with pytest.raises(PictureError, match="more than 25 million pixels"):
        picture_from_bytes(png(*size), "bomb.png")
    assert time.process_time() - begin < 0.5


@pytest.mark.parametrize("lossless", [True, False])
@pytest.mark.parametrize("animated", [True, False])
def test_a_webp_with_too_many_pixels_is_refused_before_room_is_made(lossless, animated):
    frames = [Image.new("RGB", (16, 16), grey) for grey in ("red", "blue")]
    options = {"save_all": True, "append_images": frames[1:]} if animated else {}
    bomb = bytearray(encoded(frames[0], "WEBP", lossless=lossless, **options))
    at, large = {b"VP8X": (24, 6), b"VP8L": (21, 4), b"VP8 ": (26, 4)}[bytes(bomb[12:16])]
    assert picture_from_bytes(bytes(bomb), "fine.webp").values.shape == (3, 16, 16)
    bomb[at : at + large] = b"\xff\x3f" * (large // 2)
    with pytest.raises(PictureError, match="more than 25 million pixels"):
        picture_from_bytes(bytes(bomb), "bomb.webp")


def test_a_file_over_40_megabytes_is_not_even_read(tmp_path):
    with (tmp_path / "large.png").open("wb") as file:
        file.truncate(40_000_001)
    with pytest.raises(PictureError, match="larger than 40 MB"):
        read_picture(tmp_path / "large.png")
    with pytest.raises(PictureError, match="larger than 40 MB"):
        picture_from_bytes(bytes(40_000_001), "pasted.png")


def test_what_is_no_file_is_told(tmp_path):
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "loop.png").symlink_to(tmp_path / "loop.png")
    (tmp_path / "folder.png").mkdir()
    for name, words in [
        ("none.png", "There is no file"),
        ("pipe.png", "a device or a pipe"),
        ("folder.png", "is a folder"),
        ("loop.png", "cannot be read: its links go round in a circle"),
        ("a" * 300, "cannot be read: the name is too long"),
        ("a\0.png", "is no name of a file"),
    ]:
        with pytest.raises(PictureError, match=words):
            read_picture(tmp_path / name)


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_a_device_is_refused(device):
    with pytest.raises(PictureError, match="a device or a pipe"):
        read_picture(device)


def test_a_name_that_is_no_unicode_can_be_stored(tmp_path):
    path = os.fsencode(tmp_path) + b"/swan-\xff.png"
    with open(path, "wb") as file:
        file.write(encoded(Image.fromarray(STEPS)))
    assert read_picture(os.fsdecode(path)).name == "swan-\N{REPLACEMENT CHARACTER}.png"


def samples():
    """One small file of every format and kind."""
    colours, grey = Image.fromarray(COLOURS), Image.fromarray(STEPS)
    exif = Image.Exif()
    exif[0x0112] = 8
    made = {form: encoded(colours, form) for form in FORMATS}
    made["animated.GIF"] = encoded(grey, "GIF", save_all=True, append_images=[colours])
    made["animated.PNG"] = encoded(grey, "PNG", save_all=True, append_images=[colours])
    made["animated.WEBP"] = encoded(grey, "WEBP", save_all=True, append_images=[colours])
    made["turned.JPEG"] = encoded(grey, "JPEG", exif=exif)
    made["turned.TIFF"] = encoded(grey, "TIFF", exif=exif, compression="tiff_lzw")
    made["deep.TIFF"] = encoded(Image.fromarray(STEPS.astype(np.uint16)), "TIFF")
    made["transparent.PNG"] = encoded(colours.convert("RGBA"))
    made["palette.PNG"] = encoded(colours.convert("P"))
    made["X.npy"] = npy(STEPS)
    made["X.csv"] = b"1,2.5,3\n4,5,-6\n"
    return made


def mutated(content, chance):
    """Flip bits, put in extreme numbers, cut, double: what bad disks and bad people do."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 2, 5, 20))):
        at = chance.randrange(len(data))
        match chance.randrange(5):
            case 0:
                data[at] ^= 1 << chance.randrange(8)
            case 1:
                data[at] = chance.randrange(256)
            case 2:
                extreme = chance.choice((b"\xff" * 4, b"\x7f\xff\xff\xff", b"\0" * 4))
                data[at : at + 4] = extreme
            case 3:
                del data[at + 1 :]
            case 4:
                data[at:at] = data[at : at + chance.randrange(1, 40)]
    return bytes(data)


@pytest.fixture
def quick(monkeypatch):
    """A decoder that takes more than a second of computing time for too long."""
    decoder = Decoder(seconds=1)
    monkeypatch.setattr("cnnviz.project.picture_file.decoder", decoder)
    yield
    decoder.close()


@pytest.mark.parametrize("name", samples())
def test_damaged_files_are_read_or_refused_in_a_sentence_and_none_hangs(name, thorough, quick):
    content, chance = samples()[name], random.Random(name)
    for _ in range(62_500 if thorough else 1_250):  # of each of 16 kinds
        broken = mutated(content, chance)
        try:
            values = picture_from_bytes(broken, name).values
        except PictureError as error:
            assert str(error).endswith(".")  # noqa: PT017 - both ends are right
            assert "takes too long" not in str(error)  # noqa: PT017
        else:
            assert values.dtype == np.float32
            assert name[0] == "X" or (values.min() >= 0 and values.max() <= 1)


def test_nothing_is_warned_about():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read(Image.fromarray(COLOURS), "TIFF")


@pytest.mark.parametrize(
    ("values", "expected", "note"),
    [
        ([[0.0, 2.0], [4.0, 8.0]], [[0, 0.25], [0.5, 1]], "Values from 0 to 8 scaled to 0 to 1."),
        ([[0.25, 0.5]], [[0.25, 0.5]], ""),
        ([[7.0, 7.0]], [[1, 1]], "All values are 7: taken as 1."),
        ([[-3.0, -3.0]], [[0, 0]], "All values are -3: taken as 0."),
    ],
)
def test_floats_of_64_bits_are_read_and_their_range_told(values, expected, note):
    picture = picture_from_bytes(wide_floats(None, values), "wide.tif")
    np.testing.assert_allclose(picture.values[0], expected)
    assert " ".join(picture.notes) == note


def test_damaged_exif_data_do_not_spoil_a_picture():
    content = turned(np.random.default_rng(0))
    picture = picture_from_bytes(content, "turned.jpg")
    assert picture.values.shape == (3, 12, 9)  # upright
