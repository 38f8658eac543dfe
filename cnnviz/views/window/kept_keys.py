"""Which keys a control keeps for itself, although they move the steps elsewhere.

The keys of actions are bound in `controls/action_table.py`, those of Present mode in
`present/keys.py`.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QLineEdit,
)

_OWN_ARROWS = (QAbstractSlider, QLineEdit)
_STEP_KEYS = {
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Space,
    Qt.Key.Key_Plus, Qt.Key.Key_Minus,
}  # fmt: skip


def is_needed(event: QKeyEvent) -> bool:
    """Return whether the control that has the focus needs a key of the transport."""
    key = event.key()
    focus = QApplication.focusWidget()
    if isinstance(focus, QAbstractButton):  # one that was clicked does not keep Space
        by_keys = focus.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        return bool(key == Qt.Key.Key_Space and by_keys)
    return key in _STEP_KEYS and isinstance(focus, _OWN_ARROWS)  # painted views accept their own
