"""Shortcuts with digits, on keyboards whose keys write other signs without Shift.

On a French keyboard the key of 1 writes &, and Ctrl with it is none of the bound keys. Where the
system tells which key it was, that counts; else what the French keyboard writes there.
"""

import sys
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_ACTIONS: Final = {1: "page-filter", 2: "page-network", 3: "page-train", 0: "text-normal"}
_CODES: Final = {  # of the keys of 1, 2, 3 and 0: native scan codes, on a Mac virtual keys
    "linux": (10, 11, 12, 19),
    "win32": (2, 3, 4, 11),
    "darwin": (18, 19, 20, 29),
}
_SIGNS: Final = {
    Qt.Key.Key_Ampersand: 1,
    Qt.Key.Key_Eacute: 2,
    Qt.Key.Key_QuoteDbl: 3,
    Qt.Key.Key_Agrave: 0,
}


def action_of_place(event: QKeyEvent) -> str:
    """Return the action that Ctrl with a key of the row of digits stands for, or ""."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if modifiers != Qt.KeyboardModifier.ControlModifier:
        return ""
    code = event.nativeVirtualKey() if sys.platform == "darwin" else event.nativeScanCode()
    if not code:
        digit = _SIGNS.get(Qt.Key(event.key()))
    else:
        codes = _CODES.get(sys.platform, _CODES["linux"])
        digit = dict(zip(codes, (1, 2, 3, 0), strict=True)).get(code)
    return "" if digit is None else _ACTIONS[digit]
