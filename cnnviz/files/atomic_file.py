"""Write a file so that it is the old one or the new one, whole, whatever happens meanwhile."""

import contextlib
import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple, TypeGuard

from cnnviz.files.fingerprint import Fingerprint, fingerprint
from cnnviz.files.leftovers import temporary_name
from cnnviz.files.reasons import FULL, NoRoomError, ProtectedError
from cnnviz.files.regular_file import open_to_append
from cnnviz.language import _

Piece = bytes | bytearray | memoryview
IsWanted = Callable[[], bool]
KEPT = ".bak"  # what the name of the version before ends in


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file: under another name in the same folder first, then renamed over it.

    The new file has the permissions of the old one, or those of any new file. A link is followed,
    so that the file it leads to is replaced.

    Raises:
        OSError: If the disk is full, the folder is gone, ...; the old file is as it was.
    """
    write_pieces(path, (data,), need=len(data))


def write_pieces(
    path: Path,
    pieces: Iterable[Piece],
    *,
    need: int,
    keeps_earlier: bool = False,
    is_wanted: IsWanted = lambda: True,
) -> Fingerprint:
    """Replace a file as `write_atomically` does, piece by piece: no copy of it is in memory.

    Args:
        path: The file.
        pieces: What it will hold, in order.
        need: How many bytes that is.
        keeps_earlier: Whether the old file stays, under its name with ".bak" at the end.
        is_wanted: Asked before each piece, and once more before the old file is replaced.

    Returns:
        By what the file will be known again.

    Raises:
        OvertakenError: If it is not wanted any more; the old file is as it was.
        OSError: If the disk is full, the folder is gone, ...; the old file is as it was.
    """
    draft = _drafted(Path(path), pieces, need, is_wanted)
    with _dropping(draft, need):
        _require(is_wanted)
        if keeps_earlier and draft.replaces:
            _keep(draft.path)
        written = fingerprint(draft.temporary, draft.digest)
        os.replace(draft.temporary, draft.path)
    _sync_folder(draft.path.parent)
    return written


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Replace files that belong together, as `write_atomically` does: all of them, or none.

    All are whole on the disk before the first gets its name, which needs no more room.

    Raises:
        OSError: If the disk is full, a folder is gone, ...; every old file is as it was.
    """
    drafts: list[_NewFile] = []
    with ExitStack() as dropped:
        for path, data in contents.items():
            draft = _drafted(Path(path), (data,), len(data), lambda: True)
            dropped.enter_context(_dropping(draft, len(data)))
            drafts.append(draft)
        for draft in drafts:
            os.replace(draft.temporary, draft.path)
    for folder in {draft.path.parent for draft in drafts}:
        _sync_folder(folder)


class _NewFile(NamedTuple):
    """What will be a file, under another name in its folder."""

    path: Path  # links are followed
    temporary: Path
    replaces: bool  # whether there is an old file
    digest: str


def _drafted(path: Path, pieces: Iterable[Piece], need: int, is_wanted: IsWanted) -> _NewFile:
    mode = _mode_to_keep(path)  # first: what a pipe of the system is a link to has no folder
    path = Path(os.path.realpath(path))
    draft = _NewFile(path, path.with_name(temporary_name()), mode is not None, "")
    sha = hashlib.sha256()
    with _dropping(draft, need):
        handle = os.open(draft.temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with open(handle, "wb") as file:
            for piece in pieces:
                _require(is_wanted)
                file.write(piece)
                sha.update(piece)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            draft.temporary.chmod(mode)
    return draft._replace(digest=sha.hexdigest())


@contextlib.contextmanager
def _dropping(draft: _NewFile, need: int) -> Iterator[None]:
    """Leave nothing of a draft where something fails, and tell what it was to become."""
    try:
        yield
    except BaseException as error:
        with contextlib.suppress(OSError):
            draft.temporary.unlink(missing_ok=True)
        if _is_of(error, draft):  # and not of another file that belongs to it
            error.filename = str(draft.path)  # nobody knows the other name
            if error.errno in FULL:
                raise NoRoomError.of(error, need) from error
        raise


def _is_of(error: BaseException, draft: _NewFile) -> TypeGuard[OSError]:
    if not isinstance(error, OSError) or error.errno is None:
        return False
    return error.filename is None or str(error.filename) == str(draft.temporary)


class OvertakenError(Exception):
    """What was being written is not wanted any more."""


def append(path: Path, content: bytes) -> None:
    """Write at the end of a file, all of it or nothing.

    Raises:
        OSError: If there is no room; the file is as long as it was.
    """
    with open_to_append(path) as file:
        handle = file.fileno()
        end = os.fstat(handle).st_size
        try:
            while content:
                content = content[os.write(handle, content) :]
        except OSError:
            os.ftruncate(handle, end)
            raise


def _require(is_wanted: IsWanted) -> None:
    if not is_wanted():
        raise OvertakenError


def _keep(path: Path) -> None:
    """Let the file that will be replaced have a second name, which is no second copy on the disk.

    Where a file can have one name only, it is copied. Where that fails too, the new version is
    still worth more than the one before.
    """
    temporary = path.with_name(temporary_name())
    try:
        try:
            os.link(path, temporary)
        except OSError:
            shutil.copy2(path, temporary)
        os.replace(temporary, path.with_name(path.name + KEPT))
    except OSError:
        pass
    with contextlib.suppress(OSError):  # POSIX: two names of one file stay, both, when renamed
        temporary.unlink(missing_ok=True)


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
        raise ProtectedError(errno.EACCES, _("it is write-protected"))
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
