"""Slips with sums and windows: convolutions, fully connected units and poolings."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from cnnviz.cnn import ops
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.ops import Array
from cnnviz.cnn.pooling_layers import WindowPooling
from cnnviz.cnn.trace import Trace
from cnnviz.exercises.mistake import Mistake, of_bias, printed
from cnnviz.explain.channel_names import channel_name
from cnnviz.explain.explanation import Explanation
from cnnviz.explain.values import Patch, WeightedSum, WindowSum
from cnnviz.language import _, ngettext
from cnnviz.text.numbers import MINUS

MOST_PRODUCTS = 30  # with more of them one is always near a wrong answer, by chance


def of_convolution(trace: Trace, layer: Conv2d, about: WindowSum) -> Iterator[Mistake]:
    """Yield what slips make of the value of a convolution."""
    bias = float(about.bias or 0)
    turned = _sum(about.window, about.weights[:, ::-1, ::-1])
    if layer.flipped:
        is_turned = _("That is the kernel not flipped: {value}.")
        lacks_bias = _("That is the kernel not flipped, and the bias {bias} is missing.")
    else:
        is_turned = _("That is the flipped kernel: {value}.")
        lacks_bias = _("That is the flipped kernel, and the bias {bias} is missing.")
    yield from of_bias(float(about.value), bias)
    yield Mistake(turned + bias, is_turned.format(value=printed(turned + bias)))
    yield from _of_channels(trace, about, bias)
    yield from _of_place(trace, layer, about)
    yield from neighbours(trace, layer, about)
    if layer.kernel_size[0] == layer.kernel_size[1]:
        transposed = _sum(about.window, about.weights.transpose(0, 2, 1)) + bias
        yield Mistake(transposed, _("That is the kernel transposed: rows and columns exchanged."))
    plain = float(about.window.sum(dtype=np.float64))
    for value in (plain + bias, plain):
        yield Mistake(value, _("That is the sum of the window: multiply by the weights first."))
    yield from _of_products(about.window.ravel(), about.weights.ravel(), float(about.value))
    yield Mistake(turned, lacks_bias.format(bias=printed(bias)))


def _sum(window: Array, weights: Array) -> float:
    return float((window.astype(np.float64) * weights).sum())


def _of_channels(trace: Trace, about: WindowSum, bias: float) -> Iterator[Mistake]:
    if len(about.channels) == 1:
        return
    source = trace.network.before(about.node)
    names = [channel_name(trace, source, int(channel)) for channel in about.channels]
    first = float(about.subtotals[0])
    for value in (first + bias, first):
        text = _("That is {channel} alone: add the other channels.")
        yield Mistake(value, text.format(channel=names[0]))
    for name, subtotal in zip(names, map(float, about.subtotals), strict=True):
        value = float(about.value) - subtotal
        text = _("You forgot the subtotal of {channel}: {value}.")
        yield Mistake(value, text.format(channel=name, value=printed(subtotal)))


def _of_place(trace: Trace, layer: Conv2d, about: WindowSum) -> Iterator[Mistake]:
    row, column = about.place[1:]
    (down, along), (top, left) = layer.stride, layer.padding
    if max(layer.stride) > 1:
        stride = printed(down) if down == along else f"{down}×{along}"
        for value in _at(trace, layer, about, (row, column)):
            text = _("You forgot the stride: the window moves by {stride}.")
            yield Mistake(value, text.format(stride=stride))
    if max(layer.padding) > 0:
        for value in _at(trace, layer, about, (row * down + top, column * along + left)):
            yield Mistake(value, _("You forgot the padding: the first window starts on it."))


def _at(trace: Trace, layer: Conv2d, about: WindowSum, start: tuple[int, int]) -> Iterator[float]:
    """Yield what the window gives at another place of the padded input, if it fits there."""
    before = trace.before(about.node)[about.channels]
    padded = ops.pad2d(before, layer.padding, layer.padding_mode)
    sides = zip(layer.windows(before.shape), start, strict=True)
    rows, columns = (at + side.steps() for side, at in sides)
    if rows[-1] < padded.shape[1] and columns[-1] < padded.shape[2]:
        window = padded[:, rows[:, None], columns]
        yield _sum(window, about.weights) + float(about.bias or 0)


def neighbours(trace: Trace, layer: Layer, about: Explanation) -> Iterator[Mistake]:
    """Yield the values beside this one in the map, and the one with row and column exchanged."""
    channel, row, column = about.place
    values = trace.values[about.node][channel]
    down, along = _stride(layer)
    for i, j, text, cells in (
        (row, column + 1, _right(along), along),
        (row, column - 1, _left(along), along),
        (row + 1, column, _down(down), down),
        (row - 1, column, _up(down), down),
    ):
        if 0 <= i < values.shape[0] and 0 <= j < values.shape[1]:
            text = text if cells else _("That is the value of row {row}, column {column}.")
            sentence = text.format(row=i + 1, column=j + 1, count=cells)
            yield Mistake(float(values[i, j]), sentence)
    if column < values.shape[0] and row < values.shape[1]:
        text = _("That is the value of row {row}, column {column}: the row comes first.")
        sentence = text.format(row=column + 1, column=row + 1)
        yield Mistake(float(values[column, row]), sentence)


def _right(cells: int) -> str:
    return ngettext(
        "That is the value of row {row}, column {column}: your window stands one column too far "
        "right.",
        "That is the value of row {row}, column {column}: your window stands {count} columns too "
        "far right.",
        cells,
    )


def _left(cells: int) -> str:
    return ngettext(
        "That is the value of row {row}, column {column}: your window stands one column too far "
        "left.",
        "That is the value of row {row}, column {column}: your window stands {count} columns too "
        "far left.",
        cells,
    )


def _down(cells: int) -> str:
    return ngettext(
        "That is the value of row {row}, column {column}: your window stands one row too far down.",
        "That is the value of row {row}, column {column}: your window stands {count} rows too "
        "far down.",
        cells,
    )


def _up(cells: int) -> str:
    return ngettext(
        "That is the value of row {row}, column {column}: your window stands one row too far up.",
        "That is the value of row {row}, column {column}: your window stands {count} rows too "
        "far up.",
        cells,
    )


def _stride(layer: Layer) -> tuple[int, int]:
    """Return by how many cells the windows are apart; 0 where that differs from place to place."""
    if isinstance(layer, Conv2d):
        return layer.stride
    return layer.step if isinstance(layer, WindowPooling) else (0, 0)


def _of_products(inputs: Array, weights: Array, value: float) -> Iterator[Mistake]:
    """Yield what comes out without one product, or with the sign of one slipped."""
    if len(inputs) > MOST_PRODUCTS:
        return
    alike: dict[float, list[str]] = defaultdict(list)
    for factor, weight in zip(map(float, inputs), map(float, weights), strict=True):
        if factor * weight:
            alike[factor * weight].append(_product_text(factor, weight))
    for product, texts in alike.items():
        text = ngettext(
            "You left out {product}.", "You left out a product like {product}.", len(texts)
        )
        yield Mistake(value - product, text.format(product=texts[0]))
    for product, texts in alike.items():
        text = ngettext(
            "A sign slipped: look again at {product}.",
            "A sign slipped: look again at a product like {product}.",
            len(texts),
        )
        yield Mistake(value - 2 * product, text.format(product=texts[0]))


def _product_text(factor: float, weight: float) -> str:
    """Return 7·4 = 28; a negative weight in brackets."""
    second = printed(weight)
    second = f"({second})" if second.startswith(MINUS) else second
    return f"{printed(factor)}·{second} = {printed(factor * weight)}"


def of_fully_connected(trace: Trace, about: WeightedSum) -> Iterator[Mistake]:
    """Yield what slips make of the value of a fully connected unit."""
    (unit,) = about.place
    bias = float(about.bias or 0)
    yield from of_bias(float(about.value), bias)
    plain = float(about.inputs.sum(dtype=np.float64))
    for value in (plain + bias, plain):
        yield Mistake(value, _("That is the sum of the inputs: multiply by the weights first."))
    yield from _of_products(about.inputs, about.weights, float(about.value))
    values = trace.values[about.node]
    for other in (unit + 1, unit - 1):
        if 0 <= other < len(values):
            name = channel_name(trace, about.node, other)
            text = _("That is the value of {channel}.").format(channel=name)
            yield Mistake(float(values[other]), text)


def of_maximum(about: Patch) -> Iterator[Mistake]:
    """Yield what slips make of the largest value of a window."""
    values = about.given.astype(np.float64)
    if not values.size:
        return
    yield Mistake(float(values.min()), _("That is the smallest value: the largest is kept."))
    yield Mistake(float(values.mean()), _("That is the mean: the largest value is kept."))
    yield Mistake(float(values.sum()), _("That is the sum: the largest value is kept."))
    for value in map(float, values):
        text = _("{value} is in the window, but it is not the largest.")
        yield Mistake(value, text.format(value=printed(value)))


def of_mean(about: Patch) -> Iterator[Mistake]:
    """Yield what slips make of the mean of a window."""
    values = about.given.astype(np.float64)
    if not values.size:
        return
    total = float(values.sum())
    text = _("That is the sum: divide it by {divisor}.")
    yield Mistake(total, text.format(divisor=about.divisor))
    yield Mistake(float(values.max()), _("That is the largest value: the mean is asked for."))
    yield Mistake(float(values.min()), _("That is the smallest value: the mean is asked for."))
    for count in {values.size, about.window.size} - {about.divisor}:
        text = _("You divided by {count}: {divisor} values count here.")
        yield Mistake(total / count, text.format(count=count, divisor=about.divisor))
