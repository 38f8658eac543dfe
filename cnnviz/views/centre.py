"""The centre of the window: the page that is chosen, or the explanation over the Network page."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cnnviz.state.cursor import Cursor
from cnnviz.views.network_bar import NetworkBar
from cnnviz.views.network_page import NetworkPage
from cnnviz.views.scale_bar import ScaleBar

if TYPE_CHECKING:  # imported when it is made
    from cnnviz.views.explanation.view import ExplanationView

PageName = Literal["filter", "network"]


class Centre(QStackedWidget):
    """Holds the pages; an open explanation takes the place of the network."""

    page_changed = Signal()

    def __init__(
        self,
        cursor: Cursor,
        network_bar: NetworkBar,
        network: NetworkPage,
        make_explanation: Callable[[], "ExplanationView"],
        scale_bar: ScaleBar,
    ) -> None:
        super().__init__()
        self._cursor, self._network = cursor, network
        self._make_explanation = make_explanation
        self._page: PageName = "network"
        self.setObjectName("centre")
        self._maps = QStackedWidget()
        column = QWidget()
        rows = QVBoxLayout(column)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._bar = network_bar
        self._maps.addWidget(network)
        rows.addWidget(network_bar)
        rows.addWidget(self._maps, stretch=1)
        rows.addWidget(scale_bar)
        self._column = column
        self.addWidget(column)
        cursor.changed.connect(self._show)

    @cached_property
    def explanation(self) -> "ExplanationView":
        """The explanation; made when one is first opened, so that the window starts sooner."""
        made = self._make_explanation()
        self._maps.addWidget(made)
        return made

    @property
    def page(self) -> PageName:
        """The page that is chosen."""
        return self._page

    def show_page(self, page: PageName) -> None:
        """Choose a page."""
        if page != self._page:
            self._page = page
            self._show()
            self.page_changed.emit()

    def focus_page(self) -> None:
        """Give the keys to what is shown."""
        shown = self.explanation if self._cursor.is_open else self._network
        shown.setFocus()

    def _show(self) -> None:
        shown = self.explanation if self._cursor.is_open else self._network
        if self._maps.currentWidget() is not shown:
            self._bar.setVisible(shown is self._network)
            self._maps.setCurrentWidget(shown)
            shown.setFocus()
