"""A value of a batch norm: (x − mean) / √(variance + eps) · weight + bias, step by step."""

from decimal import Decimal

import numpy as np
from PySide6.QtCore import QPoint, QRectF

from cnnviz.cnn.scale import largest
from cnnviz.explain.printed import decimal_text, signed_text
from cnnviz.explain.printed_values import (
    PrintedNormalisation,
    is_printable,
    printed_normalisation,
)
from cnnviz.explain.values import Normalisation
from cnnviz.language import _
from cnnviz.text.numbers import number_text
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.map_pair import PlainForm, pair
from cnnviz.views.explanation.summary import HIDDEN, Summary, bias_line, value_line
from cnnviz.views.sheets.formula import Word, bracketed, formula, formula_width
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Numbers, Text
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.sum_lines import SumLine, rounding_line
from cnnviz.views.sheets.texts import text_width

WIDEST = 600  # pixels at 100 %
ROW = 38  # pixels at 100 %: the height of a step


def _printed(about: Normalisation) -> PrintedNormalisation | None:
    numbers = about.before, about.mean, about.variance, about.weight, about.bias, about.value
    return printed_normalisation(about) if is_printable(*numbers) else None


def _exact(about: Normalisation) -> tuple[float, float, float, float]:
    """Return difference, spread, quotient and scaled value, not rounded."""
    difference = float(about.before) - float(about.mean)
    with np.errstate(all="ignore"):  # a variance may be anything
        spread = float(np.sqrt(float(about.variance) + about.eps))
        quotient = float(np.float64(difference) / spread)
    return difference, spread, quotient, quotient * float(about.weight)


def summary(scene: ExplanationScene, about: Normalisation) -> Summary:
    """Return what the result panel says of a batch norm."""
    printed = _printed(about)
    bias = number_text(float(about.bias)) if printed is None else signed_text(printed.bias)
    lines = [bias_line(bias, float(about.bias), _limit(scene, "bias"))]
    if printed is not None and not scene.is_hidden:
        lines.insert(
            0,
            SumLine(
                _("Scaled"), decimal_text(printed.scaled), ItemId(What.SCALED), _exact(about)[3]
            ),
        )
        if printed.rounding:
            lines.append(rounding_line(printed.rounding))
    shown = value_line(scene, about, "" if printed is None else decimal_text(printed.total))
    facts = (
        _("Mean and variance are those of this map in training; weight and bias were learnt."),
        _("The same four numbers are used at every position of the map."),
    )
    return Summary(tuple(lines), shown, facts, has_map=False)


def _limit(scene: ExplanationScene, name: str) -> float:
    layer = scene.layer
    return largest(layer.parameters()[name])


def forms(scene: ExplanationScene, about: Normalisation) -> list[PlainForm]:
    """Return the one way to lay out the maps and the steps."""
    return [PlainForm(scene.look.px(470))]


def rows_sheet(scene: ExplanationScene, about: Normalisation, form: PlainForm, width: int) -> Sheet:
    """Lay out the maps before and after, and below them a line for each step."""
    look = scene.look
    width = min(width, look.px(WIDEST))
    items, y = pair(scene, 0, width, look.px(176))
    general = [Word(_("(x − mean) / √(variance + eps) · weight + bias"), ink="muted")]
    items += formula(look, general, 0, y + look.px(4))
    y += look.px(38)
    for label, words, end in _steps(scene, about):
        items.append(Text(QRectF(0, y, look.px(150), look.px(26)), label, 13, ink="muted"))
        left = look.px(156)
        items += formula(look, words, left, y)
        left += formula_width(look, words)
        if end is None:
            made = _weight(scene, about, QPoint(left, y))
            items.append(made)
            left = made.outline.right() + look.px(4)
            end = _scaled(scene, about)
        items += formula(look, end, left, y)
        y += look.px(ROW)
    return Sheet(tuple(items), width, y)


_Step = tuple[str, list[Word], list[Word] | None]  # label, formula, result; None: a field first


def _steps(scene: ExplanationScene, about: Normalisation) -> list[_Step]:
    printed = _printed(about)
    eps = Word(decimal_text(Decimal(f"{about.eps:g}")), ItemId(What.EPS), about.eps)
    if printed is None:
        return _not_finite(about)
    difference, spread, quotient, _scaled_value = _exact(about)
    is_hidden = scene.is_hidden
    return [
        (
            _("Take off the mean"),
            [
                Word(decimal_text(printed.before), ItemId(What.X), float(about.before)),
                Word(" − "),
                Word(bracketed(printed.mean), ItemId(What.MEAN), float(about.mean)),
            ],
            _end(printed.difference, ItemId(What.DIFFERENCE), difference, is_hidden),
        ),
        (
            _("The spread"),
            [
                Word("√("),
                Word(decimal_text(printed.variance), ItemId(What.VARIANCE), float(about.variance)),
                Word(" + "),
                eps,
                Word(")"),
            ],
            _end(printed.spread, ItemId(What.SPREAD), spread, is_hidden),
        ),
        (
            _("Divide by the spread"),
            [
                _step_number(printed.difference, ItemId(What.DIFFERENCE), difference, is_hidden),
                Word(" / "),
                _step_number(printed.spread, ItemId(What.SPREAD), spread, is_hidden),
            ],
            _end(printed.quotient, ItemId(What.QUOTIENT), quotient, is_hidden),
        ),
        (
            _("Times the weight"),
            [
                _step_number(printed.quotient, ItemId(What.QUOTIENT), quotient, is_hidden),
                Word(" · "),
            ],
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
        (label, [Word(number_text(float(n), 4), ItemId(what), float(n))], [])
        for label, what, n in numbers
    ]
    return [*told, (_("Weight"), [], None)]


def _step_number(value: Decimal, item_id: ItemId, exact: float, is_hidden: bool) -> Word:
    return Word(HIDDEN) if is_hidden else Word(bracketed(value), item_id, exact)


def _end(value: Decimal, item_id: ItemId, exact: float, is_hidden: bool) -> list[Word]:
    if is_hidden:
        return [Word(" = "), Word(HIDDEN)]
    return [Word(" = "), Word(decimal_text(value), item_id, exact)]


def _scaled(scene: ExplanationScene, about: Normalisation) -> list[Word]:
    printed = _printed(about)
    if printed is None:
        return []
    return _end(printed.scaled, ItemId(What.SCALED), _exact(about)[3], scene.is_hidden)


def _weight(scene: ExplanationScene, about: Normalisation, corner: QPoint) -> Numbers:
    """Return the weight, which can be edited where it stands."""
    look, printed = scene.look, _printed(about)
    exact = float(about.weight)
    text = number_text(exact, 4) if printed is None else decimal_text(printed.weight)
    wide = max(look.px(64), text_width(look, text) + look.px(14))
    values = np.array([[exact]], np.float32)
    return Numbers(
        corner, (wide, look.px(26)), values, [text], _limit(scene, "weight"), ItemId(What.WEIGHT),
        is_editable=True,
    )  # fmt: skip
