"""The look of figures: that of a printed page, whatever theme and text size the window has."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject

from cnnviz.views.look.palette import COLORS, Colors
from cnnviz.views.look.theme import IN_A_PDF, Look

ON_PAPER = replace(COLORS["light"], ground=COLORS["light"].surface)


class FigureLook(Look):
    """The light theme at 100 %, on white; the window keeps its own."""

    def __init__(self, base: Look, ending: str = ".png") -> None:
        """Make the look of figures for files with an ending; `base` has loaded the fonts."""
        QObject.__init__(self)  # no child of `base`: Python's collector may take both at once
        self._is_of_pdf = ending == ".pdf"
        self._fonts, self._metrics = {}, {}
        self._settings = base.settings

    @property
    def colors(self) -> Colors:
        """The colours of the light theme, on white."""
        return ON_PAPER

    @property
    def features(self) -> Mapping[str, int]:
        """The features of the font."""
        return IN_A_PDF if self._is_of_pdf else super().features

    @property
    def scale(self) -> float:
        """The text size as a factor."""
        return 1.0
