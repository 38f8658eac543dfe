"""The numbers that names of nodes and channels must have."""

from cnnviz.cnn.activation_layers import Activation
from cnnviz.cnn.branch_layers import Joining
from cnnviz.cnn.layers import LogSoftmax, Softmax
from cnnviz.cnn.moving_layers import Moving
from cnnviz.cnn.network import INPUT


def layer_at(trace, node):
    return trace.network.layers.get(node)


def number_of_kind(trace, node):
    """The number in the title of a node, where its kind occurs more than once and names count."""
    layers = trace.network.layers
    if node == INPUT or trace.network.has_own_names:
        return []
    alike = [name for name in layers if layers[name].kind == layers[node].kind]
    return [alike.index(node) + 1] if len(alike) > 1 else []


def number_of_channel(trace, node, channel):
    """The number in the name of a channel: none where it is a colour, or a class with a name."""
    has_name = node == INPUT and len(trace.image) == 3
    is_class = node == trace.network.output and trace.values[node].ndim == 1
    is_named = (is_class and trace.network.classes) or gives_scores(trace, node)
    return [] if has_name or is_named else [channel + 1]


def gives_scores(trace, node):
    """Whether a node is a row of units of which each gives the score of a class with a name."""
    network = trace.network
    last = layer_at(trace, network.output)
    is_before = network.inputs.get(network.output) == (node,)
    is_row = trace.values[node].shape == (len(network.classes),)
    is_score = is_before and is_row and isinstance(last, Softmax | LogSoftmax | Activation)
    return is_score and not isinstance(layer_at(trace, node), Joining | Moving)
