"""An explanation of any kind as a sum: terms, bias and value; as text and for JSON."""

from decimal import Decimal
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from cnnviz.cnn.trace import Trace
from cnnviz.explain.positions import place_text
from cnnviz.explain.printed import decimal_text, printed_sum
from cnnviz.explain.printed_joined import printed_product
from cnnviz.explain.steps import step_title
from cnnviz.explain.values import (
    Added,
    Curve,
    Explanation,
    InputValue,
    Joined,
    Multiplied,
    Normalisation,
    Passed,
    Patch,
    Share,
    Taken,
    WeightedSum,
    WindowSum,
)
from cnnviz.language import _
from cnnviz.text.numbers import exact_text


class Term(NamedTuple):
    """One product of the sum; the place may lie outside the input: then it is padding."""

    channel: int  # of what goes in, or the index in a row of values
    row: int
    column: int
    input: float
    weight: float
    product: float


def terms_of(about: Explanation) -> tuple[list[Term], float]:
    """Return the products that add up to a value, and what is added besides: the bias.

    What has no weights gets those that its formula amounts to at this value: the first of the
    largest values of a window counts once, every value of a mean 1/n, a ReLU passes all or nothing,
    and the first factor of a product counts as often as the other factors say.
    """
    match about:
        case WindowSum():
            return _of_window(about), float(about.bias or 0)
        case WeightedSum():
            numbers = zip(about.inputs, about.weights, about.products, strict=True)
            row = [Term(i, 0, 0, *map(float, each)) for i, each in enumerate(numbers)]
            return row, float(about.bias or 0)
        case Patch():
            return _of_patch(about), 0.0
        case Normalisation():
            scale = float(about.weight) / float(np.sqrt(about.variance + about.eps))
            shift = float(about.bias) - float(about.mean) * scale
            return [_one(about.place, float(about.before), scale)], shift
        case Added():
            return [_one(*each, 1.0) for each in zip(about.places, about.inputs, strict=True)], 0.0
        case InputValue():
            return [], float(about.value)
    return [_of_one_value(about)], 0.0


def _of_one_value(about: Explanation) -> Term:
    """Return the only term of what is computed from one value."""
    match about:
        case Share():
            shared = 1 / float(about.exponentials.sum())
            return _one(about.place, float(about.exponentials[about.place]), shared)
        case Multiplied():
            others = float(about.inputs[1:].prod(dtype=np.float64))
            return _one(about.places[0], about.inputs[0], others)
        case Passed():
            return _one(about.source, float(about.value), 1.0)
        case Curve():
            value, before = float(about.value), float(about.before)
            return Term(*_three(about.place), before, value / before if before else 0.0, value)
    raise TypeError(f"there are no terms for {type(about).__name__}")


def _three(place: tuple[int, ...]) -> tuple[int, int, int]:
    channel, row, column = (*place, 0, 0)[:3]
    return channel, row, column


def _one(place: tuple[int, ...], value: float, weight: float) -> Term:
    return Term(*_three(place), float(value), weight, float(value) * weight)


def _of_window(about: WindowSum) -> list[Term]:
    places = product(about.channels.tolist(), about.rows.tolist(), about.columns.tolist())
    numbers = zip(about.window.flat, about.weights.flat, about.products.flat, strict=True)
    return [Term(*place, *map(float, each)) for place, each in zip(places, numbers, strict=True)]


def _of_patch(about: Patch) -> list[Term]:
    made = []
    is_found = False
    for (i, row), (j, column) in product(enumerate(about.rows), enumerate(about.columns)):
        value = float(about.window[i, j])
        if np.isnan(value) and not about.is_winner[i, j]:
            continue  # outside the input: no value
        weight = 1 / about.divisor if about.divisor else float(about.is_winner[i, j] & ~is_found)
        is_found |= bool(about.is_winner[i, j])
        made.append(Term(about.place[0], int(row), int(column), value, weight, value * weight))
    return made


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
    if inputs := _inputs_of(about):
        described["inputs"] = [
            {"node": each.node, "position": list(each.place), "value": float(each.value)}
            for each in inputs
        ]
    return described


class _Input(NamedTuple):
    """A value that comes from a node of several, or from one place of it."""

    node: str
    place: tuple[int, ...]
    value: np.float32


def _inputs_of(about: Explanation) -> list[_Input]:
    """Return what is added, multiplied or taken over where branches meet, in its order."""
    match about:
        case Joined():
            inputs = zip(about.sources, about.places, about.inputs, strict=True)
            return [_Input(*each) for each in inputs]
        case Taken():
            return [_Input(about.source_node, about.source, about.value)]
    return []


def as_text(trace: Trace, about: Explanation) -> str:
    """Return an explanation as lines of text; the printed products add up to the printed value.

    Places are counted from 0, as in `--at`; in words, as in the window, from 1.
    """
    terms, bias = terms_of(about)
    exact = exact_text(float(about.value))
    names = {
        "step": step_title(trace, about.node),
        "position": ",".join(map(str, about.place)),
        "place": place_text(trace, about),
        "exact": exact,
    }
    if not terms or not np.isfinite([*(term.product for term in terms), bias]).all():
        return _lines([_("{step} at {position} ({place}) = {exact}").format(**names)])
    if isinstance(about, Multiplied):
        total, lines = _product(about)
    else:
        total, lines = _sum(about, terms, bias)
    title = _("{step} at {position} ({place}) = {value}   (exactly {exact})")
    return _lines([title.format(value=total, **names), "", *lines])


def _sum(about: Explanation, terms: list[Term], bias: float) -> tuple[str, list[str]]:
    """Return the printed value, and the lines of what is added."""
    shown = printed_sum([*(term.product for term in terms), bias], about.value)
    total = decimal_text(shown.total)
    if inputs := _inputs_of(about):
        lines = [
            _input_line(each, _rounded_text(each.value, printed))
            for each, printed in zip(inputs, shown.terms, strict=False)
        ]
    else:
        lines = [_term_line(term, text) for term, text in zip(terms, shown.terms, strict=False)]
    if bias:
        lines.append(_("  bias: {value}").format(value=decimal_text(shown.terms[-1])))
    if shown.rounding:
        lines.append(_("  rounding: {value}").format(value=decimal_text(shown.rounding)))
    return total, [*lines, _("  together: {value}").format(value=total)]


def _product(about: Multiplied) -> tuple[str, list[str]]:
    """Return the printed value, and the lines of what is multiplied, in full."""
    total = decimal_text(printed_product(about).total)
    lines = [_input_line(each, exact_text(float(each.value))) for each in _inputs_of(about)]
    return total, [*lines, _("  multiplied: {value}").format(value=total)]


def _rounded_text(value: np.float32, printed: Decimal) -> str:
    """Return a number in full, and as it is added in print if that is another."""
    text = decimal_text(printed)
    return text if printed == Decimal(float(value)) else f"{exact_text(float(value))} ≈ {text}"


def _input_line(given: _Input, value: str) -> str:
    channel, row, column = _three(given.place)
    text = _("  channel {channel}, row {row}, column {column} of {node}: {value}")
    return text.format(channel=channel, row=row, column=column, node=given.node, value=value)


def _lines(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _term_line(term: Term, printed: Decimal) -> str:
    text = _("  channel {channel}, row {row}, column {column}: {input} · {weight} = {product}")
    return text.format(
        channel=term.channel, row=term.row, column=term.column, input=exact_text(term.input),
        weight=exact_text(term.weight), product=decimal_text(printed),
    )  # fmt: skip
