"""What a file holds: a small one is read, a large one mapped, so that only what is used is read.

Whoever replaces a file by renaming another over it, as this program does, leaves what is mapped as
it was. Windows lets nobody replace a mapped file, so there it is read.
"""

import mmap
import os
import sys
from pathlib import Path

from cnnviz.files.regular_file import open_regular, read_regular
from cnnviz.files.strict_zip import Content

# Bytes: less is read in a moment. A file that another program cuts off while it is mapped would end
# the program, so only those are mapped for which there may be no room.
MAPPED_FROM = 256_000_000


def content_of(path: Path, largest: int) -> Content:
    """Return what a file holds.

    Raises:
        OSError: If it cannot be read, or is larger than `largest`; as `read_regular`.
        ValueError: As `read_regular`.
    """
    if sys.platform == "win32" or not MAPPED_FROM <= os.stat(path).st_size <= largest:
        return read_regular(path, largest)
    with open_regular(path) as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
