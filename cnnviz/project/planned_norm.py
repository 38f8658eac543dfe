"""The numbers of a planned norm, scale or learnt slope: its own while they fit, else fresh."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from cnnviz.cnn.layer_base import Layer, Shape
from cnnviz.cnn.layers import LAYERS
from cnnviz.cnn.ops import Array
from cnnviz.project.blueprint import Plan

_ONES = ("weight", "running_var")  # what begins with 1; all else begins with 0
_SLOPE = 0.25  # of a PReLU, as PyTorch begins


def _of_channels(_plan: Plan, shape: Shape) -> Shape:
    return shape[:1]


def _of_layer_norm(plan: Plan, shape: Shape) -> Shape:
    return shape if plan.options["over"] == "all" else shape[:1]


def _one_or_all(plan: Plan, shape: Shape) -> Shape:
    """Return the size of what may be one number for all channels: as it came, or for all."""
    if plan.origin is None:
        return (1,) if plan.kind == "prelu" else shape[:1]
    is_one = len(plan.origin.parameters()["weight"]) == 1
    return (1,) if is_one else shape[:1]


_SIZES: Mapping[str, Callable[[Plan, Shape], Shape]] = {
    "batch_norm2d": _of_channels,
    "layer_norm": _of_layer_norm,
    "group_norm": _of_channels,
    "instance_norm": _of_channels,
    "scale": _one_or_all,
    "prelu": _one_or_all,
}


def is_numbered(kind: str) -> bool:
    """Return whether a kind of layer has numbers for the channels of its input."""
    return kind in _SIZES


def numbered_layer(plan: Plan, options: Mapping[str, Any], shape: Shape) -> Layer:
    """Return a planned layer of such a kind for an input, with its own numbers where they fit.

    Raises:
        OptionError: If there can be no such layer.
    """
    size = _SIZES[plan.kind](plan, shape)
    own = {} if plan.origin is None else plan.origin.parameters()
    if plan.origin is not None and all(array.shape == size for array in own.values()):
        if plan.origin.options() == options:
            return plan.origin
        return LAYERS[plan.kind](**{**_absent(plan.kind), **own}, **options)
    names = own or dict.fromkeys(LAYERS[plan.kind].parameter_names)
    fresh = {name: _fresh(plan.kind, name, size) for name in names}
    return LAYERS[plan.kind](**{**_absent(plan.kind), **fresh}, **options)


def _absent(kind: str) -> dict[str, None]:
    return dict.fromkeys(LAYERS[kind].optional_names)


def _fresh(kind: str, name: str, size: Shape) -> Array:
    if kind == "prelu":
        return np.full(size, _SLOPE, np.float32)
    return np.full(size, float(name in _ONES), np.float32)
