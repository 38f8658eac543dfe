"""The lines of a sum: what each is, and its number; one that can be edited, one that leads away."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF

from cnnviz.language import _
from cnnviz.text.decimals import Decimals
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Item, Numbers, Text
from cnnviz.views.sheets.local_names import elided
from cnnviz.views.sheets.texts import text_width

FRAME = 1  # pixel: of a line around a number that can be edited


@dataclass(frozen=True)
class SumLine:
    """One line of a sum: what it is, and its number."""

    label: str
    text: str  # with its sign set apart, where it is added
    id: ItemId
    exact: float | None = None
    limit: float | None = None  # of the colour, where the number can be edited
    link: ItemId | None = None  # of its label, where a click on it leads to another node
    alone: str = ""  # the number as it is printed where it stands alone and can be edited


def rounding_line(rounding: Decimal, decimals: Decimals, what: What = What.ROUNDING) -> SumLine:
    """Return the line of the one unit that is missing to a printed sum.

    Args:
        rounding: What is missing.
        decimals: Those of the sum.
        what: Which sum it is.
    """
    return SumLine(_("Rounding"), decimals.signed(rounding), ItemId(what))


def sum_line(
    look: Look, line: SumLine, place: QRect, size: float, *, is_bold: bool = False
) -> list[Item]:
    """Return a label at the left of a place and its number at the right."""
    number = text_width(look, line.text, size, bold=is_bold)
    room = QRectF(place)
    is_rounding = line.id.what in (What.ROUNDING, What.SUM_ROUNDING)
    ink: Literal["muted", "text"] = "muted" if is_rounding else "text"
    label = QRectF(room.x(), room.y(), room.width() - number - look.px(4), room.height())
    text = line.label if line.link is None else elided(look, line.label, size, round(label.width()))
    if line.link is not None:  # what is underlined is what can be clicked
        label.setWidth(text_width(look, text, size, bold=is_bold))
    words = Text(
        label, text, size, is_bold, ink, id=line.link, is_link=line.link is not None,
        whole="" if text == line.label else line.label,
    )  # fmt: skip
    if line.limit is not None and line.exact is not None:
        return [words, _editable(look, line, place)]
    at = QRectF(room.right() - number, room.y(), number, room.height())
    return [words, Text(at, line.text, size, is_bold, ink, "right", line.id, line.exact)]


def _editable(look: Look, line: SumLine, place: QRect) -> Numbers:
    """Return a number that can be edited where it stands."""
    # With the frame around it, it lies inside the line, which may be the first of a sheet.
    wide = max(look.px(64), text_width(look, line.text) + look.px(14))
    cell = wide, place.height() - 2 * FRAME
    values = np.array([[line.exact]], np.float32)
    corner = QPoint(place.right() - wide, place.y() + FRAME)
    return Numbers(corner, cell, values, [line.text], line.limit or 0.0, line.id, is_editable=True)
