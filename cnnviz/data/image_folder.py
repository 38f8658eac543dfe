"""Pictures of one's own: a folder with a folder of pictures for each class."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cnnviz.data.folder_listing import PictureFile, listed
from cnnviz.data.folder_names import natural
from cnnviz.data.picture_store import Stored, stored
from cnnviz.data.source import (
    KNOWN,
    TEST,
    VALIDATION,
    Block,
    IsWanted,
    PassedOver,
    ReadSource,
    Shape,
    Tell,
)
from cnnviz.files.os_reasons import os_reason
from cnnviz.language import N_, _, ngettext
from cnnviz.project.resizing import Resize
from cnnviz.text.shown_name import shown_name

SHAPE = (3, 64, 64)  # where no network says another one
MOST_CLASSES = 255
_PARTS = (KNOWN, VALIDATION, TEST)
_DONE = {  # of how many pictures something is told; the rest of what can be done changes nothing
    "first frame": N_("{n} moving: its first frame taken"),
    "upright": N_("{n} turned upright"),
    "on white": N_("{n} transparent: put on white"),
    "to RGB": N_("{n} of other colours: turned to RGB"),
    "deep": N_("{n} of more than 8 bits a pixel"),
}


def read_folder(
    folder: Path, shape: Shape, resize: Resize, tell: Tell, is_wanted: IsWanted
) -> ReadSource:
    """Read the pictures of all classes, each made as the window makes it.

    What cannot be read is passed over and told; so is a class that has too few pictures.

    Args:
        folder: Holds a folder of pictures for each class, or those of `train`, `val` and `test`.
        shape: Channels, rows and columns of what is made.
        resize: What becomes of other proportions.
        tell: Gets how many files are read.
        is_wanted: Asked again and again.

    Raises:
        OSError: If there is no room for the pictures.
        ReadingGivenUpError: If they are not wanted any more.
        ValueError: If no two classes are left; why, in words.
    """
    try:
        found = listed(folder, is_wanted)
    except OSError as error:
        text = _("The folder {folder} cannot be read: {reason}.")
        raise ValueError(text.format(folder=folder, reason=os_reason(error))) from None
    files = sorted(found.files, key=lambda file: _PARTS.index(file.part))
    read = stored(files, shape, resize, tell, is_wanted)
    good = [files[index] for index in read.kept]
    given = {file.part for file in good}
    needed = 1 + (VALIDATION not in given) + (TEST not in given)  # a picture in each part
    classes, too_small = _classes(good, needed)
    passed = [*found.passed, *read.passed, *_of_other_classes(good, classes, too_small, needed)]
    _require_two(folder, classes, too_small, needed, passed)
    blocks = tuple(
        _block(part, good, read, classes)
        for part in _PARTS
        if any(file.part == part and file.label in classes for file in good)
    )
    notes = (*found.notes, *_notes(read), *_sizes(blocks[0], classes))
    return ReadSource(blocks, classes, tuple(passed), notes, is_light=True)


def _classes(good: Sequence[PictureFile], needed: int) -> tuple[tuple[str, ...], dict[str, int]]:
    """Return the classes that can be learnt, and how many pictures those have that cannot."""
    counts = Counter(file.label for file in good if file.part == KNOWN)
    names = sorted(counts, key=natural)
    if len(names) > MOST_CLASSES:
        text = _("There are {count} classes; {most} are the most.")
        raise ValueError(text.format(count=len(names), most=MOST_CLASSES))
    return (
        tuple(name for name in names if counts[name] >= needed),
        {name: counts[name] for name in names if counts[name] < needed},
    )


def _of_other_classes(
    good: Sequence[PictureFile], classes: Sequence[str], too_small: dict[str, int], needed: int
) -> list[PassedOver]:
    """Tell of the pictures whose class cannot be learnt."""
    few = _("The class “{name}” has too few pictures: {n}, and {needed} are needed.")
    none = _("The class “{name}” has no pictures to learn from.")
    told = []
    for file in good:
        if file.label not in classes:
            text = few if file.label in too_small else none
            count = too_small.get(file.label, 0)
            reason = text.format(name=shown_name(file.label), n=count, needed=needed)
            told.append(PassedOver(file.name, reason))
    return told


def _require_two(
    folder: Path,
    classes: Sequence[str],
    too_small: dict[str, int],
    needed: int,
    passed: Sequence[PassedOver],
) -> None:
    if len(classes) >= 2:
        return
    if too_small:
        names = ", ".join(f"“{shown_name(name)}” {count}" for name, count in too_small.items())
        text = _(
            "{folder} has too few pictures: two classes are needed, with {needed} pictures each at "
            "least; it has {names}."
        )
        raise ValueError(text.format(folder=folder, needed=needed, names=names))
    text = _(
        "{folder} holds no data set: it needs the four files of MNIST, or a folder of "
        "pictures for each of two classes or more."
    ).format(folder=folder)
    if passed:
        more = ngettext(
            "{n} file or folder was passed over: {reason}",
            "{n} files and folders were passed over, such as: {reason}",
            len(passed),
        )
        text = " ".join((text, more.format(n=len(passed), reason=passed[-1].reason)))
    raise ValueError(text)


def _block(part: str, good: Sequence[PictureFile], read: Stored, classes: Sequence[str]) -> Block:
    """Return the pictures of a part: they lie one after another, so that none is copied."""
    places = [i for i, file in enumerate(good) if file.part == part]
    labels = {name: label for label, name in enumerate(classes)}
    chosen: slice | list[int] = slice(places[0], places[-1] + 1)
    if any(good[i].label not in labels for i in places):
        places = [i for i in places if good[i].label in labels]
        chosen = places
    named: NDArray[np.uint8] = np.array([labels[good[i].label] for i in places], np.uint8)
    names = tuple(good[i].name for i in places)
    return Block(read.pictures[chosen], named, part, "", names, read.digests[chosen])


def _notes(read: Stored) -> list[str]:
    """Say what was done to how many pictures."""
    told = [_(_DONE[what]).format(n=n) for what, n in sorted(read.done.items()) if what in _DONE]
    if not told:
        return []
    return [_("Pictures that were changed: {list}.").format(list="; ".join(told))]


FEW, UNEVEN = 10, 5  # pictures of a class; how many times more another class has


def _sizes(block: Block, classes: Sequence[str]) -> list[str]:
    """Warn of tiny classes, and of some that are much larger than others."""
    counts = np.bincount(block.labels, minlength=len(classes))
    notes = []
    few = [name for name, count in zip(classes, counts, strict=True) if count < FEW]
    if few:
        text = _("Few pictures: {names} with fewer than {few}. A network learns little from them.")
        names = ", ".join(f"“{shown_name(name)}”" for name in few[:5])
        notes.append(text.format(names=names, few=FEW))
    least, most = int(counts.argmin()), int(counts.argmax())
    if counts[most] >= UNEVEN * counts[least]:
        text = _(
            "Uneven classes: “{large}” has {n} pictures, “{small}” {m}. A network that always says "
            "“{large}” is often right."
        )
        large, small = shown_name(classes[most]), shown_name(classes[least])
        numbers = {"n": counts[most], "m": counts[least]}
        notes.append(text.format(large=large, small=small, **numbers))
    return notes
