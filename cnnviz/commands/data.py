"""`cnnviz data list|check|make|download`: the data sets without a window."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cnnviz.commands.arguments import Parser, add_format, add_quiet, folder, one_of, seed
from cnnviz.commands.errors import CommandError
from cnnviz.commands.progress import TerminalLine
from cnnviz.commands.table import csv_table
from cnnviz.data import splits
from cnnviz.data.catalogue import CATALOGUE, DataInfo, info
from cnnviz.data.download import download, folder_of, is_here
from cnnviz.data.idx_files import write_labelled
from cnnviz.data.reading import CLASSES
from cnnviz.data.report import as_text, report
from cnnviz.files.atomic_file import write_atomically
from cnnviz.files.process_lock import ProcessLock
from cnnviz.files.strict_json import text_of
from cnnviz.language import _

_WRITING = ".cnnviz-writing"  # locked in a folder while a set is written into it
LIST, CHECK, MAKE, DOWNLOAD = "list", "check", "make", "download"
EXAMPLES = (
    "cnnviz data list",
    "cnnviz data check my-pictures",
    "cnnviz data make strokes:20000 -o my-digits",
    "cnnviz data download fashion-mnist",
)


def add_arguments(parser: Parser) -> None:
    """Add what can be done with data sets."""
    parser.tell(_("The data sets that networks learn from."), *EXAMPLES)
    kinds = parser.add_subparsers(
        dest="what", required=True, metavar=f"{LIST}|{CHECK}|{MAKE}|{DOWNLOAD}", parser_class=Parser
    )
    listed = kinds.add_parser(LIST, help=_("what there is"))
    listed.tell(_("List the data sets."), EXAMPLES[0])
    add_format(listed, "json", "csv")
    checked = kinds.add_parser(CHECK, help=_("what is in a set, and what is passed over"))
    checked.tell(_("Tell what a run would learn from, and what it would not."), EXAMPLES[1])
    _add_check(checked)
    made = kinds.add_parser(MAKE, help=_("write a set as IDX files"))
    made.tell(_("Write a data set as the four files of MNIST."), EXAMPLES[2])
    _add_make(made)
    fetched = kinds.add_parser(DOWNLOAD, help=_("download a set"))
    fetched.tell(_("Download a data set, or what is missing of it."), EXAMPLES[3])
    _add_download(fetched)
    for kind in (listed, checked, made, fetched):
        kind.set_defaults(parser=kind)


def _add_check(parser: Parser) -> None:
    parser.add_argument(
        "names", nargs="+", metavar="NAME", help=_("a data set or a folder; several are joined")
    )
    parser.add_argument(
        "--seed", type=seed, default=0, metavar="S", help=_("another seed cuts other parts")
    )
    add_format(parser, "json")
    add_quiet(parser)


def _add_make(parser: Parser) -> None:
    add = parser.add_argument
    add("name", metavar="NAME", help=_("such as strokes:20000, digits, swans:12000:64"))
    add("-o", "--output", type=folder, required=True, metavar="FOLDER", help=_("where to"))
    add("--seed", type=seed, default=0, metavar="S", help=_("another seed makes other pictures"))
    add("--force", action="store_true", help=_("replace a set that is in the folder"))
    add_quiet(parser)


def _add_download(parser: Parser) -> None:
    names = [each.name for each in CATALOGUE if each.files]
    parser.add_argument("name", metavar="NAME", choices=names, help=one_of(names))
    parser.add_argument("-o", "--output", type=folder, metavar="FOLDER", help=_("else the cache"))
    add_quiet(parser)


def run(arguments: Namespace) -> int:
    """List, make or download data sets.

    Raises:
        ValueError: If it cannot be done; why, in a sentence.
        OSError: If a file cannot be read or written.
    """
    if arguments.what == LIST:
        sys.stdout.write(listing(arguments.format))
    elif arguments.what == CHECK:
        _check(arguments)
    elif arguments.what == MAKE:
        _make(arguments)
    else:
        _download(arguments)
    return 0


def listing(form: str) -> str:
    """Return the data sets, as "text", "json" or "csv"."""
    if form == "json":
        return text_of([_described(data) for data in CATALOGUE], indent=2) + "\n"
    if form == "csv":
        return csv_table([_flat(_described(data)) for data in CATALOGUE])
    width = max(len(data.name) for data in CATALOGUE)
    rows = ((data.name, _state(data), _(data.about)) for data in CATALOGUE)
    return "".join(f"{name:{width}}  {state:24}  {about}\n" for name, state, about in rows)


def _described(data: DataInfo) -> dict[str, object]:
    return {
        "name": data.name, "title": data.title, "shape": data.shape,
        "classes": data.classes, "about": data.about, "source": data.source,
        "bytes": data.size, "here": is_here(data),
    }  # fmt: skip


def _flat(described: dict[str, object]) -> dict[str, object]:
    shape, classes = described["shape"], described["classes"]
    assert isinstance(shape, tuple)
    assert isinstance(classes, tuple)
    return {**described, "shape": "x".join(map(str, shape)), "classes": "; ".join(classes)}


def _state(data: DataInfo) -> str:
    if not data.files:
        return _("no network needed")
    if is_here(data):
        return _("is here")
    return _("download, {size:.0f} MB").format(size=data.size / 1e6)


def _check(arguments: Namespace) -> None:
    line = TerminalLine(is_quiet=arguments.quiet)
    with line.waiting(_("reading the data")):
        found = splits.collected(arguments.names, arguments.seed)
    is_json = arguments.format == "json"
    sys.stdout.write(text_of(report(found), indent=2) + "\n" if is_json else as_text(found))


def _make(arguments: Namespace) -> None:
    folder: Path = arguments.output
    _refuse_held(folder, arguments.force)
    line = TerminalLine(is_quiet=arguments.quiet)
    with line.waiting(_("making {name}").format(name=arguments.name)):
        made = splits.load([arguments.name], arguments.seed)
    known = splits.together([made.training, made.validation])
    test = splits.together(list(made.tests.values()))
    folder.mkdir(parents=True, exist_ok=True)
    with _alone_in(folder), line.waiting(_("writing {folder}").format(folder=folder)):
        _refuse_held(folder, arguments.force)  # another command may have written meanwhile
        write_labelled(folder, "train", known.pictures, known.labels)
        write_labelled(folder, "t10k", test.pictures, test.labels)
        if made.classes:
            names = json.dumps(made.classes, ensure_ascii=False) + "\n"
            write_atomically(folder / CLASSES, names.encode())
    text = _("{known} pictures to learn from and {test} for the test are in {folder}")
    told = text.format(known=len(known.labels), test=len(test.labels), folder=folder)
    sys.stdout.write(f"{told}\n")


def _refuse_held(folder: Path, is_forced: bool) -> None:
    held = [*folder.glob("*-idx[134]-ubyte*"), *folder.glob(CLASSES)]
    if not is_forced and held:
        text = _("{folder} already holds a data set; choose another folder, or add --force.")
        raise CommandError(text.format(folder=folder))


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Let no other command write a set into a folder meanwhile."""
    lock = ProcessLock(folder / _WRITING)
    if not lock.take():
        text = _("Another command writes a data set into {folder}; choose another folder.")
        raise CommandError(text.format(folder=folder))
    try:
        yield
    finally:
        lock.free()


def _download(arguments: Namespace) -> None:
    data = info(arguments.name)
    assert data is not None  # the parser knows the names
    line, title = TerminalLine(is_quiet=arguments.quiet), _(data.title)

    def show(done: int, size: int) -> None:
        text = _("{title}: {done:.1f} of {size:.1f} MB")
        line.show(text.format(title=title, done=done / 1e6, size=size / 1e6))

    place = download(data, arguments.output, show)
    line.clear()
    text = _("{title} is in {folder}")
    folder = place if arguments.output else folder_of(data)
    sys.stdout.write(f"{text.format(title=title, folder=folder)}\n")
