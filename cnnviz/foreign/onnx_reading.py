"""A network of what an ONNX file holds: each operator by meaning as layers that are known here."""

import json
import re
from collections import Counter
from math import prod
from typing import get_args

import numpy as np

from cnnviz.cnn.layer_base import OptionError
from cnnviz.cnn.network import INPUT, GraphError, Network, Treatment
from cnnviz.foreign.errors import ForeignError
from cnnviz.foreign.growing import Growing
from cnnviz.foreign.onnx_call import Given, Made, OnnxCall
from cnnviz.foreign.onnx_computed import COMPUTED
from cnnviz.foreign.onnx_constants import FOLDED, constant_of, shape_of
from cnnviz.foreign.onnx_curves import CURVES
from cnnviz.foreign.onnx_file import OnnxGraph, OnnxNode
from cnnviz.foreign.onnx_layout import has_channels_last
from cnnviz.foreign.onnx_moved import MOVED
from cnnviz.foreign.onnx_pooled import POOLED
from cnnviz.foreign.onnx_weighted import WEIGHTED, multiplied
from cnnviz.foreign.values import Origin, Value, as_index
from cnnviz.language import _
from cnnviz.text.shown_name import shown_name

RULES = {**MOVED, **WEIGHTED, **CURVES, **COMPUTED, **POOLED}
KNOWN = sorted({*RULES, *FOLDED, "Shape", "Constant"})
OWN = "cnnviz"  # the producer of files that this program wrote
_MOST_CLASSES = 10_000
_WEIGHT = ".weight"  # how the names of weights end, after that of their module
_ROOT = Origin("", "", "input")


def network_of(graph: OnnxGraph, title: str) -> Network:
    """Return the network of a file.

    Args:
        graph: What the file holds.
        title: What the network is called, if the file does not tell.

    Raises:
        ForeignError: If it cannot be opened: why, in a sentence.
    """
    _need_known(graph)
    reading = _Reading(graph)
    try:
        output = reading.read()
    except ForeignError:
        raise
    except OptionError as error:
        text = _("Its operator {name} cannot be opened: {problem}.")
        name, problem = reading.at, error.clause
        raise ForeignError(text.format(name=name, problem=problem)) from None
    except (ValueError, TypeError, IndexError, KeyError, OverflowError, ZeroDivisionError,
            AssertionError, AttributeError):  # fmt: skip
        text = _("It is damaged: its operator {name} does not fit what it is given.")
        raise ForeignError(text.format(name=reading.at)) from None
    return _named(graph, title, reading, output)


def _need_known(graph: OnnxGraph) -> None:
    found = Counter(each.operator for each in graph.nodes if each.operator not in KNOWN)
    if found:
        text = _("cnnviz knows no {operators}; it knows these operators of ONNX: {known}.")
        names = ", ".join(shown_name(name) for name in [*found][:5])
        raise ForeignError(text.format(operators=names, known=", ".join(KNOWN)))


def _named(graph: OnnxGraph, title: str, reading: "_Reading", output: str) -> Network:
    told = graph.told if graph.producer == OWN else {}
    title = shown_name(told.get("cnnviz.name", "")) or title
    treatment = told.get("cnnviz.treatment", "photo")
    nodes, _names = reading.growing.finished(output, reading.is_leaf)
    if not nodes:
        raise ForeignError(_("It gives its input as it is: there is no network in it."))
    gives = reading.growing.shapes[output]
    classes = _classes(told.get("cnnviz.classes", ""))
    try:
        return Network(
            title, title, reading.shape, tuple(nodes), classes if gives == (len(classes),) else (),
            treatment if treatment in get_args(Treatment) else "photo",  # type: ignore[arg-type]
        )  # fmt: skip
    except GraphError as error:
        raise ForeignError(str(error)) from error


def _classes(text: str) -> tuple[str, ...]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(found, list) or len(found) > _MOST_CLASSES:
        return ()
    return tuple(str(name)[:400] for name in found)


class _Reading:
    """Goes through the operators in their order."""

    def __init__(self, graph: OnnxGraph) -> None:
        self._graph = graph
        is_last = graph.producer != OWN and has_channels_last(graph)
        self.shape = (graph.shape[2], *graph.shape[:2]) if is_last else graph.shape
        self.growing = Growing(self.shape)
        self.at = ""  # the operator that is read
        self._known: dict[str, Given | list[object]] = dict(graph.constants)
        index = np.arange(prod(self.shape)).reshape(1, *self.shape)
        turned = index.transpose(0, 2, 3, 1) if is_last else index
        self._known[graph.input] = self.growing.value(
            INPUT, turned.shape, _ROOT, as_index(turned, prod(self.shape))
        )
        self._uses = Counter(name for each in graph.nodes for name in each.inputs)
        self._uses[graph.output] += 1
        self._takers = {name: each for each in graph.nodes for name in each.inputs}
        self._joined: dict[int, str] = {}  # the product that a sum became the bias of
        self._origins = {id(each): self._origin(each) for each in graph.nodes}
        paths = {origin.path for origin in self._origins.values()}
        parts = [path.split(".") for path in paths]
        self._parents = {".".join(each[:end]) for each in parts for end in range(1, len(each))}

    def is_leaf(self, path: str) -> bool:
        """Return whether a module has no parts."""
        return path not in self._parents

    def read(self) -> str:
        """Return the node that gives the output."""
        for node in self._graph.nodes:
            self.at = f"{node.operator} ({shown_name(node.name[-100:]) or '-'})"
            if id(node) in self._joined:
                self._known[node.outputs[0]] = self._known[self._joined[id(node)]]
            else:
                self._read(node)
        found = self._known.get(self._graph.output)
        if not isinstance(found, Value):
            raise ForeignError(_("Its result does not depend on the picture."))
        if len(found.shape) == 4 and found.shape[0] == 1:
            return self.growing.settled(found)
        return self.growing.settled(found, found.index.ravel())

    def _read(self, node: OnnxNode) -> None:
        given = tuple(self._taken(name) for name in node.inputs)
        call = OnnxCall(node, given, self._origins[id(node)], self.growing, self._uses.__getitem__)
        made = self._made(call)
        results = made if isinstance(made, list) else [made]
        if any(self._uses[name] for name in node.outputs[len(results) :]):
            raise call.refused(_("its second result is used"))
        self._known.update(zip(node.outputs, results, strict=False))

    def _taken(self, name: str) -> Given:
        if not name:
            return None
        found = self._known.get(name)
        if found is None or isinstance(found, list):
            text = _("It is damaged: {name} is taken before it is there.")
            raise ForeignError(text.format(name=shown_name(name[-100:])))
        return found

    def _made(self, call: OnnxCall) -> Made:
        operator = call.node.operator
        if operator == "Shape":
            return shape_of(call)
        if operator == "Constant":
            return constant_of(call)
        if not any(isinstance(each, Value) for each in call.given):
            if operator not in FOLDED:
                raise call.refused(_("it is given a constant where the picture should be"))
            with np.errstate(all="ignore"):
                return FOLDED[operator](call, *(each for each in call.given if each is not None))
        if operator == "MatMul" and (bias := self._bias_after(call)) is not None:
            return multiplied(call, bias)
        if operator not in RULES:
            raise call.refused(_("it is computed from the picture"))
        return RULES[operator](call)

    def _bias_after(self, call: OnnxCall) -> np.ndarray | None:
        """Return what the sum after a product adds, if nothing else takes the product."""
        product = call.node.outputs[0]
        after = self._takers.get(product)
        if after is None or after.operator != "Add" or self._uses[product] != 1:
            return None
        other = next((name for name in after.inputs if name != product), "")
        found, weight = self._known.get(other), call.given[1] if len(call.given) > 1 else None
        if not isinstance(found, np.ndarray) or not isinstance(weight, np.ndarray):
            return None
        if weight.ndim != 2 or found.shape != (weight.shape[1],):
            return None
        self._joined[id(after)] = product
        return np.asarray(found, np.float32)

    def _origin(self, node: OnnxNode) -> Origin:
        path = self._path(node)
        return Origin(path or node.name, path, re.sub(r"[^a-z0-9_]", "", node.operator.lower()))

    def _path(self, node: OnnxNode) -> str:
        """Return the module that an operator stands in, as exporters write it."""
        if self._graph.producer == OWN:
            return (node.outputs[0] if node.outputs else "").split("/")[0]
        weight = node.inputs[1] if len(node.inputs) > 1 else ""
        if weight.endswith(_WEIGHT) and weight in self._graph.constants:  # a norm may be within
            return weight.removesuffix(_WEIGHT)
        if len(node.scopes) > 1:  # of torch.onnx: ['', 'layer1', 'layer1.0', 'relu']
            return node.scopes[-2]
        parts = [part for part in node.name.split("/") if part][:-1]
        path: list[str] = []
        for part in parts[:50]:  # /layer1/layer1.0/conv1/Conv is layer1.0.conv1
            if path and part.startswith(f"{path[-1]}."):
                path.pop()
            path.append(part)
        return ".".join(path)
