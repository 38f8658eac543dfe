"""What people get when they compute a value by hand with a known slip, the likeliest first."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from cnnviz.cnn import ops
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import Conv2d, Dropout, LeakyReLU, ReLU, Sigmoid, Tanh
from cnnviz.cnn.ops import Array
from cnnviz.cnn.pooling_layers import AvgPool2d, MaxPool2d
from cnnviz.cnn.trace import Trace
from cnnviz.explain.steps import channel_name
from cnnviz.explain.values import (
    Curve,
    Explanation,
    Normalisation,
    Passed,
    Patch,
    Share,
    WeightedSum,
    WindowSum,
)
from cnnviz.text.numbers import MINUS, number_text

MOST_PRODUCTS = 30  # with more of them one is always near a wrong answer, by chance


class Mistake(NamedTuple):
    """A wrong value and the sentence that says how one comes by it."""

    value: float
    sentence: str


def known_mistakes(trace: Trace, about: Explanation) -> Iterator[Mistake]:
    """Yield wrong values of one place with their reasons, in the order of likelihood.

    A mistake may give the right value by chance, or no finite one: the caller passes these over.
    """
    if not about.step:
        return
    layer = trace.network.layers[about.step - 1]
    match about:
        case WindowSum():
            if isinstance(layer, Conv2d):
                yield from _of_convolution(trace, layer, about)
        case WeightedSum():
            yield from _of_fully_connected(trace, about)
        case Patch():
            yield from _of_maximum(about) if not about.divisor else _of_mean(about)
            yield from _neighbours(trace, layer, about)
        case Curve():
            yield from _of_activation(layer, float(about.before))
        case _:
            yield from _of_others(trace, layer, about)


def _text(value: float) -> str:
    return number_text(value, 2)


def _of_convolution(trace: Trace, layer: Conv2d, about: WindowSum) -> Iterator[Mistake]:
    bias = float(about.bias or 0)
    turned = _sum(about.window, about.weights[:, ::-1, ::-1])
    what = "kernel not flipped" if layer.flipped else "flipped kernel"
    yield from _of_bias(float(about.value), bias)
    yield Mistake(turned + bias, f"That is the {what}: {_text(turned + bias)}.")
    yield from _of_channels(trace, about, bias)
    yield from _of_place(trace, layer, about)
    yield from _neighbours(trace, layer, about)
    if layer.kernel_size[0] == layer.kernel_size[1]:
        transposed = _sum(about.window, about.weights.transpose(0, 2, 1)) + bias
        yield Mistake(transposed, "That is the kernel transposed: rows and columns exchanged.")
    plain = float(about.window.sum(dtype=np.float64))
    for value in (plain + bias, plain):
        yield Mistake(value, "That is the sum of the window: multiply by the weights first.")
    yield from _of_products(about.window.ravel(), about.weights.ravel(), float(about.value))
    yield Mistake(turned, f"That is the {what}, and the bias {_text(bias)} is missing.")


def _sum(window: Array, weights: Array) -> float:
    return float((window.astype(np.float64) * weights).sum())


def _of_bias(value: float, bias: float) -> Iterator[Mistake]:
    yield Mistake(value - bias, f"You forgot the bias: {_text(bias)}.")
    yield Mistake(value + bias, f"You added the bias {_text(bias)} twice.")
    yield Mistake(value - 2 * bias, f"You subtracted the bias {_text(bias)}: it is added.")


def _of_channels(trace: Trace, about: WindowSum, bias: float) -> Iterator[Mistake]:
    if len(about.channels) == 1:
        return
    names = [channel_name(trace, about.step - 1, int(channel)) for channel in about.channels]
    first = float(about.subtotals[0])
    for value in (first + bias, first):
        yield Mistake(value, f"That is {names[0]} alone: add the other channels.")
    for name, subtotal in zip(names, map(float, about.subtotals), strict=True):
        value = float(about.value) - subtotal
        yield Mistake(value, f"You forgot the subtotal of {name}: {_text(subtotal)}.")


def _of_place(trace: Trace, layer: Conv2d, about: WindowSum) -> Iterator[Mistake]:
    _, row, column = about.place
    (down, along), (top, left) = layer.stride, layer.padding
    if max(layer.stride) > 1:
        stride = _text(down) if down == along else f"{down}×{along}"
        for value in _at(trace, layer, about, (row, column)):
            yield Mistake(value, f"You forgot the stride: the window moves by {stride}.")
    if max(layer.padding) > 0:
        for value in _at(trace, layer, about, (row * down + top, column * along + left)):
            yield Mistake(value, "You forgot the padding: the first window starts on it.")


def _at(trace: Trace, layer: Conv2d, about: WindowSum, start: tuple[int, int]) -> Iterator[float]:
    """Yield what the window gives at another place of the padded input, if it fits there."""
    before = trace.values[about.step - 1][about.channels]
    padded = ops.pad2d(before, layer.padding, layer.padding_mode)
    rows, columns = (
        at + np.arange(k) * d
        for at, k, d in zip(start, layer.kernel_size, layer.dilation, strict=True)
    )
    if rows[-1] < padded.shape[1] and columns[-1] < padded.shape[2]:
        window = padded[:, rows[:, None], columns]
        yield _sum(window, about.weights) + float(about.bias or 0)


def _neighbours(trace: Trace, layer: Layer, about: Explanation) -> Iterator[Mistake]:
    """Yield the values beside this one in the map, and the one with row and column exchanged."""
    channel, row, column = about.place
    values = trace.values[about.step][channel]
    stride = _stride(layer)
    for i, j, where in (
        (row, column + 1, "right"),
        (row, column - 1, "left"),
        (row + 1, column, "down"),
        (row - 1, column, "up"),
    ):
        if 0 <= i < values.shape[0] and 0 <= j < values.shape[1]:
            word, cells = ("row", stride[0]) if j == column else ("column", stride[1])
            far = f"one {word}" if cells == 1 else f"{cells} {word}s"
            window = f": your window stands {far} too far {where}" if cells else ""
            sentence = f"That is the value of row {i + 1}, column {j + 1}{window}."
            yield Mistake(float(values[i, j]), sentence)
    if column < values.shape[0] and row < values.shape[1]:
        sentence = f"That is the value of row {column + 1}, column {row + 1}: the row comes first."
        yield Mistake(float(values[column, row]), sentence)


def _stride(layer: Layer) -> tuple[int, int]:
    """Return by how many cells the windows are apart; 0 where that differs from place to place."""
    if isinstance(layer, Conv2d):
        return layer.stride
    return layer.step if isinstance(layer, MaxPool2d | AvgPool2d) else (0, 0)


def _of_products(inputs: Array, weights: Array, value: float) -> Iterator[Mistake]:
    """Yield what comes out without one product, or with the sign of one slipped."""
    if len(inputs) > MOST_PRODUCTS:
        return
    alike: dict[float, list[str]] = defaultdict(list)
    for factor, weight in zip(map(float, inputs), map(float, weights), strict=True):
        if factor * weight:
            alike[factor * weight].append(_product_text(factor, weight))
    for product, texts in alike.items():
        yield Mistake(value - product, f"You left out {_one_of(texts)}.")
    for product, texts in alike.items():
        yield Mistake(value - 2 * product, f"A sign slipped: look again at {_one_of(texts)}.")


def _one_of(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"a product like {texts[0]}"


def _product_text(factor: float, weight: float) -> str:
    """Return 7·4 = 28; a negative weight in brackets."""
    second = _text(weight)
    second = f"({second})" if second.startswith(MINUS) else second
    return f"{_text(factor)}·{second} = {_text(factor * weight)}"


def _of_fully_connected(trace: Trace, about: WeightedSum) -> Iterator[Mistake]:
    (unit,) = about.place
    bias = float(about.bias or 0)
    yield from _of_bias(float(about.value), bias)
    plain = float(about.inputs.sum(dtype=np.float64))
    for value in (plain + bias, plain):
        yield Mistake(value, "That is the sum of the inputs: multiply by the weights first.")
    yield from _of_products(about.inputs, about.weights, float(about.value))
    values = trace.values[about.step]
    for other in (unit + 1, unit - 1):
        if 0 <= other < len(values):
            name = channel_name(trace, about.step, other)
            yield Mistake(float(values[other]), f"That is the value of {name}.")


def _of_maximum(about: Patch) -> Iterator[Mistake]:
    values = about.window[~np.isnan(about.window)].astype(np.float64)
    if not values.size:
        return
    yield Mistake(float(values.min()), "That is the smallest value: the largest is kept.")
    yield Mistake(float(values.mean()), "That is the mean: the largest value is kept.")
    yield Mistake(float(values.sum()), "That is the sum: the largest value is kept.")
    for value in map(float, values):
        yield Mistake(value, f"{_text(value)} is in the window, but it is not the largest.")


def _of_mean(about: Patch) -> Iterator[Mistake]:
    values = about.window[~np.isnan(about.window)].astype(np.float64)
    if not values.size:
        return
    total = float(values.sum())
    yield Mistake(total, f"That is the sum: divide it by {about.divisor}.")
    yield Mistake(float(values.max()), "That is the largest value: the mean is asked for.")
    yield Mistake(float(values.min()), "That is the smallest value: the mean is asked for.")
    for count in {values.size, about.window.size} - {about.divisor}:
        sentence = f"You divided by {count}: {about.divisor} values count here."
        yield Mistake(total / count, sentence)


def _of_activation(layer: Layer, before: float) -> Iterator[Mistake]:
    match layer:
        case ReLU() | LeakyReLU():
            yield from _of_relu(layer, before)
        case Sigmoid():
            yield Mistake(_logistic(-before), "The sign of x slipped: that is σ(−x).")
            yield Mistake(float(np.tanh(before)), "That is tanh: σ(x) is 1 / (1 + exp(−x)).")
            yield Mistake(float(np.exp(-before)), "That is exp(−x): put it into 1 / (1 + exp(−x)).")
        case Tanh():
            yield Mistake(float(np.tanh(-before)), "The sign slipped: tanh(x) has the sign of x.")
            yield Mistake(_logistic(before), "That is the sigmoid: tanh goes from −1 to 1.")
    yield Mistake(before, f"That is the value before it went through the {layer.title}.")


def _logistic(x: float) -> float:
    return float(1 / (1 + np.exp(-x)))


def _of_relu(layer: ReLU | LeakyReLU, before: float) -> Iterator[Mistake]:
    if before >= 0:
        for value in (0.0, -before):
            yield Mistake(value, "A value that is not negative passes as it is.")
        return
    is_leaky = isinstance(layer, LeakyReLU)
    slope = _slope_text(layer.negative_slope) if isinstance(layer, LeakyReLU) else ""
    rule = f"multiply it by {slope}" if is_leaky else "it becomes 0"
    yield Mistake(before, f"You left the negative value as it is: {rule}.")
    yield Mistake(-before, f"You took away the sign of the negative value: {rule}.")
    if isinstance(layer, LeakyReLU):
        yield Mistake(0.0, f"That is ReLU: of a negative value leaky ReLU keeps {slope} · x.")
        yield Mistake(-layer.negative_slope * before, "The sign slipped: it stays negative.")


def _slope_text(slope: float) -> str:
    return f"{slope:g}".replace("-", MINUS)


def _of_others(trace: Trace, layer: Layer, about: Explanation) -> Iterator[Mistake]:
    match about:
        case Share():
            yield from _of_share(trace, about)
        case Normalisation():
            yield from _of_normalisation(about)
        case Passed():
            yield from _of_passed(trace, layer, about)


def _of_share(trace: Trace, about: Share) -> Iterator[Mistake]:
    (unit,) = about.place
    logit = float(about.logits[unit])
    divide = "divide it by the sum of all of them"
    yield Mistake(float(about.exponentials[unit]), f"That is exp(z − max): {divide}.")
    yield Mistake(float(np.exp(logit)), f"That is exp(z): {divide}.")
    yield Mistake(logit, "That is the score z: take exp of it, and divide by the sum.")
    total = float(about.logits.sum(dtype=np.float64))
    if total:
        sentence = "You divided the scores by their sum: take exp of each of them first."
        yield Mistake(logit / total, sentence)
    for other, share in enumerate(map(float, about.shares)):
        if share >= 0.005:  # smaller ones are all printed as 0.00
            yield Mistake(share, f"That is the share of {channel_name(trace, about.step, other)}.")


def _of_normalisation(about: Normalisation) -> Iterator[Mistake]:
    x, mean, bias = float(about.before), float(about.mean), float(about.bias)
    weight, variance = float(about.weight), float(about.variance) + about.eps
    root = float(np.sqrt(variance))
    yield from _of_bias(float(about.value), bias)
    yield Mistake(
        (x - mean) / variance * weight + bias,
        "You divided by the variance: divide by its square root.",
    )
    yield Mistake(x / root * weight + bias, f"You forgot to subtract the mean: {_text(mean)}.")
    yield Mistake((x - mean) / root + bias, f"You forgot the weight: {_text(weight)}.")
    yield Mistake((x - mean) / root, f"Multiply by {_text(weight)} and add {_text(bias)} after it.")
    yield Mistake((x - mean) * weight + bias, f"You forgot to divide by the root: {_text(root)}.")


def _of_passed(trace: Trace, layer: Layer, about: Passed) -> Iterator[Mistake]:
    value = float(about.value)
    if isinstance(layer, Dropout):
        yield Mistake(0.0, "Dropout sets values to 0 in training only: here all pass.")
        if layer.p < 1:
            yield Mistake(value / (1 - layer.p), "Dropout scales in training only: here all pass.")
        return
    before = trace.values[about.step - 1]
    if before.ndim == 3 and len(about.place) == 1:
        other = float(before.transpose(1, 2, 0).ravel()[about.place[0]])
        sentence = "That is the order of TensorFlow: here a whole map comes before the next one."
        yield Mistake(other, sentence)
