"""A network as one ONNX file. Needs the package `onnx`, which is loaded only here."""

import json
from typing import Any

import numpy as np

from cnnviz.cnn.layer_base import Shape
from cnnviz.cnn.network import INPUT, Network
from cnnviz.figures.code.onnx_layers import LAYERS
from cnnviz.figures.code.onnx_writing import Constant, Operation, Writing
from cnnviz.figures.code.written import Files
from cnnviz.language import _
from cnnviz.project.network_title import shown_title

OPERATORS = 20  # the version of ONNX' operators: the first that has GELU
FORMAT = 9  # of the file: what goes with these operators
BATCH = "N"  # any number of pictures
MOST_BYTES = 2_000_000_000  # what protobuf can hold in one file
NAME, CLASSES, TREATMENT = "cnnviz.name", "cnnviz.classes", "cnnviz.treatment"


class NoOnnxError(ValueError):
    """The package is not installed; the text says how to."""


def require_onnx() -> Any:  # noqa: ANN401 - a module
    """Return the package.

    Raises:
        NoOnnxError: If it is not installed.
    """
    try:
        import onnx
    except ImportError:
        text = _('ONNX needs one more package; install it: pip install "cnnviz[onnx]".')
        raise NoOnnxError(text) from None
    return onnx


def onnx_files(network: Network, stem: str) -> Files:
    """Return the file STEM.onnx, in which everything is: operators, weights, class names.

    Raises:
        InexpressibleError: If ONNX has nothing for a layer; the text names it.
        ValueError: If the package is not installed, or the weights are too many.
    """
    onnx = require_onnx()
    operations, constants = _graph(network)
    if sum(array.nbytes for array in constants.values()) > MOST_BYTES:
        raise ValueError(_("One ONNX file cannot hold so many weights; export PyTorch."))
    helper = onnx.helper
    graph = helper.make_graph(
        [
            helper.make_node(each.operator, each.inputs, [each.output], each.output,
                             **each.attributes)
            for each in operations
        ],
        "network",
        [_value(onnx, INPUT, network.input_shape)],
        [_value(onnx, network.output, network.shapes[network.output])],
        [onnx.numpy_helper.from_array(array, name) for name, array in constants.items()],
    )  # fmt: skip
    model = helper.make_model(
        graph, producer_name="cnnviz", ir_version=FORMAT, doc_string=shown_title(network),
        opset_imports=[helper.make_opsetid("", OPERATORS)],
    )  # fmt: skip
    told = {NAME: network.title, TREATMENT: network.treatment}
    classes = json.dumps(network.classes, ensure_ascii=False)
    helper.set_model_props(model, {**told, CLASSES: classes})
    return {f"{stem}.onnx": model.SerializeToString()}


def _value(onnx: Any, name: str, shape: Shape) -> Any:  # noqa: ANN401 - of protobuf
    return onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [BATCH, *shape])


def _graph(network: Network) -> tuple[list[Operation], dict[str, Constant]]:
    operations: list[Operation] = []
    constants: dict[str, Constant] = {}
    for node, layer in network.layers.items():
        owner = network.owner(node)
        inputs = network.inputs[node]
        shapes = tuple(network.shapes[name] for name in inputs)

        def weights(name: str, owner: str = owner) -> str:
            return _weight_name(network, owner, name)

        writing = Writing(network, node, inputs, shapes, weights)
        LAYERS[layer.kind](layer, writing)
        operations += writing.operations
        constants |= writing.constants
        used = {name for each in writing.operations for name in each.inputs}
        own = {weights(name): array for name, array in layer.parameters().items()}
        constants |= {name: np.asarray(array) for name, array in own.items() if name in used}
    return operations, constants


def _weight_name(network: Network, node: str, name: str) -> str:
    """Return what a parameter is called: conv1.weight, unless a node is called so."""
    usual = f"{node}.{name}"
    return f"{node}/{name}" if usual in network.layers else usual
