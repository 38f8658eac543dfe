"""Read one source of data: made on the spot, downloaded, or in a folder."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from cnnviz.data.swans.draw import SwanPictures

from cnnviz.data.catalogue import DIGITS, SCENES, SWAN_OR_NOT, DataInfo
from cnnviz.data.cifar import read_cifar
from cnnviz.data.digits.real import real_digits
from cnnviz.data.digits.strokes import stroke_digits
from cnnviz.data.download import folder_of, is_here
from cnnviz.data.idx_files import PARTS, has_idx_files, read_labelled
from cnnviz.data.image_folder import read_folder
from cnnviz.data.names import STROKES, DataName
from cnnviz.data.source import KNOWN, TEST, Block, Bytes, IsWanted, ReadSource, Shape, Tell
from cnnviz.files.regular_file import read_regular
from cnnviz.language import _
from cnnviz.project.resizing import Resize
from cnnviz.text.shown_name import shown_name

LARGEST_CLASSES = 1_000_000  # bytes
CLASSES = "classes.json"  # a list of names beside IDX files
SWAN_TEST = 500  # pictures of each kind
SWAN_TESTS = {
    "white swans": ("white swan",),
    "black swans": ("black swan",),
    "other pictures": ("duck", "goose", "heron", "flamingo", "gull", "boat", "kettle", "sheep",
                       "letter", "empty"),
}  # fmt: skip


def read_source(
    name: DataName, seed: int, shape: Shape, resize: Resize, tell: Tell, is_wanted: IsWanted
) -> ReadSource:
    """Read one source.

    Args:
        name: What it is called.
        seed: Chooses the pictures that are made on the spot.
        shape: Channels, rows and columns of the pictures of a folder.
        resize: What becomes of their proportions.
        tell: Gets how many files of a folder are read, of how many.
        is_wanted: Asked again and again.

    Raises:
        ReadingGivenUpError: If it is not wanted any more.
        OSError: If a file cannot be read.
        ValueError: If a file is damaged, or there is not enough in it; why, in words.
    """
    if name.known is None:
        if has_idx_files(name.folder):
            return _read_idx(name.folder)
        return read_folder(name.folder, shape, resize, tell, is_wanted)
    if name.known.name == STROKES:
        # Every digit has a random sequence of its own, begun by (seed, index).
        drawn = stroke_digits(name.count, seed, name.side)
        unseen = stroke_digits(min(name.count, 5000), _other(seed), name.side)
        return ReadSource((Block(*drawn), Block(*unseen, TEST)), DIGITS)
    if name.known.name == "digits":
        return ReadSource((Block(*real_digits()),), DIGITS)
    if name.known.counts:
        return _drawn(name, seed)
    return _downloaded(name.known)


def _downloaded(known: DataInfo) -> ReadSource:
    folder = folder_of(known)
    if not is_here(known):
        raise ValueError(
            _("{title} is not on this machine yet; type: cnnviz data download {name}.").format(
                title=_(known.title), name=known.name
            )
        )
    if known.name == "cifar-10":
        archive = folder / known.files[0].name
        train, test = (read_cifar(archive, part) for part in PARTS)
    else:
        train, test = (read_labelled(folder, part) for part in PARTS)
    return _checked(folder, train, test, known.classes)


def _read_idx(folder: Path) -> ReadSource:
    train, test = (read_labelled(folder, part) for part in PARTS)
    return _checked(folder, train, test, _classes_of(folder))


def _checked(
    folder: Path, train: tuple[Bytes, Bytes], test: tuple[Bytes, Bytes], classes: tuple[str, ...]
) -> ReadSource:
    """Return a source with its own test.

    Raises:
        ValueError: If the parts do not fit each other, or there is not enough to learn from.
    """
    if train[0].shape[1:] != test[0].shape[1:]:
        text = _("{folder}: its pictures for the test are {test}, those to learn from {train}.")
        sizes = {"test": test[0].shape[1:], "train": train[0].shape[1:]}
        raise ValueError(text.format(folder=folder, **sizes))
    if train[0].shape[1] not in (1, 3) or not train[0].size or not test[0].size:
        text = _("{folder} holds pictures of shape {shape}; one or three channels are needed.")
        raise ValueError(text.format(folder=folder, shape=train[0].shape))
    most = max(int(train[1].max()), int(test[1].max()))
    learnt = int(train[1].max())
    if not classes:  # labels are their names
        if most > learnt:
            text = _("{folder}: its test has a label {label}, those to learn from end at {last}.")
            raise ValueError(text.format(folder=folder, label=most, last=learnt))
        classes = tuple(map(str, range(most + 1)))
    if most >= len(classes):
        text = _("{folder}: it has a label {label}, and the names of {count} classes.")
        raise ValueError(text.format(folder=folder, label=most, count=len(classes)))
    if len(classes) < 2 or len(train[1]) < 2:
        text = _("{folder} has too few pictures: two classes are needed.")
        raise ValueError(text.format(folder=folder))
    return ReadSource((Block(*train, KNOWN), Block(*test, TEST)), classes)


def _classes_of(folder: Path) -> tuple[str, ...]:
    """Return the names of the classes where a folder tells them.

    Raises:
        ValueError: If two classes have one name.
    """
    try:
        told = json.loads(read_regular(folder / CLASSES, LARGEST_CLASSES))
    except (OSError, ValueError, RecursionError):
        return ()
    if not isinstance(told, list) or not all(isinstance(name, str) for name in told):
        return ()
    if len(set(told)) < len(told):
        text = _("{folder}: two classes in {file} have the same name.")
        raise ValueError(text.format(folder=shown_name(str(folder)), file=CLASSES))
    return tuple(told)


def _drawn(name: DataName, seed: int) -> ReadSource:
    from cnnviz.data.swans.draw import kind_pictures, swan_pictures  # it draws with Pillow: late

    assert name.known is not None
    if name.known.name == "scenes":
        every = kind_pictures(name.count, seed, name.side, SCENES)
        count = SWAN_TEST * len(SCENES) // 2
        unseen = kind_pictures(count, _other(seed), name.side, SCENES)
        known = Block(every.pictures, _as_scenes(every))
        return ReadSource((known, Block(unseen.pictures, _as_scenes(unseen), TEST)), SCENES)
    made = swan_pictures(name.count, seed, name.side, black=name.known.name == "swans")
    tests = []
    for title, kinds in SWAN_TESTS.items():
        unseen = kind_pictures(SWAN_TEST, _other(seed), name.side, kinds)
        tests.append(Block(unseen.pictures, unseen.labels, TEST, title))
    return ReadSource((Block(made.pictures, made.labels), *tests), SWAN_OR_NOT)


def _as_scenes(made: "SwanPictures") -> Bytes:
    """Return the classes of pictures whose kinds are counted in another order."""
    from cnnviz.data.swans.draw import KINDS

    place = np.array([SCENES.index(kind) if kind in SCENES else 0 for kind in KINDS], np.uint8)
    return place[made.kinds]


def _other(seed: int) -> int:
    return seed + 1_000_003
