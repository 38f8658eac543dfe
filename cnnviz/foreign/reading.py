"""A graph of PyTorch's operators as nodes of a network, by what the operators mean."""

import re
from dataclasses import dataclass
from math import prod
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from cnnviz.cnn.channel_layers import LocalResponseNorm
from cnnviz.cnn.layer_base import OptionError
from cnnviz.cnn.network import INPUT, Node
from cnnviz.foreign.call import Call, Result
from cnnviz.foreign.errors import ForeignError
from cnnviz.foreign.exporting import Traced, is_of_users
from cnnviz.foreign.folding import FoldedNorm, Step, folded_norms, folded_signs, operator_of
from cnnviz.foreign.growing import Growing, module_text
from cnnviz.foreign.known import RULES, in_place_of, is_in_place, rule_for
from cnnviz.foreign.values import Index, Origin, Value
from cnnviz.foreign.weighted_operators import PRODUCTS
from cnnviz.language import _

_OF_SHAPES = (  # operators that ask a tensor for its shape alone
    "zeros_like", "ones_like", "full_like", "new_zeros", "new_ones", "new_full",
)  # fmt: skip
_ASSERTIONS = ("_assert_tensor_metadata", "_assert_async", "sym_constrain_range")


class Meant(NamedTuple):
    """Where a tensor of PyTorch stands in the network: for each value its number in a node."""

    tensor: str  # its name in the graph
    node: str
    at: Index | None  # None: all of the node, in their order


@dataclass(frozen=True, eq=False)
class NodesOfGraph:
    """The nodes of a network, and what each tensor is there."""

    nodes: tuple[Node, ...]
    meant: tuple[Meant, ...]


def graph_of(traced: Traced, shape: tuple[int, int, int], parents: set[str]) -> NodesOfGraph:
    """Return the nodes of a graph.

    Args:
        traced: The graph.
        shape: Of its picture, (C, H, W).
        parents: The paths of the modules that have parts.

    Raises:
        ForeignError: If an operator is not known, or not as it is used: which, and where.
    """
    return _Reader(traced, shape).graph(parents)


class _Reader:
    def __init__(self, traced: Traced, shape: tuple[int, int, int]) -> None:
        self._traced = traced
        self._growing = Growing(shape)
        self._known: dict[Any, Any] = {}  # of each node of the graph its value or constant
        self._meant: list[tuple[str, str, Any]] = []
        self._order = list(traced.program.graph.nodes)
        self._norms = folded_norms(self._order)
        self._signs = folded_signs(self._order)
        inner = [norm.inner for norm in self._norms.values()]
        inner += [sign.inner for sign in self._signs.values()]
        self._folded = {step for steps in inner for step in steps}

    def graph(self, parents: set[str]) -> NodesOfGraph:
        outputs = self._outputs()
        self._need_known()
        for step in self._order:
            if step.op == "placeholder":
                self._known[step] = self._begin(step)
            elif step.op == "get_attr":
                self._known[step] = getattr(self._traced.program.graph_module, step.target)
            elif step.op == "call_function" and step not in self._folded:
                self._read(step)
        output = self._settled_output(self._known[outputs[0]])
        nodes, names = self._growing.finished(output, lambda path: path not in parents)
        meant = tuple(
            Meant(tensor, names[node], index)
            for tensor, node, index in self._meant
            if node in names
        )
        return NodesOfGraph(tuple(nodes), meant)

    def _outputs(self) -> list[Any]:
        given = self._order[-1].args[0]
        flat = torch.utils._pytree.tree_leaves(given)
        found = [each for each in flat if isinstance(each, torch.fx.Node)]
        if len(found) != 1:
            text = _(
                "The network gives {count} tensors, and cnnviz shows networks that give one; wrap "
                "it in a module that returns one of them."
            )
            raise ForeignError(text.format(count=len(found)))
        return found

    def _need_known(self) -> None:
        """Refuse operators that are not known before anything is read."""
        unknown: dict[str, Any] = {}
        for step in self._order:
            is_read = step.op == "call_function" and step not in self._folded
            if is_read and self._of_picture(step):
                name = operator_of(step)
                is_known = rule_for(name) is not None and not self._is_attention(step, name)
                if name != "getitem" and not is_known and name not in _ASSERTIONS:
                    unknown.setdefault(name, step)
        if unknown:
            raise _not_known(unknown)

    def _is_attention(self, step: Step, name: str) -> bool:
        """Return whether a step multiplies what is computed with what is computed, as matrices."""
        computed = [each for each in step.args if isinstance(each, torch.fx.Node)]
        return name in PRODUCTS and sum(map(self._of_picture, computed)) > 1

    def _of_picture(self, step: Step) -> bool:
        """Return whether what a step computes depends on the picture."""
        if not hasattr(self, "_reached"):
            signature = self._traced.program.graph_signature
            self._reached = {each for each in self._order if each.name in signature.user_inputs}
            for each in self._order:
                if each.op == "call_function" and operator_of(each) in _OF_SHAPES:
                    continue
                if self._reached & set(each.all_input_nodes):
                    self._reached.add(each)
        return step in self._reached

    def _begin(self, step: Step) -> Value | Tensor:
        if step.name in self._traced.constants:
            return self._traced.constants[step.name]
        shape = (1, *self._growing.shapes[INPUT])
        return self._growing.value(INPUT, shape, Origin("", "", INPUT))

    def _read(self, step: Step) -> None:
        name = operator_of(step)
        if name in _ASSERTIONS:
            return
        source, target = step.all_input_nodes[:1], step.target
        if name == "getitem":
            made = self._known[step.args[0]][step.args[1]]
            if made is None and step.users:
                text = _("{operator} in {module} gives places of values, which cnnviz does not.")
                where = operator_of(source[0]), module_text(_origin(step, name).path)
                raise ForeignError(text.format(operator=where[0], module=where[1]))
        elif not self._of_picture(step):
            args, kwargs = self._shaped(step.args), self._shaped(step.kwargs)
            with torch.no_grad():
                assert callable(target)
                made = target(*args, **kwargs)  # weights made of weights: computed now
        elif sign := self._signs.get(step):
            made = self._known[sign.given]
        elif norm := self._norms.get(step):
            made = self._normed(step, norm)
        else:
            made = self._computed(step, name)
        self._known[step] = made
        if isinstance(made, Value):
            self._meant.append((step.name, made.node, None if made.is_in_order else made.index))

    def _computed(self, step: Step, name: str) -> Result:
        arguments = self._arguments(step)
        first = next((each for each in arguments.values() if isinstance(each, Value)), None)
        origin = _origin(step, in_place_of(name) if is_in_place(name) else name)
        self._need_its_numbers(step, origin)
        rule = rule_for(name)
        assert rule is not None  # `_need_known` has looked
        call = Call(
            in_place_of(name), arguments, _shape(step), origin, _is_view(step), self._growing
        )
        try:
            made = rule(call)
        except OptionError as error:
            text = _("{operator} in {module} cannot be opened: {problem}.")
            module = module_text(origin.path)
            told = text.format(operator=name, module=module, problem=error.clause)
            raise ForeignError(_at(told, step)) from error
        except ForeignError as error:
            raise ForeignError(_at(str(error), step)) from error
        if is_in_place(name) and isinstance(first, Value) and isinstance(made, Value):
            return self._in_place(step, first, made)
        return made

    def _need_its_numbers(self, step: Step, origin: Origin) -> None:
        """Refuse to leave out that numbers are rounded: to whole ones, or to fewer digits."""
        kind = _kind(step)
        picture = next(
            _kind(each)
            for each in self._order
            if each.name in self._traced.program.graph_signature.user_inputs
        )
        if kind is None or picture is None:
            return
        if kind.is_floating_point and kind.itemsize >= picture.itemsize:
            return
        text = _("{operator} in {module} cannot be opened: it rounds numbers to {kind}.")
        module = module_text(origin.path)
        told = text.format(operator=origin.operator, module=module, kind=kind)
        raise ForeignError(_at(told, step))

    def _normed(self, step: Step, norm: FoldedNorm) -> Result:
        """Return a local response norm of what PyTorch writes as several steps."""
        origin = _origin(step, "local_response_norm")
        given = {"input": self._known[norm.given]}
        call = Call(origin.operator, given, _shape(step), origin, False, self._growing)
        layer = LocalResponseNorm(norm.size, norm.alpha, norm.beta, norm.k)
        return call.gives(call.put(layer, call.maps()))

    def _in_place(self, step: Step, target: Value, made: Value) -> Value:
        """Put what was computed where the target stands, for all that look at the same memory."""
        storage, size = target.storage, prod(target.storage.shape)
        if not target.has_all:
            self._need_alone(step, target)
            return made
        where = np.empty(size, np.int64)
        where[target.index.ravel()] = np.broadcast_to(made.index, target.shape).ravel()
        storage.node, storage.shape = made.node, made.storage.shape
        for view in storage.views:
            view.put(where[view.index])
        index = None if target.is_in_order else target.index
        return Value(storage, target.shape, index, made.origin)

    def _need_alone(self, step: Step, target: Value) -> None:
        """Refuse to change a part of memory that something else is read from later."""
        later = self._order[self._order.index(step) + 1 :]
        used = {each for user in later for each in user.all_input_nodes}
        for other, value in self._known.items():
            shared = isinstance(value, Value) and value.storage is target.storage
            if shared and value is not target and other in used:
                text = _(
                    "{operator} in {module} changes a part of a tensor in place; write it as a "
                    "tensor of its own."
                )
                origin = _origin(step, operator_of(step))
                told = text.format(operator=origin.operator, module=module_text(origin.path))
                raise ForeignError(_at(told, step))

    def _arguments(self, step: Step) -> dict[str, Any]:
        """Return the arguments of a call by their names, defaults among them."""
        schema: Any = getattr(step.target, "_schema").arguments  # noqa: B009 - of an operator
        given = {each.name: each.default_value for each in schema if each.has_default_value()}
        named = {
            each.name: value for each, value in zip(schema, self._filled(step.args), strict=False)
        }
        given = {each.name: None for each in schema} | given | named
        given |= self._filled(step.kwargs)
        return given

    def _filled(self, given: Any) -> Any:  # noqa: ANN401 - arguments of any kind
        return torch.fx.node.map_arg(given, lambda each: self._known[each])

    def _shaped(self, given: Any) -> Any:  # noqa: ANN401 - arguments of any kind
        """Return arguments with a tensor of its shape for what is computed from the picture."""

        def filled(step: Step) -> Any:  # noqa: ANN401 - as above
            known = self._known[step]
            return torch.zeros(1).expand(known.shape) if isinstance(known, Value) else known

        return torch.fx.node.map_arg(given, filled)

    def _settled_output(self, value: object) -> str:
        if not isinstance(value, Value) or value.node == INPUT:
            text = _("The network computes nothing with the picture, so there is nothing to show.")
            raise ForeignError(text)
        inner = value.shape[1:] if value.shape[:1] == (1,) else value.shape
        index = value.index.reshape(inner or (1,))
        if index.ndim == 2:
            index = index[None]
        elif index.ndim > 3:
            index = index.reshape(-1, *index.shape[-2:])
        return self._growing.settled(value, index)


def _shape(step: Step) -> tuple[int, ...]:
    found = step.meta.get("val")
    if isinstance(found, list | tuple):
        found = next((each for each in found if isinstance(each, Tensor)), None)
    return tuple(int(n) for n in found.shape) if isinstance(found, Tensor) else ()


def _kind(step: Step) -> torch.dtype | None:
    """Return the kind of number that a step gives, of several tensors the first's."""
    found = step.meta.get("val")
    if isinstance(found, list | tuple):
        found = next((each for each in found if isinstance(each, Tensor)), None)
    return found.dtype if isinstance(found, Tensor) else None


def _is_view(step: Step) -> bool:
    """Return whether the result is the memory of the first input."""
    made = step.meta.get("val")
    made = made[0] if isinstance(made, list | tuple) and made else made
    given = step.all_input_nodes[0].meta.get("val") if step.all_input_nodes else None
    if not isinstance(made, Tensor) or not isinstance(given, Tensor):
        return False
    return bool(made.untyped_storage()._cdata == given.untyped_storage()._cdata)


def _origin(step: Step, operator: str) -> Origin:
    stack = step.meta.get("nn_module_stack") or {"": ("", None)}
    call, (path, _kind) = list(stack.items())[-1]
    return Origin(str(call), re.sub(r"@\d+$", "", str(path)), operator)


def _at(sentence: str, step: Step) -> str:
    line = _line(step)
    if not line:
        return sentence
    return _("{sentence} See {line}.").format(sentence=sentence, line=line)


def _line(step: Step) -> str:
    """Return the line of the user's code that calls an operator, where PyTorch tells it."""
    found = re.findall(r'File "([^"]+)", line (\d+)', step.meta.get("stack_trace") or "")
    own = [f"{file}:{line}" for file, line in found if is_of_users(file)]
    return own[-1] if own else ""


def _not_known(unknown: dict[str, Step]) -> ForeignError:
    text = _(
        "The network is not opened: cnnviz does not know {operators}. It knows {known}; write "
        "the network with these, or look at its part before."
    )
    each = _("{operator} (in {module}, {line})")
    told = []
    for name, step in unknown.items():
        module = module_text(_origin(step, name).path)
        line = _line(step) or _("line unknown")
        told.append(each.format(operator=name, module=module, line=line))
    known = ", ".join(sorted(name for name in RULES if not name.startswith("_")))
    return ForeignError(text.format(operators=", ".join(told), known=known))
