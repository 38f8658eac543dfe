"""`cnnviz trace`: the values of a picture at every node, as a file of NumPy."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import numpy as np

from cnnviz.cnn.trace import Trace
from cnnviz.commands.arguments import add_network, parser
from cnnviz.commands.errors import CommandError, tell
from cnnviz.commands.picture_trace import picture_trace
from cnnviz.files.atomic_file import write_atomically
from cnnviz.files.reasons import writing_reason
from cnnviz.language import _
from cnnviz.runs.named_network import load_network


def run(words: list[str]) -> int:
    """Write the values of an image at every layer.

    Raises:
        ValueError: If something cannot be read, or the file not be written.
    """
    expected = parser(
        "trace",
        _("Write the input and the output of every layer, by their names, into a .npz of NumPy."),
        "cnnviz trace lecture-cnn seven.png -o seven.npz",
    )
    add_network(expected)
    expected.add_argument("image", metavar="IMAGE", help=_("a picture, .csv or .npy"))
    expected.add_argument("-o", "--output", required=True, metavar="T.npz")
    arguments = expected.parse_args(words)
    network = load_network(arguments.network, arguments.weights, tell)
    _save(picture_trace(network, arguments.image, arguments.raw, tell), arguments.output)
    return 0


def _save(trace: Trace, output: str) -> None:
    content = BytesIO()
    with ZipFile(content, "w") as archive:  # as np.savez, which takes no array called "file"
        for node, values in trace.values.items():
            with archive.open(ZipInfo(f"{node}.npy"), "w", force_zip64=True) as file:
                np.save(file, values, allow_pickle=False)
    try:
        write_atomically(Path(output), content.getvalue())
    except OSError as error:
        text = _("{file} cannot be written: {reason}.")
        raise CommandError(text.format(file=output, reason=writing_reason(error))) from None
