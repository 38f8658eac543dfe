"""The part of a network that is seen, kept with the place: it is saved and shown again with it."""

from PySide6.QtCore import QObject, Signal

from cnnviz.project.place import Zoom
from cnnviz.state.cursor import Cursor
from cnnviz.views.network.camera import Camera


class KeptPart(QObject):
    """Keeps camera and place alike, whichever of them moves."""

    shown = Signal()  # the camera has moved to where the place says

    def __init__(self, camera: Camera, cursor: Cursor, parent: QObject) -> None:
        super().__init__(parent)
        self._camera, self._cursor = camera, cursor
        self._kept: Zoom | None = None
        cursor.zoomed.connect(self._on_zoomed)

    def keep(self) -> None:
        """Make what is seen part of the place."""
        self._kept = self._camera.part
        self._cursor.keep_zoom("network", self._kept)

    def show(self) -> None:
        """Show what the place says is seen: all that fits, around the current node, or a part."""
        self._kept = self._cursor.place.zoom("network")
        if self._kept is None:
            self._camera.fit()
            self._camera.show_node(self._cursor.node)
        else:
            self._camera.show_part(self._kept)

    def _on_zoomed(self) -> None:
        if self._cursor.place.zoom("network") != self._kept:  # else it was heard from here
            self.show()
            self.shown.emit()
