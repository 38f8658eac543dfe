"""Slips where branches meet: additions, multiplications, and maps that are only taken over."""

from collections.abc import Iterator

import numpy as np

from cnnviz.cnn.trace import Trace
from cnnviz.exercises.mistake import Mistake, printed
from cnnviz.explain.places import source_text
from cnnviz.explain.steps import step_title
from cnnviz.explain.values import Added, Joined, Multiplied, Taken
from cnnviz.language import _


def of_addition(trace: Trace, about: Added) -> Iterator[Mistake]:
    """Yield what slips make of a value of an addition."""
    value = float(about.value)
    named = _named(trace, about)
    for name, given in named:
        text = _("You left out {layer}: {value}.")
        yield Mistake(value - given, text.format(layer=name, value=printed(given)))
    product = float(about.inputs.prod(dtype=np.float64))
    yield Mistake(product, _("You multiplied: here the values are added."))
    for name, given in named:
        text = _("You subtracted the value of {layer}, {value}: it is added.")
        yield Mistake(value - 2 * given, text.format(layer=name, value=printed(given)))


def of_multiplication(trace: Trace, about: Multiplied) -> Iterator[Mistake]:
    """Yield what slips make of a value of a multiplication."""
    factors = about.inputs.astype(np.float64)
    for left_out, (name, given) in enumerate(_named(trace, about)):
        text = _("You left out {layer}: {value}.")
        others = float(np.delete(factors, left_out).prod())
        yield Mistake(others, text.format(layer=name, value=printed(given)))
    yield Mistake(float(factors.sum()), _("You added: here the values are multiplied."))


def of_taken(trace: Trace, about: Taken) -> Iterator[Mistake]:
    """Yield the values at the same place of the inputs that were not asked for."""
    channel, *place = about.place
    for node in dict.fromkeys(trace.network.inputs[about.node]):
        values = trace.values[node]
        other = (min(channel, len(values) - 1), *place)
        is_there = len(other) == values.ndim and np.less(other, values.shape).all()
        if is_there and (node, other) != (about.source_node, about.source):
            text = _("That is the value of {place}.")
            told = text.format(place=source_text(trace, node, other))
            yield Mistake(float(values[other]), told)


def _named(trace: Trace, about: Joined) -> list[tuple[str, float]]:
    names = [step_title(trace, source) for source in about.sources]
    return list(zip(names, map(float, about.inputs), strict=True))
