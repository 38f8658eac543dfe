"""What the selected value sees of the input, grown layer by layer: small pictures in a row."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from cnnviz.cnn.network import INPUT
from cnnviz.cnn.trace import Trace
from cnnviz.explain.hierarchy import PatchStop, patch_name, patch_stops
from cnnviz.language import _
from cnnviz.project.place import Position
from cnnviz.project.project import ForwardPass
from cnnviz.views.controls.painted_view import PaintedView
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.painter import paint_map
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.sheets.node_maps import node_map

SIDE, GAP, LETTERS = 64, 8, 11  # pixels at 100 %
LINES = 3  # below a picture
REST = 120  # ms without a change until the patches are found: an edit does not wait for them
MOST = 60  # nodes of a network whose patches are looked for
FEWEST = 2  # patches that tell of growing


class PatchStrip(PaintedView):
    """A click on a patch selects the value that sees it."""

    chosen = Signal(object)  # Position

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._wanted: tuple[ForwardPass, Position] | None = None
        self._shown: tuple[ForwardPass, Position] | None = None
        self.stops: tuple[PatchStop, ...] = ()
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self.find_patches)
        self.setObjectName("patch-strip")
        self.setAccessibleName(_("Simple features first, then combined ones"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.updateGeometry)

    def show_value(self, forward: ForwardPass, position: Position) -> None:
        """Show what a value sees, a moment later."""
        now = forward, position
        if self._wanted is None or now[0] is not self._wanted[0] or now[1] != self._wanted[1]:
            self._wanted = now
            self._rest.start()

    def let_go(self) -> None:
        """Keep nothing of what was shown."""
        self._rest.stop()
        self._wanted = self._shown = None
        self.stops = ()

    def find_patches(self) -> None:
        """Find the patches of the value that was asked for last."""
        if self._wanted is None:
            return
        forward, position = self._shown = self._wanted
        trace = forward.trace
        self.stops = ()
        if len(trace.network.names) <= MOST and position.is_in(trace.shapes):
            self.stops = patch_stops(
                trace, position.node, position.place(trace.shapes[position.node])
            )
        self.setVisible(len(self.stops) >= FEWEST)
        self.setAccessibleDescription(", ".join(patch_name(trace, stop) for stop in self.stops))
        self.updateGeometry()
        self.update()

    def place_of(self, index: int) -> QRect:
        """Return where a picture stands."""
        px = self._look.px
        columns = self._columns(self.width())
        row, column = divmod(index, columns)
        pitch = px(SIDE + GAP)
        return QRect(column * pitch, row * self._row_height(), px(SIDE), px(SIDE))

    def _columns(self, width: int) -> int:
        px = self._look.px
        return max(1, (width + px(GAP)) // px(SIDE + GAP))

    def _row_height(self) -> int:
        return self._look.px(SIDE + GAP) + round(LINES * self._look.metrics(LETTERS).height())

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows."""
        return max(1, -(-len(self.stops) // self._columns(width))) * self._row_height()

    def sizeHint(self) -> QSize:
        """Return all rows."""
        return QSize(self._look.px(200), self.heightForWidth(max(self.width(), 1)))

    def minimumSizeHint(self) -> QSize:
        """Return all rows, in little width."""
        return QSize(self._look.px(SIDE), self.sizeHint().height())

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint the input with each patch, and whose it is below."""
        if self._shown is None:
            return
        forward = self._shown[0]
        shown, px = _input(forward), self._look.px
        painter.setFont(self._look.font(LETTERS))
        for index, stop in enumerate(self.stops):
            place = self.place_of(index)
            marks = MapMarks(window=(stop.rows, stop.columns))
            paint_map(painter, place, shown, marks, self._look, event.rect())
            painter.setPen(QPen(QColor(self._look.colors.text)))
            below = QRect(place.x(), place.bottom() + px(2), px(SIDE + GAP), self._row_height())
            flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
            painter.drawText(below, flags, _short(forward.trace, stop))

    def told_at(self, point: QPoint) -> str:
        """Tell a patch."""
        index = self._index_at(point)
        if index is None or self._shown is None:
            return ""
        return patch_name(self._shown[0].trace, self.stops[index])

    def _index_at(self, point: QPoint) -> int | None:
        found = (i for i in range(len(self.stops)) if self.place_of(i).contains(point))
        return next(found, None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the value whose patch is under the pointer."""
        index = self._index_at(event.position().toPoint())
        if index is not None:
            stop = self.stops[index]
            self.chosen.emit(Position(stop.node, *stop.place))


def _short(trace: Trace, stop: PatchStop) -> str:
    text = _("{layer}\n{rows}×{columns}")
    layer = trace.network.layer_name(stop.node)
    return text.format(layer=layer, rows=stop.size[0], columns=stop.size[1])


def _input(forward: ForwardPass) -> MapShown:
    values = forward.trace.image
    return MapShown(values) if len(values) == 3 else node_map(forward, INPUT, 0)
