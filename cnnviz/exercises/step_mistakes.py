"""Slips with values that are made in steps, or of a few inputs: norms, scales, larger maps."""

from collections.abc import Iterator

import numpy as np

from cnnviz.cnn.spread_layers import ConvTranspose2d, UpsampleBilinear
from cnnviz.cnn.trace import Trace
from cnnviz.exercises.mistake import Mistake, of_bias, printed
from cnnviz.explain.explanation import Explanation
from cnnviz.explain.placed_sums import PlacedSum
from cnnviz.explain.stepped_values import (
    LogShare,
    MeasuredNormalisation,
    Normalisation,
    Responded,
    Scaled,
    Standardised,
)
from cnnviz.language import _


def of_steps(about: Explanation) -> Iterator[Mistake]:
    """Yield what slips make of a value that is made in steps; nothing for others."""
    match about:
        case Normalisation():
            yield from of_normalisation(about)
        case Scaled():
            yield from _of_scale(about)
        case Standardised():
            yield from _of_standard(about)
        case Responded():
            yield from _of_response(about)
        case LogShare():
            yield from _of_log_share(about)


def of_normalisation(about: Normalisation) -> Iterator[Mistake]:
    """Yield what slips make of a value of a norm."""
    x, mean, bias = float(about.before), about.mean, about.shift
    weight, variance = about.scale, about.variance + about.eps
    with np.errstate(all="ignore"):  # a variance may be anything
        root = float(np.sqrt(np.float64(variance)))
    if not root > 0:
        return
    if about.bias is not None:
        yield from of_bias(float(about.value), bias)
    yield Mistake(
        (x - mean) / variance * weight + bias,
        _("You divided by the variance: divide by its square root."),
    )
    text = _("You forgot to subtract the mean: {mean}.").format(mean=printed(mean))
    yield Mistake(x / root * weight + bias, text)
    if about.weight is not None:
        text = _("You forgot the weight: {weight}.").format(weight=printed(weight))
        yield Mistake((x - mean) / root + bias, text)
    if about.weight is not None and about.bias is not None:
        text = _("Multiply by {weight} and add {bias} after it.")
        yield Mistake((x - mean) / root, text.format(weight=printed(weight), bias=printed(bias)))
    text = _("You forgot to divide by the root: {root}.").format(root=printed(root))
    yield Mistake((x - mean) * weight + bias, text)
    if isinstance(about, MeasuredNormalisation) and about.count > 1:
        other = np.sqrt(about.squares / (about.count - 1) + about.eps)
        text = _("You divided the squares by {less}: here they are divided by {count}.")
        told = text.format(less=about.count - 1, count=about.count)
        yield Mistake(float((x - mean) / other * weight + bias), told)


def _of_scale(about: Scaled) -> Iterator[Mistake]:
    x, weight = float(about.before), float(about.weight)
    bias = float(about.bias or 0)
    if about.bias is not None:
        yield from of_bias(float(about.value), bias)
        text = _("Multiply before you add: first the weight, then the bias.")
        yield Mistake((x + bias) * weight, text)
    text = _("You forgot the weight: {weight}.").format(weight=printed(weight))
    yield Mistake(x + bias, text)
    if weight:
        yield Mistake(x / weight + bias, _("You divided by the weight: multiply by it."))


def _of_standard(about: Standardised) -> Iterator[Mistake]:
    x, mean, deviation = float(about.before), about.mean, about.deviation
    text = _("You forgot to subtract the mean: {mean}.").format(mean=printed(mean))
    yield Mistake(x / deviation, text)
    text = _("You forgot to divide by the deviation: {deviation}.")
    yield Mistake(x - mean, text.format(deviation=printed(deviation)))
    yield Mistake((x - mean) * deviation, _("You multiplied by the deviation: divide by it."))
    yield Mistake(x - mean / deviation, _("Subtract before you divide."))


def _of_response(about: Responded) -> Iterator[Mistake]:
    x, layer = float(about.before), about.layer
    text = _("You forgot to raise to the power of {beta}.").format(beta=printed(layer.beta))
    yield Mistake(x / about.base if about.base else np.nan, text)
    with np.errstate(all="ignore"):  # options may be anything
        plain = np.float64(layer.k + layer.alpha * about.squares) ** layer.beta
        without = np.float64(layer.alpha / layer.size * about.squares) ** layer.beta
        text = _("You forgot to divide alpha by the size: {size}.").format(size=layer.size)
        yield Mistake(float(x / plain), text)
        text = _("You forgot k: {k}.").format(k=printed(layer.k))
        yield Mistake(float(x / without), text)
    yield Mistake(x * about.divisor, _("You multiplied: divide by it."))


def _of_log_share(about: LogShare) -> Iterator[Mistake]:
    value, score = float(about.value), float(about.before)
    yield Mistake(float(np.exp(value)), _("That is the share itself: take its logarithm."))
    yield Mistake(
        score - about.largest, _("You forgot the logarithm of the sum: take it off as well.")
    )
    yield Mistake(score, _("That is the score z: take off the logarithm of the sum of exp."))
    yield Mistake(-value, _("The sign slipped: a logarithm of a share is never above 0."))


def of_placed_sum(trace: Trace, about: PlacedSum) -> Iterator[Mistake]:
    """Yield what slips make of a sum of a few inputs."""
    layer, value = trace.network.layers[about.node], float(about.value)
    if about.bias is not None:
        yield from of_bias(value, float(about.bias))
    if isinstance(layer, ConvTranspose2d) and len(about.products):
        places = about.at.copy()
        for axis, size in enumerate(layer.kernel_size, start=2):
            places[:, axis] = size - 1 - places[:, axis]
        turned = float(np.dot(about.inputs, layer.weight[tuple(places.T)]))
        text = _("You turned the kernels by 180°: here they are laid down as they are.")
        yield Mistake(turned + float(about.bias or 0), text)
    if isinstance(layer, UpsampleBilinear) and len(about.products) > 1:
        nearest = float(about.inputs[int(np.argmax(about.weights))])
        yield Mistake(nearest, _("That is the nearest value: here those around it count, too."))
        text = _("That is the plain mean: the nearer a value, the more it counts.")
        yield Mistake(float(about.inputs.mean(dtype=np.float64)), text)
