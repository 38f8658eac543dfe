"""The stages of the filter that the Filter page shows, in the inspector beside it."""

from PySide6.QtCore import QObject

from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.views.inspector.panel import Inspector
from cnnviz.views.window.pages import Pages


class InspectorStages(QObject):
    """Shows them while that page is looked at."""

    def __init__(
        self, document: Document, cursor: Cursor, pages: Pages, inspector: Inspector
    ) -> None:
        super().__init__(inspector)
        self._cursor, self._pages, self._inspector = cursor, pages, inspector
        pages.shown.connect(self.refresh)
        document.changed.connect(self._on_document_changed)

    def refresh(self) -> None:
        """Show the stages of the page as it is now, or none beside another page."""
        page = self._pages.filter() if self._cursor.page == "filter" else None
        if page is None or page.stages is None:
            self._inspector.show_stages(None)
        else:
            self._inspector.show_stages((page.stages, *page.place))

    def _on_document_changed(self, before: object, after: object) -> None:
        if self._cursor.page == "filter":
            self.refresh()
