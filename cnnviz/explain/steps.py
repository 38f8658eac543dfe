"""The steps of a network in words: headings, and one sentence with this network's numbers."""

import numpy as np

from cnnviz.cnn.layer_base import Layer, Shape, shape_text
from cnnviz.cnn.layers import (
    BatchNorm2d,
    Conv2d,
    Dropout,
    Flatten,
    LeakyReLU,
    Linear,
    ReLU,
    Sigmoid,
    Softmax,
    Tanh,
)
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d, AdaptiveMaxPool2d, AvgPool2d, MaxPool2d
from cnnviz.cnn.trace import Trace
from cnnviz.text.numbers import count_text, number_text, percent_text

SHORT_TITLES = {
    "conv2d": "Conv",
    "leaky_relu": "LReLU",
    "max_pool2d": "Pool",
    "avg_pool2d": "Pool",
    "adaptive_avg_pool2d": "Mean",
    "adaptive_max_pool2d": "Max",
    "batch_norm2d": "Norm",
    "dropout": "Drop",
    "flatten": "Flat",
    "linear": "FC",
    "sigmoid": "Sigm",
    "softmax": "Soft",
}


def size_text(shape: Shape) -> str:
    """Return the size of a step as the lecture writes it: rows × columns × channels, or values."""
    if len(shape) == 3:
        return shape_text((*shape[1:], shape[0]))
    return f"{count_text(shape[0])} values"


def step_title(trace: Trace, step: int) -> str:
    """Return the name of a step: Input, Convolution 1, ReLU 1, …"""  # noqa: D415
    return "Input" if step == 0 else trace.network.layer_name(step - 1)


def channel_word(trace: Trace, step: int) -> str:
    """Return what one channel of a step is called: filter, map, unit, value or class."""
    if step == 0:
        return "channel"
    layer = trace.network.layers[step - 1]
    if isinstance(layer, Conv2d):
        return "filter"
    if len(trace.values[step].shape) == 3:
        return "map"
    if step == len(trace.network.layers):
        return "class"
    return "value" if isinstance(layer, Flatten) else "unit"


def channel_name(trace: Trace, step: int, channel: int) -> str:
    """Return what people call one channel: filter 3, unit 12, class “7”, red."""
    word = channel_word(trace, step)
    if step == 0 and trace.values[0].shape[0] == 3:
        return ("red", "green", "blue")[channel]
    if word == "class" and channel < len(trace.network.classes):
        return f"class “{trace.network.classes[channel]}”"
    return f"{word} {channel + 1}"


def step_details(trace: Trace, step: int) -> tuple[str, ...]:
    """Return what a layer does in few words, the longest text first."""
    if step == 0:
        return ("grey" if trace.values[0].shape[0] == 1 else "red, green, blue", "")
    match trace.network.layers[step - 1]:
        case Conv2d() as conv:
            window = shape_text(conv.kernel_size)
            filters = len(conv.weight)
            return (
                f"{window}, {filters} filter{'s' * (filters > 1)}",
                f"{window}, {filters}",
                window,
            )
        case ReLU():
            return ("max(0, x)", "")
        case MaxPool2d() | AvgPool2d() as pool:
            return (shape_text(pool.kernel_size),)
        case Linear() as linear:
            return f"{len(linear.weight)} units", f"{len(linear.weight)}"
        case Softmax():
            return ("shares of 1", "")
    return ("",)


def step_sentence(trace: Trace, step: int) -> str:
    """Return what a step does, in one sentence with the numbers of this network and image."""
    after = trace.values[step]
    if step == 0:
        low, high = number_text(float(after.min())), number_text(float(after.max()))
        what = "channel" if after.shape[0] == 1 else f"channel of {after.shape[0]}"
        return f"{shape_text(after.shape[1:])} values in each {what}, here from {low} to {high}."
    before = trace.values[step - 1]
    layer = trace.network.layers[step - 1]
    if isinstance(layer, Conv2d):
        return _convolution(layer, before)
    if isinstance(layer, Linear):
        return _fully_connected(layer, before)
    if isinstance(layer, ReLU | LeakyReLU | Sigmoid | Tanh):
        return activation_sentence(layer, before)
    if isinstance(layer, Softmax):
        return _softmax(trace, after)
    return _without_weights(layer, before, after)


def _convolution(layer: Conv2d, before: np.ndarray) -> str:
    filters, inputs, *window = layer.weight.shape
    products = inputs * window[0] * window[1]
    one = f"{inputs}·{window[0]}·{window[1]} = {products}" if inputs > 1 else f"{products}"
    bias = " and its bias" if layer.bias is not None else ""
    who = "The filter" if filters == 1 else f"Each of the {filters} filters"
    maps = before.shape[0]
    where = "slides over the input" if maps == 1 else f"looks at all {maps} maps at once"
    return f"{who} {where}: every value is the sum of {one} products{bias}."


def _fully_connected(layer: Linear, before: np.ndarray) -> str:
    units, inputs = layer.weight.shape
    count = layer.weight.size + (0 if layer.bias is None else layer.bias.size)
    return (
        f"Each of the {units} units adds up all {count_text(inputs)} values times its own weights: "
        f"{count_text(count)} numbers were learnt here."
    )


def activation_sentence(layer: Layer, before: np.ndarray) -> str:
    """Return what an activation does to values, in one sentence with their numbers."""
    negative = int((before < 0).sum())
    of_all = f"{count_text(negative)} of {count_text(before.size)} values were negative"
    match layer:
        case ReLU():
            return f"{of_all} (orange). They become 0 (white)."
        case LeakyReLU():
            return f"{of_all}. They shrink to {number_text(layer.negative_slope, 4)} of their size."
        case Sigmoid():
            return "Every value is squeezed between 0 and 1."
    return "Every value is squeezed between −1 and 1."


def _softmax(trace: Trace, after: np.ndarray) -> str:
    best = int(after.argmax())
    classes = trace.network.classes
    name = classes[best] if best < len(classes) else str(best + 1)
    return (
        f"The {len(after)} scores become shares that sum to 1. The largest: "
        f"“{name}” with {percent_text(float(after[best]))}."
    )


def _without_weights(layer: Layer, before: np.ndarray, after: np.ndarray) -> str:
    was, now = shape_text(before.shape[1:]), shape_text(after.shape[1:])
    match layer:
        case MaxPool2d() as pool:
            window = shape_text(pool.kernel_size)
            return f"Of every {window} window the largest value stays: {was} becomes {now}."
        case AvgPool2d() as pool:
            window = shape_text(pool.kernel_size)
            return f"Of every {window} window the mean stays: {was} becomes {now}."
        case AdaptiveAvgPool2d() | AdaptiveMaxPool2d():
            what = "mean" if isinstance(layer, AdaptiveAvgPool2d) else "largest value"
            return f"Of every patch of each map the {what} stays: {was} becomes {now}."
        case Flatten():
            maps = f"{before.shape[0]} maps of {was}" if before.ndim == 3 else "The values"
            return f"{maps} become one row of {count_text(after.size)}: channel, row, column."
        case BatchNorm2d():
            return "Each map is brought to the mean and spread it had in training."
        case Dropout():
            return "Nothing happens when looking: dropout acts in training only."
    return ""
