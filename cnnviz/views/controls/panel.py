"""A panel of controls below each other, its labels and its buttons, all growing with the text."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from cnnviz.views.look.icons import icon
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look

Role = Literal["", "heading", "muted", "problem"]  # of the style sheet


class Panel(QWidget):
    """Controls below each other, without a margin around them."""

    def __init__(self, look: Look, gap: float = 8, parent: QWidget | None = None) -> None:
        """Make an empty panel; `gap` is the distance between controls, in pixels at 100 %."""
        super().__init__(parent)
        self._look, self._gap = look, gap
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        look.changed.connect(self._on_gap_changed)
        self._on_gap_changed()

    def _on_gap_changed(self) -> None:
        self.column.setSpacing(self._look.px(self._gap))


class IconButton(QPushButton):
    """A button with an icon of the project and a tool tip."""

    def __init__(self, look: Look, name: str, text: str, icon_name: str, tip: str) -> None:
        """Make a button.

        Args:
            look: Colours and sizes.
            name: Its object name.
            text: What stands on it.
            icon_name: A file of resources/icons, without its ending; "" for no icon.
            tip: What it does, with its keys.
        """
        super().__init__(text)
        self._look, self._icon_name = look, icon_name
        self.setObjectName(name)
        self.setToolTip(plain_tip(tip))
        self.setAccessibleName(text)
        self.setAccessibleDescription(tip)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        if self._icon_name:
            side = self._look.px(16)
            self.setIconSize(QSize(side, side))
            muted, pale = self._look.colors.muted, self._look.colors.pale
            self.setIcon(icon(self._icon_name, muted, pale, side=side))


def label(
    name: str, role: Literal["", "heading", "muted", "problem"] = "", text: str = ""
) -> QLabel:
    """Return a label that wraps its text."""
    made = QLabel(text)
    made.setObjectName(name)
    made.setProperty("role", role)
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made
