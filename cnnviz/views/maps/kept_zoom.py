"""The zoom of a page, kept with the place: it is saved and shown again with it."""

from PySide6.QtCore import QObject

from cnnviz.project.place import PageName, Zoom
from cnnviz.state.cursor import Cursor
from cnnviz.views.maps.viewport import Viewport


class KeptZoom(QObject):
    """Keeps viewport and place alike, whichever of them changes."""

    def __init__(self, viewport: Viewport, cursor: Cursor, page: PageName) -> None:
        """Show the zoom that the place has for a page."""
        super().__init__(viewport)
        self._viewport, self._cursor, self._page = viewport, cursor, page
        viewport.changed.connect(self._keep)
        cursor.zoomed.connect(self._show)
        self._show()

    def _keep(self) -> None:
        view = self._viewport
        is_whole = view.zoom == 1.0
        self._cursor.keep_zoom(
            self._page, None if is_whole else Zoom(self._page, view.zoom, *view.center)
        )

    def _show(self) -> None:
        zoom = self._cursor.place.zoom(self._page)
        if zoom is None:
            self._viewport.fit()
        else:
            self._viewport.look(zoom.factor, (zoom.x, zoom.y))
