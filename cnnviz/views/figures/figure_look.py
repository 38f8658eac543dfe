"""The look of figures: that of a printed page, whatever theme and text size the window has."""

from dataclasses import replace

from PySide6.QtCore import QObject

from cnnviz.views.look.palette import COLORS, Colors
from cnnviz.views.look.theme import Look

ON_PAPER = replace(COLORS["light"], ground=COLORS["light"].surface)


class FigureLook(Look):
    """The light theme at 100 %, on white; the window keeps its own."""

    def __init__(self, base: Look) -> None:
        """Make the look of figures; `base` has loaded the fonts."""
        QObject.__init__(self, base)
        self._fonts, self._metrics = {}, {}
        self._settings = base.settings

    @property
    def colors(self) -> Colors:
        """The colours of the light theme, on white."""
        return ON_PAPER

    @property
    def scale(self) -> float:
        """The text size as a factor."""
        return 1.0
