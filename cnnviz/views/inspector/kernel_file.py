"""One kernel slice in a text file, as spreadsheets write it."""

from pathlib import Path

from cnnviz.cnn.ops import Array
from cnnviz.files.atomic_file import write_atomically
from cnnviz.files.regular_file import open_regular
from cnnviz.language import _
from cnnviz.text.matrix_text import matrix_text, parse_matrix

LARGEST_FILE = 100_000  # bytes


def read_kernel(path: Path) -> Array:
    """Return the weights (H, W) in a text file.

    Raises:
        OSError: If it cannot be opened, or is a folder, a pipe or a device.
        ValueError: If it is too large or no table of numbers; the message is a sentence.
    """
    with open_regular(path) as file:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise ValueError(_("This file is too large for a kernel. Nothing was changed."))
    try:
        return parse_matrix(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        problem = _("This is no text file with numbers. Nothing was changed.")
        raise ValueError(problem) from None


def write_kernel(path: Path, weights: Array) -> None:
    """Write weights (H, W) as text.

    Raises:
        OSError: If the file cannot be written.
    """
    write_atomically(path, f"{matrix_text(weights)}\n".encode())
