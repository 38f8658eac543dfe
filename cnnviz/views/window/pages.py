"""The centre of the window: the page that is chosen, or the explanation over the Network page."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnviz.project.place import PageName
from cnnviz.state.cursor import Cursor
from cnnviz.state.exercise import Exercise
from cnnviz.state.settings import Settings
from cnnviz.views.bars.network_bar import NetworkBar
from cnnviz.views.bars.scale_bar import ScaleBar
from cnnviz.views.controls.first_use import FirstUse
from cnnviz.views.controls.page_stack import PageStack
from cnnviz.views.network.overview import Overview
from cnnviz.views.network.page import NetworkPage

if TYPE_CHECKING:  # imported when they are made
    from cnnviz.views.explanation.view import ExplanationView
    from cnnviz.views.filter.page import FilterPage
    from cnnviz.views.network.boxes import Boxes
    from cnnviz.views.network.layer_table import LayerTable
    from cnnviz.views.train.page import TrainPage

_Page = TypeVar("_Page", bound=QWidget)


class PageMakers(NamedTuple):
    """What makes the pages that are not there at first, when each is first needed."""

    explanation: "Callable[[], ExplanationView]"
    table: "Callable[[], LayerTable]"
    boxes: "Callable[[], Boxes]"
    filter: "Callable[[], FilterPage]"
    train: "Callable[[], TrainPage]"


class Pages(QWidget):
    """Shows the page that the cursor is on; an open explanation takes the place of the network."""

    about_to_show = Signal()  # another page or explanation follows: time to make room for it
    shown = Signal()  # another page or explanation stands there now

    def __init__(
        self,
        cursor: Cursor,
        exercise: Exercise,
        bars: tuple[NetworkBar, Overview, ScaleBar],
        network: NetworkPage,
        makers: PageMakers,
        settings: Settings,
    ) -> None:
        """Put the pages between their bars.

        Args:
            cursor: The page, and whether an explanation is open.
            exercise: Whether answers are hidden.
            bars: Two above and one below the pages.
            network: The page of the whole network.
            makers: Of the other pages: the window starts sooner without them.
            settings: Know what the page of the network shows.
        """
        super().__init__()
        self._cursor, self._exercise, self.network = cursor, exercise, network
        self._settings = settings
        self.explanation = FirstUse(partial(self._added, makers.explanation))
        self.table = FirstUse(partial(self._added, makers.table))
        self.boxes = FirstUse(partial(self._added, makers.boxes))
        self.filter = FirstUse(partial(self._added, makers.filter))
        self.train = FirstUse(partial(self._added, makers.train))
        self.setObjectName("centre")
        self._stack = PageStack()
        self._stack.addWidget(network)
        self._network_bar, self._overview, self._scale_bar = bars
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._network_bar)
        rows.addWidget(self._overview)
        rows.addWidget(self._stack, stretch=1)
        rows.addWidget(self._scale_bar)
        cursor.changed.connect(self._show)
        exercise.changed.connect(self._show_scale_bar)
        settings.changed.connect(self._show)

    def _added(self, make: Callable[[], _Page]) -> _Page:
        made = make()
        self._stack.addWidget(made)
        return made

    def show_page(self, page: PageName) -> None:
        """Look at a page. The Filter page opens at the explanation of a value of its filter."""
        if page == self._cursor.page:
            return
        if page == "filter":
            self.filter().enter(page)
        else:
            self._cursor.show_page(page)

    def focus_page(self) -> None:
        """Give the keys to what is shown."""
        self.shown_page().setFocus()

    def shown_page(self) -> QWidget:
        """Return the page that is looked at, or the explanation that stands in its place."""
        if self._cursor.page == "train":
            return self.train()
        if self._cursor.page == "filter":
            return self.filter()
        return self.explanation() if self._cursor.is_open else self._network_view()

    def _network_view(self) -> QWidget:
        match self._settings.network_view:
            case "table":
                return self.table()
            case "boxes":
                return self.boxes()
        return self.network

    def _show(self) -> None:
        if not self.isVisible():
            return  # while something is presented; `showEvent` catches up
        shown, before = self.shown_page(), self._stack.currentWidget()
        if before is not None and before is not shown:
            before.hide()  # it is not laid out for a room that another page gets
        self._show_scale_bar()
        self._overview.setVisible(shown is self.network and self._overview.is_useful)
        self.about_to_show.emit()
        if before is not shown:
            is_below_bar = self._cursor.page == "filter" or shown is self._network_view()
            self._network_bar.setVisible(is_below_bar)
            self._stack.setCurrentWidget(shown)
            shown.setFocus()
            self.shown.emit()

    def _show_scale_bar(self) -> None:
        is_asked = self._exercise.is_on  # its ends tell the largest answer
        has_scale = not is_asked and self._cursor.page != "train"
        if self._scale_bar.isHidden() == has_scale:
            self._scale_bar.setVisible(has_scale)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what was chosen or opened while the pages were hidden."""
        super().showEvent(event)
        self._show()

    # Zoom, of whatever is shown

    def zoom_by(self, factor: float) -> None:
        """Draw the network, or the picture on the Filter page, larger or smaller."""
        if self._cursor.page == "network":
            self.network.zoom_by(factor)
        elif self._cursor.page == "filter" and self.filter().is_photo:
            viewport = self.filter().photo.viewport
            viewport.zoom_by(factor, viewport.center)

    def fit(self) -> None:
        """Show the whole network, or the whole picture on the Filter page."""
        if self._cursor.page == "network":
            self.network.fit()
        elif self._cursor.page == "filter" and self.filter().is_photo:
            self.filter().photo.viewport.fit()
