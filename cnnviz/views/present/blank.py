"""The black screen of Present mode."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from cnnviz.language import _


class Blank(QWidget):
    """A black screen; a click brings the presentation back."""

    clicked = Signal()

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.setObjectName("present-blank")
        self.setAccessibleName(_("Blank screen; any key brings the presentation back"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet("background: black;")
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for the presentation."""
        self.clicked.emit()
