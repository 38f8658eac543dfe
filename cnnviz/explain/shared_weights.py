"""That several nodes use the same weights, in one short line."""

from cnnviz.cnn.network import Network
from cnnviz.explain.listed import listed
from cnnviz.language import _


def sharing_sentence(network: Network, node: str) -> str:
    """Return which nodes use the weights of a node; "" where no other does."""
    nodes = network.sharing(node) if node in network.layers else ()
    if len(nodes) < 2:
        return ""
    names = listed([network.layer_name(name) for name in nodes])
    return _("These weights are used by {layers}.").format(layers=names)
