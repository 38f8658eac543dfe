"""Decode pictures: what a process of its own does, for whoever gives it files on stdin.

`python -m cnnviz.files.pictures.decoding SECONDS` reads a file after its size, eight bytes, and
answers with a line of JSON and the pixels, until stdin ends. It may use little memory and time.
It imports Pillow, and of this program only what bounds a picture, so that it starts in a moment.
"""

import importlib
import json
import os
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageChops

from cnnviz.files.pictures.bounds import BoundError, check_parts, check_size
from cnnviz.files.pictures.kinds import kind_of

MEMORY = 1_500_000_000  # bytes, of addresses; a picture of 25 million pixels needs about 1.1
DEEP = {  # modes with more than 8 bits, and how their pixels are stored
    "F": "=f4", "I": "=i4", "I;16": "<u2", "I;16L": "<u2", "I;16N": "=u2", "I;16B": ">u2",
}  # fmt: skip
EIGHT_BITS = "u1"

_ORIENTATION = 0x0112  # the EXIF tag; Source: Exif 3.0, section 4.6.5.1
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_90,
}  # fmt: skip


@dataclass(frozen=True)
class Decoded:
    """A picture upright and on white."""

    shape: tuple[int, int, int]  # channels, rows, columns
    pixels: bytes
    dtype: str = EIGHT_BITS
    mode: str = ""  # of the file, as Pillow calls it
    done: tuple[str, ...] = ()  # "first frame", "upright", "on white", "to RGB", "equal channels"
    white: int | None = None  # the deep value that is transparent


def decoded(content: bytes) -> Decoded:
    """Decode a picture.

    Raises:
        BoundError: If it is too large in any way, or damaged: the problems of `BoundError`,
            "memory" or "damaged".
    """
    kind = kind_of(content)
    if kind is None:
        raise BoundError("damaged")
    check_parts(content, kind)
    plugin = importlib.import_module(f"PIL.{_PLUGINS.get(kind, kind.title())}ImagePlugin")
    if kind == "TIFF":
        plugin.OPEN_INFO.update(_WIDE_FLOATS)
    try:
        with warnings.catch_warnings():  # Pillow warns of what is damaged but readable
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(content), formats=(kind,)) as image:
                check_size(image.size)
                return _decoded(image)
    except BoundError:
        raise
    except Image.DecompressionBombError:
        raise BoundError("pixels") from None
    except MemoryError:
        raise BoundError("memory") from None
    except Exception:  # for damaged files Pillow raises errors of every kind
        raise BoundError("damaged") from None


_PLUGINS = {"WEBP": "WebP", "JPEG": "Jpeg", "TIFF": "Tiff"}
_WIDE_FLOATS = {  # float64, which Pillow can unpack, but does not look for in a TIFF
    (order, photometric, (3,), 1, (64,), ()): ("F", unpacker)
    for order, unpacker in ((b"II", "F;64F"), (b"MM", "F;64BF"))
    for photometric in (0, 1)
}


def _decoded(image: Image.Image) -> Decoded:
    done = ["first frame"] if getattr(image, "is_animated", False) else []
    mode = image.mode
    if _turn(image) is not None:
        done.append("upright")
    image.load()  # of a TIFF, it turns it already
    turn = _turn(image)
    if turn is not None:
        image = image.transpose(turn)
    if mode in DEEP:
        white = image.info.get("transparency")
        shape = (1, image.height, image.width)
        white = white if isinstance(white, int) else None
        return Decoded(shape, image.tobytes(), DEEP[mode], mode, tuple(done), white)
    image, more = flat(image)
    shape = (len(image.getbands()), image.height, image.width)
    return Decoded(shape, planes(image), mode=mode, done=(*done, *more))


def _turn(image: Image.Image) -> Image.Transpose | None:
    try:
        return _UPRIGHT.get(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # damaged EXIF data: the picture itself may be good
        return None


def flat(image: Image.Image) -> tuple[Image.Image, tuple[str, ...]]:
    """Bring a picture with 8 bits or less a channel to grey or RGB, and tell what was done."""
    is_grey = image.mode in ("1", "L", "LA", "La")
    done: tuple[str, ...] = ()
    if image.has_transparency_data:
        image, done = _on_white(image)
    elif is_grey:
        return image.convert("L"), ()
    elif image.mode not in ("RGB", "P"):
        done = ("to RGB",)
    image = image.convert("RGB")
    red, green, blue = image.split()
    if any(ImageChops.difference(red, other).getbbox() for other in (green, blue)):
        return image, done
    return red, done if is_grey else (*done, "equal channels")


def planes(image: Image.Image) -> bytes:
    """Return the bytes of a picture, one channel after the other."""
    return b"".join(band.tobytes() for band in image.split())


def _on_white(image: Image.Image) -> tuple[Image.Image, tuple[str, ...]]:
    image = image.convert("RGBA")
    if image.getchannel("A").getextrema() == (255, 255):
        return image, ()
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image), ("on white",)


def main(seconds: str) -> None:
    """Answer for one file after another, each in so many seconds of computing time."""
    answer_all(float(seconds), _answer)


def answer_all(seconds: float, answer: Callable[[bytes, BinaryIO], None]) -> None:
    """Read files from stdin, each after its size of eight bytes, and answer for each on stdout.

    The process may use little memory from now on, and so many seconds of computing for a file.
    """
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a library may print
    _limit_memory()
    while len(size := source.read(8)) == 8:
        content = source.read(int.from_bytes(size, "big"))
        _limit_time(seconds)
        answer(content, answers)
        answers.flush()


def _answer(content: bytes, answers: BinaryIO) -> None:
    pixels, told = b"", {}
    try:
        found = decoded(content)
    except BoundError as error:
        told = {"problem": error.problem}
    else:
        told = {name: value for name, value in vars(found).items() if name != "pixels"}
        pixels = found.pixels
    answers.write(json.dumps(told).encode() + b"\n")
    answers.write(pixels)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),  # it writes no file
    ):
        resource.setrlimit(limit, (value, value))


def _limit_time(seconds: float) -> None:
    """Let the system end this process when one picture takes too long, even with nobody there."""
    import signal

    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


if __name__ == "__main__":
    main(*sys.argv[1:])
