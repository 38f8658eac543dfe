"""The numbers that names of nodes and channels must have."""

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
    return [] if has_name or (is_class and trace.network.classes) else [channel + 1]
