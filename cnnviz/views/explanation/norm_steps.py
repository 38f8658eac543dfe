"""A value of a norm: (x − mean) / √(variance + eps) · weight + bias, step by step."""

from dataclasses import replace
from decimal import Decimal

from cnnviz.cnn.scale import limit_of_bias
from cnnviz.explain.layer_decimals import decimals_of_parameter
from cnnviz.explain.norm_words import norm_facts
from cnnviz.explain.printed_measures import printed_measures
from cnnviz.explain.printed_steps import (
    PrintedNormalisation,
    printed_normalisation,
    significant,
)
from cnnviz.explain.stepped_values import MeasuredNormalisation, Normalisation
from cnnviz.language import _
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.map_pair import PlainForm
from cnnviz.views.explanation.stepped import (
    EditedWeight,
    StepLine,
    StepSheet,
    bracketed,
    end,
    sheet_of,
    step_number,
    word,
)
from cnnviz.views.explanation.summary import Summary, bias_line, lines_of_sum, value_line
from cnnviz.views.sheets.formula import Word
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.sum_lines import SumLine


def _printed(scene: ExplanationScene, about: Normalisation) -> PrintedNormalisation | None:
    return printed_normalisation(about, scene.decimals, scene.decimals_before)


def summary(scene: ExplanationScene, about: Normalisation) -> Summary:
    """Return what the result panel says of a norm."""
    lines = _lines(scene, about)
    if scene.is_hidden:
        lines = [line for line in lines if line.id.what is What.BIAS]
    facts = norm_facts(scene.layer, about)
    return Summary(tuple(lines), value_line(scene, about), facts, has_map=False)


def _lines(scene: ExplanationScene, about: Normalisation) -> list[SumLine]:
    printed = _printed(scene, about)
    if printed is not None and (about.weight is not None or about.bias is not None):
        exact, limit = printed.scaled.exact, limit_of_bias(scene.layer)
        made = lines_of_sum(_("Scaled"), exact, printed.end, about.shift, Decimal(0), limit)
        return [as_scaled(line) for line in made]
    if about.bias is None:
        return []
    text = decimals_of_parameter(scene.layer, "bias").full(about.shift)
    return [bias_line(text, about.shift, limit_of_bias(scene.layer))]


def as_scaled(line: SumLine) -> SumLine:
    """Return a line of a sum as it is called here: what is added to is the scaled value."""
    return replace(line, id=ItemId(What.SCALED)) if line.id.what is What.SUM else line


def rows_sheet(
    scene: ExplanationScene, about: Normalisation, form: PlainForm, room: Extent
) -> Sheet:
    """Lay out the maps before and after, and below them a line for each step."""
    return sheet_of(scene, steps_of(scene, about), form, room)


def steps_of(scene: ExplanationScene, about: Normalisation) -> StepSheet:
    """Return the formula of a norm, and its steps."""
    return StepSheet(_general(about), _steps(scene, about))


def _general(about: Normalisation) -> str:
    if about.weight is None and about.bias is None:
        return _("(x − mean) / √(variance + eps)")
    if about.bias is None:
        return _("(x − mean) / √(variance + eps) · weight")
    if about.weight is None:
        return _("(x − mean) / √(variance + eps) + bias")
    return _("(x − mean) / √(variance + eps) · weight + bias")


def _steps(scene: ExplanationScene, about: Normalisation) -> list[StepLine]:
    printed = _printed(scene, about)
    if printed is None:
        return _not_finite(about)
    is_hidden = scene.is_hidden
    difference, spread, quotient = printed.difference, printed.spread, printed.quotient
    steps = [
        StepLine(
            _("Take off the mean"),
            [word(printed.before, What.X), Word(" − "), bracketed(printed.mean, What.MEAN)],
            end(difference, What.DIFFERENCE, is_hidden=is_hidden),
        ),
        StepLine(
            _("The spread"),
            [
                Word("√("),
                word(printed.variance, What.VARIANCE),
                Word(" + "),
                word(printed.eps, What.EPS),
                Word(")"),
            ],
            end(spread, What.SPREAD, is_hidden=is_hidden),
        ),
        StepLine(
            _("Divide by the spread"),
            [
                step_number(difference, What.DIFFERENCE, is_hidden=is_hidden),
                Word(" / "),
                step_number(spread, What.SPREAD, is_hidden=is_hidden),
            ],
            end(quotient, What.QUOTIENT, is_hidden=is_hidden),
        ),
    ]
    if isinstance(about, MeasuredNormalisation):
        steps = _measures(about, printed) + steps
    if about.weight is None:
        return steps
    weight = StepLine(
        _("Times the weight"),
        [step_number(quotient, What.QUOTIENT, is_hidden=is_hidden), Word(" · ")],
        end(printed.scaled, What.SCALED, is_hidden=is_hidden),
        EditedWeight(about.scale, printed.weight),
    )
    return [*steps, weight]


def _measures(about: MeasuredNormalisation, printed: PrintedNormalisation) -> list[StepLine]:
    """Return how mean and variance came about: they are no secret, the value is."""
    made = printed_measures(about, printed.mean, printed.variance)
    over = Word(f" / {about.count}")
    return [
        StepLine(
            _("The mean"),
            [Word(made.total.text, ItemId(What.MEASURED_SUM), made.total.exact), over],
            [Word(f" {made.mean.sign} "), word(made.mean, What.MEAN)],
        ),
        StepLine(
            _("The variance"),
            [Word(made.squares.text, ItemId(What.MEASURED_SQUARES), made.squares.exact), over],
            [Word(f" {made.variance.sign} "), word(made.variance, What.VARIANCE)],
        ),
    ]


def _not_finite(about: Normalisation) -> list[StepLine]:
    """Return the numbers where one of them is not finite: nothing can be computed with them."""
    numbers = (
        (_("X"), What.X, about.before),
        (_("Mean"), What.MEAN, about.mean),
        (_("Variance"), What.VARIANCE, about.variance),
    )
    told = [
        StepLine(label, [Word(significant(float(n), 2).full(float(n)), ItemId(what), float(n))], [])
        for label, what, n in numbers
    ]
    if about.weight is not None:
        told.append(StepLine(_("Weight"), [], [], EditedWeight(about.scale, None)))
    return told
