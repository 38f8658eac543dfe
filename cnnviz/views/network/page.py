"""The Network page: a column for each layer, with its maps; keys, mouse, hover, selection."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnviz.cnn.network import INPUT, Network
from cnnviz.language import _
from cnnviz.project.place import Position
from cnnviz.project.project import Project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.reveal import Reveal
from cnnviz.views.controls.fingers import Fingers, two_finger_shift
from cnnviz.views.controls.focus_frame import paint_focus_frame
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.controls.tips import show_tip
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.images import MapImages
from cnnviz.views.network import painter as paint
from cnnviz.views.network.block_marks import block_at, count_at, folding_tip, maps_tip
from cnnviz.views.network.camera import Camera
from cnnviz.views.network.description import description
from cnnviz.views.network.headings import headings_differ
from cnnviz.views.network.kept_part import KeptPart
from cnnviz.views.network.output_list import paint_best, paint_output
from cnnviz.views.network.panned import Panned
from cnnviz.views.network.placement import Placement


class NetworkPage(QWidget):
    """Shows the trace of the document; asks the cursor to select what is clicked."""

    hovered = Signal(object)  # Position under the pointer, or None

    def __init__(self, document: Document, cursor: Cursor, reveal: Reveal, look: Look) -> None:
        super().__init__()
        self._document, self._cursor, self._reveal, self._look = document, cursor, reveal, look
        self._images = MapImages()
        self.camera = Camera(document, cursor, look)  # what is seen of the network
        self._fingers = Fingers(self, self._on_pinched)
        self._part = KeptPart(self.camera, cursor, self)
        self._hover: Position | None = None
        self._shows_focus = self._is_pointing = False
        self._pan_from: QPointF | None = None
        self._tip = ""  # of the heading under the pointer
        self._looked_at = cursor.place.looked_at
        self._placement: Placement | None = None  # that the two below are made for
        self._still: paint.Still | None = None  # edges and headings
        self._background: QPixmap | None = None
        self._panned: Panned | None = None  # while nothing else happens
        self.setObjectName("network-page")
        self.setAccessibleName(_("Network"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        document.changed.connect(self._on_document_changed)
        cursor.changed.connect(self._on_cursor_changed)
        self._part.shown.connect(self.update)
        reveal.changed.connect(self._on_reveal_changed)
        look.changed.connect(self._on_look_changed)
        self._describe()

    # What is shown

    @property
    def hover(self) -> Position | None:
        """The value under the pointer, or None."""
        return self._hover

    @property
    def zoom(self) -> float:
        """How much larger than fitted to the page the network is drawn."""
        return self.camera.zoom

    def sizeHint(self) -> QSize:
        """Return a size that shows the shipped networks well."""
        return QSize(self._look.px(740), self._look.px(520))

    def minimumSizeHint(self) -> QSize:
        """Return the least useful size."""
        return QSize(160, 90)

    def scene(self) -> paint.NetworkScene:
        """Return everything the painter needs, for the state as it is now."""
        placement = self.camera.placement()
        if placement is not self._placement:
            self._placement, self._still, self._background = placement, None, None
        return paint.NetworkScene(
            self._document.forward, placement, self._look, self._cursor.node, self._hidden_cells,
            self._cursor.unfolded,
            frozenset() if self._reveal.is_hiding else self._document.forward.trace.awaited,
        )  # fmt: skip

    @property
    def _network(self) -> Network:
        return self._document.forward.trace.network

    def count_at(self, place: QPointF) -> str | None:
        """Return the node whose very many maps are told of at a place of the widget."""
        scene = self.scene()
        if self._still is None:
            self._still = paint.still(scene, self.width())
        return count_at(place, self._still.headings, self._look)

    def block_at(self, place: QPointF) -> str | None:
        """Return the block whose name or heading lies at a place of the widget."""
        scene = self.scene()
        if self._still is None:
            self._still = paint.still(scene, self.width())
        return block_at(place, scene.place, self._still.headings, self._network, self._look)

    def _hidden_cells(self, node: str, channel: int) -> NDArray[np.bool_] | None:
        """Return which cells of a map are still to be found; the input is given."""
        return self._reveal.hidden_cells(node, channel) if node != INPUT else None

    def cell_rect(self, node: str, channel: int) -> QRectF:
        """Return where a map or value stands on the widget, in pixels."""
        return self.camera.cell(node, channel)

    def position_at(self, place: QPointF) -> Position | None:
        """Return which value of which node lies at a place of the widget; None where there is none.

        Steps not reached yet have no values to point at.
        """
        return paint.position_at(self.scene(), place)

    # Zoom and pan

    def fit(self) -> None:
        """Show the whole network, as large as fits; of a wide one, what the current node is in."""
        self._part.fit()
        self.update()

    def zoom_by(self, factor: float, place: QPointF | None = None) -> None:
        """Zoom in (factor above 1) or out; `place` stays where it is, by default the middle."""
        self.camera.zoom_by(factor, place)
        self._keep()

    def look_at(self, position: Position) -> None:
        """Show one map, or the part of a strip around a value, as large as the page allows."""
        self.camera.look_at(position.node, position.channel)
        self._keep()

    def pan_by(self, delta: QPointF) -> None:
        """Move the drawing; it never leaves the page altogether."""
        self.camera.pan_by(delta)
        self._panned = self._panned or Panned(self._images)
        self._keep()

    def _keep(self) -> None:
        self._part.keep()
        self.update()

    # Signals

    def _on_reveal_changed(self) -> None:
        self._panned = None
        self.update()

    def _on_document_changed(self, before: Project, after: Project) -> None:
        self._panned = None
        self._drop_lost_hover()
        if len(before.network.layers) != len(after.network.layers):
            self.fit()
        elif not self.camera.is_arranged() or (
            before.network is not after.network and headings_differ(before.network, after.network)
        ):
            self.camera.rearrange(self.size())
            self.camera.drop()
        self._describe()
        self.update()

    def _on_cursor_changed(self) -> None:
        self._background = self._panned = None
        self._drop_lost_hover()
        self._describe()
        before, self._looked_at = self._looked_at, self._cursor.place.looked_at
        is_refolded = not self.camera.is_arranged()
        if is_refolded:
            self.camera.refold(self._network.blocks)
        stays = self._is_pointing or (is_refolded and before == self._looked_at)
        self._part.follow(is_moved=not stays)
        self._keep()

    def _drop_lost_hover(self) -> None:
        """Forget what was under the pointer where it is gone, or folded away by keys."""
        over, shapes = self._hover, self._document.forward.trace.shapes
        if over is not None and not (over.is_in(shapes) and self._cursor.shown.is_shown(over.node)):
            self._set_hover(None)

    def _on_look_changed(self) -> None:
        self._panned = None
        self.camera.rearrange(self.size())
        self.fit()

    def _describe(self) -> None:
        self.setAccessibleDescription(description(self._document.forward.trace, self._cursor))

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the columns for the new size."""
        self.camera.rearrange(self.size())
        self._part.show()
        self.update()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint what is cached, the maps, and what is lit."""
        scene, ratio = self.scene(), self.devicePixelRatioF()
        if self._panned is None:
            self._paint(painter, scene, ratio)
        else:
            painter.drawPixmap(0, 0, self._panned.picture(scene, self.size(), ratio))
            painter.setClipRect(paint.below_headings(scene, self.rect()))
        paint.lights(painter, scene, self._cursor.framed, self._hover)
        if self._shows_focus and self.hasFocus():
            paint_focus_frame(painter, self._look, self.rect())

    def _paint(self, painter: QPainter, scene: paint.NetworkScene, ratio: float) -> None:
        """Paint everything but what is lit."""
        if self._background is None or self._background.deviceIndependentSize() != self.size():
            if self._still is None:
                self._still = paint.still(scene, self.width())
            self._background = paint.background(scene, self._still, self.size(), ratio)
        painter.drawPixmap(0, 0, self._background)
        paint.maps(painter, scene, self._images, self.rect())
        paint.numbers(painter, scene, self.rect())
        paint_output(painter, scene)
        paint_best(painter, scene)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select what is clicked; the middle button, or the left one on empty ground, pans."""
        position = self.position_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and position is not None:
            self._is_pointing = True  # nothing moves under the pointer
            self._cursor.select(position)
            self._is_pointing = False
        elif event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pan_from = event.position()
            self._pressed_at = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, or light what is under the pointer."""
        if self._pan_from is not None:
            self.pan_by(event.position() - self._pan_from)
            self._pan_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            return
        self._set_hover(self.position_at(event.position()))
        node, block = self.count_at(event.position()), self.block_at(event.position())
        if node is not None:
            self._tell_click(
                maps_tip(self._cursor.place.sorting, is_whole=node in self._cursor.place.whole)
            )
        elif block is not None:
            self._tell_click(folding_tip(block, is_folded=block in self._cursor.folded))
        else:
            self._tell_click("")

    def _tell_click(self, tip: str) -> None:
        """Show what a click on a heading does; "" where it does nothing."""
        if tip != self._tip:
            self._tip = tip
            show_tip(self, tip)
            if tip:
                self.setCursor(Qt.CursorShape.PointingHandCursor)
            else:
                self.unsetCursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a pan; a click on empty ground selects nothing."""
        if self._pan_from is None:
            return
        moved = (event.position() - self._pressed_at).manhattanLength()
        self._pan_from, self._tip = None, ""
        self.unsetCursor()
        if event.button() == Qt.MouseButton.LeftButton and moved < 3:
            node, block = self.count_at(event.position()), self.block_at(event.position())
            if node is not None:
                self._cursor.show_maps(node, is_whole=node not in self._cursor.place.whole)
            elif block is None:
                self._cursor.select(None)
            else:
                self._cursor.fold([block], is_folded=block not in self._cursor.folded)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Zoom in on a map; on empty ground, show the whole network."""
        position = self.position_at(event.position())
        if position is None:
            self.fit()
        else:
            self.look_at(position)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; with Shift, or sideways, or with two fingers, pan."""
        delta, shift = event.angleDelta(), two_finger_shift(event)
        if shift is not None:
            self.pan_by(shift)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or delta.x():
            sideways = delta.x() or delta.y()
            self.pan_by(QPointF(sideways / 2, 0))
        else:
            self.zoom_by(1.2 ** (delta.y() / 120), event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Zoom with two fingers, on a touchpad or on the screen."""
        if isinstance(event, QTouchEvent):
            self._fingers.take(event)
            return True
        zoom = Qt.NativeGestureType.ZoomNativeGesture
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == zoom:
            self.zoom_by(1 + event.value(), event.position())
            return True
        return super().event(event)

    def _on_pinched(self, factor: float, before: QPointF, now: QPointF) -> None:
        self.zoom_by(factor, before)
        self.pan_by(now - before)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus where the keyboard brought it."""
        reasons = Qt.FocusReason
        self._shows_focus = event.reason() in (
            reasons.TabFocusReason,
            reasons.BacktabFocusReason,
        )
        super().focusInEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Light only the selection again."""
        self._set_hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the selection: up and down in a layer, with Shift also between layers."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        moves = {
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is not None and (shift or move[0] == 0):
            self.move_selection(*move)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._cursor.open()
        elif event.key() == Qt.Key.Key_Escape and self._cursor.selected is not None:
            self._cursor.select(None)
        else:
            super().keyPressEvent(event)

    def move_selection(self, nodes: int, channels: int) -> None:
        """Select a neighbour: so many nodes on in their order, so many maps down."""
        selected = self._cursor.selected or Position(self._cursor.node, -channels)
        shown, shapes = self._cursor.shown, self._document.forward.trace.shapes
        number = min(max(shown.number(selected.node) + nodes, 0), len(shown.names) - 1)
        node = shown.names[number]
        channel = min(max(selected.channel + channels, 0), shapes[node][0] - 1)
        self._cursor.select(Position(node, channel))

    def _set_hover(self, position: Position | None) -> None:
        if position != self._hover:
            self._hover = position
            self.hovered.emit(position)
            self.update()
