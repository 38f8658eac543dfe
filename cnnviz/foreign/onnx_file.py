"""What an ONNX file holds, as plain data: its operators, constants and picture. Nothing runs.

Needs the package `onnx`. Source: the ONNX specification, onnx.proto.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.foreign.errors import ForeignError
from cnnviz.language import _
from cnnviz.text.shown_name import shown_name

Constant = NDArray[Any]
External = Callable[[str], bytes]  # the content of a file beside, by its name
MOST_OPERATORS = 20_000
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_ ()+=@,.-]{1,200}")
_KINDS = {  # of numbers, by their number in the file
    1: "<f4", 2: "u1", 3: "i1", 4: "<u2", 5: "<i2", 6: "<i4", 7: "<i8", 9: "?", 10: "<f2",
    11: "<f8", 12: "<u4", 13: "<u8",
}  # fmt: skip
_FIELDS = {1: "float_data", 11: "double_data", 7: "int64_data", 12: "uint64_data",
           13: "uint64_data"}  # fmt: skip
_HALF = 10
_EXTERNAL = 1


@dataclass(frozen=True, eq=False)
class OnnxNode:
    """One operator."""

    operator: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: dict[str, Any]
    name: str
    scopes: tuple[str, ...]  # the modules that it stands in, where the exporter tells


@dataclass(eq=False)
class OnnxGraph:
    """A file as plain data."""

    producer: str
    nodes: list[OnnxNode]
    constants: dict[str, Constant]
    input: str
    shape: tuple[int, int, int]  # of a picture: (C, H, W)
    output: str
    told: dict[str, str] = field(default_factory=dict)  # what the exporter adds, by its name


def parsed(content: bytes, external: External) -> OnnxGraph:
    """Return what a file holds.

    Args:
        content: The file.
        external: Returns what is in another file, by its name, which is plain.

    Raises:
        ForeignError: If it is damaged, or no network of one picture; why, in a sentence.
    """
    import onnx

    model = onnx.ModelProto()
    try:
        model.ParseFromString(content)
    except Exception:  # of protobuf
        raise ForeignError(_("It is damaged, or no ONNX file.")) from None
    graph = model.graph
    if not graph.node:
        raise ForeignError(_("It is damaged, or no ONNX file: it holds no operators."))
    if len(graph.node) > MOST_OPERATORS:
        text = _("It holds {count} operators, and {most} are the most.")
        raise ForeignError(text.format(count=len(graph.node), most=MOST_OPERATORS))
    if graph.sparse_initializer:
        raise ForeignError(_("It holds sparse weights; export them as plain ones."))
    reading = _Tensors(external)
    constants = {_text(each.name): reading.array(each) for each in graph.initializer}
    given = [each for each in graph.input if _text(each.name) not in constants]
    if len(given) != 1:
        text = _("The network takes {count} inputs, and cnnviz shows networks that take one.")
        raise ForeignError(text.format(count=len(given)))
    if len(graph.output) != 1:
        text = _("The network gives {count} results, and cnnviz shows networks that give one.")
        raise ForeignError(text.format(count=len(graph.output)))
    nodes = [_node(each, reading) for each in graph.node]
    return OnnxGraph(
        _text(model.producer_name), nodes, constants, _text(given[0].name), _shape(given[0]),
        _text(graph.output[0].name),
        {_text(each.key): _text(each.value) for each in model.metadata_props},
    )  # fmt: skip


def _shape(value: Any) -> tuple[int, int, int]:  # noqa: ANN401 - of protobuf
    sides = [side.dim_value if side.HasField("dim_value") else 0
             for side in value.type.tensor_type.shape.dim]  # fmt: skip
    if len(sides) != 4 or sides[0] not in (0, 1):
        shown = " × ".join(str(side or "?") for side in sides) or "?"
        text = _(
            "Its input is {shape}, and cnnviz shows networks that take pictures one by one: "
            "1 × channels × rows × columns."
        )
        raise ForeignError(text.format(shape=shown))
    channels, rows, columns = sides[1:]
    if min(channels, rows, columns) < 1:
        text = _("It does not tell how large its pictures are; export it for pictures of one size.")
        raise ForeignError(text)
    return channels, rows, columns


def _node(node: Any, reading: "_Tensors") -> OnnxNode:  # noqa: ANN401 - of protobuf
    if node.domain not in ("", "ai.onnx"):
        text = _("Its operator {operator} of {domain} is none that cnnviz knows.")
        operator, domain = shown_name(_text(node.op_type)), shown_name(_text(node.domain))
        raise ForeignError(text.format(operator=operator, domain=domain))
    attributes = {_text(each.name): _attribute(each, reading) for each in node.attribute}
    told = {_text(each.key): _text(each.value) for each in node.metadata_props}
    scopes = re.findall(r"'([^']*)'", told.get("pkg.torch.onnx.name_scopes", "")[:4000])
    inputs, outputs = tuple(map(_text, node.input)), tuple(map(_text, node.output))
    operator, name = _text(node.op_type), _text(node.name)
    return OnnxNode(operator, inputs, outputs, attributes, name, tuple(scopes))


def _text(found: str | bytes) -> str:
    """Return a text of the file; one that is damaged comes as bytes."""
    return found if isinstance(found, str) else found.decode("utf-8", "replace")


def _attribute(attribute: Any, reading: "_Tensors") -> Any:  # noqa: ANN401 - of protobuf
    """Return the value of an attribute; None of one that no operator here has."""
    match attribute.type:
        case 1:
            return attribute.f
        case 2:
            return attribute.i
        case 3:
            return attribute.s.decode("utf-8", "replace")
        case 4:
            return reading.array(attribute.t)
        case 6:
            return list(attribute.floats)
        case 7:
            return list(attribute.ints)
    return None


class _Tensors:
    """Reads arrays; what lies in other files is cut out of them."""

    def __init__(self, external: External) -> None:
        self._external = external

    def array(self, tensor: Any) -> Constant:  # noqa: ANN401 - of protobuf
        """Return an array of the file.

        Raises:
            ForeignError: If it is damaged, or not of plain numbers.
        """
        kind = _KINDS.get(tensor.data_type)
        name, shape = shown_name(_text(tensor.name)), tuple(tensor.dims)
        if kind is None:
            text = _("Its array {name} does not hold plain numbers; export it as float32.")
            raise ForeignError(text.format(name=name))
        if min(shape, default=0) < 0:
            raise _damaged(name)
        size = math.prod(shape) * np.dtype(kind).itemsize
        if tensor.data_location == _EXTERNAL:
            content = self._cut(tensor, size)
        elif tensor.HasField("raw_data"):
            content = tensor.raw_data
        else:
            return self._listed(tensor, kind, shape)
        if len(content) != size:
            raise _damaged(name)
        return np.frombuffer(content, kind).reshape(shape)

    def _listed(self, tensor: Any, kind: str, shape: tuple[int, ...]) -> Constant:  # noqa: ANN401
        numbers = getattr(tensor, _FIELDS.get(tensor.data_type, "int32_data"))
        if len(numbers) != math.prod(shape):
            raise _damaged(shown_name(_text(tensor.name)))
        if tensor.data_type == _HALF:  # as whole numbers of 16 bits
            return np.array(numbers, "<u2").view(kind).reshape(shape)
        return np.array(numbers).astype(kind).reshape(shape)

    def _cut(self, tensor: Any, size: int) -> bytes:  # noqa: ANN401 - of protobuf
        """Return the part of another file that is an array."""
        told = {_text(each.key): _text(each.value) for each in tensor.external_data}
        file = told.get("location", "")
        if not _PLAIN_NAME.fullmatch(file) or file.startswith("."):
            text = _("Its weights lie in {file}, which is no plain name of a file beside it.")
            raise ForeignError(text.format(file=shown_name(file)))
        content = self._external(file)
        offset, length = _count(told.get("offset", "0")), _count(told.get("length", str(size)))
        if offset is None or length != size or offset + size > len(content):
            text = _("Its weights in {file} do not lie where it says; export both files again.")
            raise ForeignError(text.format(file=file))
        return content[offset : offset + size]


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _damaged(name: str) -> ForeignError:
    return ForeignError(_("It is damaged: its array {name} has another size.").format(name=name))
