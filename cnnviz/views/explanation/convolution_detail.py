"""A convolution in little room: the sums of all input maps, and the products of one of them."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter

from cnnviz.cnn.scale import largest
from cnnviz.explain.values import WindowSum
from cnnviz.language import _
from cnnviz.views.explanation.convolution_forms import ConvolutionForm
from cnnviz.views.explanation.convolution_rows import Rows
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.shown_maps import input_map
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.geometry import fitted
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Drawing, Item, MapItem, Text
from cnnviz.views.sheets.sheet import Part, Sheet

LINE = 37  # pixels at 100 %: the height of an input map in the list


def detail_sheet(scene: ExplanationScene, about: WindowSum, form: ConvolutionForm) -> Sheet:
    """Lay out the list at the left and the chosen input map at the right."""
    px = scene.look.px
    rows = Rows(scene, about, form)
    count = len(about.channels)
    chosen = min(scene.chosen, count - 1)
    top, step, width = px(22), px(LINE), form.left - px(28)
    places = [QRect(0, top + k * step, width, step) for k in range(count)]
    parts = [
        Part(place, _Line(rows, scene, about, k, place).items) for k, place in enumerate(places)
    ]
    sums = width - rows.number * (2 if form.has_running else 1)
    items = [*_headings(rows), *rows.sum_headings(sums), *rows.headings()]
    items += [*rows.grids(chosen, top), *rows.large_thumbnail(chosen, top)]
    items += rows.rounding_below(chosen, top)
    height = top + max(count * step, rows.height + px(16))
    return Sheet(tuple(items), form.width, height, tuple(parts))


def _headings(rows: Rows) -> list[Item]:
    px = rows.look.px
    return [
        Text(QRectF(px(24), 0, px(44), px(18)), _("Input"), 12, ink="muted"),
        Text(QRectF(px(68), 0, px(44), px(18)), _("Kernel"), 12, ink="muted"),
    ]


class _Line:
    """One input map in the list: its window, its kernel as a picture, its sum."""

    def __init__(
        self, rows: Rows, scene: ExplanationScene, about: WindowSum, k: int, place: QRect
    ) -> None:
        self._rows, self._scene, self._about = rows, scene, about
        self._k, self._place = k, place

    def items(self) -> list[Item]:
        """Return what stands in the line; a click on it chooses the map."""
        px, place, number = self._rows.look.px, self._place, self._rows.number
        side = place.height() - px(6)
        first = QRect(px(24), place.y() + px(3), side, side)
        left = place.right() + 1 - number * (2 if self._rows.has_running else 1)
        return [
            Drawing(QRectF(place), self._paint_ground),
            self._rows.label(self._k, QRectF(0, place.y(), px(18), place.height())),
            self._input(first),
            self._kernel(first.translated(px(44), 0)),
            Drawing(QRectF(place), _nothing, ItemId(What.CHOICE, self._k)),
            *self._rows.sums(self._k, QRectF(left, place.y(), number, place.height())),
        ]

    def _paint_ground(self, painter: QPainter, look: Look, place: QRectF) -> None:
        if self._k == min(self._scene.chosen, len(self._about.channels) - 1):
            painter.fillRect(place.toRect(), QColor(look.colors.accent_soft))

    def _input(self, room: QRect) -> MapItem:
        about, channel = self._about, int(self._about.channels[self._k])
        shown = input_map(self._scene, channel, None)
        place = fitted(room, shown, largest_cell=self._rows.look.px(8))
        return MapItem(place, shown, MapMarks(window=(about.rows, about.columns)))

    def _kernel(self, room: QRect) -> MapItem:
        layer = self._scene.layer
        limit = largest(layer.parameters()["weight"])
        shown = MapShown(self._about.weights[self._k], limit, largest_digits=1)
        place = fitted(room, shown, largest_cell=self._rows.look.px(12))
        return MapItem(place, shown, MapMarks())


def _nothing(painter: QPainter, look: Look, place: QRectF) -> None:
    """Paint nothing: the line is only to be clicked."""


def chosen_of(item: ItemId) -> int | None:
    """Return which input map a click on an item chooses, or None."""
    is_line = item.what in (What.CHOICE, What.SUBTOTAL, What.RUNNING)
    return item.number if is_line else None
