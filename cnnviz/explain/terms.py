"""What a value is computed from: products and a bias, or the values that go in."""

from itertools import product
from typing import NamedTuple

import numpy as np

from cnnviz.cnn.trace import Trace
from cnnviz.explain.explanation import Explanation
from cnnviz.explain.placed_sums import PlacedSum
from cnnviz.explain.stepped_values import (
    LogShare,
    Normalisation,
    Responded,
    Scaled,
    Standardised,
)
from cnnviz.explain.values import (
    Added,
    Curve,
    Joined,
    Passed,
    Patch,
    Share,
    Taken,
    WeightedSum,
    WindowSum,
)


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

    What has no weights gets those that its formula amounts to: the first of the largest values of
    a window counts once, every value of a mean 1/n. What is no sum of products, an activation, a
    softmax or a product, has no terms: see `inputs_of`.
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
        case PlacedSum():
            return _of_places(about), float(about.bias or 0)
        case Normalisation() | Scaled() | Standardised() | Responded():
            return _scaled(about)
        case Added():
            return [_one(*each, 1.0) for each in zip(about.places, about.inputs, strict=True)], 0.0
        case Passed():
            return [_one(about.source, float(about.value), 1.0)], 0.0
    return [], 0.0


def _scaled(about: Normalisation | Scaled | Standardised | Responded) -> tuple[list[Term], float]:
    """Return the one product that such a value amounts to, and what is added."""
    match about:
        case Normalisation():
            with np.errstate(all="ignore"):  # a variance may be anything
                root = np.sqrt(np.float64(about.variance) + about.eps)
                weight = float(np.float64(about.scale) / root)
                shift = about.shift - about.mean * weight
        case Scaled():
            weight, shift = float(about.weight), float(about.bias or 0)
        case Standardised():
            weight, shift = 1 / about.deviation, -about.mean / about.deviation
        case Responded():
            with np.errstate(all="ignore"):  # options may be anything
                weight, shift = float(1 / np.float64(about.divisor)), 0.0
    return [_one(about.place, float(about.before), weight)], shift


def _of_places(about: PlacedSum) -> list[Term]:
    numbers = zip(about.inputs, about.weights, about.products, strict=True)
    return [
        Term(*three(tuple(place)), *map(float, each))
        for place, each in zip(about.places.tolist(), numbers, strict=True)
    ]


def three(place: tuple[int, ...]) -> tuple[int, int, int]:
    """Return a place as channel, row and column; those it lacks are 0."""
    channel, row, column = (*place, 0, 0)[:3]
    return channel, row, column


def _one(place: tuple[int, ...], value: float, weight: float) -> Term:
    return Term(*three(place), float(value), weight, float(value) * weight)


def _of_window(about: WindowSum) -> list[Term]:
    places = product(about.channels.tolist(), about.rows.tolist(), about.columns.tolist())
    numbers = zip(about.window.flat, about.weights.flat, about.products.flat, strict=True)
    return [Term(*place, *map(float, each)) for place, each in zip(places, numbers, strict=True)]


def _of_patch(about: Patch) -> list[Term]:
    made = []
    is_found = False
    for (i, row), (j, column) in product(enumerate(about.rows), enumerate(about.columns)):
        value = float(about.window[i, j])
        if about.is_outside[i, j]:
            continue
        weight = 1 / about.divisor if about.divisor else float(about.is_winner[i, j] & ~is_found)
        is_found |= bool(about.is_winner[i, j])
        product_ = value * weight if weight else 0.0  # ∞ · 0 is no number
        made.append(Term(about.place[0], int(row), int(column), value, weight, product_))
    return made


class Input(NamedTuple):
    """A value that comes from a node of several, or from one place of it."""

    node: str
    place: tuple[int, ...]
    value: np.float32


def inputs_of(trace: Trace, about: Explanation) -> list[Input]:
    """Return the values that go into what is no sum of products, in their order."""
    match about:
        case Joined():
            inputs = zip(about.sources, about.places, about.inputs, strict=True)
            return [Input(*each) for each in inputs]
        case Taken():
            return [Input(about.source_node, about.source, about.value)]
        case Curve():
            return [Input(trace.network.before(about.node), about.place, about.before)]
        case Share() | LogShare():
            before = trace.network.before(about.node)
            return [Input(before, (i,), z) for i, z in enumerate(about.logits)]
    return []
