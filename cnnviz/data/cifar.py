"""Read CIFAR-10 in its binary form. The other form is a pickle, which could run code."""

import tarfile
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cnnviz.files.regular_file import open_regular
from cnnviz.language import _

RECORD = 1 + 3 * 32 * 32  # bytes: a label, then red, green and blue
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
        with open_regular(archive) as file, tarfile.open(fileobj=file, mode="r:gz") as files:
            found = {name: _records(files, name) for name in _PARTS[part]}
    except (tarfile.TarError, EOFError, zlib.error, KeyError) as error:
        raise ValueError(
            _("{name} is damaged: {error}.").format(name=archive.name, error=error)
        ) from error
    records = np.concatenate([found[name] for name in _PARTS[part]])
    return records[:, 1:].reshape(-1, 3, 32, 32), records[:, 0].copy()


def _records(files: tarfile.TarFile, name: str) -> NDArray[np.uint8]:
    member = files.getmember(name)
    opened = files.extractfile(member) if member.size <= PICTURES * RECORD else None
    content = b"" if opened is None else opened.read()
    if not content or len(content) % RECORD:
        raise ValueError(
            _("{name} is damaged: it is no whole number of pictures.").format(name=name)
        )
    return np.frombuffer(content, np.uint8).reshape(-1, RECORD)
