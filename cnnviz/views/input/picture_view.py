"""Shows one picture in a square: smooth when it is made smaller, hard pixels when larger."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look


class PictureView(QWidget):
    """Fits a picture into a square; without one it shows a hint in a dashed frame."""

    def __init__(
        self,
        look: Look,
        name: str,
        *,
        side: float | None = None,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make a view.

        Args:
            look: Colours and sizes.
            name: What it shows, for screen readers.
            side: Its side in pixels at 100 %; None for as wide as its place.
            hint: What to say while there is no picture.
            parent: The widget it lies in.
        """
        super().__init__(parent)
        self._look, self._side, self._hint = look, side, hint
        self._image: QImage | None = None
        self._scaled: QImage | None = None  # the image at the size it is painted
        kinds = QSizePolicy.Policy
        policy = QSizePolicy(kinds.Fixed, kinds.Fixed)
        if side is None:
            policy = QSizePolicy(kinds.Expanding, kinds.Preferred)
        policy.setHeightForWidth(side is None)
        self.setSizePolicy(policy)
        self.setAccessibleName(name)
        self.setAccessibleDescription(hint)
        look.changed.connect(self._on_look_changed)

    def show_image(self, image: QImage | None) -> None:
        """Show another picture, or the hint."""
        self._image, self._scaled = image, None
        self.setAccessibleDescription("" if image else self._hint)
        self.update()

    @property
    def image(self) -> QImage | None:
        """The picture shown, in its own size."""
        return self._image

    def sizeHint(self) -> QSize:
        """Return a square."""
        side = self._look.px(self._side or 200)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest square that still shows something."""
        side = self._look.px(self._side or 64)
        return QSize(side, side)

    def heightForWidth(self, width: int) -> int:
        """Return the width: it is a square."""
        return width if self._side is None else self.sizeHint().height()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint the picture in a thin frame, or the hint."""
        colors = self._look.colors
        painter.fillRect(self.rect(), QColor(colors.surface))
        if self._image is None:
            self._paint_hint(painter)
            return
        place = _fitted(self._image.size(), self.rect().adjusted(1, 1, -1, -1))
        painter.drawImage(place, self._ready(place.size(), self.devicePixelRatioF()))
        painter.setPen(QPen(QColor(colors.line), 1))
        painter.drawRect(place.adjusted(-1, -1, 0, 0))

    def _paint_hint(self, painter: QPainter) -> None:
        colors = self._look.colors
        painter.setPen(QPen(QColor(colors.muted), 1, Qt.PenStyle.DashLine))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        margin = self._look.px(12)
        room = self.rect().adjusted(margin, margin, -margin, -margin)
        painter.setFont(self._look.font())
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, flags, self._hint)

    def _ready(self, size: QSize, ratio: float) -> QImage:
        """Return the image at the size of the screen's pixels."""
        image = self._image or QImage()
        wanted = QSize(round(size.width() * ratio), round(size.height() * ratio))
        if self._scaled is None or self._scaled.size() != wanted:
            is_smaller = wanted.width() < image.width()
            how = Qt.TransformationMode
            self._scaled = image.scaled(
                wanted,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                how.SmoothTransformation if is_smaller else how.FastTransformation,
            )
        return self._scaled

    def _on_look_changed(self) -> None:
        self._scaled = None
        self.updateGeometry()
        self.update()


def _fitted(size: QSize, room: QRect) -> QRect:
    """Return where a picture lies in the middle of a room, with its proportions kept."""
    fitted = size.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    left = room.x() + (room.width() - fitted.width()) // 2
    top = room.y() + (room.height() - fitted.height()) // 2
    return QRect(left, top, fitted.width(), fitted.height())
