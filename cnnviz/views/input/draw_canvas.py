"""The canvas that is drawn on with mouse, pen, fingers or keys."""

from dataclasses import dataclass
from itertools import count

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QWidget

from cnnviz.cnn.ops import Array
from cnnviz.language import _
from cnnviz.project.drawing import Point, moved, stroke
from cnnviz.project.picture import Picture, blank_drawing
from cnnviz.project.project import Project, with_picture
from cnnviz.state.document import Document
from cnnviz.views.controls.bubble import tell
from cnnviz.views.controls.fingers import Fingers
from cnnviz.views.input.drawing_view import DrawingView
from cnnviz.views.input.sample_note import SampleNote
from cnnviz.views.look.theme import Look

DIAMETER, THINNEST, THICKEST = 18, 4, 60  # of the pen, pixels of the drawing
STEP, SMALL_STEP = 10, 2  # of the crosshair, pixels of the drawing
_ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
_PEN_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CLEAR_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_TOOL_KEYS = (Qt.Key.Key_B, Qt.Key.Key_E)
_MINE = (*_ARROWS, *_PEN_KEYS, *_CLEAR_KEYS, *_TOOL_KEYS)
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


@dataclass
class _Stroke:
    gesture: str
    erases: bool
    last: Point


@dataclass
class _Shift:
    gesture: str
    start: Point
    ink: Array  # before the gesture: what leaves the canvas can come back


class DrawCanvas(DrawingView):
    """Shows the drawing, dark ink on white, and makes each movement of the pen an edit.

    Left draws, right or Alt moves the drawing, Shift and a click draw a straight line. With the
    keyboard, arrows move a crosshair, and Space puts the pen down and lifts it.
    """

    erasing_changed = Signal(bool)

    def __init__(self, document: Document, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._document = document
        self._diameter, self._erases = DIAMETER, False
        self._gestures = count(1)
        self._fingers = Fingers(self, self._on_pinched)
        self._gesture: _Stroke | _Shift | None = None
        self._last: Point | None = None  # where the last stroke ended
        self._sample: SampleNote | None = None  # made where one is seen
        self._own: Picture | None = None  # the picture this canvas made last
        self._was_moved = False  # whether the crosshair moved since the pen was put down
        self.setObjectName("draw-canvas")
        self.setAccessibleName(_("Drawing"))
        self.setAccessibleDescription(
            _(
                "Arrow keys move the crosshair, Space or Enter puts the pen down and lifts it, "
                "B takes the brush, E the eraser, [ and ] change its size, Delete clears."
            )
        )
        self.setToolTip(
            _(
                "Draw with the left button. Drag with the right button, or with Alt, to move "
                "the drawing. Shift+click draws a straight line."
            )
        )
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the arrows to the steps
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._show()
        self._show_pen()
        document.changed.connect(self._on_document_changed)

    # The pen

    @property
    def diameter(self) -> int:
        """The width of brush and eraser, in pixels of the drawing."""
        return self._diameter

    def set_diameter(self, diameter: int) -> None:
        """Choose the width of brush and eraser."""
        self._diameter = min(max(diameter, THINNEST), THICKEST)
        self._show_pen()

    @property
    def erases(self) -> bool:
        """Whether the pen takes ink away."""
        return self._erases

    def set_erasing(self, erases: bool) -> None:
        """Choose the eraser or the brush."""
        if erases != self._erases:
            self._erases = erases
            self.erasing_changed.emit(erases)

    # Edits

    @property
    def ink(self) -> Array:
        """What is drawn on (H, W); blank while there is a sample, or a picture of another kind."""
        picture = self._document.project.picture
        is_own = picture.kind == "drawing" and not picture.is_sample
        drawing = picture if is_own else blank_drawing()
        ink: Array = drawing.values[0]
        return ink

    def clear(self) -> None:
        """Take all ink away, as one edit; also a picture that is no drawing."""
        picture = self._document.project.picture
        if self.ink.any() or picture.kind != "drawing" or picture.is_sample:
            self._put(_("Clear"), blank_drawing(), "")

    def _put(self, text: str, picture: Picture, gesture: str) -> None:
        self._own = picture
        after = with_picture(self._document.project, picture)
        refusal = self._document.edit(text, after, gesture=gesture)
        if refusal:
            tell(self._look, self, refusal)

    def _put_ink(self, text: str, ink: Array, gesture: str) -> None:
        self._put(text, Picture("drawing", ink[None], _("Drawing")), gesture)

    def _begin_stroke(self, start: Point, *, erases: bool) -> None:
        self._gesture = _Stroke(f"stroke {next(self._gestures)}", erases, start)
        self._stroke_to(start)

    def _stroke_to(self, end: Point) -> None:
        pen = self._gesture
        if isinstance(pen, _Stroke):
            ink = stroke(self.ink, pen.last, end, self._diameter / 2, erase=pen.erases)
            pen.last = self._last = end
            self._put_ink((_("Erase") if pen.erases else _("Draw")), ink, pen.gesture)

    def _shift_to(self, end: Point) -> None:
        shift = self._gesture
        if isinstance(shift, _Shift):
            distance = round(end[0] - shift.start[0]), round(end[1] - shift.start[1])
            ink = moved(shift.ink, *distance)
            if not np.array_equal(ink, self.ink):
                self._put_ink(_("Move drawing"), ink, shift.gesture)

    # Mouse and pen

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke, or to move the drawing."""
        self._press(event, erases=self._erases)

    def _press(self, event: QMouseEvent | QTabletEvent, *, erases: bool) -> None:
        point = self.point(event.position())
        left = event.button() == Qt.MouseButton.LeftButton
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.button() == Qt.MouseButton.RightButton or (left and alt):
            self._gesture = _Shift(f"shift {next(self._gestures)}", point, self.ink)
        elif left:
            straight = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            start = self._last if straight and self._last else point
            self._begin_stroke(start, erases=erases)
            if start != point:
                self._stroke_to(point)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on drawing or moving the drawing."""
        self._stroke_to(self.point(event.position()))
        self._shift_to(self.point(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the stroke."""
        self._gesture = None

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Draw with a pen, and erase with its other end."""
        is_turned = event.pointerType() == QPointingDevice.PointerType.Eraser
        kind = event.type()
        if kind == QEvent.Type.TabletPress:
            self._press(event, erases=self._erases or is_turned)
        elif kind == QEvent.Type.TabletMove:
            self._stroke_to(self.point(event.position()))
            self._shift_to(self.point(event.position()))
        else:
            self._gesture = None
        event.accept()

    def _on_pinched(self, factor: float, before: QPointF, now: QPointF) -> None:
        """Move the drawing with two fingers."""
        if not isinstance(self._gesture, _Shift):
            gesture = f"shift {next(self._gestures)}"
            self._gesture = _Shift(gesture, self.point(before), self.ink)
        self._shift_to(self.point(now))

    # Keys

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the canvas from the shortcuts of the window; take fingers."""
        if isinstance(event, QTouchEvent):
            self._fingers.take(event)
            if event.type() in (QEvent.Type.TouchEnd, QEvent.Type.TouchCancel):
                self._gesture = None
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.setAccepted(self._takes(event))
            return True
        return super().event(event)

    def _takes(self, event: QKeyEvent) -> bool:
        return event.key() in _MINE and not event.modifiers() & ~_PLAIN

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the crosshair, put the pen down or lift it, change the tool, clear."""
        key = event.key()
        if not self._takes(event):
            event.ignore()
        elif key in _ARROWS:
            small = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._move_crosshair(_ARROWS[Qt.Key(key)], SMALL_STEP if small else STEP)
        elif key in _PEN_KEYS:
            if not event.isAutoRepeat():
                self._press_pen()
        elif key in _CLEAR_KEYS:
            self.clear()
        else:
            self.set_erasing(key == Qt.Key.Key_E)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Lift the pen where its key was held during a stroke."""
        if event.key() in _PEN_KEYS and not event.isAutoRepeat() and self._was_moved:
            self._gesture = None
            self._show_pen()

    def _move_crosshair(self, way: tuple[int, int], step: int) -> None:
        rows, columns = self.ink.shape
        self._crosshair = (
            min(max(self._crosshair[0] + step * way[0], 0.0), float(rows)),
            min(max(self._crosshair[1] + step * way[1], 0.0), float(columns)),
        )
        self._was_moved = True
        self._stroke_to(self._crosshair)
        self._show_pen()

    def _press_pen(self) -> None:
        if self._gesture is None:
            self._was_moved = False
            self._begin_stroke(self._crosshair, erases=self._erases)
        else:
            self._gesture = None
        self._show_pen()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Lift the pen."""
        super().focusOutEvent(event)
        self._gesture = None
        self._show_pen()

    # What is shown

    def _on_document_changed(self, before: Project, after: Project) -> None:
        if before.picture is not after.picture:
            if after.picture is not self._own:  # undone, opened, a sample
                self._gesture = self._last = None
            self._show()

    def _show(self) -> None:
        picture = self._document.project.picture
        if picture.is_sample:
            hint, ink = "", picture.values[0]
        elif picture.kind != "drawing":
            hint, ink = _("Draw here to replace the picture"), self.ink
        else:
            ink = self.ink
            hint = "" if ink.any() else _("Draw a digit here")
        self.show_ink(ink, hint)
        if picture.is_sample or self._sample is not None:
            self._show_sample(is_shown=picture.is_sample)

    def _show_sample(self, *, is_shown: bool) -> None:
        """Say that what is seen is a sample, and offer to draw."""
        if self._sample is None:
            self._sample = SampleNote(self._look, self)
            self._sample.draw.clicked.connect(self.clear)
        self._sample.setVisible(is_shown)

    def _show_pen(self) -> None:
        self.show_pen(self._diameter, self._crosshair, is_down=self._gesture is not None)
