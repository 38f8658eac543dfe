"""The layer that one line of a plan stands for: with its own weights where they fit."""

from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np

from cnnviz.cnn.channel_layers import ChannelConvolution
from cnnviz.cnn.layer_base import Layer, Shape, ShapeError
from cnnviz.cnn.layers import LAYERS, Conv2d, Linear
from cnnviz.cnn.ops import Array
from cnnviz.cnn.spread_layers import ConvTranspose2d
from cnnviz.language import _
from cnnviz.project.blueprint import Plan
from cnnviz.project.planned_norm import is_numbered, numbered_layer
from cnnviz.text.numbers import count_text

MOST_WEIGHTS = 20_000_000  # of a layer: beyond it the window would no longer follow


def options_of(layer: Layer) -> dict[str, Any]:
    """Return the options that a plan of a layer has: its own, and the sizes of its weights."""
    options = layer.options()
    if isinstance(layer, Conv2d):
        options |= {"outputs": len(layer.weight), "kernel_size": layer.kernel_size}
    if isinstance(layer, Linear):
        options |= {"outputs": len(layer.weight)}
    if isinstance(layer, ConvTranspose2d):
        options |= {"outputs": layer.outputs, "kernel_size": layer.kernel_size}
    if isinstance(layer, ChannelConvolution):
        options |= {"kernel": len(layer.kernel)}
    if isinstance(layer, Conv2d | Linear | ConvTranspose2d | ChannelConvolution):
        options |= {"bias": layer.bias is not None}
    return options


def planned_layer(plan: Plan, shape: Shape) -> Layer:
    """Return a planned layer for an input, with its own weights or zeros.

    Raises:
        OptionError: If there can be no such layer.
    """
    options = dict(plan.options)
    if plan.kind == "conv2d":
        return _conv(plan, options, shape)
    if plan.kind == "linear":
        outputs, has_bias = options.pop("outputs"), options.pop("bias")
        if len(shape) != 1:  # tells what is missing
            return Linear(_zeros((outputs, 1)))
        _need_modest(outputs * shape[0])
        sizes = {"weight": (outputs, shape[0])} | ({"bias": (outputs,)} if has_bias else {})
        return _own(plan, Linear, sizes, options)
    if plan.kind == "conv_transpose2d":
        return _transposed(plan, options, shape)
    if plan.kind == "conv1d":
        has_bias = options.pop("bias")
        kernel = {"weight": (1, 1, options.pop("kernel"))} | ({"bias": (1,)} if has_bias else {})
        return _own(plan, ChannelConvolution, kernel, options)
    if is_numbered(plan.kind):
        return numbered_layer(plan, options, shape)
    same = plan.origin is not None and plan.origin.options() == options
    return plan.origin if same and plan.origin is not None else LAYERS[plan.kind](**options)


def _conv(plan: Plan, options: dict[str, Any], shape: Shape) -> Layer:
    outputs, size, groups = options.pop("outputs"), options.pop("kernel_size"), options["groups"]
    has_bias = options.pop("bias")
    inputs = shape[0] if len(shape) == 3 else 1
    if len(shape) == 3 and (groups < 1 or inputs % groups or outputs % groups):
        raise _uneven_groups(inputs, outputs, groups)
    weight = (outputs, max(1, inputs // max(1, groups)), *size)
    _need_modest(prod(weight))
    sizes = {"weight": weight} | ({"bias": (outputs,)} if has_bias else {})
    return _own(plan, Conv2d, sizes, options)


def _transposed(plan: Plan, options: dict[str, Any], shape: Shape) -> Layer:
    outputs, size, groups = options.pop("outputs"), options.pop("kernel_size"), options["groups"]
    has_bias = options.pop("bias")
    inputs = shape[0] if len(shape) == 3 else 1
    if len(shape) == 3 and (groups < 1 or inputs % groups or outputs % groups):
        raise _uneven_groups(inputs, outputs, groups)
    weight = (inputs, max(1, outputs // max(1, groups)), *size)
    _need_modest(prod(weight))
    sizes = {"weight": weight} | ({"bias": (outputs,)} if has_bias else {})
    return _own(plan, ConvTranspose2d, sizes, options)


def _uneven_groups(inputs: int, outputs: int, groups: int) -> ShapeError:
    numbers = {"inputs": inputs, "outputs": outputs, "groups": groups}
    return ShapeError(
        _(
            "its {inputs} input maps and {outputs} filters cannot be split into {groups} groups; "
            "choose a number that divides both"
        ).format(**numbers),
        _(
            "Its {inputs} input maps and {outputs} filters cannot be split into {groups} groups; "
            "choose a number that divides both."
        ).format(**numbers),
    )


def _need_modest(weights: int) -> None:
    if weights > MOST_WEIGHTS:
        count = count_text(weights)
        raise ShapeError(
            _(
                "it would have {count} weights, too many for this program; pool the maps before "
                "it, or give it fewer outputs"
            ).format(count=count),
            _(
                "It would have {count} weights, too many for this program; pool the maps before "
                "it, or give it fewer outputs."
            ).format(count=count),
        )


def _own(
    plan: Plan, cls: type[Layer], sizes: Mapping[str, tuple[int, ...]], options: dict[str, Any]
) -> Layer:
    """Return a layer with the weights it came with where they fit, else with zeros.

    A bias alone can come and go: it is 0 at first.
    """
    mine = {name: _zeros(size) for name, size in sizes.items()}
    if plan.origin is not None:
        own = plan.origin.parameters()
        kept = {name: array for name, array in own.items() if name in sizes}
        if all(array.shape == sizes[name] for name, array in kept.items()):
            is_same = kept.keys() == own.keys() == sizes.keys()
            if is_same and plan.origin.options() == options:
                return plan.origin
            mine |= kept
    return cls(**mine, **options)


def _zeros(size: tuple[int, ...]) -> Array:
    zeros = np.zeros([max(0, n) for n in size], np.float32)  # the layer refuses what is too small
    zeros.flags.writeable = False  # else the layer would copy them, however many there are
    return zeros


def keeps_weights(plan: Plan, layer: Layer) -> bool:
    """Return whether a layer has the weights that its plan came with."""
    if plan.origin is None:
        return False
    mine, before = layer.parameters(), plan.origin.parameters()
    return all(mine[name] is before[name] for name in mine.keys() & before.keys())
