"""What a key does on a grid of numbers, and which cell comes next."""

from typing import Final, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from cnnviz.cnn.ops import Pair

Duty = Literal["copy", "paste", "move", "go on", "leave", "empty", "edit", "type"]

ARROWS: Final = {  # rows and columns to go on
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
ONWARD: Final = {  # rows and columns to go on after a cell, as in a spreadsheet
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}
_TABS: Final = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_EDITS: Final[dict[int, Duty]] = {Qt.Key.Key_F2: "edit", Qt.Key.Key_Delete: "empty"}
_STARTS_TYPING = frozenset("0123456789-−,.")
_QUIET = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


def duty_of(event: QKeyEvent, *, read_only: bool) -> Duty | None:
    """Return what a key does on a grid; None where the key is none of the grid's."""
    if event.matches(QKeySequence.StandardKey.Copy):
        return "copy"
    if event.matches(QKeySequence.StandardKey.Paste):
        return None if read_only else "paste"
    if event.key() in _TABS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return "leave"
    if event.modifiers() & ~_QUIET:
        return None
    if event.key() in ARROWS:
        return "move"
    if read_only:
        return None
    return "go on" if event.key() in ONWARD else _edit_of(event)


def onward(event: QKeyEvent) -> Pair:
    """Return how many rows and columns Enter or Tab go on; with Shift they go back."""
    down, right = ONWARD[Qt.Key(event.key())]
    is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return (-down if is_back else down), right  # Shift+Tab is a key of its own


def _edit_of(event: QKeyEvent) -> Duty | None:
    if event.key() in _EDITS:
        return _EDITS[event.key()]
    # Letters too: that they are no number is told when they are to be taken.
    types = event.text() in _STARTS_TYPING or event.text().isalpha()
    return "type" if types else None


def neighbour(cell: Pair, step: Pair, shape: Pair) -> Pair:
    """Return the cell some rows and columns on; the same one at the edge of the grid."""
    row, column = cell[0] + step[0], cell[1] + step[1]
    return (row, column) if 0 <= row < shape[0] and 0 <= column < shape[1] else cell


def cell_after(cell: Pair, step: Pair, shape: Pair) -> Pair:
    """Return the cell to go on with after one was typed: at the end of a row, the next row's."""
    (rows, columns), (down, right) = shape, step
    place = cell[0] * columns + cell[1] + right
    row, column = divmod(min(max(place, 0), rows * columns - 1), columns)
    return min(max(row + down, 0), rows - 1), column
