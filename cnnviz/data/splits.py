"""What a network learns from, what it is watched on, and what it is tested on at the end."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from cnnviz.data.swans.draw import SwanPictures

from cnnviz.data.catalogue import CATALOGUE, DIGITS, SCENES, SWAN_OR_NOT, DataInfo, info
from cnnviz.data.cifar import read_cifar
from cnnviz.data.digits.real import real_digits
from cnnviz.data.digits.strokes import stroke_digits
from cnnviz.data.download import folder_of, is_here
from cnnviz.data.idx_files import read_labelled
from cnnviz.data.image_folder import classes_in, read_folder
from cnnviz.files.regular_file import read_regular
from cnnviz.language import _

VALIDATION_SHARE = 20  # one picture of twenty is kept out of the training
STROKES = "strokes:"
MOST_STROKES = 1_000_000  # what fits into memory
TEST_SHARE = 5  # one picture of five is for the test where a set has none of its own
LARGEST_CLASSES = 1_000_000  # bytes
CLASSES = "classes.json"  # a list of names beside IDX files
SWAN_TEST = 500  # pictures of each kind
SWAN_TESTS = {
    "white swans": ("white swan",),
    "black swans": ("black swan",),
    "other pictures": ("duck", "goose", "heron", "flamingo", "gull", "boat", "kettle", "sheep",
                       "letter", "empty"),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Pictures:
    """Labelled pictures."""

    pictures: NDArray[np.uint8]  # (N, C, H, W), 255 is ink
    labels: NDArray[np.uint8]  # (N,)


@dataclass(frozen=True, eq=False)
class DataSet:
    """Three parts that have no picture in common."""

    training: Pictures
    validation: Pictures
    tests: dict[str, Pictures]  # by the name of what is tested
    classes: tuple[str, ...] = ()  # their names; () where nobody told them


def load(sources: Sequence[str], seed: int) -> DataSet:
    """Load and join data sets.

    Args:
        sources: Each a name of the catalogue, "strokes:COUNT" or "swans:COUNT:SIDE" for pictures
            that are made on the spot, a folder with the four IDX files of MNIST, or one with a
            folder of pictures for each class.
        seed: Chooses the generated pictures and those for validation.

    Raises:
        FileNotFoundError: If a file is missing.
        ValueError: If a file is damaged, a source is misspelt, or the data sets differ.
    """
    parts = [_read(source, seed) for source in sources]
    if len({part.training.pictures.shape[1:] for part in parts}) != 1:
        raise ValueError(
            _("The pictures of {sources} differ in size.").format(sources=", ".join(sources))
        )
    return DataSet(
        joined([part.training for part in parts]),
        joined([part.validation for part in parts]),
        {name: test for part in parts for name, test in part.tests.items()},
        parts[0].classes,
    )


def _read(source: str, seed: int) -> DataSet:
    known = info(source)
    name = source.partition(":")[0]
    if name == "strokes":
        count, side = _strokes(source)
        # Every digit has a random sequence of its own, begun by (seed, index).
        unseen = Pictures(*stroke_digits(min(count, 5000), _other(seed), side))
        drawn = Pictures(*stroke_digits(count, seed, side))
        return _split(drawn, seed, {"strokes": unseen}, DIGITS)
    if name in ("swans", "swans-white", "scenes"):
        return _drawn(source, seed)
    if name == "digits":
        return _cut_in_three(Pictures(*real_digits()), seed, "digits", DIGITS)
    folder = Path(source)
    if known is not None and not os.path.isdir(folder):
        return _downloaded(known, seed)
    if not os.path.isdir(folder):
        names = ", ".join(each.name for each in CATALOGUE)
        raise FileNotFoundError(
            _("There is no folder {source}, and the data sets are {names}.").format(
                source=source, names=names
            )
        )
    if _has_idx_files(folder):
        train, test = (Pictures(*read_labelled(folder, part)) for part in ("train", "t10k"))
        return _split(train, seed, {folder.resolve().name: test}, _classes_of(folder))
    pictures = Pictures(*read_folder(folder))
    return _cut_in_three(pictures, seed, folder.resolve().name, classes_in(folder))


def _downloaded(known: DataInfo, seed: int) -> DataSet:
    folder = folder_of(known)
    if not is_here(known):
        raise FileNotFoundError(
            _("{title} is not on this machine yet; type: cnnviz data download {name}.").format(
                title=_(known.title), name=known.name
            )
        )
    if known.name == "cifar-10":
        archive = folder / known.files[0].name
        train, test = (Pictures(*read_cifar(archive, part)) for part in ("train", "t10k"))
    else:
        train, test = (Pictures(*read_labelled(folder, part)) for part in ("train", "t10k"))
    return _split(train, seed, {known.name: test}, known.classes)


def _drawn(source: str, seed: int) -> DataSet:
    from cnnviz.data.swans.draw import kind_pictures, swan_pictures  # it draws with Pillow: late

    name, *numbers = source.split(":")
    count, side = _numbers(source, numbers)
    if name == "scenes":
        every = kind_pictures(count, seed, side, SCENES)
        unseen = kind_pictures(SWAN_TEST * len(SCENES) // 2, _other(seed), side, SCENES)
        tested = {"scenes": Pictures(unseen.pictures, _as_scenes(unseen))}
        return _split(Pictures(every.pictures, _as_scenes(every)), seed, tested, SCENES)
    made = swan_pictures(count, seed, side, black=name == "swans")
    tests: dict[str, Pictures] = {}
    for title, kinds in SWAN_TESTS.items():
        unseen = kind_pictures(SWAN_TEST, _other(seed), side, kinds)
        tests[title] = Pictures(unseen.pictures, unseen.labels)
    return _split(Pictures(made.pictures, made.labels), seed, tests, SWAN_OR_NOT)


def _as_scenes(made: "SwanPictures") -> NDArray[np.uint8]:
    """Return the classes of pictures whose kinds are counted in another order."""
    from cnnviz.data.swans.draw import KINDS

    place = np.array([SCENES.index(kind) if kind in SCENES else 0 for kind in KINDS], np.uint8)
    return place[made.kinds]


def _numbers(source: str, numbers: list[str]) -> tuple[int, int]:
    """Return count and side of swans:COUNT or swans:COUNT:SIDE."""
    usual = "64" if source.startswith("scenes") else "32"
    texts = [*numbers, usual] if len(numbers) == 1 else numbers
    if len(texts) != 2 or not all(map(_is_count, texts)):
        raise ValueError(
            _("{source!r} must name a count: swans:12000, or swans:12000:64.").format(source=source)
        )
    count, side = int(texts[0]), int(texts[1])
    if not (40 <= count <= 200_000 and side in (32, 64)):
        raise ValueError(
            _("{source!r} must name 40 to 200000 pictures, of 32 or 64 pixels.").format(
                source=source
            )
        )
    return count, side


def _split(
    known: Pictures, seed: int, tests: dict[str, Pictures], classes: tuple[str, ...]
) -> DataSet:
    """Keep some of the known pictures out of the training, to watch it."""
    order = np.random.default_rng(seed).permutation(len(known.labels))
    kept = max(1, len(order) // VALIDATION_SHARE)
    return DataSet(_chosen(known, order[kept:]), _chosen(known, order[:kept]), tests, classes)


def _cut_in_three(known: Pictures, seed: int, name: str, classes: tuple[str, ...]) -> DataSet:
    """Cut a set without a test of its own: a fifth for the test, a twentieth for validation."""
    order = np.random.default_rng(_other(seed)).permutation(len(known.labels))
    tested = max(1, len(order) // TEST_SHARE)
    test = _chosen(known, order[:tested])
    return _split(_chosen(known, order[tested:]), seed, {name: test}, classes)


def _has_idx_files(folder: Path) -> bool:
    return any(folder.glob("train-images-idx*"))


def _classes_of(folder: Path) -> tuple[str, ...]:
    """Return the names of the classes where a folder tells them; those of digits without."""
    try:
        told = json.loads(read_regular(folder / CLASSES, LARGEST_CLASSES))
    except (OSError, ValueError, RecursionError):
        return ()
    is_list = isinstance(told, list) and all(isinstance(name, str) for name in told)
    return tuple(told) if is_list else ()


def _other(seed: int) -> int:
    return seed + 1_000_003


def _strokes(source: str) -> tuple[int, int]:
    """Return count and side of strokes:COUNT or strokes:COUNT:SIDE."""
    texts = source.removeprefix(STROKES).split(":")
    numbers = [int(text) for text in texts if _is_count(text)]
    count, side = (*numbers, 28)[:2] if numbers else (0, 28)
    if len(numbers) != len(texts) or len(texts) > 2 or not 20 <= count <= MOST_STROKES:
        raise ValueError(
            _("{source!r} must name a count from 20 to {most}: strokes:20000.").format(
                source=source, most=MOST_STROKES
            )
        )
    if not 8 <= side <= 128:
        raise ValueError(
            _("{source!r} must name a side from 8 to 128 pixels: strokes:20000:32.").format(
                source=source
            )
        )
    return count, side


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _chosen(source: Pictures, indices: NDArray[np.int64]) -> Pictures:
    return Pictures(source.pictures[indices], source.labels[indices])


def joined(parts: Sequence[Pictures]) -> Pictures:
    """Return pictures of several sets one after another."""
    return Pictures(
        np.concatenate([part.pictures for part in parts]),
        np.concatenate([part.labels for part in parts]),
    )
