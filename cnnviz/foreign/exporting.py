"""A module of PyTorch as a graph of its operators, traced where the module is; it stays as it was.

Source: torch.export, "Export IR": the graph as written, not decomposed.
"""

import contextlib
import inspect
import logging
import warnings
from collections.abc import Iterator
from textwrap import shorten
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from cnnviz.foreign.errors import ForeignError
from cnnviz.language import _

_HOOKS = (
    "_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks",
    "_forward_hooks_with_kwargs", "_forward_hooks_always_called", "_forward_pre_hooks_with_kwargs",
)  # fmt: skip


class Traced(NamedTuple):
    """A graph of operators with its constants, and what was done to the module for it."""

    program: Any  # torch.export.ExportedProgram
    constants: dict[str, Tensor]  # weights and the like, by their names in the graph
    notes: tuple[str, ...]


def traced(module: nn.Module, image: Tensor) -> Traced:
    """Return the graph of a module for an image.

    Args:
        module: Any; it has the same mode, hooks, weights and gradients afterwards.
        image: As the module takes it, (1, C, H, W).

    Raises:
        ForeignError: If it cannot be traced: why, in a sentence.
    """
    _need_one_input(module)
    notes = _notes(module)
    given = _where_weights_are(module, image)
    with _looked_at(module), warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        try:
            program = torch.export.export(module, (given,), strict=False)
        except Exception as error:  # PyTorch has many, and users' modules raise their own
            raise _not_traced(error) from error
    constants = {**dict(program.state_dict), **dict(program.constants)}
    named = {}
    for spec in program.graph_signature.input_specs:
        if spec.target is not None and spec.target in constants:
            named[spec.arg.name] = constants[spec.target]
    return Traced(program, named, notes)


@contextlib.contextmanager
def _looked_at(module: nn.Module) -> Iterator[None]:
    """Put a module into eval mode without its hooks, and bring everything back."""
    told = logging.root.manager.disable
    logging.disable(logging.CRITICAL)  # what PyTorch cannot trace is told in a sentence
    modes = [(part, part.training) for part in module.modules()]
    hooks = [
        (part, name, vars(part)[name])
        for part in module.modules()
        for name in _HOOKS
        if vars(part).get(name)
    ]
    try:
        for part, _mode in modes:
            part.training = False
        for part, name, kept in hooks:
            own = [(key, hook) for key, hook in kept.items() if _is_of_torch(hook)]
            vars(part)[name] = type(kept)(own)
        yield
    finally:
        logging.disable(told)
        for part, mode in modes:
            part.training = mode
        for part, name, kept in hooks:
            vars(part)[name] = kept


def _is_of_torch(hook: object) -> bool:
    """Return whether a hook is one of PyTorch itself, as that of weight_norm: it computes."""
    home = getattr(hook, "__module__", None) or type(hook).__module__
    return bool(home and home.startswith("torch."))


def _need_one_input(module: nn.Module) -> None:
    try:
        parameters = inspect.signature(module.forward).parameters.values()
    except (TypeError, ValueError):
        return
    needed = [
        each.name
        for each in parameters
        if each.default is each.empty
        and each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD)
    ]
    if len(needed) != 1:
        text = _(
            "The network takes {count} inputs ({names}), and cnnviz shows what becomes of one "
            "picture; wrap it in a module that takes one."
        )
        names = ", ".join(needed) or _("none")
        raise ForeignError(text.format(count=len(needed), names=names))


def _notes(module: nn.Module) -> tuple[str, ...]:
    notes = []
    if any(part.training for part in module.modules()):
        notes.append(
            _("The network was in training mode; it is opened as it computes after .eval().")
        )
    kinds = sorted({str(each.dtype) for each in _floats(module) if each.dtype != torch.float32})
    if kinds:
        text = _("Its weights are {kinds}; they are opened as torch.float32, as after .float().")
        notes.append(text.format(kinds=", ".join(kinds)))
    return tuple(notes)


def _floats(module: nn.Module) -> list[Tensor]:
    return [each for each in (*module.parameters(), *module.buffers()) if each.is_floating_point()]


def _where_weights_are(module: nn.Module, image: Tensor) -> Tensor:
    """Return the image as the module takes it: on its device, in its kind of number."""
    first = next(iter(_floats(module)), None)
    return image if first is None else image.to(first.device, first.dtype)


def _not_traced(error: Exception) -> ForeignError:
    told = str(error)
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if "data-dependent" in told.lower() or "GuardOnDataDependentSymNode" in kinds:
        text = _(
            "The network decides by the values of the picture what it computes ({where}); cnnviz "
            "opens networks that compute the same for every picture. Leave the decision out."
        )
        return ForeignError(text.format(where=_line_of(error)))
    text = _("PyTorch cannot trace the network with this image ({where}): {reason}")
    return ForeignError(
        text.format(where=_line_of(error), reason=shorten(told, 300, placeholder=" …"))
    )


def _line_of(error: BaseException) -> str:
    """Return the last line of the user's own code that an error went through."""
    found = _("in PyTorch")
    step = error.__traceback__
    while step is not None:
        name = step.tb_frame.f_code.co_filename
        if is_of_users(name):
            found = f"{name}:{step.tb_lineno}"
        step = step.tb_next
    return found


def is_of_users(file: str) -> bool:
    """Return whether a file of source is neither PyTorch's nor ours."""
    parts = file.replace("\\", "/")
    return "/torch/" not in parts and "/cnnviz/foreign/" not in parts and not file.startswith("<")
