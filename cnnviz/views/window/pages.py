"""The centre of the window: the page that is chosen, or the explanation over the Network page."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cnnviz.state.cursor import Cursor
from cnnviz.views.bars.network_bar import NetworkBar
from cnnviz.views.bars.scale_bar import ScaleBar
from cnnviz.views.network.page import NetworkPage

if TYPE_CHECKING:  # imported when they are made
    from cnnviz.views.explanation.view import ExplanationView
    from cnnviz.views.filter.page import FilterPage
    from cnnviz.views.train.page import TrainPage

PageName = Literal["filter", "network", "train"]


class Centre(QWidget):
    """Holds the pages; an open explanation takes the place of the network."""

    page_changed = Signal()
    about_to_show = Signal()  # another page or explanation follows: time to make room for it

    def __init__(
        self,
        cursor: Cursor,
        bars: tuple[NetworkBar, ScaleBar],
        network: NetworkPage,
        make_explanation: Callable[[], "ExplanationView"],
        make_filter: Callable[[], "FilterPage"],
        make_train: Callable[[], "TrainPage"],
    ) -> None:
        """Put the pages between their bars.

        Args:
            cursor: Whether an explanation is open.
            bars: Above and below the pages.
            network: The page of the whole network.
            make_explanation: Makes the explanation, when one is first opened.
            make_filter: Makes the Filter page, when it is first looked at.
            make_train: Makes the Train page, the same.
        """
        super().__init__()
        self._cursor, self._network = cursor, network
        self._make_explanation, self._make_filter = make_explanation, make_filter
        self._make_train = make_train
        self._page: PageName = "network"
        self.setObjectName("centre")
        self._pages = QStackedWidget()
        self._pages.addWidget(network)
        self._bar = bars[0]
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(bars[0])
        rows.addWidget(self._pages, stretch=1)
        rows.addWidget(bars[1])
        cursor.changed.connect(self._show)

    @cached_property
    def explanation(self) -> "ExplanationView":
        """The explanation; made when one is first opened, so that the window starts sooner."""
        made = self._make_explanation()
        self._pages.addWidget(made)
        return made

    @cached_property
    def filter(self) -> "FilterPage":
        """The Filter page; made when it is first looked at."""
        made = self._make_filter()
        self._pages.addWidget(made)
        return made

    @cached_property
    def train(self) -> "TrainPage":
        """The Train page; made when it is first looked at."""
        made = self._make_train()
        self._pages.addWidget(made)
        return made

    @property
    def page(self) -> PageName:
        """The page that is chosen."""
        return self._page

    def show_page(self, page: PageName) -> None:
        """Choose a page. The Filter page opens at the explanation of a value of its filter."""
        if page == self._page:
            return
        self._page = page
        if page == "filter":
            self.filter.enter()
        else:
            self._cursor.close()
        self._show()
        self.page_changed.emit()

    def focus_page(self) -> None:
        """Give the keys to what is shown."""
        self._shown().setFocus()

    def _shown(self) -> QWidget:
        if self._page == "train":
            return self.train
        if self._page == "filter":
            return self.filter
        return self.explanation if self._cursor.is_open else self._network

    def _show(self) -> None:
        if not self.isVisible():
            return  # while something is presented; `showEvent` catches up
        shown, before = self._shown(), self._pages.currentWidget()
        if before is not None and before is not shown:
            before.hide()  # it is not laid out for a room that another page gets
        self.about_to_show.emit()
        if before is not shown:
            self._bar.setVisible(self._page == "filter" or shown is self._network)
            self._pages.setCurrentWidget(shown)
            shown.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what was chosen or opened while the pages were hidden."""
        super().showEvent(event)
        self._show()

    # Zoom, of whatever is shown

    def zoom_by(self, factor: float) -> None:
        """Draw the network, or the picture on the Filter page, larger or smaller."""
        if self._page == "network":
            self._network.zoom_by(factor)
        elif self._page == "filter" and self.filter.is_photo:
            self.filter.photo.viewport.zoom_by(factor, self.filter.photo.viewport.center)

    def fit(self) -> None:
        """Show the whole network, or the whole picture on the Filter page."""
        if self._page == "network":
            self._network.fit()
        elif self._page == "filter" and self.filter.is_photo:
            self.filter.photo.viewport.fit()
