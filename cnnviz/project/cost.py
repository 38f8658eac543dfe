"""What it costs to compute a network; too much is refused in words, before it is begun."""

import math

from cnnviz.cnn.layer_base import Layer, Shape, ShapeError
from cnnviz.cnn.layers import Conv2d, Linear
from cnnviz.cnn.network import Network
from cnnviz.cnn.placed_layers import PlacedLayer, terms_at_most
from cnnviz.files.reasons import size_text
from cnnviz.language import _
from cnnviz.text.numbers import count_text

MOST_VALUES = 400_000_000  # of all nodes together
MOST_PRODUCTS = (
    150_000_000_000  # some seconds; VGG-16 takes 15,500 million, the largest RegNet 127,000
)
QUICK_PRODUCTS = 200_000_000  # of a network that is computed within a frame or two
_CHECKED = 10_000_000  # values: fewer have room on every machine
_COPIES = 3  # of the values, while they are computed and shown


def values_of(network: Network) -> int:
    """Return how many values all nodes give together, the input among them."""
    return sum(math.prod(shape) for shape in network.shapes.values())


def products_of(network: Network) -> int:
    """Return how many multiplications a forward pass takes, about: windows are counted whole."""
    return sum(products_by_node(network).values())


def products_by_node(network: Network) -> dict[str, int]:
    """Return the same of each node, by its name."""
    shapes = network.shapes
    return {
        node.name: _each(node.layer, shapes[node.inputs[0]]) * math.prod(shapes[node.name])
        for node in network.nodes
    }


def _each(layer: Layer, given: Shape) -> int:
    """Return how many multiplications one value of a layer takes."""
    if isinstance(layer, Conv2d | Linear):
        return math.prod(layer.weight.shape[1:])
    if isinstance(layer, PlacedLayer):
        return terms_at_most(layer)
    size = layer.options().get("kernel_size")
    return math.prod(size) if isinstance(size, tuple) else 1


def require_possible(network: Network) -> None:
    """Refuse a network that cannot be computed while somebody waits, or has no room.

    Raises:
        ShapeError: If so; why, in a sentence with a remedy.
    """
    values = values_of(network)
    if values > MOST_VALUES:
        text = _(
            "The network would have {count} values for this picture, and {most} are the most; "
            "take a smaller picture, or a layer with fewer outputs."
        )
        raise ShapeError(text.format(count=count_text(values), most=count_text(MOST_VALUES)))
    products = products_of(network)
    if products > MOST_PRODUCTS:
        text = _(
            "The network would take {count} million multiplications for this picture, and {most} "
            "million are the most; take a smaller picture, or fewer or smaller kernels."
        )
        millions, most = products // 1_000_000, MOST_PRODUCTS // 1_000_000
        raise ShapeError(text.format(count=count_text(millions), most=count_text(most)))
    if values > _CHECKED:
        _require_memory(4 * _COPIES * values)


def costs_alike(one: Network, other: Network) -> bool:
    """Return whether two networks differ in nothing that computing them depends on."""
    return one.shapes == other.shapes and all(
        mine.layer is its.layer or _weights(mine.layer) == _weights(its.layer)
        for mine, its in zip(one.nodes, other.nodes, strict=True)
    )


def _weights(layer: Layer) -> tuple[str, Shape | None]:
    return layer.kind, layer.weight.shape if isinstance(layer, Conv2d | Linear) else None


def _require_memory(need: int) -> None:
    free = free_memory()
    if free is not None and need > free:
        text = _(
            "The network would need {need} of memory for this picture, and {free} are free; close "
            "other programs, or take a smaller picture."
        )
        raise ShapeError(text.format(need=size_text(need), free=size_text(free)))


def free_memory() -> int | None:
    """Return how many bytes of memory are free; None where the system does not tell."""
    try:
        with open("/proc/meminfo", encoding="ascii") as file:
            told = dict(line.split(":", 1) for line in file)
        return int(told["MemAvailable"].split()[0]) * 1024
    except (OSError, ValueError, KeyError, IndexError):
        return None
