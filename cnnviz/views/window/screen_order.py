"""The controls of the window in the order in which they are read on the screen."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget

_TAB = Qt.FocusPolicy.TabFocus
_REACHING = "reaching"


def in_screen_order(widget: QWidget) -> list[QWidget]:
    """Return what Tab can reach in a widget, itself first: row by row, from left to right."""
    found = [widget] if _is_stop(widget) else []
    # What Tab cannot reach, such as a label whose text changes, moves nothing to another row.
    inside = {
        child: stops for child in _shown_children(widget) if (stops := in_screen_order(child))
    }
    return found + [stop for child in _as_read(inside) for stop in inside[child]]


def neighbour(window: QWidget, now: QWidget | None, *, is_next: bool) -> QWidget | None:
    """Return what Tab, or Shift+Tab, leads to; after the last comes the first."""
    stops = in_screen_order(window)
    if not stops:
        return None
    place = next((i for i, stop in enumerate(stops) if stop is now), None)
    if place is None:
        return stops[0 if is_next else -1]
    return stops[(place + (1 if is_next else -1)) % len(stops)]


def reach(control: QWidget, *, is_next: bool = True) -> None:
    """Give a control the focus because the keyboard went there, and bring it into view."""
    window, reasons = control.window(), Qt.FocusReason
    window.setProperty(_REACHING, True)
    control.setFocus(reasons.TabFocusReason if is_next else reasons.BacktabFocusReason)
    window.setProperty(_REACHING, False)
    window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)  # until the mouse is pressed
    _bring_into_view(control)


def is_reaching(control: QWidget) -> bool:
    """Return whether the keyboard is just giving a control the focus."""
    return bool(control.window().property(_REACHING))


def _bring_into_view(control: QWidget) -> None:
    parent = control.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea) and parent.isAncestorOf(control):
            parent.ensureWidgetVisible(control)
        parent = parent.parentWidget()


def _is_stop(widget: QWidget) -> bool:
    is_for_tab = bool(widget.focusPolicy() & _TAB) and widget.focusProxy() is None
    # of exclusive buttons Qt leaves Tab only the checked one: the others would need the arrows
    is_choice = isinstance(widget, QAbstractButton) and widget.group() is not None
    return (is_for_tab or is_choice) and widget.isEnabled() and not widget.isWindow()


def _shown_children(widget: QWidget) -> list[QWidget]:
    children = (child for child in widget.children() if isinstance(child, QWidget))
    return [child for child in children if child.isVisible() and not child.isWindow()]


def _as_read(widgets: Iterable[QWidget]) -> list[QWidget]:
    """Sort siblings: what stands beside each other is one row."""
    rows: list[list[QWidget]] = []
    for widget in sorted(widgets, key=lambda each: (each.y(), each.x())):
        if rows and widget.geometry().center().y() <= rows[-1][0].geometry().bottom():
            rows[-1].append(widget)
        else:
            rows.append([widget])
    return [widget for row in rows for widget in sorted(row, key=lambda each: each.x())]
