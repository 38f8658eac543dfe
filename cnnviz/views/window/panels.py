"""The page between its two panels: how wide they are, and when they make room for the page."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

from cnnviz.language import _
from cnnviz.state.cursor import Cursor
from cnnviz.state.exercise import Exercise
from cnnviz.views.controls.scroll_area import scroll_area
from cnnviz.views.input.panel import InputPanel
from cnnviz.views.inspector.foot import InspectorFoot
from cnnviz.views.inspector.panel import Inspector
from cnnviz.views.look.theme import Look
from cnnviz.views.window.pages import Pages

INPUT_WIDTH, INSPECTOR_WIDTH = 238, 304  # pixels at 100 %, where there is room
NARROW_INPUT, NARROW_INSPECTOR = 226, 270  # in windows narrower than NARROW
NARROW = 1180
WIDE = 1680  # from here on the inspector stays beside an open explanation
LEAST_PAGE = 200
PAGE_ROOM = 440  # pixels at 100 %: in less room between the panels one of them is left out


class Panels(QSplitter):
    """The input at the left, the pages, the inspector at the right."""

    arranged = Signal()  # which of them are shown may have changed

    def __init__(
        self,
        input_panel: InputPanel,
        pages: Pages,
        inspector: Inspector,
        cursor: Cursor,
        exercise: Exercise,
        look: Look,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._cursor, self._exercise, self._look = cursor, exercise, look
        self._pages = pages
        self._wants_inspector: bool | None = None  # None: as there is room
        self.setObjectName("panels")
        left = QWidget()
        self._left_column = QVBoxLayout(left)
        self._left_column.addWidget(input_panel)
        self._left_column.addStretch()
        self._left = scroll_area(left, "input-panel", keeps_room=True)
        foot = InspectorFoot(cursor, look)
        self._right = scroll_area(inspector, "inspector-panel", keeps_room=True, foot=foot)
        for part in (self._left, pages, self._right):
            self.addWidget(part)
        self.setStretchFactor(1, 1)
        self.setHandleWidth(1)
        exercise.changed.connect(self._show_panels)
        # First the room, then what stands in it: so it is laid out once.
        pages.about_to_show.connect(self._show_panels)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """The panel of the input, the pages, and the inspector."""
        return self._left, self._pages, self._right

    def _on_look_changed(self) -> None:
        px = self._look.px
        self._left_column.setContentsMargins(px(12), px(12), px(12), px(12))
        self._left_column.setSpacing(px(12))
        self._show_panels()
        self.reset()

    def reset(self) -> None:
        """Give the panels the widths they have at first."""
        px, whole = self._look.px, self.window().width()
        self._is_narrow = whole < px(NARROW)
        left = px(NARROW_INPUT if self._is_narrow else INPUT_WIDTH)
        right = px(NARROW_INSPECTOR if self._is_narrow else INSPECTOR_WIDTH)
        left, right = min(left, round(0.33 * whole)), min(right, round(0.37 * whole))
        self.setSizes([left, max(px(LEAST_PAGE), whole - left - right), right])

    def follow_window(self) -> None:
        """Take less room in a narrow window, once it has another size."""
        self._show_panels()
        if self._is_narrow != (self.window().width() < self._look.px(NARROW)):
            self.reset()

    def toggle_inspector(self) -> None:
        """Show the inspector where there is little room for it, or hide it."""
        self._wants_inspector = self._right.isHidden()
        self._cursor.put_back("inspector")  # who asks for it gets it
        self._show_panels()

    def _show_panels(self) -> None:
        """Give the page the room of a panel that it needs more."""
        is_shown = self._has_inspector()
        is_input_shown = self._cursor.page != "train" and not self._cursor.has_put_away("input")
        self._left.setVisible(is_input_shown and not self._is_crowded(has_inspector=is_shown))
        if self._right.isHidden() == is_shown:
            self._right.setVisible(is_shown)
            QApplication.sendPostedEvents(self, QEvent.Type.LayoutRequest)
        self.arranged.emit()

    def _is_crowded(self, *, has_inspector: bool) -> bool:
        """Whether the page has no room between both panels: the input yields to the inspector."""
        px, whole = self._look.px, self.window().width()
        return has_inspector and whole - px(NARROW_INPUT + NARROW_INSPECTOR) < px(PAGE_ROOM)

    @property
    def why_no_inspector(self) -> str:
        """Why there can be no inspector here, in a sentence; "" where there can be one."""
        if self._cursor.page == "train":
            return _("The Train page has no inspector")
        if self._cursor.is_open and self._exercise.is_on:
            return _("Not beside an answer that is asked for: close the explanation first (Esc)")
        return ""

    def _has_inspector(self) -> bool:
        """Whether the inspector is shown: not over answers, nor where a page needs its room."""
        page, is_open = self._cursor.page, self._cursor.is_open
        if self.why_no_inspector:
            return False
        if self._cursor.has_put_away("inspector"):
            return False
        if self._wants_inspector is not None:
            return self._wants_inspector
        is_filter = page == "filter"
        is_wide = self.window().width() >= self._look.px(NARROW if is_filter else WIDE)
        return is_wide or not (is_filter or is_open)
