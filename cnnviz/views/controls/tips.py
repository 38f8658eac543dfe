"""Tool tips of what changes with every edit."""

from PySide6.QtWidgets import QWidget

from cnnviz.views.look.plain_tip import plain_tip


def show_tip(widget: QWidget, text: str, *, wraps: bool = False) -> None:
    """Give a widget a text as its tool tip, unless it has it: Qt tells of each one that is set.

    Args:
        widget: Where the pointer rests.
        text: What is told, letter by letter; "" for no tip.
        wraps: Whether a long text takes several lines.
    """
    if widget.toolTip() != (plain_tip(text, wraps=wraps) if text else ""):
        widget.setToolTip(plain_tip(text, wraps=wraps) if text else "")
