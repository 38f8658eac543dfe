"""Slips with single values: activations, softmax, batch norm, and what only passes."""

from collections.abc import Iterator

import numpy as np

from cnnviz.cnn.activation_layers import Activation, LeakyReLU, ReLU, Sigmoid, Tanh
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import Dropout
from cnnviz.cnn.trace import Trace
from cnnviz.exercises.mistake import Mistake
from cnnviz.explain.channel_names import channel_name
from cnnviz.explain.values import Passed, Share
from cnnviz.language import _
from cnnviz.text.numbers import MINUS


def of_activation(layer: Activation, channel: int, before: float) -> Iterator[Mistake]:
    """Yield what slips make of a value of an activation, in one of its channels."""
    match layer.of_channel(channel):
        case ReLU() | LeakyReLU() as curve:
            yield from _of_relu(curve, before)
        case Sigmoid():
            yield Mistake(_logistic(-before), _("The sign of x slipped: that is σ(−x)."))
            yield Mistake(float(np.tanh(before)), _("That is tanh: σ(x) is 1 / (1 + exp(−x))."))
            yield Mistake(
                float(np.exp(-before)), _("That is exp(−x): put it into 1 / (1 + exp(−x)).")
            )
        case Tanh():
            yield Mistake(
                float(np.tanh(-before)), _("The sign slipped: tanh(x) has the sign of x.")
            )
            yield Mistake(_logistic(before), _("That is the sigmoid: tanh goes from −1 to 1."))
    text = _("That is the value before it went through the {layer}.")
    yield Mistake(before, text.format(layer=layer.title))


def _logistic(x: float) -> float:
    return float(1 / (1 + np.exp(-x)))


def _of_relu(layer: ReLU | LeakyReLU, before: float) -> Iterator[Mistake]:
    if before >= 0:
        for value in (0.0, -before):
            yield Mistake(value, _("A value that is not negative passes as it is."))
        return
    if isinstance(layer, LeakyReLU):
        yield from _of_leaky_relu(layer, before)
        return
    yield Mistake(before, _("You left the negative value as it is: it becomes 0."))
    yield Mistake(-before, _("You took away the sign of the negative value: it becomes 0."))


def _of_leaky_relu(layer: LeakyReLU, before: float) -> Iterator[Mistake]:
    slope = _slope_text(layer.negative_slope)
    text = _("You left the negative value as it is: multiply it by {slope}.")
    yield Mistake(before, text.format(slope=slope))
    text = _("You took away the sign of the negative value: multiply it by {slope}.")
    yield Mistake(-before, text.format(slope=slope))
    text = _("That is ReLU: of a negative value leaky ReLU keeps {slope} · x.")
    yield Mistake(0.0, text.format(slope=slope))
    yield Mistake(-layer.negative_slope * before, _("The sign slipped: it stays negative."))


def _slope_text(slope: float) -> str:
    return f"{slope:g}".replace("-", MINUS)


def of_share(trace: Trace, about: Share) -> Iterator[Mistake]:
    """Yield what slips make of a share of a softmax."""
    (unit,) = about.place
    logit = float(about.logits[unit])
    text = _("That is exp(z − max): divide it by the sum of all of them.")
    yield Mistake(float(about.exponentials[unit]), text)
    text = _("That is exp(z): divide it by the sum of all of them.")
    yield Mistake(float(np.exp(logit)), text)
    yield Mistake(logit, _("That is the score z: take exp of it, and divide by the sum."))
    total = float(about.logits.sum(dtype=np.float64))
    if total:
        sentence = _("You divided the scores by their sum: take exp of each of them first.")
        yield Mistake(logit / total, sentence)
    for other, share in enumerate(map(float, about.shares)):
        if share >= 0.005:  # smaller ones are all printed as 0.00
            name = channel_name(trace, about.node, other)
            yield Mistake(share, _("That is the share of {channel}.").format(channel=name))


def of_passed(trace: Trace, layer: Layer, about: Passed) -> Iterator[Mistake]:
    """Yield what slips make of a value that is only moved."""
    value = float(about.value)
    if isinstance(layer, Dropout):
        yield Mistake(0.0, _("Dropout sets values to 0 in training only: here all pass."))
        if layer.p < 1:
            yield Mistake(
                value / (1 - layer.p), _("Dropout scales in training only: here all pass.")
            )
        return
    before = trace.before(about.node)
    if before.ndim == 3 and len(about.place) == 1:
        other = float(before.transpose(1, 2, 0).ravel()[about.place[0]])
        sentence = _("That is the order of TensorFlow: here a whole map comes before the next one.")
        yield Mistake(other, sentence)
