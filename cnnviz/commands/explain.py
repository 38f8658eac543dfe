"""`cnnviz explain`: where one value comes from, term by term."""

import argparse
import json
import os
import sys
from pathlib import Path

from cnnviz.cnn.network import Network
from cnnviz.cnn.trace import Trace
from cnnviz.commands.arguments import add_format, add_network, parser
from cnnviz.commands.errors import CommandError, tell
from cnnviz.commands.picture_trace import picture_trace
from cnnviz.explain.places import PlaceError, names_near
from cnnviz.explain.text import as_json, as_text
from cnnviz.explain.values import Explanation, explain
from cnnviz.files.foreign_weights import weights_for
from cnnviz.language import _
from cnnviz.project import shipped
from cnnviz.project.project import forward_pass, with_weights
from cnnviz.project.project_file import open_project
from cnnviz.runs.named_network import load_network


def run(words: list[str]) -> int:
    """Print where one value comes from.

    Raises:
        ValueError: If something cannot be read, or there is no such value.
    """
    arguments = _parser().parse_args(words)
    trace = _trace(arguments.network, arguments.image, arguments.weights, arguments.raw)
    about = _explanation(trace, _node(trace.network, arguments.layer), arguments.at)
    if arguments.format == "json":
        sys.stdout.write(json.dumps(as_json(trace, about), indent=2) + "\n")
    else:
        sys.stdout.write(as_text(trace, about))
    return 0


def _parser() -> argparse.ArgumentParser:
    expected = parser(
        "explain",
        _("Print where one value comes from: every product, the bias, the sum."),
        "cnnviz explain activity-2 --layer 1 --at 0,1,0",
    )
    add_network(expected)
    expected.add_argument(
        "image", nargs="?", metavar="IMAGE",
        help=_("a picture, .csv or .npy; else the project's own"),
    )  # fmt: skip
    expected.add_argument(
        "--layer", required=True, metavar="LAYER",
        help=_("its name, as in a trace; in a chain of layers also its number, 0 is the input"),
    )  # fmt: skip
    expected.add_argument(
        "--at", type=_position, required=True, metavar="C,Y,X",
        help=_("channel, row and column, counted from 0; in a row of values, its index"),
    )  # fmt: skip
    add_format(expected)
    return expected


def _position(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in text.split(","))
    except ValueError:
        problem = _("{text!r} is no place such as 0,1,0").format(text=text)
        raise argparse.ArgumentTypeError(problem) from None


def _trace(source: str, image: str | None, weights: str | None, raw: bool) -> Trace:
    """Return the trace of an image, or where none is given, of a project's own picture."""
    if image is not None:
        return picture_trace(load_network(source, weights, tell), image, raw, tell)
    file = shipped.project_file(source) if source in shipped.PROJECTS else Path(source)
    if not os.path.exists(file):
        text = _("{network} has no picture of its own; name one after it.")
        raise CommandError(text.format(network=source))
    project = open_project(file)
    if weights is not None:
        found = weights_for(Path(weights), project.network)
        for note in found.notes:
            tell(note)
        project = with_weights(project, found.arrays)
    return forward_pass(project).trace


def _node(network: Network, layer: str) -> str:
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


def _explanation(trace: Trace, node: str, position: tuple[int, ...]) -> Explanation:
    """Explain a value.

    Raises:
        CommandError: If there is none at the position; the sentence names the shape.
    """
    try:
        return explain(trace, node, position)
    except PlaceError:
        text = _(
            "There is no value {position} in a step of shape {shape}; places are counted from 0."
        )
        shape = trace.values[node].shape
        raise CommandError(text.format(position=position, shape=shape)) from None
