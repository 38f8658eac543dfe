"""`cnnviz convert`: a network of others as a project."""

import importlib
import os
import sys
from argparse import Namespace
from pathlib import Path
from types import ModuleType

from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.network import Network
from cnnviz.commands.arguments import Parser
from cnnviz.commands.errors import CommandError, tell
from cnnviz.commands.output import add_force, project_file, refuse_to_replace
from cnnviz.language import N_, _, ngettext
from cnnviz.project.network_title import shown_title

_READERS = {  # by the end of a source's name: the file that reads it
    ".py": "convert_module", ".onnx": "convert_onnx",
}  # fmt: skip
_REFUSED = {
    ".pt2": N_(
        "{source} is an exported program, and reading one may run code; open the network where it "
        'is made instead: cnnviz.save(module, image, "mine.cnnviz").'
    ),
    **dict.fromkeys(
        (".pth", ".pt", ".ckpt", ".safetensors", ".bin"),
        N_(
            "{source} holds weights, not what is computed with them; name the file that makes the "
            "network, and the weights beside it: cnnviz convert net.py:make_network --weights "
            "{source} -o mine.cnnviz"
        ),
    ),
}


def add_arguments(parser: Parser) -> None:
    """Add source, file and how pictures are prepared."""
    parser.tell(
        _(
            "Write a network of PyTorch or ONNX as a project. A file of Python is run: convert "
            "only what you trust."
        ),
        "cnnviz convert net.py:make_network --weights net.pth --size 224 --mean imagenet "
        "-o mine.cnnviz",
    )
    add = parser.add_argument
    add(
        "source", metavar="SOURCE",
        help=_("an .onnx file, or file.py:NAME, where NAME() returns a torch.nn.Module"),
    )  # fmt: skip
    add("-o", "--output", required=True, metavar="F.cnnviz", help=_("the project"))
    add("--weights", metavar="W",
        help=_("a state dict for it: .safetensors, or of PyTorch; no code in it runs"))  # fmt: skip
    add("--image", metavar="IMAGE",
        help=_("a picture, or a .npy as the network takes it; else a sample"))  # fmt: skip
    add(
        "--size",
        type=_numbers,
        metavar="H,W",
        help=_("rows and columns of pictures, or one for both"),
    )
    add("--mean", metavar="M", help=_("of each channel, such as 0.5,0.5,0.5; or imagenet"))
    add("--std", metavar="S", help=_("the deviation of each channel"))
    add("--classes", metavar="C", help=_("their names: a,b,c, or a file with one in each line"))
    add_force(parser)


def run(arguments: Namespace) -> int:
    """Write a project of a network.

    Raises:
        ValueError: If it cannot be opened, or a file would be replaced; why, in a sentence.
    """
    source, output = arguments.source, project_file(arguments.output, "mine")
    if not arguments.force:
        refuse_to_replace(output)
    made = _reader(source).project(arguments)
    from cnnviz.project.project_file import save_project

    save_project(output, made.project)
    for note in (*made.notes, *made.picture_notes):
        tell(note)
    sys.stdout.write(f"{_written(output, made.project.network)}\n")
    return 0


def _written(file: Path, network: Network) -> str:
    """Return what was written: the network, how large it is, what it takes and gives."""
    layers, parameters = len(network.layers), network.parameter_count
    text = _("{file} holds {network}: {layers}, {parameters}; it takes {taken} and gives {given}")
    return text.format(
        file=file,
        network=shown_title(network),
        layers=ngettext("{count} layer", "{count} layers", layers).format(count=layers),
        parameters=ngettext("{count} parameter", "{count} parameters", parameters).format(
            count=f"{parameters:,}"
        ),
        taken=shape_text(network.input_shape),
        given=shape_text(network.shapes[network.output]),
    )


def _reader(source: str) -> ModuleType:
    """Return the file of this room that reads a source.

    Raises:
        CommandError: If nothing reads it; what is needed, in a sentence.
    """
    file = source.rpartition(":")[0] if ".py:" in source else source
    suffix = os.path.splitext(file)[1].lower()
    if suffix in _REFUSED:
        raise CommandError(_(_REFUSED[suffix]).format(source=source))
    if suffix not in _READERS:
        text = _("{source} is no network that can be converted; name file.py:make_network.")
        raise CommandError(text.format(source=source))
    return importlib.import_module(f"cnnviz.commands.{_READERS[suffix]}")


def _numbers(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split(","))
