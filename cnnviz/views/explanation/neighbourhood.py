"""The values around the one that is explained, with their numbers."""

import numpy as np
from PySide6.QtCore import QPoint

from cnnviz.cnn.ops import Array
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Numbers
from cnnviz.views.sheets.texts import cell_width

LENS = 5  # rows and columns of the neighbourhood that is shown with numbers


NUMBERED = 17  # pixels at 100 % of a cell of a map that shows its numbers itself


def lens(shown: MapShown, marks: MapMarks, corner: QPoint, look: Look, room: int) -> Numbers | None:
    """Return the neighbourhood of the current cell with its numbers, at most `room` wide."""
    assert marks.current is not None  # an output always has one
    values = shown.values
    wide = cell_width(look, [shown.write(v) for v in _extremes(values)])
    count = min(LENS, room // wide)
    if count < 2:
        return None
    row, column = marks.current
    top = min(max(row - LENS // 2, 0), max(values.shape[0] - LENS, 0))
    left = min(max(column - count // 2, 0), max(values.shape[1] - count, 0))
    part = values[top : top + LENS, left : left + count]
    framed = np.zeros(part.shape, np.bool_)
    framed[row - top, column - left] = True
    texts = [
        _lens_text(shown, top + i, left + j, float(part[i, j])) for i, j in np.ndindex(*part.shape)
    ]
    visible = np.array([bool(text) for text in texts]).reshape(part.shape)
    return Numbers(
        corner,
        (wide, look.px(24)),
        np.where(visible, part, np.float32(0)),
        texts,
        shown.limit,
        ItemId(What.NEIGHBOURHOOD),
        framed=framed,
    )


def _lens_text(shown: MapShown, row: int, column: int, value: float) -> str:
    return shown.write(value) if shown.is_shown(row, column) else ""


def _extremes(values: Array) -> list[float]:
    finite = values[np.isfinite(values)]
    ends = [float(finite.min()), float(finite.max())] if finite.size else [0.0]
    return [end + (0.11 if end != int(end) else 0) for end in ends]  # with decimals in view
