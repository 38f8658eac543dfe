"""The kernels of a layer as pictures, each with a name."""

import numpy as np

from cnnviz.cnn.layers import Conv2d, Linear
from cnnviz.cnn.network import Network
from cnnviz.cnn.ops import Array
from cnnviz.language import _
from cnnviz.project.slices import slices_of

MOST = 64  # kernels that are shown of a layer


def kernels_of(network: Network, node: str) -> tuple[Array, list[str]]:
    """Return the kernels of a layer as pictures (N, H, W), and what each is called.

    Every slice of a small convolution; of a larger one, and of units, the first slice of each.
    """
    layer = network.layers[node]
    assert isinstance(layer, Conv2d | Linear)  # others have no kernels
    if isinstance(layer, Linear):
        channels = range(min(len(layer.weight), MOST))
        first = [slices_of(network, node, channel).values[0] for channel in channels]
        return np.stack(first), [_("Unit {number}").format(number=unit + 1) for unit in channels]
    filters, inputs = layer.weight.shape[:2]
    shown = inputs if filters * inputs <= MOST else 1
    kernels = layer.weight[:MOST, :shown].reshape(-1, *layer.weight.shape[2:])
    places = [(filter_, place) for filter_ in range(filters) for place in range(shown)][:MOST]
    if inputs == 1:
        return kernels, [_("Filter {number}").format(number=each + 1) for each, at in places]
    name = _("Filter {number}, slice {slice}")
    return kernels, [name.format(number=each + 1, slice=at + 1) for each, at in places]
