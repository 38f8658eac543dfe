"""Window ⊙ weights = products of one input map: three grids, beside or below each other."""

from typing import NamedTuple, TypeVar

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF

from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale import largest
from cnnviz.explain.layer_decimals import headed
from cnnviz.explain.values import WindowSum
from cnnviz.language import _
from cnnviz.views.explanation.convolution_forms import (
    LOW,
    NARROW_SIGN,
    PICTURE,
    SIGN,
    ConvolutionForm,
    cell_of,
    factor_decimals,
    narrow_cells,
    sign_of_products,
    term_decimals,
)
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.lit_cells import cell_flag
from cnnviz.views.maps.shown import Flags, MapMarks, MapShown
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Item, MapItem, Numbers, Text
from cnnviz.views.sheets.leaves import Leaf, leaf_of
from cnnviz.views.sheets.texts import text_width

_Cells = TypeVar("_Cells", Array, Flags)
TERMS = (What.WINDOW, What.WEIGHTS, What.PRODUCTS)  # the grids of one input map
TITLE, GAP = 20, 6  # pixels at 100 %: above a line of grids, and between two lines
LOW_GAP = 2  # between lines of low cells


class GridBlock(NamedTuple):
    """The rows and columns of a kernel that are shown: all, or as many as there is room for."""

    rows: range
    columns: range

    @property
    def size(self) -> int:
        """How many products it has."""
        return len(self.rows) * len(self.columns)


def whole_block(about: WindowSum) -> GridBlock:
    """Return all rows and columns of a kernel."""
    rows, columns = about.window.shape[1:]
    return GridBlock(range(rows), range(columns))


class Grids:
    """Places the three grids of one input map; what all input maps share is computed once."""

    def __init__(
        self,
        scene: ExplanationScene,
        about: WindowSum,
        form: ConvolutionForm,
        block: GridBlock | None = None,
    ) -> None:
        self._scene, self._about, self._form = scene, about, form
        self._look, self._of_products = scene.look, term_decimals(scene)[1]
        self.block = block or whole_block(about)
        layer = scene.layer
        self._limits = largest(layer.parameters()["weight"]), largest(about.products)
        widths = narrow_cells(scene) if form.is_narrow else (cell_of(scene),) * 3
        self._cells = [(width, self._look.px(form.high)) for width in widths]
        self._titles = tuple(
            map(
                headed,
                (_("Window"), _("Weights"), _("Products")),
                (*factor_decimals(scene), self._of_products),
            )
        )
        self._sign = self._look.px(NARROW_SIGN if form.is_narrow else SIGN)
        self._place()

    def _place(self) -> None:
        """Find out where each grid stands, and how large all are together."""
        px, grids = self._look.px, self._form.grids
        rows, columns = len(self.block.rows), len(self.block.columns)
        picture = px(PICTURE), px(PICTURE)
        window, weights, products = self._cells
        cells = (window, weights) if self._form.has_factors else (picture, picture)
        sizes = [(columns * wide, rows * high) for wide, high in (*cells, products)]
        self.places: list[QRect] = []
        top = right = 0
        beside, above = 0, px(TITLE)
        if self._form.has_titles_beside:
            widest = max(text_width(self._look, title, 12) for title in self._titles)
            beside, above, top = widest + px(GAP), 0, px(2)
        for first in range(0, 3, grids):
            left = beside + self._sign if grids < 3 else 0  # a sign may begin the line
            line = list(enumerate(sizes))[first : first + grids]
            titles = [text_width(self._look, self._titles[i], 12) for i, _size in line]
            for (_i, (wide, high)), title in zip(line, titles, strict=True):
                self.places.append(QRect(left, top + above, wide, high))
                left += max(wide, title if grids < 3 and above else 0) + self._sign
            right = max(right, left - self._sign)
            gap = px(LOW_GAP if self._form.high == LOW and above else GAP)
            top += above + max(high for _i, (_wide, high) in line) + gap
        self.width, self.height = right + 2, top

    def titles(self, left: int, top: int) -> list[Item]:
        """Return the titles above or beside the grids, which begin at a corner."""
        corner, high = QPoint(left, top), self._look.px(TITLE) - 2
        made: list[Item] = []
        for title, place in zip(self._titles, self.places, strict=True):
            at = place.topLeft() + corner
            wide = text_width(self._look, title, 12)
            room = QRectF(at.x(), at.y() - self._look.px(TITLE), wide, high)
            if self._form.has_titles_beside:
                room.moveTo(left, at.y() + (place.height() - high) / 2)
            made.append(Text(room, title, 12, ink="muted"))
        return made

    def items(self, k: int, left: int, top: int) -> list[Item]:
        """Return window ⊙ weights = products of one input channel at a corner."""
        places = [place.translated(left, top) for place in self.places]
        items: list[Item] = [
            self._window(k, places[0]),
            self._weights(k, places[1]),
            self._products(k, places[2]),
        ]
        signs = "⊙", sign_of_products(self._scene, self._about, k)
        for place, sign in zip(places[1:], signs, strict=True):
            room = QRectF(place.x() - self._sign, place.y(), self._sign, place.height())
            items.append(Text(room, sign, 16, side="centre"))
        return items

    def _seen(self, values: _Cells) -> _Cells:
        rows, columns = self.block
        part = values[rows.start : rows.stop, columns.start : columns.stop]
        return np.ascontiguousarray(part)

    def _flags(self, flags: Flags | None) -> Flags | None:
        return None if flags is None or not flags.any() else self._seen(flags)

    def _window(self, k: int, place: QRect) -> Item:
        about, scene = self._about, self._scene
        values = self._seen(about.window[k])
        limit = scene.forward.scales.limit(scene.before, int(about.channels[k]))
        item_id = ItemId(What.WINDOW, k)
        if not self._form.has_factors:
            return self._picture(values, limit, place, item_id)
        return Numbers(
            place.topLeft(), self._cells[0], values, factor_decimals(scene)[0].texts(values), limit,
            item_id, padding=self._flags(about.is_padding), framed=self._framed(k),
            origin=self._origin,
        )  # fmt: skip

    def _weights(self, k: int, place: QRect) -> Item:
        weights, item_id = self._seen(self._about.weights[k]), ItemId(What.WEIGHTS, k)
        if not self._form.has_factors:
            return self._picture(weights, self._limits[0], place, item_id)
        is_whole, decimals = self.block == whole_block(self._about), factor_decimals(self._scene)[1]
        return Numbers(
            place.topLeft(), self._cells[1], weights, decimals.texts(weights), self._limits[0],
            item_id, framed=self._framed(k), is_editable=is_whole, origin=self._origin,
            factor=decimals.factor,
        )  # fmt: skip

    def _products(self, k: int, place: QRect) -> Numbers:
        values = self._seen(self._about.products[k])
        is_hidden = not self._scene.tells("products")
        texts = [""] * values.size if is_hidden else self._of_products.texts(values)
        shown = np.zeros_like(values) if is_hidden else values
        return Numbers(
            place.topLeft(), self._cells[2], shown, texts, self._limits[1],
            ItemId(What.PRODUCTS, k), framed=self._framed(k), origin=self._origin,
        )  # fmt: skip

    @property
    def _origin(self) -> tuple[int, int]:
        return self.block.rows.start, self.block.columns.start

    def _picture(self, values: Array, limit: float, place: QRect, item_id: ItemId) -> MapItem:
        """Return a grid without room for its numbers: the pointer tells each."""
        marks = MapMarks(lit=self._framed(item_id.number or 0))
        return MapItem(place, MapShown(values, limit, largest_digits=1), marks, item_id)

    def _framed(self, k: int) -> Flags | None:
        """Return the cell under the pointer, framed in window, weights and products alike."""
        lit = self._scene.lit
        if lit is None or not any(lit.is_on(what, k) for what in TERMS):
            return None
        return self._flags(cell_flag(self._about.window.shape[1:], lit))


def block_in(
    scene: ExplanationScene, about: WindowSum, form: ConvolutionForm, room: tuple[int, int]
) -> tuple[GridBlock, Leaf]:
    """Return as many products as a room has place for, on the leaf that is looked at."""
    px, (rows, columns) = scene.look.px, about.window.shape[1:]
    lines = -(-3 // form.grids)
    signs = px(SIGN) * (form.grids - (lines == 1))
    most_columns = (room[0] - signs - 2) // (form.grids * cell_of(scene))
    most_rows = (room[1] - lines * px(TITLE + GAP)) // (lines * px(form.high))
    wide = min(max(1, most_columns), columns)
    high = min(max(1, most_rows), rows)
    across, down = -(-columns // wide), -(-rows // high)
    leaf = leaf_of(across * down, 1, scene.leaf)
    row, column = divmod(leaf.first, across)
    block = GridBlock(
        range(row * high, min((row + 1) * high, rows)),
        range(column * wide, min((column + 1) * wide, columns)),
    )
    return block, leaf
