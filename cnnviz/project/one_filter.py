"""One filter alone: taken out of a network, and turned from grey to colour and back."""

from dataclasses import replace
from functools import partial
from typing import Literal

import numpy as np

from cnnviz.cnn import architectures
from cnnviz.cnn.layer_base import Layer, ShapeError
from cnnviz.cnn.layers import BatchNorm2d, Conv2d
from cnnviz.cnn.network import Network, chain
from cnnviz.cnn.ops import Array
from cnnviz.language import _
from cnnviz.project.filter_stages import checked_with_picture, stages_of
from cnnviz.project.kernel_edits import convolution, possible
from cnnviz.project.project import Project
from cnnviz.project.resizing import LUMINANCE


def with_channels(project: Project, channels: Literal[1, 3]) -> Project:
    """Return a project of one filter for grey pictures, or for colour.

    From grey to colour the kernel is repeated, weighted by what each colour adds to the grey
    version of a picture, so the result stays that of the grey version. From colour to grey the
    three kernels are added.

    Raises:
        ShapeError: If the network does not begin with a convolution of one filter.
    """
    network = project.network
    if network.input_shape[0] == channels:
        return project
    name = "one-filter" if channels == 1 else "one-filter-rgb"
    if not has_one_filter(network):
        raise ShapeError(
            _(
                "Only a network that begins with a single filter for a grey or a colour picture "
                "can change between the two. Nothing was changed."
            )
        )
    title = architectures.TITLES[name]

    def changed(old: Network) -> Network:
        first = convolution(replace(project, network=old), old.nodes[0].name)
        weight = _in_grey(first.weight) if channels == 1 else _in_colour(first.weight)
        node, *rest = old.nodes
        nodes = (replace(node, layer=replace(first, weight=weight)), *rest)
        shape = channels, *old.input_shape[1:]
        return replace(old, name=name, title=title, input_shape=shape, nodes=nodes)

    made = changed(network)
    if project.original is network:
        return replace(project, network=made, original=made)
    original = changed(project.original)
    first = network.nodes[0].name
    if project.original.layers[first] is network.layers[first]:  # for both: it is not edited
        original = original.with_layer(first, made.layers[first])
    return replace(project, network=made, original=original)


def filter_alone(project: Project, conv: str, channel: int, place: int) -> Project:
    """Return a project with one kernel slice of a network alone, on the same picture.

    Args:
        project: The project it is taken from.
        conv: Which node, a convolution.
        channel: Which of its output channels; its bias comes along.
        place: Which input channel of the kernel.

    Returns:
        A project of the network "one-filter": the slice with the window of its layer, and the
        batch norm of its channel, activation and pooling after it. There is nothing to reset.

    Raises:
        ShapeError: If the picture is too small for it.
    """
    layer = convolution(project, conv)
    alone = replace(
        layer,
        weight=layer.weight[channel : channel + 1, place : place + 1],
        bias=None if layer.bias is None else layer.bias[channel : channel + 1],
        groups=1,
    )
    stages = stages_of(project.network, conv)
    after = stages.nodes[1:] if stages else ()
    layers = (alone, *(_of_channel(project.network.layers[name], channel) for name in after))
    title = architectures.TITLES["one-filter"]
    size = project.network.input_shape[1:]

    def made() -> Project:
        network = chain("one-filter", title, (1, *size), layers, treatment="photo")
        return replace(project, network=network, original=network)

    return possible(
        partial(checked_with_picture, made), _("This filter alone is not possible here.")
    )


def has_one_filter(network: Network) -> bool:
    """Return whether a network begins with a single filter, for a grey or a colour picture."""
    first = network.nodes[0].layer if network.nodes else None
    return isinstance(first, Conv2d) and first.weight.shape[:2] in ((1, 1), (1, 3))


def _of_channel(layer: Layer, channel: int) -> Layer:
    return layer.of_channel(channel) if isinstance(layer, BatchNorm2d) else layer


def _in_grey(weight: Array) -> Array:
    return np.asarray(weight.sum(axis=1, dtype=np.float64, keepdims=True), np.float32)


def _in_colour(weight: Array) -> Array:
    """Return kernels (1, 3, K_h, K_w) that add up to the grey one, exactly when rounded."""
    red, green = (np.float32(share) * weight[:, 0] for share in LUMINANCE[:2])
    blue = weight[:, 0].astype(np.float64) - red - green
    return np.stack([red, green, blue.astype(np.float32)], axis=1)
