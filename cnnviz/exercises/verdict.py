"""A typed answer is checked, with a reason where it is wrong."""

from dataclasses import dataclass
from math import isfinite

import numpy as np

from cnnviz.cnn.layers import Softmax
from cnnviz.cnn.trace import Trace
from cnnviz.exercises.mistakes import known_mistakes
from cnnviz.explain.explanation import Explanation
from cnnviz.explain.layer_decimals import decimals_of, percent
from cnnviz.explain.printed_steps import significant
from cnnviz.explain.values import explain
from cnnviz.language import _, ngettext
from cnnviz.text.decimals import LARGEST_PLAIN, Decimals

_LAST_BIT = 2.0**-23  # of a float32, relative to the number
_MOST_DECIMALS = 12  # of an answer that are said again


@dataclass(frozen=True)
class Verdict:
    """Whether a typed answer is right, and what to tell the learner."""

    is_right: bool
    sentence: str


@dataclass(frozen=True)
class _Asked:
    """The digits that an answer must have: those the value is printed with everywhere."""

    decimals: Decimals
    count: int  # decimals of the number itself, its factor included; may be negative

    def is_given(self, value: float, typed: float, typed_decimals: int) -> bool:
        """Return whether the typed number is a value, to the digits that were typed or asked for.

        It is the printed value itself, or right to every digit that was typed, which must be
        as many as are printed.
        """
        if typed == float(self.decimals.rounded(value)) * 10.0**self.decimals.power:
            return True
        return typed_decimals >= self.count and self.rounds_to(value, typed, typed_decimals)

    def rounds_to(self, value: float, typed: float, typed_decimals: int) -> bool:
        """Return whether a value rounds to what was typed; a half may go up or down."""
        half = 0.5 * 10.0 ** -min(typed_decimals, 300)
        return abs(typed - value) <= half + _LAST_BIT * abs(value)

    @property
    def unit(self) -> float:
        """One unit of the last digit that is asked for."""
        return 10.0**-self.count


def check(trace: Trace, node: str, place: tuple[int, ...], typed: float, decimals: int) -> Verdict:
    """Check a typed answer.

    It is judged by the digits asked for, which are those that the value is printed with: so small
    and large values are alike. A share of a softmax may be given in percent.

    Args:
        trace: The trace the value belongs to.
        node: The name of the node of the value.
        place: (channel, row, column) where the node has maps, else (index,).
        typed: The answer.
        decimals: How many decimals were typed.

    Returns:
        The verdict. Its sentence names the reason of a wrong answer where a known mistake gives
        exactly that answer.

    Raises:
        IndexError: If the node or the place is not there.
    """
    about = explain(trace, node, place)
    value, shown = float(about.value), decimals_of(trace, node)
    asked = _Asked(shown, shown.count - shown.power)
    if not isfinite(value):
        text = _("There is nothing to type: this value is {value}.")
        return Verdict(False, text.format(value=shown.text(value)))
    if asked.is_given(value, typed, decimals):
        return Verdict(True, _("Right: {value}.").format(value=shown.full(value)))
    if isinstance(trace.network.layers.get(node), Softmax):
        verdict = _of_percent(value, shown, typed, decimals)
        if verdict is not None:
            return verdict
    if typed and decimals < asked.count and asked.rounds_to(value, typed, decimals):
        return Verdict(False, _right_so_far(shown.count))
    return Verdict(False, _reason(trace, about, asked, typed, decimals))


def _of_percent(share: float, shown: Decimals, typed: float, decimals: int) -> Verdict | None:
    """Judge an answer that may be a share in percent; None where it is none."""
    in_percent = Decimals(shown.count - 2)
    asked = _Asked(in_percent, in_percent.count)
    if asked.is_given(100 * share, typed, decimals) and typed:
        text = _("Right: {percent}, a share of {value}.")
        told = text.format(percent=percent(share, shown), value=shown.full(share))
        return Verdict(True, told)
    if typed and decimals < asked.count and asked.rounds_to(100 * share, typed, decimals):
        return Verdict(False, _right_so_far(asked.count))
    return None


def _right_so_far(count: int) -> str:
    if count == 2:
        return _("Right so far: give two decimals.")
    text = ngettext(
        "Right so far: give {count} decimal.", "Right so far: give {count} decimals.", count
    )
    return text.format(count=count)


def _reason(trace: Trace, about: Explanation, asked: _Asked, typed: float, decimals: int) -> str:
    value, enough = float(about.value), _Asked(asked.decimals, min(asked.count, 2))
    with np.errstate(all="ignore"):
        for wrong, sentence in known_mistakes(trace, about):
            is_other = isfinite(wrong) and abs(wrong - value) >= 0.5 * asked.unit
            if is_other and enough.is_given(wrong, typed, decimals):
                return sentence
    near = max(0.01 * abs(value), asked.unit)
    is_near = value != int(value) and abs(typed - value) <= near
    if is_near and typed > value:
        text = _("Almost: {answer} is a little too large; round at the end only.")
    elif is_near:
        text = _("Almost: {answer} is a little too small; round at the end only.")
    elif typed > value:
        text = _("Not yet: {answer} is too large.")
    else:
        text = _("Not yet: {answer} is too small.")
    return text.format(answer=_as_typed(typed, decimals))


def _as_typed(typed: float, decimals: int) -> str:
    """Return an answer with the decimals it was typed with."""
    if abs(typed) >= LARGEST_PLAIN:
        return significant(typed, 0).full(typed)
    return Decimals(min(max(decimals, 0), _MOST_DECIMALS)).text(typed)
