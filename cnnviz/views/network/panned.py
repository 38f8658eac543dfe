"""The page while it is panned: what stays in sight is moved, only what comes into it is painted."""

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap

from cnnviz.views.maps.images import MapImages
from cnnviz.views.network import painter as paint
from cnnviz.views.network.block_marks import LABEL, foot_of
from cnnviz.views.network.headings import Heading, headings
from cnnviz.views.network.output_list import paint_best, paint_output
from cnnviz.views.network.painter import NetworkScene
from cnnviz.views.network.placement import Placement

SEAM = 2  # pixels that are painted again beside what comes into sight: lines are smoothed there


class Panned:
    """A picture of the page without its lights, for as long as nothing but its place changes."""

    def __init__(self, images: MapImages) -> None:
        self._images = images
        self._pixmap = QPixmap()
        self._place: Placement | None = None  # that the picture shows
        self._headings: dict[str, Heading] = {}

    def picture(self, scene: NetworkScene, size: QSize, ratio: float) -> QPixmap:
        """Return the page as it is now.

        Args:
            scene: What is shown; what was shown before it may differ in nothing but its place.
            size: Of the page.
            ratio: Pixels of the screen for each of its pixels.
        """
        whole = QRect(QPoint(0, 0), size)
        away = self._moved(scene.place, size, ratio)
        if away is None:
            self._headings = headings(scene.forward.trace, scene.place, scene.look)
            self._pixmap = QPixmap(size * ratio)
            self._pixmap.setDevicePixelRatio(ratio)
            rooms = [whole]
        else:
            self._headings = {
                node: heading._replace(middle=heading.middle + away)
                for node, heading in self._headings.items()
            }
            self._pixmap.scroll(round(away * ratio), 0, self._pixmap.rect())
            rooms = _new_rooms(scene, whole, round(away))
        self._place = scene.place
        for room in rooms:
            self._paint(scene, room)
        return self._pixmap

    def _moved(self, place: Placement, size: QSize, ratio: float) -> float | None:
        """Return how far to the right the picture is to be moved; None where it is of no use."""
        before = self._place
        if before is None or self._pixmap.size() != size * ratio:
            return None
        away = place.origin - before.origin
        is_same = before.layout is place.layout and before.zoom == place.zoom
        is_whole = round(away.x() * ratio) == away.x() * ratio and away.x() == round(away.x())
        is_same = is_same and before.top == place.top and before.strongest == place.strongest
        is_beside = away.y() == 0 and abs(away.x()) < size.width()
        return away.x() if is_same and is_whole and is_beside else None

    def _paint(self, scene: NetworkScene, room: QRect) -> None:
        """Paint a part of the page."""
        parts = paint.still_between(scene, (room.left(), room.right()), self._headings)
        with QPainter(self._pixmap) as painter:
            painter.fillRect(room, QColor(scene.look.colors.ground))
            paint.still_parts(painter, scene, parts, room)
            paint.maps(painter, scene, self._images, room)
            paint.numbers(painter, scene, room)
            last = scene.place.column(scene.forward.trace.network.output)
            if last.right() >= room.left() and last.left() <= room.right():
                paint_output(painter, scene)
                paint_best(painter, scene)


def _new_rooms(scene: NetworkScene, whole: QRect, away: int) -> list[QRect]:
    """Return what of the page is to be painted: what came into sight, and names that stay there."""
    rooms = []
    if away > 0:
        rooms.append(QRect(0, 0, away + SEAM, whole.height()))
    elif away < 0:
        rooms.append(QRect(whole.width() + away - SEAM, 0, -away + SEAM, whole.height()))
    if scene.unfolded and away:  # the name of a block stays in sight while its frame is
        foot, high = round(foot_of(scene.place, scene.look)), scene.look.px(LABEL)
        rooms.append(QRect(0, foot - high - SEAM, whole.width(), high + 2 * SEAM))
    return rooms
