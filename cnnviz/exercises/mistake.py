"""A wrong value with its reason; and the slips that every sum with a bias invites."""

from collections.abc import Iterator
from typing import NamedTuple

from cnnviz.explain.printed_steps import significant, telling
from cnnviz.language import _
from cnnviz.text.decimals import LARGEST_PLAIN, Decimals


class Mistake(NamedTuple):
    """A wrong value and the sentence that says how one comes by it."""

    value: float
    sentence: str


def printed(value: float) -> str:
    """Return a number as it is told: with two decimals, or as many as it takes to tell it from 0.

    A diagnosis that names "the weight 0.00" could not be followed.
    """
    if abs(value) >= LARGEST_PLAIN:
        return significant(value, 0).full(value)
    return telling(value, Decimals(2))


def of_bias(value: float, bias: float) -> Iterator[Mistake]:
    """Yield what slips make of a sum to which a bias is added."""
    shown = printed(bias)
    yield Mistake(value - bias, _("You forgot the bias: {bias}.").format(bias=shown))
    yield Mistake(value + bias, _("You added the bias {bias} twice.").format(bias=shown))
    text = _("You subtracted the bias {bias}: it is added.")
    yield Mistake(value - 2 * bias, text.format(bias=shown))
