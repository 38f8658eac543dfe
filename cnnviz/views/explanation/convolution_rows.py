"""The terms of a convolution in full: window ⊙ weights = products, a row for each input map."""

from functools import partial

from PySide6.QtCore import QRect, QRectF

from cnnviz.explain.values import WindowSum
from cnnviz.language import _
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation.convolution_forms import ConvolutionForm
from cnnviz.views.explanation.convolution_grids import TITLE, Grids
from cnnviz.views.explanation.convolution_sums import Sums
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.sheets.items import Item, Text
from cnnviz.views.sheets.sheet import Part, Sheet
from cnnviz.views.sheets.texts import text_width

MAP = 68  # pixels at 100 %: of the input map before its window
GAP, BETWEEN = 8, 32  # pixels at 100 %: below a row, and between two columns of rows


def rows_sheet(
    scene: ExplanationScene, about: WindowSum, form: ConvolutionForm, room: Extent
) -> Sheet:
    """Lay out a row for each input channel, in one or more columns."""
    rows = _ChannelRows(scene, about, form)
    return rows.sheet(room)


class _ChannelRows:
    """Lays out the rows of input channels; what all rows share is computed once."""

    def __init__(self, scene: ExplanationScene, about: WindowSum, form: ConvolutionForm) -> None:
        self._about, self._form, self._look = about, form, scene.look
        self._grids, self._sums = Grids(scene, about, form), Sums(scene, about, form)
        px = scene.look.px
        title = text_width(scene.look, _("Input map"), 12)
        self._map = max(px(MAP), title) if form.has_map else 0
        self._left = self._sums.label + px(6) + (self._map + px(10) if form.has_map else 0)
        self._wide = self._left + self._grids.width + self._sums.width
        self._step = self._grids.height - px(TITLE) + px(GAP)

    def sheet(self, room: Extent) -> Sheet:
        """Return all rows; nothing but their size where they have no room."""
        count, columns = len(self._about.channels), self._form.columns
        lines = -(-count // columns)
        pitch, top = self._wide + self._look.px(BETWEEN), self._look.px(TITLE)
        width, height = pitch * columns - self._look.px(BETWEEN), top + lines * self._step
        if columns > 1 and lines * (columns - 1) >= count:  # fewer columns hold as many
            width = room[0] + 1
        if width > room[0] or height > room[1]:
            return Sheet((), width, height)
        items: list[Item] = []
        parts: list[Part] = []
        for k in range(count):
            column, line = divmod(k, lines)
            if not line:
                items += self._headings(column * pitch)
            place = QRect(column * pitch, top + line * self._step, self._wide, self._step)
            parts.append(Part(place, partial(self._row, k, place)))
        return Sheet(tuple(items), width, height, tuple(parts))

    def _headings(self, left: int) -> list[Item]:
        px = self._look.px
        items = self._grids.titles(left + self._left, 0)
        if self._form.has_map:
            place = QRectF(left + self._sums.label + px(6), 0, self._map, px(18))
            items.append(Text(place, _("Input map"), 12, ink="muted"))
        return items + self._sums.headings(left + self._left + self._grids.width)

    def _row(self, k: int, place: QRect) -> list[Item]:
        """Return the row of one input channel."""
        px, sums = self._look.px, self._sums
        left, top, high = place.x(), place.y(), self._step - px(GAP)
        items = self._grids.items(k, left + self._left, top - px(TITLE))
        items.append(sums.name(k, QRectF(left, top, sums.label, min(high, px(70)))))
        if self._form.has_map:
            room = QRect(left + sums.label + px(6), top, self._map, high)
            items.append(sums.thumbnail(k, room))
        right = left + self._left + self._grids.width
        items += sums.items(k, QRectF(right, top, sums.number, high))
        word = QRectF(right, top + high / 2 + px(9), sums.number, px(15))
        return items + sums.rounding(k, word, is_below=True)
