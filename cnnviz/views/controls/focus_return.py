"""How a control gives the keys back to the page, once what it is for is done."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

DONE = QEvent.Type(QEvent.registerEventType())  # sent to the window; a dialog does not mind it


def give_back(control: QWidget) -> None:
    """Tell the window of a control that a choice was made: its page gets the focus."""
    QApplication.sendEvent(control.window(), QEvent(DONE))
