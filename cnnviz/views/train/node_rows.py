"""The nodes of a network with branches as rows: what each one is, takes and gives."""

from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.network import Network
from cnnviz.language import _
from cnnviz.project.plan_words import detail, formula
from cnnviz.project.planned_layer import options_of
from cnnviz.text.numbers import count_text
from cnnviz.views.train.layer_delegate import LayerRow


def node_rows(network: Network) -> tuple[LayerRow, ...]:
    """Return a row for each node in their order."""
    return tuple(_row(network, name) for name in network.layers)


def _row(network: Network, name: str) -> LayerRow:
    layer, owner = network.layers[name], network.owner(name)
    learnt = [
        array.size
        for parameter, array in layer.parameters().items()
        if not parameter.startswith("running_")
    ]
    count = sum(learnt) if owner == name else 0
    if owner == name:
        counted = formula(layer, count)
    else:
        counted = _("Its weights are those of {node}: they count once.").format(node=owner)
    return LayerRow(
        name,
        _told(network, name),
        shape_text(as_drawn(network.shapes[name])),
        count_text(count),
        counted,
        "",
    )


def _told(network: Network, name: str) -> str:
    """Return what a node is and takes: Convolution of relu1: 8 filters, 3×3."""
    layer, inputs = network.layers[name], ", ".join(network.inputs[name])
    if options := detail(options_of(layer)):
        text = _("{layer} of {inputs}: {options}")
        return text.format(layer=layer.title, inputs=inputs, options=options)
    return _("{layer} of {inputs}").format(layer=layer.title, inputs=inputs)


def as_drawn(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return a shape as lectures write it: rows×columns×maps."""
    return (*shape[1:], shape[0])
