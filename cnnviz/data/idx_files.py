"""Read the IDX files in which MNIST and its relatives are published."""

import gzip
import math
import os
import re
import zlib
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from cnnviz.files.atomic_file import write_atomically
from cnnviz.files.regular_file import open_regular
from cnnviz.language import _

UNSIGNED_BYTE = 0x08
LARGEST = 1 << 30  # bytes; what MNIST needs is 47 million
LARGEST_RATIO = 200  # unpacked to packed, of files above a megabyte; that of MNIST is 5
MOST_AXES = 4
PARTS = ("train", "t10k")
_OTHER_NAMES = {"t10k": ("t10k", "test")}  # of the parts


def read_idx(path: Path) -> NDArray[np.uint8]:
    """Read one file of unsigned bytes, plain or compressed with gzip.

    Returns:
        An array of the shape that the file states: (N, H, W) for pictures, (N,) for labels.

    Raises:
        OSError: If there is no such file, or it is a pipe or a device.
        ValueError: If the file is damaged, too large, or holds something else.

    Source: LeCun, Cortes and Burges, "The MNIST database of handwritten digits", file formats.
    """
    try:
        with open_regular(path) as file:
            size = os.fstat(file.fileno()).st_size
            is_packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            if not is_packed:
                return _array(file, path.name, size)
            with gzip.GzipFile(fileobj=file) as unpacked:
                return _array(unpacked, path.name, max(1_000_000, LARGEST_RATIO * size))
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ValueError(
            _("{name} is damaged: {error}.").format(name=path.name, error=error)
        ) from error


def read_labelled(folder: Path, part: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Read the pictures and labels of one part of a data set.

    Args:
        folder: Holds the four files under their published names, or as they are often spelt.
        part: "train" or "t10k".

    Returns:
        Pictures, shape (N, C, H, W), and labels, shape (N,). Files with three axes have one
        channel.

    Raises:
        OSError: If a file cannot be read.
        ValueError: If a file is missing or damaged, or pictures and labels do not belong together.
    """
    pictures = read_idx(_present(folder, part, "images"))
    labels = read_idx(_present(folder, part, "labels"))
    if pictures.ndim not in (3, 4) or labels.ndim != 1 or len(pictures) != len(labels):
        raise ValueError(
            _(
                "{folder} has pictures of shape {pictures} and labels of shape {labels}, which "
                "do not belong together."
            ).format(folder=folder, pictures=pictures.shape, labels=labels.shape)
        )
    return pictures[:, None] if pictures.ndim == 3 else pictures, labels


def write_labelled(
    folder: Path, part: str, pictures: NDArray[np.uint8], labels: NDArray[np.uint8]
) -> None:
    """Write pictures (N, C, H, W) and labels (N,) as `read_labelled` reads them.

    Raises:
        OSError: If the folder cannot be written to.
    """
    shown = pictures[:, 0] if pictures.shape[1] == 1 else pictures
    for name, array in ((f"images-idx{shown.ndim}", shown), ("labels-idx1", labels)):
        header = bytes([0, 0, UNSIGNED_BYTE, array.ndim])
        header += np.array(array.shape, ">u4").tobytes()
        content = gzip.compress(header + np.ascontiguousarray(array).tobytes(), 6, mtime=0)
        write_atomically(folder / f"{part}-{name}-ubyte.gz", content)


def has_idx_files(folder: Path) -> bool:
    """Return whether a folder has pictures to learn from in this form."""
    return bool(_spelt(folder, PARTS[0], "images"))


def _spelt(folder: Path, part: str, what: str) -> list[Path]:
    """Return the files that have the name of a part, as people and programs spell it."""
    begins = "|".join(_OTHER_NAMES.get(part, (part,)))
    name = re.compile(
        rf"(.*[-_.])?({begins})[-_.]{what}([-_.]idx\d)?[-_.]ubyte(\.gz)?", re.IGNORECASE
    )
    with os.scandir(folder) as entries:
        found = [entry.name for entry in entries if name.fullmatch(entry.name)]
    shown = (each for each in found if not each.startswith("."))
    return [folder / each for each in sorted(shown, key=lambda each: (len(each), each))]


def _present(folder: Path, part: str, what: str) -> Path:
    """Return a file of a folder.

    Raises:
        ValueError: If it is not there, or there are those of several sets.
    """
    found = _spelt(folder, part, what)
    if not found:
        axes = 3 if what == "images" else 1
        name = f"{part}-{what}-idx{axes}-ubyte.gz"
        raise ValueError(_("{folder} has no {name}.").format(folder=folder, name=name))
    if len({file.name.removesuffix(".gz") for file in found}) > 1:
        text = _("{folder} holds several data sets: {names}; keep each in a folder of its own.")
        names = ", ".join(file.name for file in found[:2])
        raise ValueError(text.format(folder=folder, names=names))
    return found[0]


def _array(file: BinaryIO | gzip.GzipFile, name: str, most: int) -> NDArray[np.uint8]:
    """Read an array, after the size that it states was compared with what can be in the file."""
    shape = _shape(file, name)
    needed = math.prod(shape)
    if needed > min(most, LARGEST):
        raise ValueError(
            _("{name} states the shape {shape}, which is more than the file can hold.").format(
                name=name, shape=shape
            )
        )
    content = file.read(needed)
    rest = file.read(1)
    if rest or len(content) < needed:
        sentence = _(
            "{name} states the shape {shape}, which takes {needed} bytes, but holds {held}."
        )
        if rest:
            sentence = _(
                "{name} states the shape {shape}, which takes {needed} bytes, but holds more."
            )
        raise ValueError(sentence.format(name=name, shape=shape, needed=needed, held=len(content)))
    return np.frombuffer(content, dtype=np.uint8).reshape(shape)


def _shape(file: BinaryIO | gzip.GzipFile, name: str) -> tuple[int, ...]:
    """Read the header of a file."""
    start = file.read(4)
    if len(start) < 4 or start[:2] != b"\0\0":
        text = _("{name} is no IDX file: it does not begin with two zero bytes.")
        raise ValueError(text.format(name=name))
    kind, axes = start[2], start[3]
    if kind != UNSIGNED_BYTE:
        raise ValueError(
            _("{name} holds numbers of type {kind:#04x}, not unsigned bytes.").format(
                name=name, kind=kind
            )
        )
    sides = file.read(4 * axes)
    if not 1 <= axes <= MOST_AXES or len(sides) < 4 * axes:
        raise ValueError(_("{name} is cut off inside its header.").format(name=name))
    return tuple(int(side) for side in np.frombuffer(sides, dtype=">u4"))
