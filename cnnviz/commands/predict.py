"""`cnnviz predict`: the class probabilities of pictures, one after the other."""

import os
import sys
from argparse import Namespace
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import numpy as np

from cnnviz.cnn.network import Network
from cnnviz.cnn.ops import Array
from cnnviz.commands.arguments import Parser, add_format, add_network, add_quiet
from cnnviz.commands.errors import tell
from cnnviz.commands.overview import DONE, PARTLY, WRONG
from cnnviz.commands.picture_names import named_pictures
from cnnviz.commands.picture_trace import opened, probabilities
from cnnviz.commands.progress import TerminalLine
from cnnviz.commands.streams import on_terminal
from cnnviz.commands.table import aligned, csv_line
from cnnviz.files.strict_json import text_of
from cnnviz.language import _, ngettext
from cnnviz.project.picture import Picture, PictureError
from cnnviz.runs.named_network import load_network

_AHEAD = 8  # pictures that are read while one is sent through the network


def add_arguments(parser: Parser) -> None:
    """Add network, pictures and form."""
    parser.tell(
        _("Print the class probabilities of pictures, each as soon as it is known."),
        "cnnviz predict lecture-cnn resources/images/digits/7.png",
        "cnnviz predict lecture-cnn resources/images/digits --format csv",
    )
    add_network(parser)
    parser.add_argument(
        "images", nargs="+", metavar="IMAGE",
        help=_("a picture, .csv or .npy; a folder or a pattern of pictures; - for stdin"),
    )  # fmt: skip
    add_format(parser, "json", "jsonl", "csv")
    add_quiet(parser)


def run(arguments: Namespace) -> int:
    """Print what a network says to pictures; one that cannot be read is told, and passed over.

    Returns:
        0; 1 if some pictures could not be read, 2 if none could.

    Raises:
        ValueError: If there is no such network, or it has no classes.
    """
    network = load_network(arguments.network, arguments.weights, arguments.which, tell)
    form = _FORMS[arguments.format](network)
    names = list(named_pictures(arguments.images))
    done, failed = 0, 0
    line = TerminalLine(is_quiet=arguments.quiet)
    with closing(_read_ahead(names)) as pictures:
        for name, picture in pictures:
            line.show(_progress(done + failed, len(names)))
            try:
                notes: list[str] = []
                said = probabilities(network, picture(), raw=arguments.raw, tell=notes.append)
            except ValueError as error:
                failed += 1
                line.clear()
                tell(str(error))
                continue
            line.clear()
            sys.stdout.write(form.row(name, said, notes, is_first=not done))
            sys.stdout.flush()  # whoever reads it need not wait
            done += 1
    line.clear()
    if done:
        sys.stdout.write(form.end)
    return DONE if not failed else PARTLY if done else WRONG


def _progress(done: int, count: int) -> str:
    text = ngettext("{done} of {count} picture", "{done} of {count} pictures", count)
    return text.format(done=done, count=count)


Said = Array | None  # the probabilities of the classes; None without ink, where there is no answer
Opening = Callable[[], Picture]  # gives the picture, or raises why it cannot be read


def _read_ahead(
    names: Sequence[str | PictureError],
) -> Generator[tuple[str, Opening], None, None]:
    """Read pictures beside the one that is looked at: another process decodes them meanwhile."""
    with ThreadPoolExecutor(1) as reader:
        waiting = deque[tuple[str, Opening]]()
        try:
            for name in names:
                waiting.append((str(name), reader.submit(_open, name).result))
                if len(waiting) > _AHEAD:
                    yield waiting.popleft()
            while waiting:
                yield waiting.popleft()
        finally:
            reader.shutdown(cancel_futures=True)


def _open(name: str | PictureError) -> Picture:
    if isinstance(name, PictureError):
        raise name
    return opened(name)


# The forms


class _Text:
    """The classes of each picture, the most probable first."""

    end = ""

    def __init__(self, network: Network) -> None:
        self.network = network

    def label(self, said: Said) -> str | None:
        """Return the most probable class."""
        return None if said is None else self.network.classes[int(said.argmax())]

    def row(self, image: str, said: Said, notes: Sequence[str], *, is_first: bool) -> str:
        """Return what is written for a picture, and what was done to it."""
        between = "" if is_first else "\n"
        image = on_terminal(image, sys.stdout)
        if said is None:
            told = _("{image}: no ink, so there is no answer").format(image=image)
            return f"{between}{told}\n{_lines(notes)}"
        order = np.argsort(-said, kind="stable")
        rows = [(f"  {self.network.classes[i]}", f"{said[i]:.6f}") for i in order]
        table = aligned(rows, numbers=(1,))
        return f"{between}{image}: {self.label(said)}\n{table}{_lines(notes)}"


def _lines(notes: Sequence[str]) -> str:
    return "".join(f"  {note}\n" for note in notes)


class _Csv(_Text):
    """A row a picture."""

    def row(self, image: str, said: Said, notes: Sequence[str], *, is_first: bool) -> str:
        """Return the row; before the first one, the names of the columns."""
        heading = csv_line(["image", "label", *self.network.classes]) if is_first else ""
        shares = [""] * len(self.network.classes) if said is None else map(str, said)
        return heading + csv_line([image, self.label(said) or "", *shares])


class _JsonLines(_Text):
    """An object a line."""

    def described(self, image: str, said: Said, notes: Sequence[str]) -> dict[str, object]:
        """Return what is told of a picture; its name in Unicode, whatever the locale."""
        shares = None
        if said is not None:
            shares = dict(zip(self.network.classes, map(float, said), strict=True))
        name = os.fsencode(image).decode(errors="replace")
        return {
            "image": name, "label": self.label(said), "probabilities": shares, "notes": [*notes],
        }  # fmt: skip

    def row(self, image: str, said: Said, notes: Sequence[str], *, is_first: bool) -> str:
        """Return the line."""
        return text_of(self.described(image, said, notes)) + "\n"


class _Json(_JsonLines):
    """A list of objects."""

    end = "\n]\n"

    def row(self, image: str, said: Said, notes: Sequence[str], *, is_first: bool) -> str:
        """Return the object, with what stands between two."""
        text = text_of(self.described(image, said, notes), indent=2).replace("\n", "\n  ")
        return ("[\n  " if is_first else ",\n  ") + text


_FORMS = {"text": _Text, "csv": _Csv, "json": _Json, "jsonl": _JsonLines}
