"""A value that is made in steps: a line for each, below the maps before and after."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPoint, QRectF

from cnnviz.cnn.scale import limit_of_bias
from cnnviz.explain.layer_decimals import decimals_of_parameter
from cnnviz.explain.printed_steps import Printed
from cnnviz.text.numbers import MINUS
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.map_pair import PlainForm, pair
from cnnviz.views.explanation.summary import HIDDEN
from cnnviz.views.sheets.formula import Word, formula, formula_width, right_end
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Item, Numbers, Text
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.texts import HEADING, text_width

WIDEST = 600  # pixels at 100 %
ROW, LOW = 38, 28  # pixels at 100 %: the height of a step


class EditedWeight(NamedTuple):
    """A weight that can be edited where it stands."""

    exact: float
    printed: Printed | None  # None: with the decimals of its layer


class StepLine(NamedTuple):
    """A line: what is done, the formula with its numbers, and what it gives."""

    label: str
    words: list[Word]
    end: list[Word]
    weight: EditedWeight | None = None  # between the formula and what it gives


class StepSheet(NamedTuple):
    """All lines, and the formula they are of."""

    general: str
    lines: list[StepLine]


def forms(scene: ExplanationScene, about: object) -> list[PlainForm]:
    """Return the ways to lay out the maps and the steps."""
    return [
        PlainForm(),
        PlainForm(1, is_low=True),
        PlainForm(5, has_maps=False),
        PlainForm(6, has_maps=False, is_low=True),
    ]


def sheet_of(scene: ExplanationScene, steps: StepSheet, form: PlainForm, room: Extent) -> Sheet:
    """Lay out the maps before and after, and below them a line for each step."""
    look, y = scene.look, 0
    width = min(room[0], look.px(WIDEST))
    high = look.px(LOW if form.is_low else ROW)
    items: list[Item] = []
    if form.has_maps:
        rest = room[1] - len(steps.lines) * high - look.px(HEADING + 46)
        items, y = pair(scene, 0, width, min(look.px(176), rest))
    items += formula(look, [Word(steps.general, ink="muted")], 0, y + look.px(4))
    y += look.px(38)
    indent = max(text_width(look, step.label, 13) for step in steps.lines) + look.px(14)
    for step in steps.lines:
        items.append(Text(QRectF(0, y, indent, look.px(26)), step.label, 13, ink="muted"))
        items += formula(look, step.words, indent, y)
        left = indent + formula_width(look, step.words)
        if step.weight is not None:
            made = _weight(scene, step.weight, QPoint(left, y))
            items.append(made)
            left = made.outline.right() + look.px(4)
        items += formula(look, step.end, left, y)
        y += high
    return Sheet(tuple(items), max(width if form.has_maps else 0, right_end(items)), y)


def _weight(scene: ExplanationScene, weight: EditedWeight, corner: QPoint) -> Numbers:
    look = scene.look
    text = decimals_of_parameter(scene.layer, "weight").full(weight.exact)
    text = text if weight.printed is None else weight.printed.text
    wide = max(look.px(64), text_width(look, text) + look.px(14))
    values = np.array([[weight.exact]], np.float32)
    limit = limit_of_bias(scene.layer)
    return Numbers(
        corner, (wide, look.px(26)), values, [text], limit, ItemId(What.WEIGHT),
        is_editable=True,
    )  # fmt: skip


def word(printed: Printed, what: What) -> Word:
    """Return a number of a step."""
    return Word(printed.text, ItemId(what), printed.exact)


def bracketed(printed: Printed, what: What) -> Word:
    """Return a number as it stands behind a sign."""
    text = f"({printed.text})" if printed.text.startswith(MINUS) else printed.text
    return Word(text, ItemId(what), printed.exact)


def step_number(
    printed: Printed, what: What, *, is_hidden: bool, make: Callable[..., Word] = bracketed
) -> Word:
    """Return the result of an earlier step, or what stands for a hidden one."""
    return Word(HIDDEN) if is_hidden else make(printed, what)


def end(printed: Printed, what: What, *, is_hidden: bool) -> list[Word]:
    """Return what a step gives."""
    if is_hidden:
        return [Word(" = "), Word(HIDDEN)]
    return [Word(f" {printed.sign} "), word(printed, what)]
