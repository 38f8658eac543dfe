"""`cnnviz data list|make|download`: the data sets without a window."""

import argparse
import json
import sys
import time
from pathlib import Path

from cnnviz.data import splits
from cnnviz.data.catalogue import CATALOGUE, DataInfo, info
from cnnviz.data.download import download, folder_of, is_here
from cnnviz.data.idx_files import write_labelled
from cnnviz.language import N_, _

EXAMPLES = N_(
    """examples:
  cnnviz data list
  cnnviz data make strokes:20000 -o my-digits
  cnnviz data download fashion-mnist"""
)
OFTEN = 0.1  # seconds between two lines of progress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `cnnviz data`."""
    parser.epilog = _(EXAMPLES)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    kinds = parser.add_subparsers(dest="what", required=True, metavar="list|make|download")
    listed = kinds.add_parser("list", help=_("what there is"), description=_("List the data sets."))
    listed.add_argument("--format", choices=("text", "json"), default="text")
    made = kinds.add_parser(
        "make",
        help=_("write a set as IDX files"),
        epilog=_("example: cnnviz data make swans:12000 -o S"),
    )
    made.add_argument(
        "name", metavar="NAME", help=_("such as strokes:20000, digits, swans:12000:64")
    )
    made.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    made.add_argument("--seed", type=int, default=0, metavar="S")
    fetched = kinds.add_parser(
        "download", help=_("download a set"), epilog=_("example: cnnviz data download mnist")
    )
    fetched.add_argument("name", metavar="NAME", choices=[d.name for d in CATALOGUE if d.files])
    fetched.add_argument("-o", "--output", type=Path, metavar="FOLDER", help=_("else the cache"))


def run(arguments: argparse.Namespace) -> int:
    """Do what the arguments say.

    Raises:
        ValueError: If it cannot be done; why, in a sentence.
        OSError: If a file cannot be read or written.
    """
    if arguments.what == "list":
        sys.stdout.write(listing(arguments.format))
    elif arguments.what == "make":
        _make(arguments.name, arguments.output, arguments.seed)
    else:
        _download(arguments.name, arguments.output)
    return 0


def listing(form: str) -> str:
    """Return the data sets, as "text" or "json"."""
    if form == "json":
        told = [
            {
                "name": data.name, "title": data.title, "shape": data.shape,
                "classes": data.classes, "about": data.about, "source": data.source,
                "bytes": data.size, "here": is_here(data),
            }
            for data in CATALOGUE
        ]  # fmt: skip
        return json.dumps(told, indent=2, ensure_ascii=False) + "\n"
    width = max(len(data.name) for data in CATALOGUE)
    return "".join(
        f"{data.name:{width}}  {_state(data):24}  {_(data.about)}\n" for data in CATALOGUE
    )


def _state(data: DataInfo) -> str:
    if not data.files:
        return _("no network needed")
    return (
        _("is here") if is_here(data) else _("download, {size:.0f} MB").format(size=data.size / 1e6)
    )


def _make(name: str, folder: Path, seed: int) -> None:
    made = splits.load([name], seed)
    folder.mkdir(parents=True, exist_ok=True)
    known = splits.joined([made.training, made.validation])
    write_labelled(folder, "train", known.pictures, known.labels)
    test = splits.joined(list(made.tests.values()))
    write_labelled(folder, "t10k", test.pictures, test.labels)
    if made.classes:
        text = json.dumps(made.classes, ensure_ascii=False) + "\n"
        (folder / splits.CLASSES).write_text(text, encoding="utf-8")
    sentence = _("{count} pictures to learn from and {tests} for the test are in {folder}")
    told = sentence.format(count=len(known.labels), tests=len(test.labels), folder=folder)
    sys.stdout.write(f"{told}\n")


def _download(name: str, folder: Path | None) -> None:
    data = info(name)
    assert data is not None  # the parser knows the names
    last = [0.0]

    def progress(done: int, size: int) -> None:
        if time.monotonic() - last[0] > OFTEN or done == size:
            last[0] = time.monotonic()
            end = "\n" if done == size else "\r" if sys.stderr.isatty() else "\n"
            if end != "\n" or sys.stderr.isatty() or done == size:
                sentence = _("{title}: {done:.1f} of {size:.1f} MB")
                told = sentence.format(title=_(data.title), done=done / 1e6, size=size / 1e6)
                sys.stderr.write(f"{told}{end}")

    place = download(data, folder, progress)
    where = place if folder else folder_of(data)
    sentence = _("{title} is in {folder}")
    sys.stdout.write(f"{sentence.format(title=_(data.title), folder=where)}\n")
