"""A value of a batch norm: (x − mean) / √(variance + eps) · weight + bias, step by step."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
from PySide6.QtCore import QPoint, QRectF

from cnnviz.cnn.scale import limit_of_bias
from cnnviz.explain.layer_decimals import decimals_of_parameter
from cnnviz.explain.printed_steps import (
    Printed,
    PrintedNormalisation,
    printed_normalisation,
    significant,
)
from cnnviz.explain.values import Normalisation
from cnnviz.language import _
from cnnviz.text.numbers import MINUS
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.map_pair import PlainForm, pair
from cnnviz.views.explanation.summary import (
    HIDDEN,
    Summary,
    bias_line,
    lines_of_sum,
    value_line,
)
from cnnviz.views.sheets.formula import Word, formula, formula_width, right_end
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Item, Numbers, Text
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.sum_lines import SumLine
from cnnviz.views.sheets.texts import HEADING, text_width

WIDEST = 600  # pixels at 100 %
ROW, LOW = 38, 28  # pixels at 100 %: the height of a step


def _printed(scene: ExplanationScene, about: Normalisation) -> PrintedNormalisation | None:
    return printed_normalisation(about, scene.decimals, scene.decimals_before)


def summary(scene: ExplanationScene, about: Normalisation) -> Summary:
    """Return what the result panel says of a batch norm."""
    printed = _printed(scene, about)
    bias = float(about.bias)
    if printed is None:
        text = decimals_of_parameter(scene.layer, "bias").full(bias)
        lines = [bias_line(text, bias, limit_of_bias(scene.layer))]
    else:
        limit = limit_of_bias(scene.layer)
        lines = lines_of_sum(
            _("Scaled"), printed.scaled.exact, printed.end, bias, Decimal(0), limit
        )
        lines = [_as_here(line) for line in lines]
    if scene.is_hidden:
        lines = [line for line in lines if line.id.what is What.BIAS]
    shown = value_line(scene, about)
    facts = (
        _("Mean and variance are those of this map in training; weight and bias were learnt."),
        _("The same four numbers are used at every position of the map."),
    )
    return Summary(tuple(lines), shown, facts, has_map=False)


def _as_here(line: SumLine) -> SumLine:
    """Return a line of a sum as it is called here: what is added to is the scaled value."""
    return replace(line, id=ItemId(What.SCALED)) if line.id.what is What.SUM else line


def forms(scene: ExplanationScene, about: Normalisation) -> list[PlainForm]:
    """Return the ways to lay out the maps and the steps."""
    return [
        PlainForm(),
        PlainForm(1, is_low=True),
        PlainForm(5, has_maps=False),
        PlainForm(6, has_maps=False, is_low=True),
    ]


def rows_sheet(
    scene: ExplanationScene, about: Normalisation, form: PlainForm, room: Extent
) -> Sheet:
    """Lay out the maps before and after, and below them a line for each step."""
    look, y = scene.look, 0
    width = min(room[0], look.px(WIDEST))
    steps, high = _steps(scene, about), look.px(LOW if form.is_low else ROW)
    items: list[Item] = []
    if form.has_maps:
        rest = room[1] - len(steps) * high - look.px(HEADING + 46)
        items, y = pair(scene, 0, width, min(look.px(176), rest))
    general = [Word(_("(x − mean) / √(variance + eps) · weight + bias"), ink="muted")]
    items += formula(look, general, 0, y + look.px(4))
    y += look.px(38)
    indent = max(text_width(look, label, 13) for label, _words, _end in steps) + look.px(14)
    for label, words, end in steps:
        items.append(Text(QRectF(0, y, indent, look.px(26)), label, 13, ink="muted"))
        left = indent
        items += formula(look, words, left, y)
        left += formula_width(look, words)
        if end is None:
            made = _weight(scene, about, QPoint(left, y))
            items.append(made)
            left = made.outline.right() + look.px(4)
            end = _scaled(scene, about)
        items += formula(look, end, left, y)
        y += high
    return Sheet(tuple(items), max(width if form.has_maps else 0, right_end(items)), y)


_Step = tuple[str, list[Word], list[Word] | None]  # label, formula, result; None: a field first


def _steps(scene: ExplanationScene, about: Normalisation) -> list[_Step]:
    printed = _printed(scene, about)
    if printed is None:
        return _not_finite(about)
    is_hidden = scene.is_hidden
    difference, spread, quotient = printed.difference, printed.spread, printed.quotient
    return [
        (
            _("Take off the mean"),
            [
                _word(printed.before, What.X),
                Word(" − "),
                _bracketed(printed.mean, What.MEAN),
            ],
            _end(difference, What.DIFFERENCE, is_hidden),
        ),
        (
            _("The spread"),
            [
                Word("√("),
                _word(printed.variance, What.VARIANCE),
                Word(" + "),
                _word(printed.eps, What.EPS),
                Word(")"),
            ],
            _end(spread, What.SPREAD, is_hidden),
        ),
        (
            _("Divide by the spread"),
            [
                _step_number(difference, What.DIFFERENCE, is_hidden),
                Word(" / "),
                _step_number(spread, What.SPREAD, is_hidden),
            ],
            _end(quotient, What.QUOTIENT, is_hidden),
        ),
        (
            _("Times the weight"),
            [_step_number(quotient, What.QUOTIENT, is_hidden), Word(" · ")],
            None,
        ),
    ]


def _not_finite(about: Normalisation) -> list[_Step]:
    """Return the numbers where one of them is not finite: nothing can be computed with them."""
    numbers = (
        (_("X"), What.X, about.before),
        (_("Mean"), What.MEAN, about.mean),
        (_("Variance"), What.VARIANCE, about.variance),
    )
    told: list[_Step] = [
        (label, [Word(significant(float(n), 2).full(float(n)), ItemId(what), float(n))], [])
        for label, what, n in numbers
    ]
    return [*told, (_("Weight"), [], None)]


def _word(printed: Printed, what: What) -> Word:
    return Word(printed.text, ItemId(what), printed.exact)


def _bracketed(printed: Printed, what: What) -> Word:
    """Return a number as it stands behind a sign."""
    text = f"({printed.text})" if printed.text.startswith(MINUS) else printed.text
    return Word(text, ItemId(what), printed.exact)


def _step_number(printed: Printed, what: What, is_hidden: bool) -> Word:
    return Word(HIDDEN) if is_hidden else _bracketed(printed, what)


def _end(printed: Printed, what: What, is_hidden: bool) -> list[Word]:
    if is_hidden:
        return [Word(" = "), Word(HIDDEN)]
    return [Word(f" {printed.sign} "), _word(printed, what)]


def _scaled(scene: ExplanationScene, about: Normalisation) -> list[Word]:
    printed = _printed(scene, about)
    return [] if printed is None else _end(printed.scaled, What.SCALED, scene.is_hidden)


def _weight(scene: ExplanationScene, about: Normalisation, corner: QPoint) -> Numbers:
    """Return the weight, which can be edited where it stands."""
    look, printed = scene.look, _printed(scene, about)
    exact = float(about.weight)
    text = decimals_of_parameter(scene.layer, "weight").full(exact)
    text = text if printed is None else printed.weight.text
    wide = max(look.px(64), text_width(look, text) + look.px(14))
    values = np.array([[exact]], np.float32)
    limit = limit_of_bias(scene.layer)
    return Numbers(
        corner, (wide, look.px(26)), values, [text], limit, ItemId(What.WEIGHT),
        is_editable=True,
    )  # fmt: skip
