"""`cnnviz devices`: what can train here."""

import sys
from argparse import Namespace

from cnnviz.commands.arguments import Parser, add_format
from cnnviz.commands.pytorch import require_pytorch
from cnnviz.commands.table import aligned, csv_table
from cnnviz.files.strict_json import text_of
from cnnviz.language import _


def add_arguments(parser: Parser) -> None:
    """Add the form."""
    parser.tell(_("List what can train."), "cnnviz devices --format json")
    add_format(parser, "json", "csv")


def run(arguments: Namespace) -> int:
    """List what can train.

    Raises:
        CommandError: If PyTorch is not installed.
    """
    require_pytorch()
    from cnnviz.training.devices import devices  # late: PyTorch takes a second

    found = devices()
    if arguments.format == "json":
        sys.stdout.write(text_of([vars(device) for device in found], indent=2) + "\n")
    elif arguments.format == "csv":
        sys.stdout.write(csv_table([vars(device) for device in found]))
    else:
        sys.stdout.write(aligned([(device.name, device.title) for device in found]))
    return 0
