"""Read the IDX files in which MNIST and its relatives are published."""

import gzip
import math
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cnnviz.files.regular_file import open_regular
from cnnviz.language import _

UNSIGNED_BYTE = 0x08
LARGEST = 1 << 30  # bytes; what MNIST needs is 47 million


def read_idx(path: Path) -> NDArray[np.uint8]:
    """Read one file of unsigned bytes, plain or compressed with gzip.

    Returns:
        An array of the shape that the file states: (N, H, W) for pictures, (N,) for labels.

    Raises:
        OSError: If there is no such file, or it is a pipe or a device.
        ValueError: If the file is damaged, too large, or holds something else.

    Source: LeCun, Cortes and Burges, "The MNIST database of handwritten digits", file formats.
    """
    content = _content(path)
    if len(content) < 4 or content[:2] != b"\0\0":
        text = _("{name} is no IDX file: it does not begin with two zero bytes.")
        raise ValueError(text.format(name=path.name))
    kind, dimensions = content[2], content[3]
    if kind != UNSIGNED_BYTE:
        raise ValueError(
            _("{name} holds numbers of type {kind:#04x}, not unsigned bytes.").format(
                name=path.name, kind=kind
            )
        )
    start = 4 + 4 * dimensions
    if not dimensions or len(content) < start:
        raise ValueError(_("{name} is cut off inside its header.").format(name=path.name))
    shape = tuple(int(side) for side in np.frombuffer(content[4:start], dtype=">u4"))
    if len(content) - start != math.prod(shape):
        raise ValueError(
            _(
                "{name} states the shape {shape}, which takes {needed} bytes, but holds {held}."
            ).format(
                name=path.name, shape=shape, needed=math.prod(shape), held=len(content) - start
            )
        )
    return np.frombuffer(content, dtype=np.uint8, offset=start).reshape(shape)


def read_labelled(folder: Path, part: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Read the pictures and labels of one part of a data set.

    Args:
        folder: Holds the four files under their published names, with or without `.gz`.
        part: "train" or "t10k".

    Returns:
        Pictures, shape (N, C, H, W), and labels, shape (N,). Files with three axes have one
        channel.

    Raises:
        FileNotFoundError: If a file is missing.
        ValueError: If a file is damaged, or pictures and labels do not belong together.
    """
    pictures = read_idx(_present(folder, f"{part}-images-idx3-ubyte", f"{part}-images-idx4-ubyte"))
    labels = read_idx(_present(folder, f"{part}-labels-idx1-ubyte"))
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
        (folder / f"{part}-{name}-ubyte.gz").write_bytes(content)


def _present(folder: Path, *names: str) -> Path:
    for name in names:
        for path in (folder / f"{name}.gz", folder / name):
            if path.is_file():
                return path
    raise FileNotFoundError(_("{folder} has no {name}.gz.").format(folder=folder, name=names[0]))


def _content(path: Path) -> bytes:
    try:
        with open_regular(path) as file:
            is_compressed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            content = (gzip.GzipFile(fileobj=file) if is_compressed else file).read(LARGEST + 1)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ValueError(
            _("{name} is damaged: {error}.").format(name=path.name, error=error)
        ) from error
    if len(content) > LARGEST:
        raise ValueError(
            _("{name} is larger than {most} bytes.").format(name=path.name, most=LARGEST)
        )
    return content
