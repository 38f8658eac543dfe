"""Values that are scaled, divided or made logarithms of, step by step."""

from decimal import Decimal

import numpy as np

from cnnviz.cnn.scale import limit_of_bias
from cnnviz.explain.explanation import Explanation
from cnnviz.explain.layer_decimals import decimals_of_parameter
from cnnviz.explain.norm_words import log_share_facts, response_facts, scale_facts, standard_facts
from cnnviz.explain.printed_measures import (
    printed_log_share,
    printed_response,
    printed_scale,
    printed_standard,
)
from cnnviz.explain.printed_steps import significant
from cnnviz.explain.stepped_values import LogShare, Responded, Scaled, Standardised
from cnnviz.language import _
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.map_pair import PlainForm
from cnnviz.views.explanation.norm_steps import as_scaled
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
from cnnviz.views.explanation.summary import HIDDEN, Summary, bias_line, lines_of_sum, value_line
from cnnviz.views.sheets.formula import Word
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.sum_lines import SumLine


def summary_of_scale(scene: ExplanationScene, about: Scaled) -> Summary:
    """Return what the result panel says of a scale."""
    printed = printed_scale(about, scene.decimals, scene.decimals_before)
    lines: list[SumLine] = []
    if about.bias is not None:
        bias, limit = float(about.bias), limit_of_bias(scene.layer)
        if printed is None:
            text = decimals_of_parameter(scene.layer, "bias").full(bias)
            lines = [bias_line(text, bias, limit)]
        else:
            exact = printed.scaled.exact
            made = lines_of_sum(_("Scaled"), exact, printed.end, bias, Decimal(0), limit)
            lines = [as_scaled(line) for line in made]
    if scene.is_hidden:
        lines = [line for line in lines if line.id.what is What.BIAS]
    facts = scale_facts(scene.forward.trace, about)
    return Summary(tuple(lines), value_line(scene, about), facts, has_map=False)


def scale_sheet(scene: ExplanationScene, about: Scaled, form: PlainForm, room: Extent) -> Sheet:
    """Lay out the maps and the product."""
    return sheet_of(scene, scale_steps(scene, about), form, room)


def scale_steps(scene: ExplanationScene, about: Scaled) -> StepSheet:
    """Return the formula, and its steps."""
    general = _("x · weight") if about.bias is None else _("x · weight + bias")
    printed = printed_scale(about, scene.decimals, scene.decimals_before)
    if printed is None:
        told = [_plain(_("X"), What.X, float(about.before))]
        told.append(StepLine(_("Weight"), [], [], EditedWeight(float(about.weight), None)))
        return StepSheet(general, told)
    step = StepLine(
        _("Times the weight"),
        [word(printed.before, What.X), Word(" · ")],
        end(printed.scaled, What.SCALED, is_hidden=scene.is_hidden),
        EditedWeight(float(about.weight), printed.weight),
    )
    return StepSheet(general, [step])


def _plain(label: str, what: What, exact: float) -> StepLine:
    """Return a number that nothing can be computed with."""
    return StepLine(label, [Word(significant(exact, 2).full(exact), ItemId(what), exact)], [])


def summary_of_standard(scene: ExplanationScene, about: Standardised) -> Summary:
    """Return what the result panel says of a normalisation with given numbers."""
    return Summary((), value_line(scene, about), standard_facts(), has_map=False)


def standard_sheet(
    scene: ExplanationScene, about: Standardised, form: PlainForm, room: Extent
) -> Sheet:
    """Lay out the maps, the difference and the quotient."""
    return sheet_of(scene, standard_steps(scene, about), form, room)


def standard_steps(scene: ExplanationScene, about: Standardised) -> StepSheet:
    """Return the formula, and its steps."""
    general = _("(x − mean) / deviation")
    printed = printed_standard(about, scene.decimals, scene.decimals_before)
    if printed is None:
        told = [
            _plain(_("X"), What.X, float(about.before)),
            _plain(_("Mean"), What.MEAN, about.mean),
            _plain(_("Deviation"), What.DEVIATION, about.deviation),
        ]
        return StepSheet(general, told)
    is_hidden = scene.is_hidden
    steps = [
        StepLine(
            _("Take off the mean"),
            [word(printed.before, What.X), Word(" − "), bracketed(printed.mean, What.MEAN)],
            end(printed.difference, What.DIFFERENCE, is_hidden=is_hidden),
        ),
        StepLine(
            _("Divide by the deviation"),
            [
                step_number(printed.difference, What.DIFFERENCE, is_hidden=is_hidden),
                Word(" / "),
                word(printed.deviation, What.DEVIATION),
            ],
            end(printed.value, What.QUOTIENT, is_hidden=is_hidden),
        ),
    ]
    return StepSheet(general, steps)


def summary_of_response(scene: ExplanationScene, about: Responded) -> Summary:
    """Return what the result panel says of a local response norm."""
    return Summary((), value_line(scene, about), response_facts(about), has_map=False)


def response_sheet(
    scene: ExplanationScene, about: Responded, form: PlainForm, room: Extent
) -> Sheet:
    """Lay out the maps, the squares and what x is divided by."""
    return sheet_of(scene, response_steps(scene, about), form, room)


def response_steps(scene: ExplanationScene, about: Responded) -> StepSheet:
    """Return the formula, and its steps."""
    general = _("x / (k + alpha / size · Σ x²) ^ beta")
    printed = printed_response(about, scene.decimals, scene.decimals_before)
    if printed is None:
        told = [
            _plain(_("X"), What.X, float(about.before)),
            _plain(_("Squares, added"), What.MEASURED_SQUARES, about.squares),
        ]
        return StepSheet(general, told)
    is_hidden = scene.is_hidden
    count = len(about.inputs)
    steps = [
        StepLine(
            _("Squares of {count} channels").format(count=count),
            [Word("Σ x² = "), word(printed.squares, What.MEASURED_SQUARES)],
            [],
        ),
        StepLine(
            _("Scaled, plus k"),
            [
                word(printed.k, What.K),
                Word(" + "),
                word(printed.alpha, What.ALPHA),
                Word(f" / {printed.size} · "),
                word(printed.squares, What.MEASURED_SQUARES),
            ],
            end(printed.base, What.RAISED, is_hidden=is_hidden),
        ),
        StepLine(
            _("To the power of beta"),
            [
                step_number(printed.base, What.RAISED, is_hidden=is_hidden),
                Word(" ^ "),
                word(printed.beta, What.BETA),
            ],
            end(printed.divisor, What.SPREAD, is_hidden=is_hidden),
        ),
        StepLine(
            _("Divide x by it"),
            [
                word(printed.before, What.X),
                Word(" / "),
                step_number(printed.divisor, What.SPREAD, is_hidden=is_hidden),
            ],
            end(printed.value, What.QUOTIENT, is_hidden=is_hidden),
        ),
    ]
    return StepSheet(general, steps)


def summary_of_log_share(scene: ExplanationScene, about: LogShare) -> Summary:
    """Return what the result panel says of a log-softmax."""
    return Summary((), value_line(scene, about), log_share_facts(scene.forward.trace, about,
                   is_hidden=scene.is_hidden), has_map=False)  # fmt: skip


def log_share_sheet(
    scene: ExplanationScene, about: LogShare, form: PlainForm, room: Extent
) -> Sheet:
    """Lay out the scores and their logarithms, the sum, and what is taken off."""
    return sheet_of(scene, log_share_steps(scene, about), form, room)


def log_share_steps(scene: ExplanationScene, about: LogShare) -> StepSheet:
    """Return the formula, and its steps."""
    general = _("z − max − ln Σ exp(z − max)")
    printed = printed_log_share(about, scene.decimals, scene.decimals_before)
    if printed is None:
        told = [_plain(_("Score z"), What.X, float(about.logits[about.place]))]
        return StepSheet(general, told)
    is_hidden = scene.is_hidden
    of_sum, logarithm = printed.end.of_sum, printed.end.bias
    assert logarithm is not None  # it is what is added
    log = Word(
        HIDDEN if is_hidden else of_sum.full_of(-logarithm),
        None if is_hidden else ItemId(What.LOGARITHM),
        None if is_hidden else float(np.log(about.total)),
    )
    steps = [
        StepLine(
            _("Take off the largest"),
            [word(printed.score, What.X), Word(" − "), bracketed(printed.largest, What.LARGEST)],
            end(printed.difference, What.DIFFERENCE, is_hidden=is_hidden),
        ),
        StepLine(
            _("Logarithm of the sum"),
            [
                Word("ln "),
                step_number(printed.total, What.EXP_SUM, is_hidden=is_hidden, make=word),
            ],
            [Word(" ≈ "), log],
        ),
        StepLine(
            _("Take it off"),
            [
                step_number(printed.difference, What.DIFFERENCE, is_hidden=is_hidden, make=word),
                Word(" − "),
                log,
            ],
            _value_of(scene, about, printed.end.rounding != 0),
        ),
    ]
    return StepSheet(general, steps)


def _value_of(scene: ExplanationScene, about: Explanation, is_rounded: bool) -> list[Word]:
    if scene.is_hidden:
        return [Word(" = "), Word(HIDDEN)]
    value = float(about.value)
    sign = " ≈ " if is_rounded else " = "
    return [Word(sign), Word(scene.decimals.full(value), ItemId(What.QUOTIENT), value)]
