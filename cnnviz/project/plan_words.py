"""What the plan of a network says of a layer: its options in short, its parameters as a formula."""

from collections.abc import Mapping
from typing import Any

from cnnviz.cnn.layer_base import Layer, shape_text
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Linear
from cnnviz.text.numbers import count_text


def formula(layer: Layer, count: int) -> str:
    """Return the number of parameters of a layer as a sum with its numbers."""
    if isinstance(layer, Conv2d):
        filters, inputs, rows, columns = layer.weight.shape
        bias = "" if layer.bias is None else f" + {filters} biases"
        maps = f"{inputs} input map{'s' if inputs > 1 else ''}"
        return (
            f"{filters} filters × ({rows}×{columns} weights × {maps}){bias} = {count_text(count)}"
        )
    if isinstance(layer, Linear):
        units, inputs = layer.weight.shape
        bias = "" if layer.bias is None else f" + {units} biases"
        return f"{units} units × {count_text(inputs)} inputs{bias} = {count_text(count)}"
    if isinstance(layer, BatchNorm2d):
        return f"2 × {len(layer.weight)} maps = {count}"
    return "Nothing is learnt here: 0"


def detail(options: Mapping[str, Any]) -> str:
    """Return the options of a planned layer in short: 8 filters, 5×5, pad 2."""
    parts = _sizes(options)
    # The usual stride of a pooling is as large as its window.
    stride = (1, 1) if "outputs" in options else options.get("kernel_size")
    usual = {"padding": (0, 0), "stride": stride, "dilation": (1, 1)}
    for name, plain in usual.items():
        value = options.get(name)
        if value is not None and value != plain:
            word = "pad" if name == "padding" else name
            parts.append(f"{word} {value[0] if value[0] == value[1] else shape_text(value)}")
    if "p" in options:
        parts.append(f"p = {options['p']:g}")
    if "negative_slope" in options:
        parts.append(f"slope {options['negative_slope']:g}")
    return ", ".join(parts + _flags(options))


def _flags(options: Mapping[str, Any]) -> list[str]:
    """Return what differs from what is usual, where a layer has it."""
    found = []
    if options.get("groups", 1) > 1:
        found.append(f"{options['groups']} groups")
    if options.get("padding_mode", "zeros") != "zeros":
        found.append(f"padded by {options['padding_mode']}")
    unusual = (
        (not options.get("bias", True), "no bias"),
        (options.get("flipped", False), "strict"),
        (options.get("ceil_mode", False), "ceil"),
        (not options.get("count_include_pad", True), "padding not counted"),
    )
    return found + [words for is_so, words in unusual if is_so]


def _sizes(options: Mapping[str, Any]) -> list[str]:
    parts = []
    if "outputs" in options:
        word = "filters" if "kernel_size" in options else "units"
        parts.append(f"{options['outputs']} {word[:-1] if options['outputs'] == 1 else word}")
    if "kernel_size" in options:
        parts.append(shape_text(options["kernel_size"]))
    if options.get("output_size", (1, 1)) != (1, 1):
        parts.append(f"to {shape_text(options['output_size'])}")
    return parts
