"""The controls of the window in the order in which they are read on the screen."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

_TAB = Qt.FocusPolicy.TabFocus


def in_screen_order(widget: QWidget) -> list[QWidget]:
    """Return what Tab can reach in a widget, itself first: row by row, from left to right."""
    found = [widget] if _is_stop(widget) else []
    for child in _as_read(_shown_children(widget)):
        found += in_screen_order(child)
    return found


def neighbour(window: QWidget, now: QWidget | None, *, is_next: bool) -> QWidget | None:
    """Return what Tab, or Shift+Tab, leads to; after the last comes the first."""
    stops = in_screen_order(window)
    if not stops:
        return None
    place = next((i for i, stop in enumerate(stops) if stop is now), None)
    if place is None:
        return stops[0 if is_next else -1]
    return stops[(place + (1 if is_next else -1)) % len(stops)]


def bring_into_view(control: QWidget) -> None:
    """Scroll every area that a control lies in, so that it is seen."""
    parent = control.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea) and parent.isAncestorOf(control):
            parent.ensureWidgetVisible(control)
        parent = parent.parentWidget()


def _is_stop(widget: QWidget) -> bool:
    is_for_tab = bool(widget.focusPolicy() & _TAB) and widget.focusProxy() is None
    return is_for_tab and widget.isEnabled() and not widget.isWindow()


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
