"""Open files that others may have put there: never a pipe, which would hold the program up."""

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from cnnviz.language import _

_NEVER_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | _NEVER_WAIT
_APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT | _NEVER_WAIT


class NotRegularError(OSError):
    """What bears the name of a file is a pipe, a device or a socket."""


def open_regular(path: Path) -> BinaryIO:
    """Open a file for reading.

    Raises:
        IsADirectoryError: If it is a folder.
        NotRegularError: If it is a pipe or a device, which might never end.
        OSError: If it is not there, may not be read, ...
        ValueError: If no file can have this name: it holds a zero byte.
    """
    _need_regular(os.stat(path).st_mode, path)  # some devices do something once they are opened
    return os.fdopen(_opened(path, _READ), "rb")


def open_to_append(path: Path) -> BinaryIO:
    """Open a file for writing at its end; one that is not there is made.

    Raises:
        OSError: As `open_regular`.
        ValueError: As `open_regular`.
    """
    with suppress(FileNotFoundError):
        _need_regular(os.stat(path).st_mode, path)
    return os.fdopen(_opened(path, _APPEND), "ab")


def _opened(path: Path, flags: int) -> int:
    """Return the handle of a file, looked at again: it may be another one by now."""
    try:
        handle = os.open(path, flags, 0o666)
    except OSError as error:
        if error.errno == errno.ENXIO:  # a pipe that nobody reads
            raise _not_regular(path) from None
        raise
    try:
        _need_regular(os.fstat(handle).st_mode, path)
    except OSError:
        os.close(handle)
        raise
    return handle


def _need_regular(mode: int, path: Path) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, _("it is a folder"), str(path))
    if not stat.S_ISREG(mode):
        raise _not_regular(path)


_PIECE = 1 << 20  # bytes


def read_regular(path: Path, largest: int) -> bytes:
    """Return what is in a file of at most so many bytes.

    Raises:
        OSError: As `open_regular`; with errno.EFBIG if it is larger, errno.ENOMEM without room.
        ValueError: As `open_regular`.
    """
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > largest:
            raise _too_large(path, largest)
        try:
            content = file.read(size + 1)  # not what it may be: Python asks for so much memory
            while size < len(content) <= largest and (piece := file.read(_PIECE)):  # it grows
                content += piece
        except MemoryError:
            raise OSError(errno.ENOMEM, None, str(path)) from None
    if len(content) > largest:  # it grew meanwhile
        raise _too_large(path, largest)
    return content


def _not_regular(path: Path) -> NotRegularError:
    return NotRegularError(errno.EINVAL, _("it is a device or a pipe"), str(path))


def _too_large(path: Path, largest: int) -> OSError:
    return OSError(
        errno.EFBIG, _("it is larger than {size:g} MB").format(size=largest / 1e6), str(path)
    )
