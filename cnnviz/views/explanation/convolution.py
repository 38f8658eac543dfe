"""A value of a convolution: window ⊙ weights = products for each input map, added up."""

import numpy as np

from cnnviz.cnn.activation_layers import Activation
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale import limit_of_bias
from cnnviz.explain.layer_decimals import decimals_of
from cnnviz.explain.printed import signed_text
from cnnviz.explain.printed_values import PrintedWindow
from cnnviz.explain.reach_words import SIZE_FORMULA, size_formula, unreached_sentence
from cnnviz.explain.values import WindowSum
from cnnviz.language import N_, _, ngettext
from cnnviz.text.numbers import MINUS, count_text, exact_text
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation.convolution_detail import detail_sheet
from cnnviz.views.explanation.convolution_forms import (
    ConvolutionForm,
    factor_decimals,
    printed_of,
    sign_of_products,
)
from cnnviz.views.explanation.convolution_grids import TERMS
from cnnviz.views.explanation.convolution_rows import rows_sheet as all_rows
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.summary import Summary, lines_of_sum, value_line
from cnnviz.views.sheets.item_id import Spot, What
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.sum_lines import SumLine

LARGEST_EQUATION = 16  # cells of a window whose sum is written out


def summary(scene: ExplanationScene, about: WindowSum) -> Summary:
    """Return what the result panel says of a convolution."""
    printed = printed_of(scene, about)
    lines = [] if printed is None else _lines(scene, about, printed)
    if not scene.tells("sum"):
        lines = [line for line in lines if line.id.what is What.BIAS]
    shown = value_line(scene, about)
    equation = () if printed is None or scene.is_hidden else _equation(scene, about, printed)
    return Summary(tuple(lines), shown, _facts(scene, about), equation)


def _equation(
    scene: ExplanationScene, about: WindowSum, printed: PrintedWindow
) -> tuple[tuple[str, str], ...]:
    """Return the sum of a single small window as one writes it: a line for each row."""
    rows, columns = about.window.shape[1:]
    if len(about.channels) > 1 or rows * columns > LARGEST_EQUATION:
        return ()
    factors_of = factor_decimals(scene)
    if any(decimals.power for decimals in (*factors_of, printed.of_products)):
        return ()  # a factor for each of the three: the grids have them in their headings
    inputs, weights = factors_of[0].texts(about.window), factors_of[1].texts(about.weights)
    equals, terms = sign_of_products(scene, about, 0), printed.products(0)
    lines = []
    for first in range(0, rows * columns, columns):
        row = range(first, first + columns)
        factors = " + ".join(f"{_factor(inputs[i])}·{_factor(weights[i])}" for i in row)
        products = " ".join(signed_text(terms[i]) for i in row)
        sign, start = ("+ ", "") if first else ("", f"{equals} ")
        lines.append((sign + factors, start + (products if first else products.lstrip("+ "))))
    return tuple(lines)


def _factor(text: str) -> str:
    return f"({text})" if text.startswith(MINUS) else text


def _lines(scene: ExplanationScene, about: WindowSum, printed: PrintedWindow) -> list[SumLine]:
    count = len(about.channels)
    label = _sums_label(count) if count > 1 else _("Sum of products")
    if about.products.size == 1:
        label = _("Product")
    exact = printed.exact_until(count - 1)
    bias, limit = float(about.bias or 0), limit_of_bias(scene.layer)
    return lines_of_sum(label, exact, printed.end, bias, printed.sum_rounding, limit)


_SUMS = (
    N_("Two sums"), N_("Three sums"), N_("Four sums"), N_("Five sums"), N_("Six sums"),
    N_("Seven sums"), N_("Eight sums"), N_("Nine sums"), N_("Ten sums"),
)  # fmt: skip


def _sums_label(count: int) -> str:
    """Return how many sums there are, at least two; in letters up to ten."""
    if count - 2 < len(_SUMS):
        return _(_SUMS[count - 2])
    return ngettext("{count} sum", "{count} sums", count).format(count=count_text(count))


def _facts(scene: ExplanationScene, about: WindowSum) -> tuple[str, ...]:
    trace = scene.forward.trace
    layer, shape = scene.layer, scene.shape_before
    assert isinstance(layer, Conv2d)  # a WindowSum comes from one
    facts = [
        _used_everywhere(about, int(np.prod(trace.shapes[scene.node][1:]))),
        *_sizes(layer, shape),
        unreached_sentence(layer, shape),
        _next(scene),
    ]
    if layer.flipped:
        facts.append(
            _(
                "Strict convolution: the weights are shown as they are laid on the window, turned "
                "by 180°."
            )
        )
    return tuple(fact for fact in facts if fact)


def _used_everywhere(about: WindowSum, positions: int) -> str:
    """Return that the same numbers are used at all positions."""
    count = about.products.size
    if about.bias is None:
        text = ngettext(
            "{count} product. The same {same} numbers are used at all {positions} positions.",
            "{count} products. The same {same} numbers are used at all {positions} positions.",
            count,
        )
    else:
        text = ngettext(
            "{count} product + 1 bias. The same {same} numbers are used at all {positions} "
            "positions.",
            "{count} products + 1 bias. The same {same} numbers are used at all {positions} "
            "positions.",
            count,
        )
    same = count + (about.bias is not None)
    return text.format(
        count=count_text(count), same=count_text(same), positions=count_text(positions)
    )


def _sizes(layer: Conv2d, shape: tuple[int, ...]) -> list[str]:
    down, across = (size_formula(layer, shape, axis) for axis in range(2))
    if down == across:
        return [_("Size {formula} = {numbers}").format(formula=SIZE_FORMULA, numbers=down)]
    return [
        _("Rows {formula} = {numbers}").format(formula=SIZE_FORMULA, numbers=down),
        _("Columns {numbers}").format(numbers=across),
    ]


def _next(scene: ExplanationScene) -> str:
    """Return what the activation after this layer makes of the value."""
    trace = scene.forward.trace
    following = trace.network.only_taker(scene.node)
    if scene.is_hidden or following is None:
        return ""
    layer = trace.network.layers[following]
    if not isinstance(layer, Activation):
        return ""
    after = float(trace.values[following][scene.about.place])
    number = decimals_of(trace, following).full(after)
    return _("→ {layer} gives {number}.").format(layer=layer.title, number=number)


def rows_sheet(
    scene: ExplanationScene, about: WindowSum, form: ConvolutionForm, room: Extent
) -> Sheet:
    """Lay out a row for each input channel, or in little room the sums and one of them."""
    made = all_rows if form.columns else detail_sheet
    return made(scene, about, form, room)


def told(scene: ExplanationScene, spot: Spot) -> str:
    """Return the product at a spot with its exact numbers, or nothing."""
    about = scene.about
    assert isinstance(about, WindowSum)  # the kind it is about
    what, k, _node = spot.item
    is_term = what in TERMS and k is not None and k < len(about.channels)
    if k is None or not is_term or not spot.is_within(about.window.shape[1:]):
        return ""
    row, column = spot.row, spot.column
    numbers: tuple[Array, ...] = (about.window, about.weights, about.products)
    one, other, product = (exact_text(float(array[k, row, column])) for array in numbers)
    text = _told_text(is_padding=bool(about.is_padding[row, column]), is_hidden=scene.is_hidden)
    return text.format(
        map=int(about.channels[k]) + 1, row=int(about.rows[row]) + 1,
        column=int(about.columns[column]) + 1, input=one, weight=other, product=product,
    )  # fmt: skip


def _told_text(*, is_padding: bool, is_hidden: bool) -> str:
    """Return the text that tells of one product."""
    if is_padding and is_hidden:
        return _("Input map {map}, row {row}, column {column} (padding): {input} · {weight}")
    if is_padding:
        return _(
            "Input map {map}, row {row}, column {column} (padding): {input} · {weight} = {product}"
        )
    if is_hidden:
        return _("Input map {map}, row {row}, column {column}: {input} · {weight}")
    return _("Input map {map}, row {row}, column {column}: {input} · {weight} = {product}")
