"""Read CIFAR-10 in its binary form. The other form is a pickle, which could run code."""

import gzip
import io
import tarfile
import zlib
from pathlib import Path
from typing import IO, cast

import numpy as np
from numpy.typing import NDArray

from cnnviz.files.regular_file import open_regular
from cnnviz.language import _

RECORD = 1 + 3 * 32 * 32  # bytes: a label, then red, green and blue
LARGEST = 250_000_000  # bytes that the archive unpacks to; those of CIFAR-10 are 184 million
PICTURES = 10_000  # in each file
_FOLDER = "cifar-10-batches-bin/"
_PARTS = {
    "train": tuple(f"{_FOLDER}data_batch_{number}.bin" for number in range(1, 6)),
    "t10k": (f"{_FOLDER}test_batch.bin",),
}


def read_cifar(archive: Path, part: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Read one part of CIFAR-10 out of its archive; nothing is unpacked to the disk.

    Args:
        archive: cifar-10-binary.tar.gz.
        part: "train" or "t10k", as the parts of MNIST are called.

    Returns:
        Pictures (N, 3, 32, 32) and labels (N,).

    Raises:
        FileNotFoundError: If there is no such archive.
        ValueError: If it is damaged.

    Source: A. Krizhevsky, "The CIFAR-10 dataset", binary version.
    """
    try:
        with open_regular(archive) as file, gzip.GzipFile(fileobj=file) as unpacked:
            content = _Bounded(unpacked)
            with tarfile.open(fileobj=cast("IO[bytes]", content), mode="r|") as files:
                found = _found(files, _PARTS[part])
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ValueError(
            _("{name} is damaged: {error}.").format(name=archive.name, error=error)
        ) from error
    if len(found) < len(_PARTS[part]):
        raise ValueError(
            _("{name} is damaged: some of its files are missing.").format(name=archive.name)
        )
    records = np.concatenate([found[name] for name in _PARTS[part]])
    return records[:, 1:].reshape(-1, 3, 32, 32), records[:, 0].copy()


class _Bounded(io.BufferedIOBase):
    """What an archive unpacks to, as far as it may: a small one can hold a thousand times more."""

    def __init__(self, unpacked: gzip.GzipFile) -> None:
        self._unpacked, self._left = unpacked, LARGEST

    def read(self, size: int | None = -1, /) -> bytes:
        size = self._left + 1 if size is None or size < 0 else size
        self._left -= size
        if self._left < 0:
            raise EOFError(_("it unpacks to far more than CIFAR-10"))
        return self._unpacked.read(size)


def _found(files: tarfile.TarFile, names: tuple[str, ...]) -> dict[str, NDArray[np.uint8]]:
    """Return the records of some files, read in the order in which they come."""
    found: dict[str, NDArray[np.uint8]] = {}
    for member in files:
        if member.name in names:
            found[member.name] = _records(files, member)
        if len(found) == len(names):
            break
    return found


def _records(files: tarfile.TarFile, member: tarfile.TarInfo) -> NDArray[np.uint8]:
    opened = files.extractfile(member) if member.size <= PICTURES * RECORD else None
    content = b"" if opened is None else opened.read()
    if not content or len(content) % RECORD:
        raise ValueError(
            _("{name} is damaged: it is no whole number of pictures.").format(name=member.name)
        )
    return np.frombuffer(content, np.uint8).reshape(-1, RECORD)
