"""Pictures side by side, as large as the room allows: filters, digits, mistakes."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnviz.language import ngettext
from cnnviz.text.numbers import count_text
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.controls.short_words import with_short_words
from cnnviz.views.look.theme import Look

LEAST, LARGEST = 40, 220  # pixels at 100 %: the side of a picture
GAP = 10
LETTERS = 14  # pixels at 100 %


class Wall(QWidget):
    """As many pictures as have room, hard pixels, each with a caption."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._images: Sequence[QImage] = ()
        self._captions: Sequence[str] = ()
        self._count = 0  # of all there are
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.changed.connect(self.update)

    @property
    def images(self) -> Sequence[QImage]:
        """What is shown."""
        return self._images

    def show_images(
        self, images: Sequence[QImage], captions: Sequence[str], name: str, count: int = 0
    ) -> None:
        """Show pictures.

        Args:
            images: They are drawn without smoothing.
            captions: What stands below each; "" for nothing.
            name: What they are, for a screen reader.
            count: How many there are of them, if these are not all.
        """
        self._images, self._captions = images, captions
        self._count = max(count, len(images))
        self.setAccessibleName(name)
        self.setAccessibleDescription(", ".join(filter(None, captions)))
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for a few pictures."""
        return QSize(self._look.px(300), self._look.px(200))

    def minimumSizeHint(self) -> QSize:
        """Return room for one."""
        return QSize(self._look.px(LEAST), self._look.px(LEAST + 2 * LETTERS))

    def _below(self) -> int:
        """Return the height of a caption, in pixels."""
        lines = max((text.count("\n") + 1 for text in self._captions if text), default=0)
        return round(lines * self._look.metrics(LETTERS).height())

    def arrangement(self) -> tuple[int, int, int]:
        """Return the columns, rows and side of the pictures, in pixels."""
        gap, below, px = self._look.px(GAP), self._below(), self._look.px
        count, high = max(1, len(self._images)), self.height() - self._rest_height()
        best = (1, 1, 1)
        for columns in range(1, count + 1):
            rows = -(-count // columns)
            side = min((self.width() + gap) // columns, (high + gap) // rows - below) - gap
            if side > best[2]:
                best = columns, rows, side
        if best[2] >= px(LEAST):
            return best[0], best[1], min(best[2], px(LARGEST))
        pitch = px(LEAST) + gap
        return (
            max(1, (self.width() + gap) // pitch),
            max(1, (high + gap) // (pitch + below)),
            px(LEAST),
        )

    def _rest_height(self) -> int:
        is_cut = self._count > len(self._images)
        return round(self._look.metrics(LETTERS).height() * 1.4) if is_cut else 0

    def place_of(self, index: int) -> QRect:
        """Return where a picture stands; empty where it has no room."""
        columns, rows, side = self.arrangement()
        row, column = divmod(index, columns)
        if row >= rows:
            return QRect()
        gap, below = self._look.px(GAP), self._below()
        used = min(columns, len(self._images))
        lines = min(rows, -(-len(self._images) // columns))
        left = (self.width() - used * (side + gap) + gap) // 2
        free = self.height() - self._rest_height() - lines * (side + below + gap) + gap
        return QRect(
            left + column * (side + gap), max(0, free // 2) + row * (side + below + gap), side, side
        )

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint the pictures with their captions."""
        colors, below = self._look.colors, self._below()
        painter.setFont(self._look.font(LETTERS))
        shown, bottom = 0, 0
        for index, (image, caption) in enumerate(zip(self._images, self._captions, strict=True)):
            place = self.place_of(index)
            if place.isEmpty():
                break
            shown, bottom = shown + 1, place.bottom() + below
            painter.drawImage(place, image)
            painter.setPen(QPen(QColor(colors.line), 1))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
            painter.setPen(QColor(colors.text))
            wide = place.width() + self._look.px(GAP)
            lines = (
                with_short_words(line, self._look.metrics(LETTERS), wide)
                for line in caption.split("\n")
            )
            under = QRect(place.center().x() - wide // 2, place.bottom() + 1, wide, below)
            painter.drawText(under, Qt.AlignmentFlag.AlignHCenter, "\n".join(lines))
        if shown < self._count:
            text = ngettext("{shown} of {n}", "{shown} of {n}", self._count)
            painter.setPen(QColor(colors.muted))
            words = text.format(shown=count_text(shown), n=count_text(self._count))
            rest = QRect(0, bottom, self.width(), self.height() - bottom)
            painter.drawText(rest, Qt.AlignmentFlag.AlignCenter, words)
