"""Edits of the kernels and the windows of a network, as functions from project to project."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from cnnviz.cnn.kernels import LARGEST_KERNEL, resized
from cnnviz.cnn.layer_base import ShapeError, shape_text
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.ops import Array, Pair
from cnnviz.cnn.windows import sliding
from cnnviz.language import N_, _
from cnnviz.project.project import Project, with_layer

_IMPOSSIBLE = {
    "stride": N_("Stride {value} is not possible here."),
    "padding": N_("Padding {value} is not possible here."),
    "padding_mode": N_("Padding mode “{value}” is not possible here."),
    "flipped": N_("Flipped “{value}” is not possible here."),
}


def strictness_sentence(is_flipped: bool) -> str:
    """Return what the switch between correlation and convolution says, where it stands."""
    if is_flipped:
        return _(
            "On: convolution as mathematics defines it. The kernel is turned by 180° first, so the "
            "first weight meets the last pixel of the window."
        )
    return _("Off: correlation, as CNNs do it. The kernel is laid on the picture as it is printed.")


def with_kernel(project: Project, node: str, at: Pair, weights: Array) -> Project:
    """Return the project with one kernel slice replaced.

    Smaller weights are put in the middle, with zeros around. For larger ones every kernel of
    the layer grows, since they share one size.

    Args:
        project: The project before.
        node: Which one, a convolution.
        at: Which slice: (output channel, input channel).
        weights: The new weights (H, W).

    Raises:
        ValueError: If the kernels would have to grow, and the network does not allow that.
    """
    layer = convolution(project, node)
    sides = zip(layer.kernel_size, weights.shape, strict=True)
    rows, columns = (max(old, new) for old, new in sides)
    if (rows, columns) != layer.kernel_size:
        try:
            project = with_kernel_size(project, node, (rows, columns))
        except ValueError as error:
            text = _(
                "These weights are {shape}, the kernels of this layer are {size}, and all share "
                "one size. {reason}"
            )
            shape, size = shape_text(weights.shape), shape_text(layer.kernel_size)
            raise ShapeError(text.format(shape=shape, size=size, reason=error)) from None
        layer = convolution(project, node)
    array = layer.weight.copy()
    array[at] = resized(weights, rows, columns)
    return with_layer(project, node, layer.with_parameters({"weight": array}))


def with_turned_kernel(project: Project, node: str, at: Pair, weights: Array) -> Project:
    """Return the project with a kernel slice that was rotated or transposed.

    Raises:
        ValueError: If that exchanges its rows and columns, but other kernels share its size.
    """
    layer = convolution(project, node)
    if weights.shape == layer.kernel_size:
        return with_kernel(project, node, at, weights)
    if layer.weight[:, :, 0, 0].size > 1:
        text = _(
            "This would make a {shape} kernel, but all kernels of the layer share one size, "
            "{size}. Choose as many rows as columns."
        )
        shape, size = shape_text(weights.shape), shape_text(layer.kernel_size)
        raise ShapeError(text.format(shape=shape, size=size))
    turned = replace(
        layer,
        weight=weights[None, None],
        stride=layer.stride[::-1],
        padding=layer.padding[::-1],
        dilation=layer.dilation[::-1],
    )
    return with_layer(project, node, turned)


def with_kernel_size(project: Project, node: str, size: Pair) -> Project:
    """Return the project with kernels of another size in one layer, 1×1 to 11×11.

    The middle of each kernel stays; what is new is 0. Padding that kept the maps as large as the
    input does so afterwards.

    Raises:
        ValueError: If the size is out of range, or a later layer cannot take what follows.
    """
    if not 1 <= min(size) <= max(size) <= LARGEST_KERNEL:
        text = _("Kernels have 1 to {largest} rows and columns.")
        raise ValueError(text.format(largest=LARGEST_KERNEL))
    layer = convolution(project, node)
    weight = np.zeros((*layer.weight.shape[:2], *size), np.float32)
    for at in np.ndindex(*layer.weight.shape[:2]):
        weight[at] = resized(layer.weight[at], *size)
    padding = _padding_for(layer, size, layer.dilation)
    what = _("Kernels of {size} are not possible here.").format(size=shape_text(size))
    new = replace(layer, weight=weight, padding=padding)
    return possible(partial(with_layer, project, node, new), what)


def with_dilation(project: Project, node: str, dilation: Pair) -> Project:
    """Return the project with another distance between the cells of a layer's windows.

    Padding that kept the maps as large as the input does so afterwards.

    Raises:
        ValueError: If a later layer cannot take what follows.
    """
    layer = convolution(project, node)
    padding = _padding_for(layer, layer.kernel_size, dilation)
    what = _("Dilation {size} is not possible here.").format(size=shape_text(dilation))
    new = replace(layer, dilation=dilation, padding=padding)
    return possible(partial(with_layer, project, node, new), what)


def with_window(project: Project, node: str, **options: object) -> Project:
    """Return the project with another stride, padding, padding_mode or flipped of a convolution.

    Raises:
        ValueError: If a later layer cannot take what follows.
    """
    name, value = next(iter(options.items()))
    shown = shape_text(value) if isinstance(value, tuple) else str(value)
    layer = replace(convolution(project, node), **options)  # type: ignore[arg-type]
    what = _(_IMPOSSIBLE[name]).format(value=shown)
    return possible(partial(with_layer, project, node, layer), what)


def with_reset_layer(project: Project, node: str) -> Project:
    """Return the project with one layer as it was opened."""
    return with_layer(project, node, project.original.layers[node])


def convolution(project: Project, node: str) -> Conv2d:
    """Return a layer that must be a convolution."""
    layer = project.network.layers[node]
    if not isinstance(layer, Conv2d):
        raise TypeError(f"{node} is no convolution but {layer.kind}")
    return layer


def _padding_for(layer: Conv2d, size: Pair, dilation: Pair) -> Pair:
    """Return the padding: where it was half the window, half of the new one, rounded down."""
    before = sliding((0, 0), layer.kernel_size, (1, 1), layer.padding, layer.dilation)
    after = sliding((0, 0), size, dilation=dilation)
    rows, columns = (
        new.half if old.is_half_padded else old.padding
        for old, new in zip(before, after, strict=True)
    )
    return rows, columns


def possible(made: Callable[[], Project], what: str) -> Project:
    """Return what is made, if its layers take one another.

    Args:
        made: Makes the project.
        what: Says that it is not possible, as a sentence.

    Raises:
        ShapeError: If they do not; with the reason.
    """
    try:
        return made()
    except ShapeError as error:
        reason = str(error)
        if error.problem:  # the layer after the maps cannot be given other inputs here
            reason = _("{problem} The maps must keep their size.").format(problem=error.problem)
        text = _("{what} {reason} Nothing was changed.")
        raise ShapeError(text.format(what=what, reason=reason)) from None
