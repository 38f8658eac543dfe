"""`cnnviz predict`: the class probabilities of pictures."""

import csv
import json
import sys
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
    said = [(image, _probabilities(network, image, arguments.raw)) for image in arguments.images]
    sys.stdout.write(_FORMS[arguments.format](network, said))
    return 0


def _probabilities(network: Network, image: str, raw: bool) -> Array:
    output = picture_trace(network, image, raw).output
    if not np.isfinite(output).all():
        text = _("{network} gives no numbers for {image}; look for NaN or infinity in its weights.")
        raise CommandError(text.format(network=network.title, image=image))
    return output if network.layers[network.output].kind == "softmax" else ops.softmax(output)


def _label(network: Network, probabilities: Array) -> str:
    return network.classes[int(probabilities.argmax())]


def _as_text(network: Network, said: list[tuple[str, Array]]) -> str:
    return "\n".join(_sorted_text(network, *pair) for pair in said)


def _sorted_text(network: Network, image: str, probabilities: Array) -> str:
    order = np.argsort(-probabilities, kind="stable")
    rows = [(f"  {network.classes[i]}", f"{probabilities[i]:.6f}") for i in order]
    return f"{image}: {_label(network, probabilities)}\n{aligned(rows, numbers=(1,))}"


def _as_json(network: Network, said: list[tuple[str, Array]]) -> str:
    return json.dumps([_described(network, *pair) for pair in said], indent=2) + "\n"


def _described(network: Network, image: str, probabilities: Array) -> dict[str, Any]:
    shares = zip(network.classes, map(float, probabilities), strict=True)
    return {
        "image": image,
        "label": _label(network, probabilities),
        "probabilities": dict(shares),
    }


def _as_csv(network: Network, said: list[tuple[str, Array]]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["image", "label", *network.classes])
    for image, probabilities in said:
        writer.writerow([image, _label(network, probabilities), *map(str, probabilities)])
    return text.getvalue()


_FORMS = {"text": _as_text, "json": _as_json, "csv": _as_csv}
