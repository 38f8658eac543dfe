"""`cnnviz trace`: the values of a picture at every node, as a file of NumPy."""

import sys
from argparse import Namespace
from pathlib import Path

from cnnviz.commands.arguments import Parser, add_network
from cnnviz.commands.errors import CommandError, tell
from cnnviz.commands.output import refuse_other_kind
from cnnviz.commands.picture_trace import opened, picture_trace
from cnnviz.commands.streams import is_terminal
from cnnviz.figures.npz import npz
from cnnviz.files.atomic_file import write_atomically
from cnnviz.files.reasons import writing_reason
from cnnviz.language import _
from cnnviz.runs.named_network import load_network

STDOUT = "-"  # in place of a file's name
_ZIP = b"PK\x03\x04"  # how a .npz begins


def add_arguments(parser: Parser) -> None:
    """Add network, picture and file."""
    parser.tell(
        _("Write the input and the output of every layer, by their names, into a .npz of NumPy."),
        "cnnviz trace lecture-cnn resources/images/digits/7.png -o seven.npz",
    )
    add_network(parser)
    parser.add_argument(
        "image", metavar="IMAGE", help=_("a picture, .csv or .npy; - for stdin")
    )  # fmt: skip
    parser.add_argument(
        "-o", "--output", required=True, metavar="T.npz", help=_("the file; - for stdout")
    )


def run(arguments: Namespace) -> int:
    """Write the values of an image at every layer.

    Raises:
        ValueError: If something cannot be read, or the file not be written.
    """
    if arguments.output == STDOUT and is_terminal(sys.stdout):
        raise CommandError(_("A trace is no text for a terminal; name a file after -o."))
    if arguments.output != STDOUT:
        refuse_other_kind(arguments.output, ending=".npz", opening=_ZIP)
    network = load_network(arguments.network, arguments.weights, arguments.which, tell)
    values = picture_trace(network, opened(arguments.image), raw=arguments.raw, tell=tell).values
    content = npz(values)
    if arguments.output == STDOUT:
        sys.stdout.buffer.write(content)
    else:
        _save(content, arguments.output)
    return 0


def _save(content: bytes, output: str) -> None:
    try:
        write_atomically(Path(output), content)
    except OSError as error:
        text = _("{file} cannot be written: {reason}.")
        raise CommandError(text.format(file=output, reason=writing_reason(error))) from None
