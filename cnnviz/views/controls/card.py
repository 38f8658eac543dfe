"""A card: a framed column of parts under a heading."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from cnnviz.views.controls.panel import Panel
from cnnviz.views.look.theme import Look


class Card(Panel):
    """Parts below each other, with a frame and a margin around them."""

    def __init__(
        self, look: Look, name: str, title: str = "", gap: float = 8, parent: QWidget | None = None
    ) -> None:
        """Make a card; `name` is its object name, `gap` the distance between its parts."""
        super().__init__(look, gap, parent)
        self.setObjectName(name)
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        if title:
            self.column.addWidget(heading(title))

    def _on_gap_changed(self) -> None:
        super()._on_gap_changed()
        px = self._look.px
        self.column.setContentsMargins(px(14), px(10), px(14), px(12))


def heading(text: str) -> QLabel:
    """Return the heading of a card."""
    made = QLabel(text)
    made.setProperty("role", "heading")
    return made
