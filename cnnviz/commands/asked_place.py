"""What a command is about: a network with a picture, one of its layers, a position there."""

import argparse
import os
from pathlib import Path

from cnnviz.cnn.network import Network
from cnnviz.commands.arguments import Parser
from cnnviz.commands.errors import CommandError, tell
from cnnviz.commands.picture_trace import opened, picture_project
from cnnviz.explain.places import names_near
from cnnviz.files.foreign_weights import weights_for
from cnnviz.language import _
from cnnviz.project import shipped
from cnnviz.project.place import Place
from cnnviz.project.project import Project, with_weights
from cnnviz.project.project_file import open_saved
from cnnviz.runs.named_network import load_network


def add_image(parser: Parser) -> None:
    """Add the picture, which a project need not have named."""
    parser.add_argument(
        "image", nargs="?", metavar="IMAGE",
        help=_("a picture, .csv or .npy, - for stdin; else the project's own"),
    )  # fmt: skip


def add_place(parser: Parser, *, is_required: bool = False) -> None:
    """Add the layer, and the place of a value in it."""
    parser.add_argument(
        "--layer", required=is_required, metavar="LAYER",
        help=_("its name, as in a trace; in a chain of layers also its number, 0 is the input"),
    )  # fmt: skip
    parser.add_argument(
        "--at", type=position, required=is_required, metavar="C,Y,X",
        help=_("channel, row and column, counted from 0; in a row of values, its index"),
    )  # fmt: skip


def position(text: str) -> tuple[int, ...]:
    """Return channel, row and column, or an index, as `--at` gets them."""
    try:
        return tuple(int(part) for part in text.split(","))
    except ValueError:
        problem = _("{text!r} is no place such as 0,1,0").format(text=text)
        raise argparse.ArgumentTypeError(problem) from None


def asked_project(arguments: argparse.Namespace) -> Project:
    """Return what a call is about: a network with an image, else a project with its own picture.

    Raises:
        ValueError: If something cannot be read, or there is no picture.
    """
    return asked_saved(arguments)[0]


def asked_saved(arguments: argparse.Namespace) -> tuple[Project, Place | None]:
    """Return the same, and where the project was looked at, as far as its file tells.

    Raises:
        ValueError: If something cannot be read, or there is no picture.
    """
    source, weights = arguments.network, arguments.weights
    if arguments.image is not None:
        network = load_network(source, weights, arguments.which, tell)
        picture = opened(arguments.image)
        return picture_project(network, picture, raw=arguments.raw, tell=tell), None
    file = shipped.project_file(source) if source in shipped.PROJECTS else Path(source)
    if not os.path.isfile(file):
        load_network(source, weights, arguments.which)  # which tells if there is none
        text = _("{network} has no picture of its own; name one after it.")
        raise CommandError(text.format(network=source))
    project, place = open_saved(file)
    if weights is not None:
        found = weights_for(Path(weights), project.network)
        for note in found.notes:
            tell(note)
        project = with_weights(project, found.arrays)
    return project, place


def node_named(network: Network, layer: str) -> str:
    """Return the name of a node that is named, or counted where the layers are a chain.

    Raises:
        CommandError: If there is none; the sentence names those that there are, or the nearest.
    """
    if layer in network.names:
        return layer
    try:
        number = int(layer)
    except ValueError:
        text = _("There is no layer {layer} in {network}; there is {names}.")
        raise _not_named(network, layer, text) from None
    if not network.is_chain:
        text = _("The layers of {network} are no chain, so name one instead of {layer}: {names}.")
        raise _not_named(network, layer, text)
    last = len(network.layers)
    if not 0 <= number <= last:
        text = _("There is no step {step}; the last is {last}; places are counted from 0.")
        raise CommandError(text.format(step=number, last=last))
    return network.names[number]


def _not_named(network: Network, layer: str, text: str) -> CommandError:
    title, names = _(network.title), names_near(network, layer)
    return CommandError(text.format(network=title, layer=repr(layer), names=names))
