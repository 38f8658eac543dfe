"""A file under a second name, so that it is still there when the first one is given to another."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from cnnviz.files.atomic_file import IsWanted, Piece, write_pieces
from cnnviz.files.regular_file import open_regular

_PIECE = 1 << 20  # bytes read at a time


def hold_file(path: Path, held: Path, is_wanted: IsWanted) -> None:
    """Give a file a second name, which costs nothing; else copy it.

    A second name keeps what the file holds when the first one is renamed, removed or replaced, as
    cnnviz and most programs replace files. Who writes into the file itself changes both.

    Args:
        path: The file.
        held: The second name.
        is_wanted: Asked while it is copied.

    Raises:
        OvertakenError: If it is not wanted any more.
        OSError: If the file cannot be read, or there is no room.
        ValueError: If it is no regular file.
    """
    path = Path(os.path.realpath(path))
    with open_regular(path) as file:  # it is one, and may be read
        with contextlib.suppress(OSError):  # another disk, or one without second names
            os.link(path, held)
            return

        def pieces() -> Iterator[Piece]:
            while piece := file.read(_PIECE):
                yield piece

        write_pieces(held, pieces(), need=os.fstat(file.fileno()).st_size, is_wanted=is_wanted)
