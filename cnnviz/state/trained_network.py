"""What the network of a run is to the project: its weights, or another network."""

from cnnviz.cnn.layers import Conv2d, Linear
from cnnviz.cnn.network import Network
from cnnviz.project.project import Project, with_network, with_weights


def with_trained(project: Project, network: Network) -> Project:
    """Return the project with the weights of a run; with its whole network where it is another."""
    if is_alike(project.network, network):
        return with_weights(project, network.parameters())
    return with_network(project, network)


def is_alike(mine: Network, network: Network) -> bool:
    """Return whether two networks differ in their weights alone, and read pictures alike."""
    return (
        [(node.name, node.inputs) for node in mine.nodes]
        == [(node.name, node.inputs) for node in network.nodes]
        and all(
            one.kind == other.kind and one.options() == other.options()
            for one, other in zip(mine.layers.values(), network.layers.values(), strict=True)
        )
        and mine.parameters().keys() == network.parameters().keys()
        and mine.shapes == network.shapes
        and mine.classes == network.classes
        and mine.treatment == network.treatment
    )


def layers_with_kernels(network: Network) -> tuple[str, ...]:
    """Return which nodes have kernels that can be shown as pictures."""
    return tuple(
        name for name, layer in network.layers.items() if isinstance(layer, Conv2d | Linear)
    )


def layer_like(network: Network, node: str, other: Network) -> str | None:
    """Return the node of another network that one with kernels is compared with.

    It is as far behind the first one with kernels, and of the same kind; None where none is.
    """
    mine, theirs = layers_with_kernels(network), layers_with_kernels(other)
    place = mine.index(node)
    if place < len(theirs) and other.layers[theirs[place]].kind == network.layers[node].kind:
        return theirs[place]
    return None
