"""What a file holds: a small one is read, a large one mapped, so that only what is used is read.

What is mapped is a copy of its own that has no name: another program that cuts off a file while it
is mapped, or a stick that is pulled out, would end the program by a signal (SIGBUS), and nothing in
Python could catch that. Where a file system can share blocks the copy is made in no time; elsewhere
it costs about as much as the check of what the file holds. Windows lets nobody cut off or replace a
mapped file, but would not let this program either, so there it is read.
"""

import mmap
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO

from cnnviz.files.regular_file import open_regular, read_regular
from cnnviz.files.strict_zip import Content

MAPPED_FROM = 256_000_000  # bytes: less is read in a moment
_ON_DISK = "/var/tmp"  # where the folder for what is temporary is memory, this one is none


def content_of(path: Path, largest: int) -> Content:
    """Return what a file holds.

    Raises:
        OSError: If it cannot be read, or is larger than `largest`; as `read_regular`.
        ValueError: As `read_regular`.
    """
    if sys.platform == "win32" or not MAPPED_FROM <= os.stat(path).st_size <= largest:
        return read_regular(path, largest)
    copy = mapped_copy(path)
    return read_regular(path, largest) if copy is None else copy


def mapped_copy(path: Path) -> mmap.mmap | None:
    """Return a copy of a file, mapped; None where there is no room for one.

    Raises:
        OSError: If the file cannot be read.
        ValueError: If it is no regular file.
    """
    with open_regular(path) as file:
        for folder in (_ON_DISK, tempfile.gettempdir()):
            try:
                return _mapped_copy(file, os.fstat(file.fileno()).st_size, folder)
            except (OSError, ValueError):  # no such folder, no room there, or empty by now
                continue
    return None


def _mapped_copy(file: BinaryIO, size: int, folder: str) -> mmap.mmap:
    with tempfile.TemporaryFile(dir=folder) as own:
        try:
            _share(file, own, size)
        except (AttributeError, OSError):  # the system cannot, or not between these two
            file.seek(0)
            shutil.copyfileobj(file, own, 1 << 20)
            own.flush()
        return mmap.mmap(own.fileno(), 0, access=mmap.ACCESS_READ)


def _share(file: BinaryIO, own: BinaryIO, size: int) -> None:
    """Let the system copy; it shares the blocks where it can."""
    done = 0
    while done < size:
        taken = os.copy_file_range(file.fileno(), own.fileno(), size - done, done, done)
        if not taken:  # it was cut off meanwhile: whoever looks at it will see that
            break
        done += taken
