"""`cnnviz predict`: the class probabilities of pictures."""

import csv
import json
import sys
from dataclasses import dataclass
from io import StringIO
from typing import Any

import numpy as np

from cnnviz.cnn import ops
from cnnviz.cnn.network import Network
from cnnviz.cnn.ops import Array
from cnnviz.commands.arguments import add_format, add_network, parser
from cnnviz.commands.errors import CommandError, tell
from cnnviz.commands.picture_trace import picture_trace
from cnnviz.commands.table import aligned
from cnnviz.language import _
from cnnviz.runs.named_network import load_network


def run(words: list[str]) -> int:
    """Print what a network says to pictures.

    Raises:
        ValueError: If the network has no classes, or something cannot be read.
    """
    expected = parser(
        "predict",
        _("Print the class probabilities of pictures."),
        "cnnviz predict lecture-cnn seven.png --format json",
    )
    add_network(expected)
    expected.add_argument("images", nargs="+", metavar="IMAGE", help=_("a picture, .csv or .npy"))
    add_format(expected, "csv")
    arguments = expected.parse_args(words)
    network = load_network(arguments.network, arguments.weights, tell)
    if not network.classes:
        text = _("{network} has no classes to predict; try `cnnviz trace`.")
        raise CommandError(text.format(network=network.title))
    said = [_said(network, image, arguments.raw) for image in arguments.images]
    sys.stdout.write(_FORMS[arguments.format](network, said))
    return 0


@dataclass(frozen=True, eq=False)
class _Said:
    """What a network says to a picture."""

    image: str
    probabilities: Array
    notes: tuple[str, ...]  # what was done to the picture, a sentence each


def _said(network: Network, image: str, raw: bool) -> _Said:
    notes: list[str] = []
    output = picture_trace(network, image, raw, notes.append).output
    if not np.isfinite(output).all():
        text = _("{network} gives no numbers for {image}; look for NaN or infinity in its weights.")
        raise CommandError(text.format(network=network.title, image=image))
    is_softmax = network.layers[network.output].kind == "softmax"
    return _Said(image, output if is_softmax else ops.softmax(output), tuple(notes))


def _label(network: Network, probabilities: Array) -> str:
    return network.classes[int(probabilities.argmax())]


def _as_text(network: Network, said: list[_Said]) -> str:
    return "\n".join(_sorted_text(network, each) for each in said)


def _sorted_text(network: Network, said: _Said) -> str:
    shares = said.probabilities
    order = np.argsort(-shares, kind="stable")
    rows = [(f"  {network.classes[i]}", f"{shares[i]:.6f}") for i in order]
    notes = "".join(f"  {note}\n" for note in said.notes)
    return f"{said.image}: {_label(network, shares)}\n{aligned(rows, numbers=(1,))}{notes}"


def _as_json(network: Network, said: list[_Said]) -> str:
    return json.dumps([_described(network, each) for each in said], indent=2) + "\n"


def _described(network: Network, said: _Said) -> dict[str, Any]:
    shares = zip(network.classes, map(float, said.probabilities), strict=True)
    return {
        "image": said.image,
        "label": _label(network, said.probabilities),
        "probabilities": dict(shares),
        "notes": said.notes,
    }


def _as_csv(network: Network, said: list[_Said]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["image", "label", *network.classes])
    for each in said:
        shares = each.probabilities
        writer.writerow([each.image, _label(network, shares), *map(str, shares)])
        for note in each.notes:
            tell(f"{each.image}: {note}")
    return text.getvalue()


_FORMS = {"text": _as_text, "json": _as_json, "csv": _as_csv}
