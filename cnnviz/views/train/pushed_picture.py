"""A digit that is pushed over its square, by the mouse or the arrow keys."""

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from cnnviz.cnn.ops import Array
from cnnviz.cnn.shift_comparison import moved_by
from cnnviz.language import N_, _
from cnnviz.state.pushed_digit import PushedDigit
from cnnviz.text.numbers import MINUS
from cnnviz.views.cells.painting import FRAME
from cnnviz.views.controls.painted_view import PaintedView
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look
from cnnviz.views.train.picture_grid import picture_image

NO_DIGIT = N_(
    "Draw a digit on the Network page (Ctrl+2), in a network for digits; then push it around here."
)
_MOVES = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}  # fmt: skip


class PushedPicture(PaintedView):
    """A digit that the mouse or the arrow keys push over its square."""

    def __init__(self, push: PushedDigit, look: Look) -> None:
        super().__init__()
        self._push, self._look = push, look
        self._picture: Array | None = None
        self._pressed: tuple[QPoint, tuple[int, int]] | None = None
        self.setObjectName("pushed-picture")
        self.setAccessibleName(_("Your digit"))
        self.setToolTip(_("Drag the digit, or push it with the arrow keys"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        push.changed.connect(self._on_pushed)
        look.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return a square."""
        return QSize(self._look.px(168), self._look.px(168))

    def show_picture(self, picture: Array | None) -> None:
        """Show a digit (1, 28, 28), 1 is ink; None: there is none."""
        self._picture = picture
        self.update()

    def values(self) -> Array:
        """Return the digit where it was pushed to."""
        assert self._picture is not None  # asked only for a digit
        return moved_by(self._picture, *self._push.shift)

    def _on_pushed(self) -> None:
        down, right = self._push.shift
        text = _("{down} pixels down, {right} right")
        self.setAccessibleDescription(text.format(down=down, right=right))
        self.update()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint the pushed digit, and how far it was pushed."""
        if self._picture is None:
            painter.setPen(QColor(self._look.colors.muted))
            wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter
            margin = self._look.px(8)
            room = self.rect().adjusted(margin, margin, -margin, -margin)
            painter.drawText(room, wrap, _(NO_DIGIT))
        else:
            values = np.clip(np.nan_to_num(self.values()), 0, 1)
            levels = (values * 255).round().astype(np.uint8)
            painter.drawImage(self.rect(), picture_image(levels))
            painter.setFont(self._look.font(11))
            painter.setPen(QColor(FRAME))  # on paper in every theme
            down, right = (f"{pixels:+d}".replace("-", MINUS) for pixels in self._push.shift)
            text = _("{down} down, {right} right").format(down=down, right=right)
            place = QRect(4, self.height() - self._look.px(18), self.width(), self._look.px(18))
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft, text)
        edge = self._look.colors.accent if self.hasFocus() else self._look.colors.line
        painter.setPen(QColor(edge))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to push."""
        self._pressed = event.position().toPoint(), self._push.shift

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Push."""
        if self._pressed is not None:
            way, cell = event.position().toPoint() - self._pressed[0], self.width() / 28
            down, right = self._pressed[1]
            self._push.push_to(down + round(way.y() / cell), right + round(way.x() / cell))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End pushing."""
        self._pressed = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Push by one pixel."""
        move = _MOVES.get(Qt.Key(event.key()))
        if move is None:
            event.ignore()
        else:
            self._push.push_by(*move)

    def takes(self, event: QKeyEvent) -> bool:
        """Take the arrows."""
        return Qt.Key(event.key()) in _MOVES
