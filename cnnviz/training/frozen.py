"""Which layers a run leaves as they are: all but the last one, or all up to a node."""

from collections.abc import Collection

from cnnviz.cnn.network import Network
from cnnviz.explain.places import names_near
from cnnviz.language import _
from cnnviz.runs.config import Config


def frozen_nodes(network: Network, config: Config) -> frozenset[str]:
    """Return the nodes whose arrays stay as they are, to the last bit.

    What shares its weights with one of them stays, too.

    Raises:
        ValueError: If there is no such node, or nothing would be learnt.
    """
    weighted = [name for name in network.names[1:] if network.layers[name].parameters()]
    if config.fine_tune:
        last = network.owner(weighted[-1]) if weighted else ""
        kept = [name for name in weighted if network.owner(name) != last]
    elif config.freeze_to:
        kept = _up_to(network, weighted, config.freeze_to)
    else:
        return frozenset()
    owners = {network.owner(name) for name in kept}
    frozen = frozenset(name for name in weighted if network.owner(name) in owners)
    if len(frozen) == len(weighted):
        text = _("Nothing would be learnt: all layers with weights are frozen. Freeze fewer.")
        raise ValueError(text)
    return frozen


def _up_to(network: Network, weighted: Collection[str], node: str) -> list[str]:
    if node not in network.layers:
        text = _("There is no layer {layer} to freeze up to; there is {names}.")
        raise ValueError(text.format(layer=repr(node), names=names_near(network, node)))
    end = network.number(node)
    return [name for name in weighted if network.number(name) <= end]
