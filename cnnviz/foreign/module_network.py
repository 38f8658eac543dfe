"""Open a module of PyTorch as a network, with its arithmetic."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from torch import Tensor, nn

from cnnviz.cnn.network import INPUT, GraphError, Network, Node
from cnnviz.cnn.scale_layers import Normalize
from cnnviz.foreign.errors import ForeignError
from cnnviz.foreign.exporting import Traced, traced, within
from cnnviz.foreign.reading import Meant, graph_of
from cnnviz.language import _

NORMALIZE = "normalize"  # the node that prepares a picture for the module

_LONGEST = 100  # letters of the name of a class
Channels = tuple[float, ...]  # a number for each channel


class Opened(NamedTuple):
    """A network of a module, what was done for it, and what each tensor of PyTorch is there."""

    network: Network
    notes: tuple[str, ...]  # a sentence each
    meant: tuple[Meant, ...]
    traced: Traced


def opened_module(
    module: nn.Module,
    image: Tensor,
    *,
    classes: Sequence[str] = (),
    mean: Channels | None = None,
    deviation: Channels | None = None,
    title: str = "",
) -> Opened:
    """Return the network of a module.

    Args:
        module: It stays as it was.
        image: As the module takes it, (1, C, H, W).
        classes: The names of what it tells apart, in its order.
        mean: Of each channel, where pictures are to be normalised before; with `deviation`.
        deviation: Of each channel.
        title: What the network is called; else as its class.

    Raises:
        ForeignError: If it cannot be opened: why, in a sentence.
    """
    if not isinstance(module, nn.Module):
        text = _("{kind} is no torch.nn.Module, so there is no network to open.")
        raise ForeignError(text.format(kind=type(module).__name__))
    module = within(module)
    graph = traced(module, image)
    _batch, channels, rows, columns = image.shape
    shape = channels, rows, columns
    parents = {path for path, part in module.named_modules() if any(part.children())}
    read = graph_of(graph, shape, parents)
    nodes, meant = read.nodes, read.meant
    if mean is not None and deviation is not None:
        nodes, meant = _normalised(nodes, meant, Normalize(mean, deviation))
    name = type(module).__name__
    try:
        network = Network(name, title or name, shape, nodes, tuple(classes), "photo")
        network = replace(network, block_kinds=_kinds(network, module))
    except GraphError as error:
        raise ForeignError(str(error)) from error
    _need_classes(network)
    return Opened(network, graph.notes, meant, graph)


def _normalised(
    nodes: tuple[Node, ...], meant: tuple[Meant, ...], layer: Normalize
) -> tuple[tuple[Node, ...], tuple[Meant, ...]]:
    """Put what prepares the picture before all nodes."""
    taken = {node.name for node in nodes}
    name = next(each for each in (NORMALIZE, "normalize_picture") if each not in taken)

    def after(given: str) -> str:
        return name if given == INPUT else given

    moved = tuple(Node(node.name, node.layer, tuple(map(after, node.inputs))) for node in nodes)
    first = Node(name, layer, (INPUT,))
    return (first, *moved), tuple(each._replace(node=after(each.node)) for each in meant)


def _kinds(network: Network, module: nn.Module) -> dict[str, str]:
    """Return the class of each block that is a module."""
    parts = dict(module.named_modules())
    named = {block: parts[block] for block in network.blocks if block in parts}
    return {block: type(part).__name__[:_LONGEST] for block, part in named.items()}


def _need_classes(network: Network) -> None:
    gives, named = network.shapes[network.output], len(network.classes)
    if named and gives != (named,):
        text = _(
            "There are {named} classes, but the network gives {given}; name as many as it gives."
        )
        given = "×".join(map(str, gives))
        raise ForeignError(text.format(named=named, given=given))
