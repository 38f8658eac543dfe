"""What a network learns from, what it is watched on, and what it is tested on at the end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cnnviz.data.collection import TRAINING, Collection, joined
from cnnviz.data.image_folder import SHAPE
from cnnviz.data.names import DataName, checked_name
from cnnviz.data.reading import read_source
from cnnviz.data.source import VALIDATION, IsWanted, PassedOver, Shape, Tell
from cnnviz.language import _
from cnnviz.project.resizing import Resize


@dataclass(frozen=True, eq=False)
class Pictures:
    """Labelled pictures."""

    pictures: NDArray[np.uint8]  # (N, C, H, W); 255 is ink, or white
    labels: NDArray[np.uint8]  # (N,)


@dataclass(frozen=True, eq=False)
class DataSet:
    """Three parts that have no picture in common."""

    training: Pictures
    validation: Pictures
    tests: dict[str, Pictures]  # by the name of what is tested
    classes: tuple[str, ...] = ()  # their names; () where nobody told them
    passed: tuple[PassedOver, ...] = ()  # what lies in the folders and is in no part
    notes: tuple[str, ...] = ()  # what is to be told of it, a sentence each
    fingerprint: str = ""  # by what it is known again
    is_light: bool = False  # whether 255 is white, as in a photograph, rather than ink


def load(
    sources: Sequence[str], seed: int, shape: Shape = SHAPE, resize: Resize = "crop"
) -> DataSet:
    """Load and join data sets.

    Args:
        sources: Each a name of the catalogue, "strokes:COUNT" or "swans:COUNT:SIDE" for pictures
            that are made on the spot, a folder with the four IDX files of MNIST, or one with a
            folder of pictures for each class.
        seed: Chooses the generated pictures and those for validation.
        shape: Channels, rows and columns that the pictures of folders are brought to.
        resize: What becomes of their proportions.

    Raises:
        OSError: If a file cannot be read.
        ValueError: If a file is damaged, a source is misspelt, or the data sets differ.
    """
    return data_set(collected(sources, seed, shape, resize))


def in_order(data: DataSet, classes: tuple[str, ...]) -> DataSet:
    """Return the same data with its classes, which are the same, counted in another order."""
    if classes == data.classes:
        return data
    table = np.array([classes.index(name) for name in data.classes], np.uint8)
    parts = {name: replace(part, labels=table[part.labels]) for name, part in data.tests.items()}
    return replace(
        data, classes=classes, tests=parts,
        training=replace(data.training, labels=table[data.training.labels]),
        validation=replace(data.validation, labels=table[data.validation.labels]),
    )  # fmt: skip


def data_set(found: Collection) -> DataSet:
    """Return the parts of a collection, read from the disk."""
    parts = {
        name: Pictures(found.pictures(places), found.labels[places])
        for name, places in found.parts.items()
    }
    training, validation = parts.pop(TRAINING), parts.pop(VALIDATION)
    return DataSet(
        training, validation, parts, found.classes, found.passed, found.notes,
        found.fingerprint(), found.is_light,
    )  # fmt: skip


def together(parts: Sequence[Pictures]) -> Pictures:
    """Return pictures of several parts one after another."""
    return Pictures(
        np.concatenate([part.pictures for part in parts]),
        np.concatenate([part.labels for part in parts]),
    )


def collected(
    sources: Sequence[str],
    seed: int,
    shape: Shape = SHAPE,
    resize: Resize = "crop",
    tell: Tell = lambda done, of: None,
    is_wanted: IsWanted = lambda: True,
) -> Collection:
    """Join and cut data sets as `load`, without reading all their pictures into memory.

    Args:
        sources: As for `load`; so are seed, shape and resize.
        seed: See there.
        shape: See there.
        resize: See there.
        tell: Gets how many pictures of a folder are read, of how many.
        is_wanted: Asked again and again.

    Raises:
        ReadingGivenUpError: If it is not wanted any more.
        OSError, ValueError: As `load`.
    """
    names = [checked_name(source) for source in sources]
    found = [read_source(name, seed, shape, resize, tell, is_wanted) for name in names]
    if len({block.pictures.shape[1:] for source in found for block in source.blocks}) != 1:
        raise ValueError(
            _("The pictures of {sources} differ in size.").format(sources=", ".join(sources))
        )
    whole = joined(found, titles_of(names), seed)
    notes = tuple(name.note for name in names if name.note)
    return whole if not notes else whole.with_notes(notes)


def titles_of(names: Sequence[DataName]) -> tuple[str, ...]:
    """Return a title for each source: its name, or as much of it as tells it from the others."""
    parts = [
        [name.text, name.known.name] if name.known else name.text.replace("\\", "/").split("/")
        for name in names
    ]
    titles = [part[-1] for part in parts]
    for depth in range(2, max(map(len, parts)) + 1):
        owners = [
            {name.text for name, each in zip(names, titles, strict=True) if each == title}
            for title in titles
        ]
        alike = [len(found) > 1 for found in owners]
        for place, part in enumerate(parts):
            if alike[place] and names[place].known:
                titles[place] = names[place].text
            elif alike[place]:
                titles[place] = "/".join(part[-depth:])
    numbers = [titles[:place].count(title) for place, title in enumerate(titles)]
    pairs = zip(titles, numbers, strict=True)
    return tuple(f"{title} ({number + 1})" if number else title for title, number in pairs)
