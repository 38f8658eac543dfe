"""What happens at one position, in one sentence with its numbers."""

import numpy as np

from cnnviz.cnn.layers import Conv2d, Dropout, LeakyReLU, ReLU
from cnnviz.cnn.trace import Trace
from cnnviz.explain.steps import channel_name
from cnnviz.explain.values import (
    Curve,
    Explanation,
    InputValue,
    Normalisation,
    Passed,
    Patch,
    Share,
    WeightedSum,
    WindowSum,
)
from cnnviz.text.numbers import count_text, number_text, percent_text

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def small_number(count: int) -> str:
    """Return a count as people write it: in letters up to ten."""
    return _SMALL[count] if count < len(_SMALL) else count_text(count)


def place_text(trace: Trace, about: Explanation) -> str:
    """Return where a value stands, counted from 1: row 6, column 8 of filter 3; class “7”."""
    name = channel_name(trace, about.step, about.place[0])
    if len(about.place) == 1:
        return name
    return f"row {about.place[1] + 1}, column {about.place[2] + 1} of {name}"


def position_sentence(trace: Trace, about: Explanation, *, is_hidden: bool = False) -> str:
    """Return what is done for one value, in plain words; nothing of the value if it is hidden."""
    match about:
        case WindowSum():
            return _window_sum(trace, about)
        case WeightedSum():
            return _weighted_sum(about)
    return _of_hidden(trace, about) if is_hidden else _of_shown(trace, about)


def _of_shown(trace: Trace, about: Explanation) -> str:
    match about:
        case Patch():
            return _patch(about)
        case Curve():
            return _curve(trace, about)
        case Passed():
            return _passed(trace, about)
    return _of_all(about)


def _of_hidden(trace: Trace, about: Explanation) -> str:
    """Return what is to be done to find a value."""
    match about:
        case Patch():
            return _hidden_patch(about)
        case Curve():
            before = number_text(float(about.before), 4)
            layer = trace.network.layers[about.step - 1]
            return f"{layer.title} of {before}: read it off the curve, or compute it."
        case Share():
            return f"Divide exp of this score by the sum over all {len(about.logits)}."
        case Passed() if not isinstance(trace.network.layers[about.step - 1], Dropout):
            return "The value is only moved: find where it stood."
        case InputValue():
            return "The input: find the number in the picture."
    return _of_shown(trace, about)


def _hidden_patch(about: Patch) -> str:
    number = int((~np.isnan(about.window)).sum())
    count = small_number(number)
    if about.divisor:
        add = f"Add the {count} values and divide" if number > 1 else "Divide the one value"
        return f"{add} by {about.divisor}."
    which = f"largest of the {count} values" if number > 1 else "one value"
    return f"The {which} in the window stays."


def _of_all(about: Explanation) -> str:
    match about:
        case Normalisation():
            return (
                "Take off the mean of this map in training, divide by its spread, then scale and "
                "shift."
            )
        case Share():
            share = percent_text(float(about.value))
            return f"Divide exp of this score by the sum over all {len(about.logits)}: {share}."
        case InputValue():
            return f"The input: {number_text(float(about.value), 4)}, as the picture has it."
    return ""


def _weighted_sum(about: WeightedSum) -> str:
    bias = "" if about.bias is None else ", then add the bias"
    inputs = count_text(len(about.inputs))
    return f"Multiply each of the {inputs} inputs by its own weight, add all{bias}."


def _window_sum(trace: Trace, about: WindowSum) -> str:
    layer = trace.network.layers[about.step - 1]
    turned = " (turned by 180°)" if isinstance(layer, Conv2d) and layer.flipped else ""
    bias = ", then add the bias" if about.bias else ""
    maps, cells = len(about.channels), about.window[0].size
    if maps == 1:
        products = f"add the {small_number(cells)} products" if cells > 1 else "that is all"
        return f"Multiply each cell by the weight on top of it{turned}, {products}{bias}."
    return (
        f"Multiply window and weights{turned} cell by cell on each of the {maps} input maps, "
        f"add all{bias}."
    )


def _patch(about: Patch) -> str:
    values = about.window[~np.isnan(about.window)]
    shown = number_text(float(about.value), 4)
    if values.size == 1:
        divided = (
            f"divided by {about.divisor}: {shown}" if about.divisor > 1 else f"it stays: {shown}"
        )
        return f"There is one value in the window, {divided}."
    if about.divisor:
        return f"Add the {small_number(values.size)} values and divide by {about.divisor}: {shown}."
    ties = int(about.is_winner.sum())
    tied = f" It is there {times(ties)}; that makes no difference." if ties > 1 else ""
    return (
        f"The largest of the {small_number(values.size)} values in the window stays: {shown}."
        + tied
    )


def times(count: int) -> str:
    """Return how often as people write it: twice, three times."""
    return "twice" if count == 2 else f"{small_number(count)} times"


def _curve(trace: Trace, about: Curve) -> str:
    before, after = number_text(float(about.before), 4), number_text(float(about.value), 4)
    layer = trace.network.layers[about.step - 1]
    if isinstance(layer, ReLU):
        if about.before > 0:
            return f"{before} is positive: it stays."
        return f"{before} is negative: it becomes 0." if about.before < 0 else "0 stays 0."
    if isinstance(layer, LeakyReLU) and about.before < 0:
        return f"{before} is negative: {layer.negative_slope:g} of it passes, {after}."
    return f"{before} becomes {after}."


def _passed(trace: Trace, about: Passed) -> str:
    layer = trace.network.layers[about.step - 1]
    if isinstance(layer, Dropout):
        return "Nothing happens here: dropout acts in training only."
    if len(about.source) == 3:
        channel, row, column = (i + 1 for i in about.source)
        return (
            f"Value {about.place[0] + 1} of the row is map {channel}, row {row}, column {column}."
        )
    return "The value is only moved."
