"""`cnnviz data list|check|make|download`: the data sets without a window."""

import argparse
import json
import sys
import time
from pathlib import Path

from cnnviz.commands.arguments import Parser, add_format
from cnnviz.data import splits
from cnnviz.data.catalogue import CATALOGUE, DataInfo, info
from cnnviz.data.download import download, folder_of, is_here
from cnnviz.data.idx_files import write_labelled
from cnnviz.data.reading import CLASSES
from cnnviz.data.report import as_text, described
from cnnviz.language import _

EXAMPLES = (
    "cnnviz data list",
    "cnnviz data check my-pictures",
    "cnnviz data make strokes:20000 -o my-digits",
    "cnnviz data download fashion-mnist",
)
OFTEN = 0.1  # seconds between two lines of progress


def run(words: list[str]) -> int:
    """List, make or download data sets.

    Raises:
        ValueError: If it cannot be done; why, in a sentence.
        OSError: If a file cannot be read or written.
    """
    arguments = _parser().parse_args(words)
    if arguments.what == "list":
        sys.stdout.write(listing(arguments.format))
    elif arguments.what == "check":
        _check(arguments)
    elif arguments.what == "make":
        _make(arguments.name, arguments.output, arguments.seed)
    else:
        _download(arguments.name, arguments.output)
    return 0


def _parser() -> argparse.ArgumentParser:
    expected = Parser(
        prog="cnnviz data",
        description=_("The data sets that networks learn from."),
        epilog="\n  ".join([_("examples:"), *EXAMPLES]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    kinds = expected.add_subparsers(dest="what", required=True, metavar="list|check|make|download")
    listed = kinds.add_parser("list", help=_("what there is"), description=_("List the data sets."))
    add_format(listed)
    _add_check(kinds)
    made = kinds.add_parser(
        "make",
        help=_("write a set as IDX files"),
        epilog=_example("cnnviz data make swans:12000 -o S"),
    )
    made.add_argument(
        "name", metavar="NAME", help=_("such as strokes:20000, digits, swans:12000:64")
    )
    made.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    made.add_argument("--seed", type=int, default=0, metavar="S")
    fetched = kinds.add_parser(
        "download", help=_("download a set"), epilog=_example("cnnviz data download mnist")
    )
    fetched.add_argument("name", metavar="NAME", choices=[d.name for d in CATALOGUE if d.files])
    fetched.add_argument("-o", "--output", type=Path, metavar="FOLDER", help=_("else the cache"))
    return expected


def _add_check(kinds: "argparse._SubParsersAction[Parser]") -> None:
    checked = kinds.add_parser(
        "check",
        help=_("what is in a set or a folder, and what is passed over"),
        epilog=_example("cnnviz data check my-pictures"),
    )
    checked.add_argument(
        "names", nargs="+", metavar="NAME", help=_("a data set or a folder; several are joined")
    )
    checked.add_argument("--seed", type=int, default=0, metavar="S")
    add_format(checked)


def _check(arguments: argparse.Namespace) -> None:
    found = splits.collected(arguments.names, arguments.seed)
    if arguments.format == "json":
        sys.stdout.write(json.dumps(described(found), indent=2, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(as_text(found))


def _example(command: str) -> str:
    return _("example: {command}").format(command=command)


def listing(form: str) -> str:
    """Return the data sets, as "text" or "json"."""
    if form == "json":
        return json.dumps([_known(d) for d in CATALOGUE], indent=2, ensure_ascii=False) + "\n"
    width = max(len(data.name) for data in CATALOGUE)
    rows = ((data.name, _state(data), _(data.about)) for data in CATALOGUE)
    return "".join(f"{name:{width}}  {state:24}  {about}\n" for name, state, about in rows)


def _known(data: DataInfo) -> dict[str, object]:
    return {
        "name": data.name, "title": data.title, "shape": data.shape,
        "classes": data.classes, "about": data.about, "source": data.source,
        "bytes": data.size, "here": is_here(data),
    }  # fmt: skip


def _state(data: DataInfo) -> str:
    if not data.files:
        return _("no network needed")
    if is_here(data):
        return _("is here")
    return _("download, {size:.0f} MB").format(size=data.size / 1e6)


def _make(name: str, folder: Path, seed: int) -> None:
    made = splits.load([name], seed)
    folder.mkdir(parents=True, exist_ok=True)
    known = splits.together([made.training, made.validation])
    write_labelled(folder, "train", known.pictures, known.labels)
    test = splits.together(list(made.tests.values()))
    write_labelled(folder, "t10k", test.pictures, test.labels)
    if made.classes:
        text = json.dumps(made.classes, ensure_ascii=False) + "\n"
        (folder / CLASSES).write_text(text, encoding="utf-8")
    text = _("{known} pictures to learn from and {test} for the test are in {folder}")
    told = text.format(known=len(known.labels), test=len(test.labels), folder=folder)
    sys.stdout.write(f"{told}\n")


def _download(name: str, folder: Path | None) -> None:
    data = info(name)
    assert data is not None  # the parser knows the names
    place = download(data, folder, _ProgressLine(_(data.title)))
    text = _("{title} is in {folder}")
    sys.stdout.write(text.format(title=_(data.title), folder=place if folder else folder_of(data)))
    sys.stdout.write("\n")


class _ProgressLine:
    """Tells how far a download is: in a terminal over and over in one line, else at its end."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._told = 0.0  # when

    def __call__(self, done: int, size: int) -> None:
        """Tell that so many bytes of all are here."""
        is_end = done == size
        if not (is_end or (sys.stderr.isatty() and time.monotonic() - self._told > OFTEN)):
            return
        self._told = time.monotonic()
        text = _("{title}: {done:.1f} of {size:.1f} MB")
        told = text.format(title=self._title, done=done / 1e6, size=size / 1e6)
        sys.stderr.write(told + ("\n" if is_end else "\r"))
