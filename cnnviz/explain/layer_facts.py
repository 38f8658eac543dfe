"""What is true of the input and of layers without weights, in sentences with their numbers."""

import numpy as np

from cnnviz.cnn.layer_base import Layer, Shape, shape_text
from cnnviz.cnn.layers import (
    BatchNorm2d,
    Dropout,
    Flatten,
    LeakyReLU,
    ReLU,
    Sigmoid,
    Softmax,
    Tanh,
)
from cnnviz.cnn.ops import Array
from cnnviz.cnn.pooling_layers import AvgPool2d, MaxPool2d
from cnnviz.explain.steps import channel_name, step_sentence
from cnnviz.project.project import ForwardPass
from cnnviz.text.numbers import count_text, number_text, percent_text

NO_BREAK = "\N{NO-BREAK SPACE}"
NOTHING_LEARNT = "Nothing is learnt here: 0 weights."


def facts(forward: ForwardPass, step: int, channel: int | None = None) -> tuple[str, ...]:
    """Return sentences about a step and, where one is chosen, about one channel of it."""
    sentences: list[str] = [step_sentence(forward.trace, step)]
    values = forward.trace.values
    if step == 0:
        sentences += forward.prepared.notes
        if channel is not None and len(values[0]) > 1:
            sentences.append(_range(forward, 0, channel))
        return tuple(sentences)
    layer = forward.trace.network.layers[step - 1]
    sentences += _about(forward, step, layer, channel)
    if not isinstance(layer, BatchNorm2d):
        sentences.append(NOTHING_LEARNT)
    return tuple(sentences)


def _about(forward: ForwardPass, step: int, layer: Layer, channel: int | None) -> list[str]:
    match layer:
        case Flatten():
            return _flatten(forward.trace.values[step - 1].shape, channel)
        case Softmax():
            return _softmax(forward, step, channel)
        case Dropout():
            return [f"In training each value becomes 0 with a chance of {layer.p:g}."]
        case ReLU() | LeakyReLU() | Sigmoid() | Tanh():
            return _activation(forward, step, layer, channel)
        case MaxPool2d() | AvgPool2d():
            stride, padding = shape_text(layer.step), shape_text(layer.padding)
            return [f"Stride {stride}, padding {padding}."]
    return []


def _range(forward: ForwardPass, step: int, channel: int) -> str:
    values = forward.trace.values[step][channel]
    low, high = number_text(float(values.min())), number_text(float(values.max()))
    name = channel_name(forward.trace, step, channel)
    return f"{name[0].upper()}{name[1:]} goes from {low} to {high}."


def _flatten(shape: Shape, channel: int | None) -> list[str]:
    if channel is None or len(shape) != 3:
        return []
    of_map, row, column = (int(i) for i in np.unravel_index(channel, shape))
    return [
        f"Value {channel + 1} is row {row + 1}, column {column + 1} of map {of_map + 1}: "
        + f"{of_map} · {shape[1] * shape[2]} + {row} · {shape[2]} + {column} = {channel}".replace(
            " ", NO_BREAK
        )
        + ", counted from 0."
    ]


def _softmax(forward: ForwardPass, step: int, channel: int | None) -> list[str]:
    if channel is None:
        return []
    score = number_text(float(forward.trace.values[step - 1][channel]), 3)
    share = percent_text(float(forward.trace.values[step][channel])).replace(" ", NO_BREAK)
    name = channel_name(forward.trace, step, channel)
    return [f"The score {score} of {name} becomes {share}."]


def _activation(forward: ForwardPass, step: int, layer: Layer, channel: int | None) -> list[str]:
    before, after = forward.trace.values[step - 1], forward.trace.values[step]
    if isinstance(layer, ReLU):
        if channel is None or after.ndim != 3:
            return [f"0 now: {_share(after == 0)} of all values."]
        name = channel_name(forward.trace, step, channel)
        one, all_ = _share(after[channel] == 0), _share(after == 0)
        return [f"0 now: {one} of {name}, {all_} of all maps."]
    low, high = number_text(float(before.min())), number_text(float(before.max()))
    return [f"Its input goes from {low} to {high}."]


def _share(chosen: Array) -> str:
    return (
        f"{count_text(int(chosen.sum()))} of {count_text(chosen.size)} "
        f"({percent_text(float(chosen.mean()))})"
    ).replace(" ", NO_BREAK)
