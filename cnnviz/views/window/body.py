"""All that stands between the menus and the status bar: header, panels with the page, transport."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnviz.state.cursor import Cursor
from cnnviz.views.bars.transport_bar import TransportBar
from cnnviz.views.window.header import Header
from cnnviz.views.window.panels import Panels


class Body(QWidget):
    """Puts them below each other; the Train page has no steps, and gets the transport's room."""

    def __init__(
        self, cursor: Cursor, header: Header, panels: Panels, transport: TransportBar
    ) -> None:
        super().__init__()
        self._cursor, self._transport = cursor, transport
        self.setObjectName("page")
        self.parts = (header, *panels.parts, transport)  # as F6 goes through them
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(header)
        rows.addWidget(panels, stretch=1)
        rows.addWidget(transport)
        cursor.changed.connect(self._on_cursor_changed)

    def _on_cursor_changed(self) -> None:
        has_steps = self._cursor.page != "train" and not self._cursor.has_put_away("steps")
        if self._transport.isHidden() == has_steps:
            self._transport.setVisible(has_steps)
