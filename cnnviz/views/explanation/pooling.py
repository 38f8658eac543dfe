"""A value of a pooling: the largest or the mean of the values in a window."""

from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.pooling_layers import AvgPool2d, MaxPool2d
from cnnviz.explain.layer_facts import NOTHING_LEARNT
from cnnviz.explain.positions import small_number
from cnnviz.explain.printed_values import PrintedMean
from cnnviz.explain.reach_words import SIZE_FORMULA, size_formula, unreached_sentence
from cnnviz.explain.values import Patch
from cnnviz.language import _, ngettext
from cnnviz.text.numbers import count_text, exact_text
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.lit_cells import outputs_of_cell
from cnnviz.views.explanation.pooling_numbers import (
    PrintedPatch,
    counted_padding,
    outside_map,
    printed_patch,
)
from cnnviz.views.explanation.summary import Summary, value_line
from cnnviz.views.sheets.formula import bracketed
from cnnviz.views.sheets.item_id import ItemId, Spot, What
from cnnviz.views.sheets.sum_lines import SumLine, rounding_line

MOST_TERMS = 16  # of a sum that is written out


def summary(scene: ExplanationScene, about: Patch) -> Summary:
    """Return what the result panel says of a pooling."""
    printed = printed_patch(scene, about)
    facts = _facts(scene, about)
    if scene.is_hidden:
        return Summary((), value_line(scene, about), facts)
    lines = () if printed.mean is None else tuple(_lines(about, printed.mean))
    label = _("Mean") if about.divisor else _("Largest")
    value = scene.decimals.full(float(about.value))
    shown = SumLine(label, value, ItemId(What.VALUE), float(about.value))
    return Summary(lines, shown, facts, _equation(about, printed))


def _lines(about: Patch, mean: PrintedMean) -> list[SumLine]:
    count = len(mean.terms)
    label = ngettext("Sum of {count} value", "Sum of {count} values", count).format(
        count=small_number(count)
    )
    rounding = [rounding_line(mean.rounding, mean.of_total)] if mean.rounding else []
    text = mean.of_total.full_of(mean.total)
    return [
        *rounding,
        SumLine(label, text, ItemId(What.SUM), mean.exact_sum),
        SumLine(
            _("Divided by"), f"÷ {count_text(about.divisor)}", ItemId(What.DIVISOR), about.divisor
        ),
    ]


def _equation(about: Patch, printed: PrintedPatch) -> tuple[tuple[str, str], ...]:
    texts = [text for text in printed.texts if text]
    if len(texts) > MOST_TERMS or printed.of_value.power or printed.of_window.power:
        return ()
    if printed.mean is None:
        if about.divisor:
            return ()
        return ((f"{_('max')}({', '.join(texts)})", f"= {printed.value}"),)
    terms = " + ".join(bracketed(term) for term in printed.mean.terms)
    return ((f"({terms}) ÷ {about.divisor}", f"{printed.equals} {printed.value}"),)


def _facts(scene: ExplanationScene, about: Patch) -> tuple[str, ...]:
    layer, shape = scene.layer, scene.shape_before
    facts = [_(NOTHING_LEARNT)]
    if isinstance(layer, MaxPool2d | AvgPool2d):
        down, across = (size_formula(layer, shape, axis) for axis in range(2))
        stride = _("Stride {stride}, padding {padding}.")
        facts.append(
            stride.format(stride=shape_text(layer.step), padding=shape_text(layer.padding))
        )
        if down == across:
            facts.append(_("Size {formula} = {numbers}").format(formula=SIZE_FORMULA, numbers=down))
        else:
            facts.append(_("Rows {numbers}").format(numbers=down))
            facts.append(_("Columns {numbers}").format(numbers=across))
        facts.append(unreached_sentence(layer, shape))
    elif about.window.size == shape[1] * shape[2]:
        facts.append(_("The window is the whole map."))
    return tuple(fact for fact in facts if fact)


# The terms


def told(scene: ExplanationScene, spot: Spot) -> str:
    """Return which cell of the input lies at a spot of the window, with its exact number."""
    about = scene.about
    assert isinstance(about, Patch)  # the kind it is about
    if not spot.is_on(What.WINDOW) or not spot.is_within(about.window.shape):
        return ""
    row, column = int(about.rows[spot.row]), int(about.columns[spot.column])
    if outside_map(scene, about)[spot.row, spot.column]:
        counts = bool(counted_padding(scene, about)[spot.row, spot.column])
        return _of_padding(about, counts).format(row=row + 1, column=column + 1)
    value = exact_text(float(about.window[spot.row, spot.column]))
    return _("Input map {map}, row {row}, column {column}: {value}").format(
        map=about.place[0] + 1, row=row + 1, column=column + 1, value=value
    )


def _of_padding(about: Patch, counts: bool) -> str:
    """Return the text that tells of a cell of the padding."""
    if not about.divisor:
        return _("Padding, row {row}, column {column}: it never wins")
    if counts:
        return _("Padding, row {row}, column {column}: it counts as 0")
    return _("Padding, row {row}, column {column}: it does not count")


def target(scene: ExplanationScene, spot: Spot) -> int | None:
    """Return the first position whose window holds a clicked cell of the input map."""
    about = scene.about
    if not spot.is_on(What.INPUT_MAP, about.place[0]):
        return None
    met = outputs_of_cell(scene.layer, scene.shape_before, spot)
    return int(met.argmax()) if met is not None and met.any() else None
