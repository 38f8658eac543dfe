"""`cnnviz networks`: what ships."""

import sys
from argparse import Namespace
from typing import Any

from cnnviz.cnn import architectures
from cnnviz.cnn.layer_base import shape_text
from cnnviz.commands.arguments import Parser, add_format
from cnnviz.commands.table import aligned, csv_table
from cnnviz.files.strict_json import text_of
from cnnviz.language import _
from cnnviz.project import shipped
from cnnviz.project.network_title import shown_title
from cnnviz.text.numbers import percent_text


def add_arguments(parser: Parser) -> None:
    """Add the form."""
    parser.tell(
        _("List the networks: size of the input, number of weights, accuracy."),
        "cnnviz networks --format json",
    )
    add_format(parser, "json", "csv")


def run(arguments: Namespace) -> int:
    """List the networks."""
    if arguments.format == "text":
        sys.stdout.write(_as_text())
        return 0
    rows = [_described(name) for name in architectures.NAMES]
    if arguments.format == "json":
        sys.stdout.write(text_of(rows, indent=2) + "\n")
    else:
        sys.stdout.write(csv_table([_flat(row) for row in rows]))
    return 0


def _described(name: str) -> dict[str, Any]:
    network, card = shipped.network(name), shipped.card(name)
    return {
        "name": name,
        "title": network.title,
        "input": network.input_shape,
        "parameters": network.parameter_count,
        "trained": card is not None,
        "accuracy": card.accuracy if card else {},
    }


def _flat(row: dict[str, Any]) -> dict[str, object]:
    accuracy = "; ".join(f"{test_set} {share}" for test_set, share in row["accuracy"].items())
    return {**row, "input": "x".join(map(str, row["input"])), "accuracy": accuracy}


def _as_text() -> str:
    headings = (_("NAME"), _("TITLE"), _("INPUT"), _("PARAMETERS"), _("ACCURACY"))
    return aligned([headings, *map(_row, architectures.NAMES)], numbers=(2, 3))


def _row(name: str) -> tuple[str, ...]:
    network, card = shipped.network(name), shipped.card(name)
    accuracy = {} if card is None else card.accuracy
    return (
        name,
        shown_title(network),
        shape_text(network.input_shape),
        f"{network.parameter_count:,}",
        _("random weights") if card is None else ", ".join(map(_accuracy_text, accuracy.items())),
    )


def _accuracy_text(measured: tuple[str, float]) -> str:
    test_set, share = measured
    return _("{share} {test_set}").format(share=percent_text(share), test_set=test_set)
