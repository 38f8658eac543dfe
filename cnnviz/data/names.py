"""What a data set is called: `strokes:5000`, `mnist`, or a folder. The one check of such a name."""

import os
from dataclasses import dataclass
from pathlib import Path

from cnnviz.data.catalogue import CATALOGUE, DataInfo, info
from cnnviz.language import _
from cnnviz.text.nearest import nearest

STROKES, DRAWN = "strokes", ("swans", "swans-white", "scenes")
MOST_STROKES = 1_000_000  # what fits into memory
MOST_DRAWN = 200_000


class DataNameError(ValueError):
    """A name stands for no data set; the text is a sentence for the user."""


@dataclass(frozen=True)
class DataName:
    """A name that was checked."""

    text: str  # whole: with the count that was left out, or the folder's absolute path
    known: DataInfo | None  # None for a folder
    count: int = 0  # of pictures that are made on the spot
    side: int = 0  # their pixels
    note: str = ""  # what is to be told of how the name was understood

    @property
    def folder(self) -> Path:
        """The folder that it names; a built-in set is none."""
        return Path(self.text)


def checked_name(text: str) -> DataName:
    """Return what a name stands for.

    A name of the catalogue is always that set; a folder of the same name is reached by a path,
    such as `./digits`, and its presence is told.

    Raises:
        DataNameError: If there is no such set or folder, or the count is none; in words.
    """
    known = info(text)
    if known is None:
        return DataName(_folder(text), None)
    if known.name == STROKES:
        count, side = _strokes(text)
        sides = "" if side == 28 else f":{side}"
        whole = f"{STROKES}:{count}{sides}"
    elif known.name in DRAWN:
        count, side = _drawn(text, known)
        whole = (
            f"{known.name}:{count}" if side == known.shape[1] else f"{known.name}:{count}:{side}"
        )
    elif text != known.name:
        sentence = _("{source!r} takes no count; write {name}.")
        raise DataNameError(sentence.format(source=text, name=known.name))
    else:
        whole, count, side = text, 0, 0
    notes = []
    if text == known.name and count:
        notes.append(_("{name} means {whole} here.").format(name=text, whole=whole))
    if os.path.isdir(text):
        sentence = _("There is a folder {name} here, too; write {path} for it.")
        notes.append(sentence.format(name=text, path=os.path.join(".", text)))
    return DataName(whole, known, count, side, " ".join(notes))


def _folder(text: str) -> str:
    """Return the absolute path of a folder.

    Raises:
        DataNameError: If it is none.
    """
    path = Path(text).expanduser() if text.startswith("~") else Path(text)
    try:
        is_folder, is_there = os.path.isdir(path), os.path.lexists(path)
    except ValueError:  # it holds a zero byte
        is_folder = is_there = False
    if text and is_folder:
        return os.path.abspath(path)
    if text and is_there:
        sentence = _("{source} is a file; name the folder with the folders of the classes.")
        raise DataNameError(sentence.format(source=text))
    names = [each.name for each in CATALOGUE]
    name, colon, count = text.partition(":")
    near = nearest(name, names)
    sentence = _("There is no folder {source}, and the data sets are {names}.")
    if near:
        sentence = _("There is no folder {source}; did you mean {near}? The data sets are {names}.")
    meant = f"{near}{colon}{count}" if near else ""
    told = sentence.format(source=text, near=meant, names=", ".join(names))
    raise DataNameError(told)


def _strokes(source: str) -> tuple[int, int]:
    """Return count and side of strokes, strokes:COUNT or strokes:COUNT:SIDE."""
    known = info(source)
    assert known is not None
    texts = source.split(":")[1:] or [str(known.counts[0])]
    numbers = [int(text) for text in texts if _is_count(text)]
    count, side = (*numbers, 28)[:2] if numbers else (0, 28)
    if len(numbers) != len(texts) or len(texts) > 2 or not 20 <= count <= MOST_STROKES:
        raise DataNameError(
            _("{source!r} must name a count from 20 to {most}: strokes:20000.").format(
                source=source, most=MOST_STROKES
            )
        )
    if not 8 <= side <= 128:
        raise DataNameError(
            _("{source!r} must name a side from 8 to 128 pixels: strokes:20000:32.").format(
                source=source
            )
        )
    return count, side


def _drawn(source: str, known: DataInfo) -> tuple[int, int]:
    """Return count and side of swans, swans:COUNT or swans:COUNT:SIDE."""
    texts = source.split(":")[1:] or [str(known.counts[0])]
    if len(texts) == 1:
        texts = [*texts, str(known.shape[1])]
    if len(texts) != 2 or not all(map(_is_count, texts)):
        raise DataNameError(
            _("{source!r} must name a count: {name}:12000, or {name}:12000:64.").format(
                source=source, name=known.name
            )
        )
    count, side = int(texts[0]), int(texts[1])
    if not (40 <= count <= MOST_DRAWN and side in (32, 64)):
        raise DataNameError(
            _("{source!r} must name 40 to 200000 pictures, of 32 or 64 pixels.").format(
                source=source
            )
        )
    return count, side


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
