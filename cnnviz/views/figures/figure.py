"""A figure: something painted, of some size, that lies on nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QPainter


class NoFigureError(ValueError):
    """There is nothing to paint; the text is a sentence for the user."""


@dataclass(frozen=True)
class ViewFigure:
    """What is painted, with its size in pixels at 100 %; its ground is painted by who writes it."""

    title: str
    width: int
    height: int
    paint: Callable[[QPainter], None]
    end: Callable[[], None] = lambda: None  # lets go of the widgets that it was laid out with
