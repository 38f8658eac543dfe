"""An ONNX file as a project, for `cnnviz convert`."""

from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from cnnviz.commands.errors import CommandError
from cnnviz.language import _
from cnnviz.project.onnx_project import open_onnx
from cnnviz.project.project import Project

_OF_MODULES = ("weights", "size", "mean", "std")


class Converted(NamedTuple):
    """A project, and what was done for it, a sentence each."""

    project: Project
    notes: tuple[str, ...] = ()  # of the network
    picture_notes: tuple[str, ...] = ()


def project(arguments: Namespace) -> Converted:
    """Return the project of the network in a file.

    Raises:
        ValueError: If it cannot be opened; why, in sentences.
    """
    for name in _OF_MODULES:
        if getattr(arguments, name, None) is not None:
            text = _("--{option} is for networks of PyTorch: an ONNX file has its own.")
            raise CommandError(text.format(option=name))
    made = open_onnx(Path(arguments.source))
    if arguments.classes is None:
        return Converted(made)
    from cnnviz.commands.convert_module import class_names

    network = replace(made.network, classes=tuple(class_names(arguments.classes)))
    (count,) = network.shapes[network.output][:1]
    if network.shapes[network.output] != (len(network.classes),):
        text = _("There are {named} classes, but the network gives {count} values.")
        raise CommandError(text.format(named=len(network.classes), count=count))
    return Converted(replace(made, network=network, original=network))
