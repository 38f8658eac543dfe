"""Open files that others may have put there: never a pipe, which would hold the program up."""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from cnnviz.language import _

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


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
    try:
        handle = os.open(path, _FLAGS)
    except PermissionError:
        if path.is_dir():  # Windows opens no folders
            raise IsADirectoryError(errno.EISDIR, _("it is a folder"), str(path)) from None
        raise
    except OSError as error:
        if error.errno == errno.ENXIO:  # a socket
            raise _not_regular(path) from None
        raise
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode):
        return open(handle, "rb")
    os.close(handle)
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, _("it is a folder"), str(path))
    raise _not_regular(path)


def read_regular(path: Path, largest: int) -> bytes:
    """Return what is in a file of at most so many bytes.

    Raises:
        OSError: As `open_regular`; with errno.EFBIG if it is larger.
        ValueError: As `open_regular`.
    """
    with open_regular(path) as file:
        if os.fstat(file.fileno()).st_size > largest:
            raise _too_large(path, largest)
        content = file.read(largest + 1)
    if len(content) > largest:  # it grew meanwhile
        raise _too_large(path, largest)
    return content


def _not_regular(path: Path) -> NotRegularError:
    return NotRegularError(errno.EINVAL, _("it is a device or a pipe"), str(path))


def _too_large(path: Path, largest: int) -> OSError:
    return OSError(
        errno.EFBIG, _("it is larger than {size:g} MB").format(size=largest / 1e6), str(path)
    )
