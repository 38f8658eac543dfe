"""The black screen of Present mode, or the white one."""

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from cnnviz.language import _


class Blank(QWidget):
    """A screen without anything; a click brings the presentation back."""

    clicked = Signal()

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.setObjectName("present-blank")
        self.setAccessibleName(_("Blank screen; any key brings the presentation back"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.hide()

    def show_colour(self, colour: Literal["black", "white"]) -> None:
        """Cover everything."""
        self.setStyleSheet(f"background: {colour};")
        self.show()
        self.raise_()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for the presentation."""
        self.clicked.emit()
