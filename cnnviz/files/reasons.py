"""Why a file cannot be written, in our words: those of the system have a language of their own."""

import errno
import math
from typing import Self

from cnnviz.language import N_, _

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # the disk, what one may use of it, a file of it

_WORDS = {
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("you have used up your share of the disk"),
    errno.EROFS: N_("this disk can only be read"),
    errno.ENOENT: N_("its folder is not there"),
    errno.ENOTDIR: N_("what should be its folder is a file"),
    errno.ENAMETOOLONG: N_("its name is too long"),
    errno.EIO: N_("the disk does not work as it should"),
    errno.ESTALE: N_("the connection to its folder is lost"),
    errno.ENOTCONN: N_("the connection to its folder is lost"),
    errno.EHOSTDOWN: N_("the connection to its folder is lost"),
}


class ProtectedError(PermissionError):
    """A file is write-protected; it says so itself."""


class NoRoomError(OSError):
    """There is no room for a file.

    Attributes:
        need: How many bytes it would have.
    """

    need = 0

    @classmethod
    def of(cls, error: OSError, need: int) -> Self:
        """Return what the system said, with what the file needs."""
        made = cls(error.errno, error.strerror, error.filename)
        made.need = need
        return made


def writing_reason(error: OSError) -> str:
    """Return why a file cannot be written, and what it needs, to stand in a sentence."""
    need = error.need if isinstance(error, NoRoomError) else 0
    if error.errno in FULL and need:
        if error.errno == errno.EDQUOT:
            text = _("you have used up your share of the disk; free {size} of it")
        elif error.errno == errno.ENOSPC:
            text = _("the disk is full; free {size}")
        else:
            text = _("a file of {size} is more than may be written there")
        return text.format(size=size_text(need))
    if error.errno in _WORDS:
        return _(_WORDS[error.errno])
    if isinstance(error, PermissionError) and not isinstance(error, ProtectedError):
        return _("you may not write there")
    return error.strerror or str(error)


def size_text(count: int) -> str:
    """Return a number of bytes as people say it, rounded up."""
    if count < 1_000_000:
        return _("{count} kB").format(count=max(1, math.ceil(count / 1000)))
    return _("{count} MB").format(count=math.ceil(count / 1_000_000))
