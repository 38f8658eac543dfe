"""Open files that others may have put there: never a pipe, which would hold the program up."""

import os
import stat
from pathlib import Path
from typing import BinaryIO


def open_regular(path: Path) -> BinaryIO:
    """Open a file for reading.

    Raises:
        OSError: If it is not there, may not be read, or is a folder, a pipe or a device.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(22, "it is no file", str(path))
    return open(handle, "rb")


def read_regular(path: Path, largest: int) -> bytes:
    """Return what is in a file of at most so many bytes.

    Raises:
        OSError: As `open_regular`, or if it is larger.
    """
    with open_regular(path) as file:
        if os.fstat(file.fileno()).st_size > largest:
            raise OSError(27, f"it is larger than {largest / 1e6:g} MB", str(path))
        return file.read()
