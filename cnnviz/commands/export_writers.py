"""What each ending after `-o` is written by: a file of this room, imported only when asked.

Each such file has `contents(arguments, file)`. It gets the arguments of the call and the file that
`-o` names, and returns what is to be written: by file, the one that was named and perhaps others
beside it. It writes nothing itself: `cnnviz export` asks whether something would be replaced, and
writes each file whole or not at all.
"""

import importlib
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from cnnviz.commands.errors import CommandError
from cnnviz.language import _

Contents = dict[Path, bytes]
Writer = Callable[[Namespace, Path], Contents]

_TABLE, _FIGURE, _SEQUENCE = "export_table", "export_figure", "export_sequence"
_CODE, _REPORT = "export_code", "export_report"

OF_A_VIEW = {  # with --view
    ".png": _FIGURE, ".svg": _FIGURE, ".pdf": _FIGURE,
    ".gif": _SEQUENCE, ".apng": _SEQUENCE, ".webp": _SEQUENCE, ".mp4": _SEQUENCE,
    ".csv": _TABLE, ".tsv": _TABLE, ".npy": _TABLE, ".npz": _TABLE,
    ".tex": _TABLE, ".md": _TABLE, ".R": _TABLE, ".txt": _TABLE,
}  # fmt: skip
WITHOUT_A_VIEW: dict[str, str] = {  # of a network or a run as a whole
    ".py": _CODE, "_keras.py": _CODE, ".R": _CODE, ".onnx": _CODE, ".safetensors": _CODE,
    ".html": _REPORT,
}  # fmt: skip


def writer_of(file: Path, *, has_view: bool) -> Writer:
    """Return what writes a file, by the longest ending of its name that is known.

    Raises:
        CommandError: If none does; the sentence names those that there are.
    """
    known = OF_A_VIEW if has_view else WITHOUT_A_VIEW
    ending = ending_of(file, known)
    if ending is not None:
        module = importlib.import_module(f"cnnviz.commands.{known[ending]}")
        writer: Writer = module.contents
        return writer
    if not has_view and ending_of(file, OF_A_VIEW) is not None:
        text = _("{file} shows a view; name it with --view.")
    elif has_view and ending_of(file, WITHOUT_A_VIEW) is not None:
        text = _("{file} holds a network or a run as a whole; leave --view out.")
    else:
        text = _("What {file} holds is told by the end of its name: one of {endings}.")
    raise CommandError(text.format(file=file, endings=", ".join(known)))


def ending_of(file: Path, known: dict[str, str]) -> str | None:
    """Return the longest ending of a file's name that is known, in capitals or not."""
    name = file.name.lower()
    fitting = [ending for ending in known if name.endswith(ending.lower()) and name != ending]
    return max(fitting, key=len, default=None)
