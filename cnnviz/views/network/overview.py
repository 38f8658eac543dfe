"""The strip above a large network: all of its parts, which are seen, and a way to each."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen

from cnnviz.cnn.network import Network
from cnnviz.cnn.parts import NetworkPart, parts_of
from cnnviz.language import _
from cnnviz.project.project import Project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.views.controls.focus_frame import paint_focus_frame
from cnnviz.views.controls.painted_view import PaintedView
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look
from cnnviz.views.network.camera import Camera
from cnnviz.views.network.part_titles import part_story, part_titles

SIZE = 11  # of the names
HEIGHT = 34  # pixels at 100 %, with the margins
GAP = 4
PADDING = 6  # beside a name
LEAST = 3  # the width of a part, if there are very many


class Overview(PaintedView):
    """Shows the parts of a network in a row; a click or the arrows bring one of them into sight.

    Only what is seen moves: the layer that is looked at stays, unless what is asked for was not
    reached yet.
    """

    def __init__(self, document: Document, cursor: Cursor, camera: Camera, look: Look) -> None:
        super().__init__()
        self._document, self._cursor, self._camera, self._look = document, cursor, camera, look
        self._known: tuple[Network | None, tuple[NetworkPart, ...]] = (None, ())
        self._at = 0  # the part that the arrows have come to
        self.setObjectName("network-overview")
        self.setAccessibleName(_("Parts of the network"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        document.changed.connect(self._on_document_changed)
        cursor.changed.connect(self._on_cursor_changed)
        cursor.zoomed.connect(self.update)
        look.changed.connect(self.updateGeometry)

    # What is shown

    @property
    def is_useful(self) -> bool:
        """Whether the network is so large that not all of it is seen at once."""
        return self._document.project.network.is_large

    @property
    def parts(self) -> tuple[NetworkPart, ...]:
        """The parts of the network, the input first."""
        network = self._document.forward.trace.network
        before, parts = self._known
        if before is not network:
            if before is None or before.inputs is not network.inputs:
                parts = parts_of(network.shapes, network.blocks)
            self._known = network, parts
        return parts

    @property
    def looked_at(self) -> int:
        """Which part holds the layer that is looked at."""
        node = self._cursor.place.looked_at
        return next(at for at, part in enumerate(self.parts) if node in part.nodes)

    def seen(self) -> set[int]:
        """Return which parts are in sight."""
        nodes = self._camera.nodes_in_sight()
        return {at for at, part in enumerate(self.parts) if nodes.intersection(part.nodes)}

    def part_rects(self) -> list[QRectF]:
        """Return where each part stands: as wide as its name, where there is room for all."""
        metrics, px = self._look.metrics(SIZE, bold=True), self._look.px
        trace, parts, gap = self._document.forward.trace, self.parts, px(GAP)
        wishes = [
            metrics.horizontalAdvance(part_titles(trace, parts, at)[0]) + 2 * px(PADDING)
            for at in range(len(parts))
        ]
        room = self.width() - 2 * px(12)
        gap = min(gap, room // (2 * len(parts)))
        free = max(room - gap * (len(parts) - 1), LEAST * len(parts))
        factor = free / sum(wishes)
        rects, left = [], float(px(12))
        for wish in wishes:
            rects.append(QRectF(left, px(6), wish * factor, self.height() - px(10)))
            left += wish * factor + gap
        return rects

    def _part_at(self, x: float) -> int:
        """Return the part at a place, or the nearest one."""
        rects = self.part_rects()
        return min(
            range(len(rects)), key=lambda at: max(rects[at].left() - x, x - rects[at].right(), 0.0)
        )

    def told_at(self, point: QPoint) -> str:
        """Return what hovering over a part tells."""
        return part_story(self._document.forward.trace, self.parts, self._part_at(point.x()))

    def sizeHint(self) -> QSize:
        """Return a low strip of any width."""
        return QSize(self._look.px(320), self._look.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the least useful size."""
        return QSize(self._look.px(80), self._look.px(HEIGHT))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint every part; what is in sight on a lighter ground, what is looked at in violet."""
        colors, seen, now = self._look.colors, self.seen(), self.looked_at
        painter.fillRect(self.rect(), QColor(colors.ground))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, rect in enumerate(self.part_rects()):
            is_now, is_seen = at == now, at in seen
            edge = colors.accent if is_now else colors.muted if is_seen else colors.line
            fill = colors.accent_soft if is_now else colors.surface if is_seen else colors.ground
            painter.setPen(QPen(QColor(edge), 1))
            painter.setBrush(QColor(fill))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
            self._paint_title(painter, at, rect, is_now=is_now)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self.hasFocus():
            rect = self.part_rects()[min(self._at, len(self.parts) - 1)]
            paint_focus_frame(painter, self._look, rect.toAlignedRect())

    def _paint_title(self, painter: QPainter, at: int, rect: QRectF, *, is_now: bool) -> None:
        """Write the longest name that has room; of very narrow parts none."""
        colors = self._look.colors
        metrics, room = self._look.metrics(SIZE, bold=is_now), rect.width() - self._look.px(4)
        titles = part_titles(self._document.forward.trace, self.parts, at)
        text = next((each for each in titles if metrics.horizontalAdvance(each) <= room), "")
        if text:
            painter.setFont(self._look.font(SIZE, bold=is_now))
            painter.setPen(QColor(colors.accent if is_now else colors.text))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    # Signals

    def _on_document_changed(self, before: Project, after: Project) -> None:
        if before.network.inputs is not after.network.inputs:
            self._at = self.looked_at
        self._describe()

    def _on_cursor_changed(self) -> None:
        if not self.hasFocus():
            self._at = self.looked_at
        self._describe()

    def _describe(self) -> None:
        trace, parts = self._document.forward.trace, self.parts
        self._at = min(self._at, len(parts) - 1)
        self.setAccessibleDescription(part_story(trace, parts, self._at))
        self.update()

    # Ways to go elsewhere

    def show_part(self, number: int) -> None:
        """Bring a part into sight, the nearest one beyond the ends; it is reached, too."""
        parts, network = self.parts, self._document.project.network
        self._at = min(max(number, 0), len(parts) - 1)
        last = parts[self._at].nodes[-1]
        if network.number(last) > network.number(self._cursor.node):
            self._cursor.go_to_layer(last)
        self._cursor.keep_zoom("network", self._camera.part_around(parts[self._at].nodes))
        self._describe()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the part under the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.show_part(self._part_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow a drag."""
        number = self._part_at(event.position().x())
        if event.buttons() & Qt.MouseButton.LeftButton and number != self._at:
            self.show_part(number)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fold or unfold the block under the pointer."""
        self._fold(self._part_at(event.position().x()))

    def _fold(self, number: int) -> None:
        block = self.parts[number].block
        if block:
            self._cursor.fold([block], is_folded=block not in self._cursor.folded)
            self.show_part(number)

    def takes(self, event: QKeyEvent) -> bool:
        """Return whether a key is for the strip."""
        return event.key() in _KEYS

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the part before or after, to the ends; fold or unfold a block."""
        last = len(self.parts) - 1
        match event.key():
            case Qt.Key.Key_Left:
                self.show_part(self._at - 1)
            case Qt.Key.Key_Right:
                self.show_part(self._at + 1)
            case Qt.Key.Key_Home:
                self.show_part(0)
            case Qt.Key.Key_End:
                self.show_part(last)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._fold(self._at)
            case _:
                super().keyPressEvent(event)


_KEYS = (
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
)  # fmt: skip
