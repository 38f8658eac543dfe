"""Rows that become columns where there is little room."""

from PySide6.QtWidgets import QBoxLayout


def turn(row: QBoxLayout, *, is_narrow: bool) -> None:
    """Put the parts of a row below each other, or beside each other again."""
    ways = QBoxLayout.Direction
    row.setDirection(ways.TopToBottom if is_narrow else ways.LeftToRight)
