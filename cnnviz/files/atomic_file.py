"""Write a file so that it is the old one or the new one, whole, whatever happens meanwhile."""

import errno
import os
import secrets
import stat
from pathlib import Path

from cnnviz.language import _


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file: under another name in the same folder first, then renamed over it.

    The new file has the permissions of the old one, or those of any new file. A link is followed,
    so that the file it leads to is replaced.

    Raises:
        OSError: If the disk is full, the folder is gone, ...; the old file is as it was.
    """
    path = Path(os.path.realpath(path))
    mode = _mode_to_keep(path)
    temporary = path.with_name(f".cnnviz-{secrets.token_hex(8)}.tmp")
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            temporary.chmod(mode)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _mode_to_keep(path: Path) -> int | None:
    """Return the permissions of the file that will be replaced; None if there is none yet."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, _("it is a folder"))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, _("it is a device or a pipe"))
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, _("it is write-protected"))
    return stat.S_IMODE(mode)


def _sync_folder(folder: Path) -> None:
    """Make the new name last; where folders cannot be flushed, the system does it in time."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
