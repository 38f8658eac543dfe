"""Under the pointer over a photo: the window, times the kernel beside it, and what that gives."""

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnviz.cnn.scale import largest
from cnnviz.explain.layer_decimals import decimals_of
from cnnviz.explain.printed_values import PrintedWindow, is_printable
from cnnviz.explain.values import WindowSum, explain
from cnnviz.language import _
from cnnviz.project.place import Position
from cnnviz.views.filter.filter_scene import FilterScene
from cnnviz.views.inspector.short_explanation import short_sheet
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Item, Numbers, Text
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.sheet_view import SheetView

CELL = (46, 26)  # of a number, in pixels at 100 %
MOST = 5  # rows and columns of a window whose numbers are shown; of a larger one, the sum
LEAST = 150  # pixels at 100 %: the width of the sum


class LiveWindow(QWidget):
    """Keeps its width while it is empty: nothing moves where the pointer comes or goes."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("live-window")
        self.numbers = SheetView(look, "live-numbers")
        self.sum = SheetView(look, "live-sum")
        self.position: Position | None = None  # that is shown
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.numbers)
        column.addWidget(self.sum)
        column.addStretch()
        self.numbers.hide()
        self.sum.hide()

    def keep_width(self, scene: FilterScene) -> None:
        """Take the width that any window of a filter needs."""
        self.setFixedWidth(_width(self._look, scene))

    def show_position(self, scene: FilterScene | None, position: Position | None, room: int) -> int:
        """Show how a value of the convolution comes about; nothing for None, or in too little room.

        Args:
            scene: The filter, if there is one.
            position: The value; None shows nothing.
            room: The height there is, in pixels.

        Returns:
            The height of what is shown, in pixels.
        """
        self.position = position
        about = None
        if scene is not None and position is not None:
            trace = scene.forward.trace
            about = explain(trace, position.node, position.place(trace.shapes[position.node]))
        if scene is None or not isinstance(about, WindowSum):
            self.numbers.hide()
            self.sum.hide()
            return 0
        return self._show(scene, about, room)

    def _show(self, scene: FilterScene, about: WindowSum, room: int) -> int:
        width = _width(self._look, scene)
        total = short_sheet(self._look, scene.forward, about, width)
        self.sum.show_sheet(total, self._look, QRect(0, 0, total.width, total.height))
        self.sum.setVisible(total.height <= room)
        sheet = _numbers(self._look, scene, about, room - total.height)
        self.numbers.show_sheet(sheet, self._look, QRect(0, 0, sheet.width, sheet.height))
        self.numbers.setVisible(bool(sheet.items))
        return sheet.height + total.height if total.height <= room else 0


def _width(look: Look, scene: FilterScene) -> int:
    columns = scene.conv.kernel_size[1]
    return max(look.px(LEAST), (look.px(CELL[0]) * columns if columns <= MOST else 0) + 4)


def _numbers(look: Look, scene: FilterScene, about: WindowSum, room: int) -> Sheet:
    """Lay out the window of the input map that is shown and, where there is room, its products."""
    if max(about.is_padding.shape) > MOST or not is_printable(about.products, about.value):
        return Sheet((), 1, 1)
    px, trace, k = look.px, scene.forward.trace, scene.inputs[0]
    cell = px(CELL[0]), px(CELL[1])
    window, products = (np.ascontiguousarray(each[k]) for each in (about.window, about.products))
    printed = PrintedWindow(about, decimals_of(trace, about.node))
    of_window = decimals_of(trace, scene.before)
    rows = (
        (_("Window"), window, of_window.texts(window), What.WINDOW),
        (_("Window × kernel"), products, printed.product_texts(k), What.PRODUCTS),
    )
    items: list[Item] = []
    top = 0
    for title, values, texts, what in rows:
        if top + px(28) + cell[1] * len(values) > room:
            break
        items.append(Text(QRectF(0, top, px(LEAST), px(20)), title, 13, bold=True))
        grid = Numbers(
            QPoint(1, top + px(22)), cell, values, texts, largest(values), ItemId(what, k),
            padding=about.is_padding if about.is_padding.any() else None,
        )  # fmt: skip
        items.append(grid)
        top = grid.outline.bottom() + px(6)
    return Sheet(tuple(items), _width(look, scene), top)
