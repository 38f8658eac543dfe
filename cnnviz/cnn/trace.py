"""The trace of an image: what goes into and comes out of every layer."""

from dataclasses import dataclass

import numpy as np

from cnnviz.cnn.layer_base import Shape
from cnnviz.cnn.network import Network
from cnnviz.cnn.ops import Array


@dataclass(frozen=True, eq=False)
class Trace:
    """The values of one image at every layer; `values[0]` is the image itself.

    The output of layer i is `values[i + 1]`, which is the input of layer i + 1.
    """

    network: Network
    values: tuple[Array, ...]

    @property
    def output(self) -> Array:
        """What the last layer gives, usually one probability for each class."""
        return self.values[-1]

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """The shape of the values at every layer."""
        return tuple(values.shape for values in self.values)

    def named(self) -> dict[str, Array]:
        """Return the values under the names files use: 00-input, 01-conv2d, 02-relu, …"""  # noqa: D415
        kinds = ["input", *(layer.kind for layer in self.network.layers)]
        return {
            f"{index:02}-{kind}": values
            for index, (kind, values) in enumerate(zip(kinds, self.values, strict=True))
        }


def trace(network: Network, image: Array, before: Trace | None = None) -> Trace:
    """Send an image (C, H, W) through the network.

    Args:
        network: The network; its layers must take the shape of the image.
        image: The input, shape (C, H, W).
        before: An earlier trace. What stands before the first layer that differs from it is
            taken over, not computed again.

    Returns:
        The trace. Its arrays are read-only.
    """
    values = (
        [image] if before is None or before.values[0] is not image else _common(before, network)
    )
    with np.errstate(all="ignore"):  # infinities and NaN are shown, not warned about
        for layer in network.layers[len(values) - 1 :]:
            output = layer.forward(values[-1])
            output.flags.writeable = False
            values.append(output)
    return Trace(network, tuple(values))


def _common(before: Trace, network: Network) -> list[Array]:
    """Return the values up to the first layer that is not the same object as before."""
    same = 0
    for old, new in zip(before.network.layers, network.layers, strict=False):
        if old is not new:
            break
        same += 1
    return list(before.values[: same + 1])
