"""What Present mode says of a step: a title for the room, and a caption below each map."""

from cnnviz.cnn.layer_base import Layer, shape_text
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
from cnnviz.explain.steps import activation_sentence, channel_name, step_sentence, step_title
from cnnviz.text.numbers import count_text

_TITLES: tuple[tuple[type[Layer], str], ...] = (
    (ReLU, "ReLU sets every negative value to zero"),
    (Sigmoid, "Sigmoid squeezes every value between 0 and 1"),
    (Tanh, "Tanh squeezes every value between −1 and 1"),
    (Softmax, "Softmax turns the scores into shares of 1"),
    (BatchNorm2d, "Batch norm gives every map one mean and one spread"),
    (Dropout, "Dropout does nothing when looking"),
    (Flatten, "Flatten changes nothing here: the values stand in a row"),
)


def present_title(trace: Trace, step: int) -> str:
    """Return what happens at a step, in few words that are read from the last row."""
    if step == 0:
        return "The network sees numbers"
    layer, before, after = trace.network.layers[step - 1], *trace.values[step - 1 : step + 1]
    match layer:
        case Conv2d():
            return _convolution(layer, maps=0 if step == 1 else len(before))
        case Linear():
            units = len(layer.weight)
            who = "One unit weighs" if units == 1 else f"{count_text(units)} units weigh"
            return f"{who} all {count_text(before.size)} values"
        case MaxPool2d():
            return f"Max pooling keeps the largest of each {shape_text(layer.kernel_size)} window"
        case AvgPool2d():
            return f"Average pooling takes the mean of each {shape_text(layer.kernel_size)} window"
        case AdaptiveAvgPool2d() | AdaptiveMaxPool2d():
            is_mean = isinstance(layer, AdaptiveAvgPool2d)
            part = "map" if after.shape[1:] == (1, 1) else "patch"
            return f"Only the {'mean' if is_mean else 'largest value'} of each {part} stays"
        case Flatten() if before.ndim == 3:
            return f"{count_text(before.shape[0])} maps become one row of values"
    return _of_each_value(layer)


def _convolution(layer: Conv2d, maps: int) -> str:
    filters = len(layer.weight)
    window = shape_text(layer.kernel_size)
    where = {0: "the input", 1: "one map"}.get(maps, f"all {maps} maps")
    if filters == 1:
        return f"One filter of {window} slides over {where}"
    return f"{filters} filters of {window} slide over {where}"


def _of_each_value(layer: Layer) -> str:
    if isinstance(layer, LeakyReLU):
        slope = f"{layer.negative_slope:g}"
        return f"Leaky ReLU shrinks every negative value to {slope} of it"
    return next((title for kind, title in _TITLES if isinstance(layer, kind)), layer.title)


def present_sentence(trace: Trace, step: int, channel: int) -> str:
    """Return what a step does, in one sentence whose numbers are those of the maps that are seen.

    Args:
        trace: The values.
        step: The step that is shown.
        channel: The map that is shown of it; of values in a row all are.
    """
    if step and isinstance(trace.network.layers[step - 1], ReLU | LeakyReLU):
        before = trace.values[step - 1]
        return activation_sentence(
            trace.network.layers[step - 1], before[channel] if before.ndim == 3 else before
        )
    return step_sentence(trace, step)


def before_caption(trace: Trace, step: int, channel: int | None) -> str:
    """Return what stands below a map, or the values, that go into a layer.

    Args:
        trace: The values.
        step: The step they are of: the one before the layer.
        channel: Which map; None for all values of the step.
    """
    title = step_title(trace, step)
    if step == 0 and trace.values[0].shape[0] == 1:
        return title
    if channel is None:
        return f"{title}, {count_text(trace.values[step].size)} values"
    return f"{title}, {channel_name(trace, step, channel)}"


def after_caption(trace: Trace, step: int, channel: int | None) -> str:
    """Return what stands below a map, or the values, that a layer makes.

    Layers that treat every map by itself are named only, "after ReLU": which map it is stands
    below the one before.
    """
    layer = trace.network.layers[step - 1]
    if channel is None:
        return f"{step_title(trace, step)}, {count_text(trace.values[step].size)} values"
    if isinstance(layer, Conv2d | Linear):
        return f"{step_title(trace, step)}, {channel_name(trace, step, channel)}"
    title = layer.title
    is_name = title[1:] != title[1:].lower()  # ReLU, as it is always written
    return f"after {title if is_name else title.lower()}"
