"""F6 and Shift+F6: from one part of the window to the next."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from cnnviz.views.controls.actions import Actions
from cnnviz.views.window.screen_order import in_screen_order, reach


class PanelKeys(QObject):
    """Goes through the parts that are shown; in each, to what had the focus last, or the first."""

    def __init__(
        self, actions: Actions, parts: Sequence[QWidget], page: Callable[[], QWidget]
    ) -> None:
        """Bind the actions.

        Args:
            actions: Two of them go on and back.
            parts: In their order on the screen; the page is in one of them.
            page: Returns the page that is shown: it comes first in its part.
        """
        super().__init__(actions)
        self._parts, self._page = tuple(parts), page
        actions["next-panel"].triggered.connect(self._on_next)
        actions["panel-before"].triggered.connect(self._on_before)

    def _on_next(self) -> None:
        self._go(1)

    def _on_before(self) -> None:
        self._go(-1)

    def _go(self, way: int) -> None:
        focus, count = QApplication.focusWidget(), len(self._parts)
        now = next((i for i, part in enumerate(self._parts) if _holds(part, focus)), None)
        start = (-1 if way > 0 else 0) if now is None else now
        for step in range(1, count + 1):
            target = self._target(self._parts[(start + way * step) % count])
            if target is not None:
                reach(target, is_next=way > 0)
                return

    def _target(self, part: QWidget) -> QWidget | None:
        if not part.isVisible():
            return None
        page = self._page()
        if _holds(part, page):
            return page
        stops = in_screen_order(part)
        last = part.focusWidget()
        return next((stop for stop in stops if stop is last), stops[0] if stops else None)


def _holds(part: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and (part is widget or part.isAncestorOf(widget))
