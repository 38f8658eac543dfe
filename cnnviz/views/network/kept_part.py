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
        self._node = cursor.node  # that was brought into sight last
        cursor.zoomed.connect(self._on_zoomed)

    def keep(self) -> None:
        """Make what is seen part of the place, once there is a page."""
        if not self._camera.has_page:
            return
        self._kept = self._camera.part(self._cursor.selected)
        self._cursor.keep_zoom("network", self._kept)

    def fit(self) -> None:
        """Show the whole network, as large as fits; of a wide one, what the current node is in."""
        self._camera.fit()
        self._camera.show_node(self._cursor.node)
        self.keep()

    def follow(self, *, is_moved: bool) -> None:
        """Bring what the cursor went to into sight, unless nothing is to be moved."""
        node, selected = self._cursor.node, self._cursor.selected
        is_new, self._node = node != self._node, node
        if is_moved and is_new:
            self._camera.show_node(node)
        elif is_moved and selected is not None and self._camera.zoom == 1.0:
            self._camera.show_node(selected.node)

    def show(self) -> None:
        """Show what the place says is seen: all that fits, around the current node, or a part."""
        self._kept, self._node = self._cursor.place.zoom("network"), self._cursor.node
        if self._kept is None:
            self._camera.fit()
            self._camera.show_node(self._node)
        else:
            self._camera.show_part(self._kept)

    def _on_zoomed(self) -> None:
        if self._cursor.place.zoom("network") != self._kept:  # else it was heard from here
            self.show()
            self.shown.emit()
