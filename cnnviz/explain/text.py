"""An explanation of any kind as text and for JSON, from the same terms."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from cnnviz.cnn.trace import Trace
from cnnviz.explain.explanation import Explanation
from cnnviz.explain.layer_decimals import decimals_of
from cnnviz.explain.overflow_words import overflow_sentence
from cnnviz.explain.placed_sums import PlacedSum
from cnnviz.explain.positions import place_text
from cnnviz.explain.printed import printed_sum
from cnnviz.explain.printed_values import is_printable, printed_mean, window_cells
from cnnviz.explain.step_lines import step_lines
from cnnviz.explain.stepped_values import (
    LogShare,
    Normalisation,
    Responded,
    Scaled,
    Standardised,
)
from cnnviz.explain.steps import step_title
from cnnviz.explain.terms import Input, Term, inputs_of, terms_of, three
from cnnviz.explain.values import (
    Added,
    Curve,
    InputValue,
    Joined,
    Patch,
    Share,
    WeightedSum,
    WindowSum,
)
from cnnviz.language import _
from cnnviz.text.decimals import Decimals
from cnnviz.text.numbers import exact_text


def as_json(trace: Trace, about: Explanation) -> dict[str, Any]:
    """Return an explanation as an object for JSON: exact numbers, places counted from 0."""
    terms, bias = terms_of(about)
    subtotals: dict[int, float] = {}
    for term in terms:
        subtotals[term.channel] = subtotals.get(term.channel, 0.0) + term.product
    described = {
        "node": about.node,
        "layer": trace.network.number(about.node),
        "name": step_title(trace, about.node),
        "position": list(about.place),
        "terms": [term._asdict() for term in terms],
        "subtotals": list(subtotals.values()) if isinstance(about, WindowSum) else [],
        "bias": bias,
        "value": float(about.value),
    }
    if inputs := inputs_of(trace, about):
        described["inputs"] = [
            {"node": each.node, "position": list(each.place), "value": float(each.value)}
            for each in inputs
        ]
    return described


def as_text(trace: Trace, about: Explanation) -> str:
    """Return an explanation as lines of text, with the numbers as the window prints them.

    Places are counted from 0, as in `--at`; in words, as in the window, from 1.
    """
    exact = exact_text(float(about.value))
    decimals = decimals_of(trace, about.node)
    names = {
        "step": step_title(trace, about.node),
        "position": ",".join(map(str, about.place)),
        "place": place_text(trace, about),
        "exact": exact,
        "value": decimals.full(float(about.value)),
    }
    title = _("{step} at {position} ({place}) = {value}   (exactly {exact})")
    if names["value"] == exact:
        title = _("{step} at {position} ({place}) = {value}")
    if isinstance(about, InputValue):
        return _lines([title.format(**names)])
    lines = explanation_lines(trace, about, decimals)
    if overflow := overflow_sentence(about):
        lines.append(f"  {overflow}")
    return _lines([title.format(**names), "", *lines])


def explanation_lines(trace: Trace, about: Explanation, decimals: Decimals) -> list[str]:
    """Return what a value is made of, a line each, and last the value."""
    match about:
        case WindowSum() | WeightedSum():
            return _of_products(about, decimals)
        case Joined():
            return _of_joined(trace, about)
        case Patch():
            return _of_window_values(trace, about, decimals)
        case PlacedSum():
            return _of_products(about, decimals)
        case Normalisation() | Scaled() | Standardised() | Responded() | LogShare():
            return step_lines(trace, about, decimals) or [
                *_input_lines(trace, about),
                _together(decimals, about),
            ]
        case Share():
            return _of_share(about, decimals)
        case Curve():
            return [
                _input_lines(trace, about)[0],
                _("  {layer} of it: {value}").format(
                    layer=trace.network.layers[about.node].title,
                    value=decimals.full(float(about.value)),
                ),
            ]
    return [*_input_lines(trace, about), _together(decimals, about)]


def _together(decimals: Decimals, about: Explanation) -> str:
    return _("  together: {value}").format(value=decimals.full(float(about.value)))


def _of_products(about: WindowSum | WeightedSum | PlacedSum, decimals: Decimals) -> list[str]:
    """Return the lines of products that are added to a bias."""
    terms, bias = terms_of(about)
    products = [term.product for term in terms]
    count = len(terms) + (about.bias is not None)
    finer = decimals.finer(count)
    printed = [finer.full(term.product) for term in terms]
    is_exact = all(map(_is_exact, terms, printed))  # of all, so that all have one sign
    lines = [_term_line(term, text, is_exact) for term, text in zip(terms, printed, strict=True)]
    if about.bias is not None:
        lines.append(_("  bias: {value}").format(value=finer.full(bias)))
        products.append(bias)
    return [*lines, *_rounding(products, float(about.value), decimals), _together(decimals, about)]


def _rounding(terms: Sequence[float], value: float, decimals: Decimals) -> list[str]:
    """Return the line of what is missing to a printed sum, where something is."""
    if not np.isfinite([*terms, value]).all():
        return []
    rest = printed_sum(terms, value, decimals).rounding
    return [_("  rounding: {value}").format(value=decimals.full_of(rest))] if rest else []


def _of_joined(trace: Trace, about: Joined) -> list[str]:
    """Return the lines of the values of branches, exactly, and as they are added."""
    decimals, inputs = decimals_of(trace, about.node), inputs_of(trace, about)
    if not isinstance(about, Added):
        lines = [_input_line(each, exact_text(float(each.value))) for each in inputs]
        value = decimals.full(float(about.value))
        return [*lines, _("  multiplied: {value}").format(value=value)]
    finer = decimals.finer(len(inputs))
    lines = [_input_line(each, _rounded_text(float(each.value), finer)) for each in inputs]
    rounding = _rounding(about.inputs.tolist(), float(about.value), decimals)
    return [*lines, *rounding, _together(decimals, about)]


def _rounded_text(value: float, decimals: Decimals) -> str:
    """Return a number in full, and as it is added in print if that is another."""
    text, exact = decimals.full(value), exact_text(value)
    return text if text == exact else f"{exact} ≈ {text}"


def _of_window_values(trace: Trace, about: Patch, decimals: Decimals) -> list[str]:
    """Return the lines of the values of a window, and of the largest or the mean of them."""
    node = trace.network.before(about.node)
    terms, _bias = terms_of(about)
    value = decimals.full(float(about.value))
    places = [Input(node, (t.channel, t.row, t.column), np.float32(t.input)) for t in terms]
    if not about.divisor:
        shown = decimals_of(trace, node)
        lines = [_input_line(each, shown.full(float(each.value))) for each in places]
        return [*lines, _("  the largest: {value}").format(value=value)]
    if not is_printable(about.value, *(each.value for each in places)):
        lines = [_input_line(each, exact_text(float(each.value))) for each in places]
        return [*lines, _("  the mean: {value}").format(value=value)]
    cells = window_cells(trace.network.layers[about.node], trace.shapes[node])
    made = printed_mean(about, decimals, cells)
    lines = [_input_line(each, made.of_terms.full(float(each.value))) for each in places]
    if made.rounding:
        rest = made.of_total.full_of(made.rounding)
        lines.append(_("  rounding: {value}").format(value=rest))
    total = made.of_total.full_of(made.total)
    return [
        *lines,
        _("  sum: {value}").format(value=total),
        _("  divided by {divisor}: {value}").format(divisor=about.divisor, value=value),
    ]


def _of_share(about: Share, decimals: Decimals) -> list[str]:
    """Return the lines of a softmax: exp(z − max), the sum of all, and the share."""
    index, count = about.place[0], len(about.logits)
    finer = decimals.finer(count)
    with np.errstate(all="ignore"):
        total = float(about.exponentials.sum(dtype=np.float64))
    lines = [
        _("  score z: {value}").format(value=exact_text(float(about.logits[index]))),
        _("  exp(z − max): {value}").format(value=finer.full(float(about.exponentials[index]))),
        _("  sum of all {count}: {value}").format(count=count, value=decimals.full(total)),
    ]
    return [*lines, _("  share: {value}").format(value=decimals.full(float(about.value)))]


def _input_lines(trace: Trace, about: Explanation) -> list[str]:
    """Return a line for each value that goes in, exactly."""
    inputs = inputs_of(trace, about)
    if not inputs:
        node = trace.network.before(about.node)
        inputs = [
            Input(node, (t.channel, t.row, t.column), np.float32(t.input))
            for t in terms_of(about)[0]
        ]
    return [_input_line(each, exact_text(float(each.value))) for each in inputs]


def _input_line(given: Input, value: str) -> str:
    channel, row, column = three(given.place)
    text = _("  channel {channel}, row {row}, column {column} of {node}: {value}")
    return text.format(channel=channel, row=row, column=column, node=given.node, value=value)


def _lines(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _is_exact(term: Term, printed: str) -> bool:
    """Return whether what is printed of a product is the product."""
    return not np.isfinite(term.product) or printed == exact_text(term.product)


def _term_line(term: Term, printed: str, is_exact: bool) -> str:
    text = _("  channel {channel}, row {row}, column {column}: {input} · {weight} = {product}")
    if not is_exact:
        text = _("  channel {channel}, row {row}, column {column}: {input} · {weight} ≈ {product}")
    return text.format(
        channel=term.channel, row=term.row, column=term.column, input=exact_text(term.input),
        weight=exact_text(term.weight), product=printed,
    )  # fmt: skip
