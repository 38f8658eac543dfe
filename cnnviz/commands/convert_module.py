"""A file of Python that makes a module of PyTorch, run for `cnnviz convert`."""

import importlib.util
import os
import sys
from argparse import Namespace
from pathlib import Path
from textwrap import shorten
from types import ModuleType
from typing import TYPE_CHECKING, Any

from cnnviz import resources
from cnnviz.commands.errors import CommandError, tell
from cnnviz.commands.pytorch import require_pytorch
from cnnviz.files.foreign_weights import arrays_of
from cnnviz.files.os_reasons import os_reason
from cnnviz.files.regular_file import read_regular
from cnnviz.files.torch_names import Named
from cnnviz.language import _
from cnnviz.text.nearest import nearest

if TYPE_CHECKING:
    from torch import nn

    from cnnviz.foreign.saving import Made

_PHOTO = "images/samples/03-cat.png"
_MOST_CLASSES = 1_000_000  # bytes of a file of names
_PLAIN_MEAN, _PLAIN_DEVIATION = 0.0, 1.0  # of pictures that are taken from 0 to 1


def project(arguments: Namespace) -> "Made":
    """Return the project of the network that a file makes.

    Raises:
        ValueError: If there is none, or it cannot be opened.
    """
    require_pytorch(for_training=False)
    file, name = _file_and_name(arguments.source)
    classes = class_names(arguments.classes)
    options = _preparation(arguments)
    module = _with_weights(_made(file, name), arguments.weights)
    from cnnviz.foreign import saving

    image = arguments.image or resources.path(_PHOTO)
    made = saving.project_of(module, image, classes=classes, **options)
    return made if arguments.image else made._replace(picture_notes=())  # it is a sample


def _preparation(arguments: Namespace) -> dict[str, Any]:
    mean, deviation, size = arguments.mean, arguments.std, arguments.size
    options: dict[str, Any] = {"mean": _numbers(mean), "std": _numbers(deviation), "size": size}
    is_array = (arguments.image or "").lower().endswith(".npy")
    if is_array or "imagenet" in (mean, deviation):
        return options
    if size is None:
        text = _("How large are the pictures the network takes? Add --size 224, or --size 480,640.")
        raise CommandError(text)
    if mean is None and deviation is None:
        tell(
            _("The network gets pictures from 0 to 1; if it learnt otherwise add --mean and --std.")
        )
        options |= {"mean": _PLAIN_MEAN, "std": _PLAIN_DEVIATION}
    return options


def _numbers(text: str | None) -> str | list[float] | None:
    if text is None or text == "imagenet":
        return text
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        problem = _("{text!r} is neither imagenet nor numbers such as 0.5,0.5,0.5.")
        raise CommandError(problem.format(text=text)) from None


def class_names(given: str | None) -> list[str]:
    """Return the names of classes: a,b,c or the lines of a file."""
    if given is None:
        return []
    if not os.path.exists(given):
        return [name.strip() for name in given.split(",")]
    try:
        text = read_regular(Path(given), _MOST_CLASSES).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = os_reason(error) if isinstance(error, OSError) else _("it is no text in UTF-8")
        told = _("{file} cannot be read as a list of classes: {reason}.")
        raise CommandError(told.format(file=given, reason=why)) from error
    return [line.strip() for line in text.splitlines() if line.strip()]


def _file_and_name(source: str) -> tuple[str, str]:
    """Return a file that is there, and the name in it that makes the network.

    Raises:
        CommandError: If one of them is missing.
    """
    file, _colon, name = source.rpartition(":") if ".py:" in source else (source, "", "")
    if not name:
        text = _("What in {file} makes the network? Write {file}:make_network.")
        raise CommandError(text.format(file=source))
    if not os.path.isfile(file):
        raise CommandError(_("There is no file {file}.").format(file=file))
    return file, name


def _made(file: str, name: str) -> object:
    """Run a file and return the module that a name in it makes."""
    tell(_("Running {file}: it can do whatever you can.").format(file=file))
    try:
        found = _loaded(Path(file))
        make = getattr(found, name, None)
        if make is None:
            near = nearest(name, [each for each in vars(found) if not each.startswith("_")])
            text = (
                _("{file} has no {name}; did you mean {near}?")
                if near
                else _("{file} has no {name}.")
            )
            raise CommandError(text.format(file=file, name=name, near=near))
        import torch

        return make if isinstance(make, torch.nn.Module) else make()
    except (CommandError, KeyboardInterrupt):
        raise
    except BaseException as error:  # it may raise what it likes, or end the process
        text = _("{file} cannot make the network: {kind}: {problem}{line}.")
        told = shorten(str(error), 300, placeholder=" …") or _("no reason is told")
        kind, line = type(error).__name__, _line(error, file)
        raise CommandError(text.format(file=file, kind=kind, problem=told, line=line)) from error


def _loaded(file: Path) -> ModuleType:
    """Import a file; what lies beside it can be imported by it, as where Python runs it."""
    sys.path.insert(0, str(file.resolve().parent))
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None  # its name ends in .py
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[file.stem] = module
    spec.loader.exec_module(module)
    return module


def _line(error: BaseException, file: str) -> str:
    step, found = error.__traceback__, ""
    while step is not None:
        if os.path.basename(step.tb_frame.f_code.co_filename) == os.path.basename(file):
            found = _(" (line {number})").format(number=step.tb_lineno)
        step = step.tb_next
    return found


def _with_weights(module: object, file: str | None) -> "nn.Module":
    """Put the weights of a file into a module.

    Raises:
        CommandError: If they do not fit; all that is missing, too much or of another shape is told.
    """
    import torch

    if not isinstance(module, torch.nn.Module):
        text = _("It returns {kind}, no torch.nn.Module.")
        raise CommandError(text.format(kind=type(module).__name__))
    if file is None:
        tell(_("No --weights are given: the network has those it is made with."))
        return module
    read = arrays_of(Path(file))
    for note in read.notes:
        tell(note)
    wanted = module.state_dict()
    given = _named(read, set(wanted))
    counted = {name for name in wanted if name.endswith("num_batches_tracked")}
    problems = [
        _("{name} is missing").format(name=name)
        for name in wanted
        if name not in given and name not in counted
    ]
    problems += [_("there is no {name}").format(name=name) for name in given if name not in wanted]
    text = _("{name} has shape {given}, not {wanted}")
    problems += [
        text.format(name=name, given=array.shape, wanted=tuple(wanted[name].shape))
        for name, array in given.items()
        if name in wanted and array.shape != tuple(wanted[name].shape)
    ]
    if problems:
        shown = "; ".join(problems[:5]) + (" …" if len(problems) > 5 else "")
        text = _("The weights {file} do not fit the network: {problems}.")
        raise CommandError(text.format(file=file, problems=shown))
    state = {name: torch.from_numpy(array.copy()) for name, array in given.items()}
    module.load_state_dict(state, strict=False)
    return module


def _named(read: Named, wanted: set[str]) -> dict[str, Any]:
    """Return arrays by the names of the module, whatever all their names begin with."""
    arrays = dict(read.arrays)
    for prefix in ("module.", "model.", "_orig_mod.", "network.", "net."):
        if (
            arrays
            and not wanted & arrays.keys()
            and all(name.startswith(prefix) for name in arrays)
        ):
            arrays = {name.removeprefix(prefix): array for name, array in arrays.items()}
    return arrays
