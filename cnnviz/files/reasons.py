"""Why a file cannot be written: what it would need, where there is no room for it."""

import errno
import math
from typing import Self

from cnnviz.files.os_reasons import os_reason
from cnnviz.language import _

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # the disk, what one may use of it, a file of it


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
        made = cls(*error.args[:2], error.filename)
        made.need = need
        return made


def writing_reason(error: OSError) -> str:
    """Return why a file cannot be written, and what it needs, to stand in a sentence."""
    need = error.need if isinstance(error, NoRoomError) else 0
    if error.errno in FULL and need:
        if error.errno == errno.EDQUOT:
            text = _(
                "your share of the disk is used up; free {size} of it, or choose another place"
            )
        elif error.errno == errno.ENOSPC:
            text = _("the disk is full; free {size}, or choose another place")
        else:
            text = _("a file of {size} is more than may be written there; choose another place")
        return text.format(size=size_text(need))
    if error.errno == errno.ENOENT:
        return _("its folder is not there; choose another place")
    return os_reason(error)


def size_text(count: int) -> str:
    """Return a number of bytes as people say it, rounded up."""
    if count < 1_000_000:
        return _("{count} kB").format(count=max(1, math.ceil(count / 1000)))
    return _("{count} MB").format(count=math.ceil(count / 1_000_000))
