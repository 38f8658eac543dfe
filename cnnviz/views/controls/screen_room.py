"""How much room a dialog has on the screen: its buttons are never below it."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

_FRAME = QSize(8, 40)  # pixels that the frame of a window takes about


def screen_room(dialog: QWidget) -> QSize:
    """Return the largest size that a dialog can have on the screen it will be shown on."""
    parent = dialog.parentWidget()
    screen = (parent or dialog).screen()
    return screen.availableGeometry().size() - _FRAME
