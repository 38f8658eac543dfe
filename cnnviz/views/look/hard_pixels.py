"""Pictures of few pixels painted large: each pixel stays one square, on paper as on the screen.

Programs that show an SVG or a PDF smooth a picture they enlarge. There, each pixel is painted as
a square; where these are many, the picture is enlarged before.
"""

from collections.abc import Iterable

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPaintEngine, QPainter

MOST_SQUARES = 2500  # pixels that are painted one by one
LEAST_SQUARE = 6  # pixels; smaller ones are no cells to anybody
FINE = 4.0  # pixels of an enlarged picture for each pixel of its place
_ON_PAPER = (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf)


def draw_pixels(
    painter: QPainter, place: QRectF, image: QImage, part: QRectF | None = None
) -> None:
    """Paint a picture, or a part of it, into a place.

    Args:
        painter: Where to paint.
        place: Where the picture lies.
        image: The picture.
        part: Which of its pixels, in whole ones; None for all.
    """
    if _is_on_paper(painter):
        _draw_on_paper(painter, place, image, part)
    else:
        painter.drawImage(place, image, QRectF(image.rect()) if part is None else part)


def draw_parts(painter: QPainter, image: QImage, parts: Iterable[tuple[QRect, QRect]]) -> None:
    """Paint many parts of one picture, each into its place.

    Args:
        painter: Where to paint.
        image: The picture.
        parts: A place, and which pixels of the picture lie there.
    """
    is_on_paper = _is_on_paper(painter)
    for place, part in parts:
        if is_on_paper:
            _draw_on_paper(painter, QRectF(place), image, QRectF(part))
        else:
            painter.drawImage(place, image, part)


def _is_on_paper(painter: QPainter) -> bool:
    return painter.paintEngine().type() in _ON_PAPER


def _draw_on_paper(painter: QPainter, place: QRectF, image: QImage, part: QRectF | None) -> None:
    """Paint squares, or where they are many an enlarged picture."""
    seen = image if part is None else image.copy(part.toRect())
    is_large = place.width() >= LEAST_SQUARE * seen.width()
    if is_large and seen.width() * seen.height() <= MOST_SQUARES:
        _squares(painter, place, seen)
        return
    fine = QSize(*(max(1, round(FINE * place.width())), max(1, round(FINE * place.height()))))
    if fine.width() > seen.width():
        wide = seen.width() * -(-fine.width() // seen.width())
        high = seen.height() * -(-fine.height() // seen.height())
        seen = seen.scaled(wide, high, mode=Qt.TransformationMode.FastTransformation)
    painter.drawImage(place, seen)


def _squares(painter: QPainter, place: QRectF, image: QImage) -> None:
    """Fill a rectangle for each run of equal pixels of a row."""
    wide, high = place.width() / image.width(), place.height() / image.height()
    for row in range(image.height()):
        start = 0
        for column in range(1, image.width() + 1):
            colour = image.pixelColor(start, row)
            if column < image.width() and image.pixelColor(column, row) == colour:
                continue
            left, top = place.x() + start * wide, place.y() + row * high
            painter.fillRect(QRectF(left, top, (column - start) * wide, high), colour)
            start = column
