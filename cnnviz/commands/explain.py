"""`cnnviz explain`: where one value comes from, term by term."""

import argparse
import sys
from typing import Any

from cnnviz.cnn.trace import Trace
from cnnviz.commands.arguments import Parser, add_format, add_network
from cnnviz.commands.asked_place import add_image, add_place, asked_project, node_named
from cnnviz.commands.errors import CommandError
from cnnviz.commands.table import csv_table
from cnnviz.explain.explanation import Explanation
from cnnviz.explain.places import PlaceError
from cnnviz.explain.text import as_json, as_text
from cnnviz.explain.values import explain
from cnnviz.files.strict_json import text_of
from cnnviz.language import _
from cnnviz.project.project import forward_pass


def add_arguments(parser: Parser) -> None:
    """Add network, picture and place."""
    parser.tell(
        _("Print where one value comes from: every product, the bias, the sum."),
        "cnnviz explain activity-2 --layer 1 --at 0,1,0",
    )
    add_network(parser)
    add_image(parser)
    add_place(parser, is_required=True)
    add_format(parser, "json", "csv")


def run(arguments: argparse.Namespace) -> int:
    """Print where one value comes from.

    Raises:
        ValueError: If something cannot be read, or there is no such value.
    """
    trace = forward_pass(asked_project(arguments)).trace
    about = explained(trace, arguments.layer, arguments.at)
    if arguments.format == "text":
        sys.stdout.write(as_text(trace, about))
    elif arguments.format == "json":
        sys.stdout.write(text_of(as_json(trace, about), indent=2) + "\n")
    else:
        sys.stdout.write(csv_table(_rows(as_json(trace, about))))
    return 0


_COLUMNS = ("kind", "node", "channel", "row", "column", "input", "weight", "product")


def _rows(described: dict[str, Any]) -> list[dict[str, object]]:
    """Return the terms, the bias and last the value, which the products before it add up to.

    What is no sum of products has what goes in instead.
    """
    if described["terms"]:
        rows = [_row("term", **term) for term in described["terms"]]
        rows.append(_row("bias", product=described["bias"]))
    else:
        rows = [
            _row("input", each["node"], input=each["value"], **_place(each["position"]))
            for each in described.get("inputs", ())
        ]
    last = _row("value", described["node"], product=described["value"])
    return [*rows, last | _place(described["position"])]


def _row(kind: str, node: str = "", **cells: object) -> dict[str, object]:
    return dict.fromkeys(_COLUMNS) | {"kind": kind, "node": node} | cells


def _place(position: list[int]) -> dict[str, int]:
    return dict(zip(("channel", "row", "column"), position, strict=False))


def explained(trace: Trace, layer: str, position: tuple[int, ...]) -> Explanation:
    """Return where a value comes from.

    Args:
        trace: The trace.
        layer: A node by its name, or counted where the layers are a chain; 0 is the input.
        position: Channel, row and column from 0; in a row of values, the index.

    Raises:
        CommandError: If there is no such value; the sentence names what there is.
    """
    return _explanation(trace, node_named(trace.network, layer), position)


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
