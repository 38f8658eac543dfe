"""In which order an ONNX file takes the values of a picture: channels first, or last."""

from cnnviz.foreign.onnx_file import OnnxGraph, OnnxNode

_TO_CHANNELS_FIRST = [0, 3, 1, 2]
_KEEP_ORDER = {"Identity", "Cast", "Add", "Sub", "Mul", "Div"}


def has_channels_last(graph: OnnxGraph) -> bool:
    """Return whether a picture is 1 × rows × columns × channels, as TensorFlow and Keras take it.

    Exporters then turn it before the first layer; where there is one channel, they only call its
    values in another shape.
    """
    takers: dict[str, list[OnnxNode]] = {}
    for node in graph.nodes:
        for name in node.inputs:
            takers.setdefault(name, []).append(node)
    at = [graph.input]
    for name in at:  # grows: behind what keeps the order one looks on
        after = [node for node in takers.get(name, []) if node.operator != "Shape"]
        kept = [node for node in after if node.operator in _KEEP_ORDER]
        if not after or not all(node in kept or _turns(node, graph) for node in after):
            return False
        at += [node.outputs[0] for node in kept if node.outputs]
    return True


def _turns(node: OnnxNode, graph: OnnxGraph) -> bool:
    if node.operator == "Transpose":
        return bool(node.attributes.get("perm") == _TO_CHANNELS_FIRST)
    rows, columns, channels = graph.shape
    asked = graph.constants.get(node.inputs[1]) if len(node.inputs) > 1 else None
    is_turned = asked is not None and asked.ravel().tolist()[1:] == [1, rows, columns]
    return node.operator == "Reshape" and channels == 1 and is_turned
