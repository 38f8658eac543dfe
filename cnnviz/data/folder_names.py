"""Names of files and folders in a data set: which are passed over, their order, a class's name."""

import os
import re
import stat
import unicodedata

_LEFT_BY_SYSTEMS = frozenset(  # what systems and programs put beside the files of people
    ("__macosx", "thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "$recycle.bin", "@eadir",
     "system volume information", "lost+found", "__pycache__")
)  # fmt: skip
_HIDDEN = getattr(stat, "FILE_ATTRIBUTE_HIDDEN", 2)
_DIGITS = re.compile("([0-9]+)")

PARTS = {  # the folders of the usual layout, in small letters
    "train": "training", "training": "training", "val": "validation", "valid": "validation",
    "validation": "validation", "test": "test", "testing": "test",
}  # fmt: skip


def is_passed_over(entry: "os.DirEntry[str]") -> bool:
    """Return whether a file or folder is none of the user's: hidden, or left by a system."""
    if entry.name.startswith(".") or entry.name.lower() in _LEFT_BY_SYSTEMS:
        return True
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:
        return False  # who reads it tells why it cannot be
    return bool(getattr(status, "st_file_attributes", 0) & _HIDDEN)


def natural(name: str) -> tuple[tuple[object, ...], str]:
    """Return a key that orders names as people count: 2 before 10, small letters as capitals."""
    pieces = _DIGITS.split(name)
    numbers = (int(piece) if place % 2 else piece.casefold() for place, piece in enumerate(pieces))
    return tuple(numbers), name  # apart: in the place of a name another may have a number


def class_name(name: str) -> str:
    """Return the name of a class whose pictures lie in a folder.

    Letters with marks are one letter, however a system stores them; bytes that are no text are
    shown as escapes, so that two such names stay two.
    """
    text = os.fsencode(name).decode(errors="backslashreplace")
    lines = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return unicodedata.normalize("NFC", lines.strip()) or "_"
