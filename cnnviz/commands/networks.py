"""`cnnviz networks`: what ships."""

import json
import sys
from typing import Any

from cnnviz.cnn import architectures
from cnnviz.cnn.layer_base import shape_text
from cnnviz.commands.arguments import add_format, parser
from cnnviz.commands.table import aligned
from cnnviz.language import _
from cnnviz.project import shipped
from cnnviz.project.network_title import shown_title
from cnnviz.text.numbers import percent_text


def run(words: list[str]) -> int:
    """List the networks."""
    arguments = parser(
        "networks",
        _("List the networks: size of the input, number of weights, accuracy."),
        "cnnviz networks --format json",
    )
    add_format(arguments)
    form = arguments.parse_args(words).format
    sys.stdout.write(_as_json() if form == "json" else _as_text())
    return 0


def _as_json() -> str:
    return json.dumps([_described(name) for name in architectures.NAMES], indent=2) + "\n"


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
