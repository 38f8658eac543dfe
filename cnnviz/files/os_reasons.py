"""Why the system refuses a file, in the words and the language of the program.

The system's own texts come in the language of the system, and name no remedy.
"""

import errno
import os

from cnnviz.language import N_, _
from cnnviz.text.shown_name import shown_name

_GONE = N_("the disk or share is not there any more; connect it again")
_BUSY = N_("another program uses it; close it there")
_TAKEN = N_("there is already something with this name; choose another one")
_NOT_PERMITTED = N_("you lack the permission; ask whoever owns it, or choose another place")
_REASONS = {  # a clause with its remedy, to stand behind a colon
    "ENOENT": N_("there is no such file or folder; it may have been moved"),
    "EACCES": _NOT_PERMITTED,
    "EPERM": _NOT_PERMITTED,
    "ENOSPC": N_("the disk is full; free some space, or choose another place"),
    "EDQUOT": N_("your share of the disk is used up; delete something, or choose another place"),
    "EROFS": N_("this disk can only be read; choose another place"),
    "ENAMETOOLONG": N_("the name is too long; choose a shorter one"),
    "EISDIR": N_("it is a folder; name a file"),
    "ENOTDIR": N_("a part of its path is no folder; check the path"),
    "ELOOP": N_("its links go round in a circle; name the file itself"),
    "EIO": N_("the disk reports a fault; check it, or choose another place"),
    "EFBIG": N_("it is larger than this disk allows; choose another place"),
    "EMFILE": N_("too many files are open; close some programs"),
    "ENFILE": N_("too many files are open; close some programs"),
    "ENOMEM": N_("there is not enough memory; close some programs"),
    "EINVAL": N_("no file can have this name here; choose another one"),
    "EEXIST": _TAKEN, "ENOTEMPTY": _TAKEN,
    "EBUSY": _BUSY, "ETXTBSY": _BUSY,
    "ENODEV": _GONE, "ENXIO": _GONE, "ESTALE": _GONE, "ENOTCONN": _GONE, "EHOSTDOWN": _GONE,
}  # fmt: skip


def os_reason(error: OSError) -> str:
    """Return why a file could not be used: a clause with what helps, without a full stop.

    A text that the program itself gave to the error is kept.
    """
    number = error.errno
    if error.strerror and not _is_of_the_system(error):
        return error.strerror
    if number is None:
        return str(error) or type(error).__name__
    code = errno.errorcode.get(number, str(number))
    if code in _REASONS:
        return _(_REASONS[code])
    return _("the system reports {code}").format(code=code)


def _is_of_the_system(error: OSError) -> bool:
    is_windows = getattr(error, "winerror", None) is not None
    return is_windows or (error.errno is not None and error.strerror == os.strerror(error.errno))


def sentence_about(error: Exception) -> str:
    """Return what an error says in a sentence; of the system's, in our words, with the file."""
    if not isinstance(error, OSError) or error.errno is None:  # a sentence of our own
        return str(error) or type(error).__name__
    if error.filename is None:
        return _("This could not be done: {reason}.").format(reason=os_reason(error))
    name = shown_name(os.path.basename(os.fsdecode(error.filename)))
    return _("{file}: {reason}.").format(file=name, reason=os_reason(error))
