"""What a folder of pictures holds, by its files' names: classes, parts, and what is passed over."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cnnviz.data.folder_names import PARTS, class_name, is_passed_over, natural
from cnnviz.data.picture_pool import ReadingGivenUpError
from cnnviz.data.source import KNOWN, TEST, VALIDATION, IsWanted, PassedOver
from cnnviz.files.os_reasons import os_reason
from cnnviz.files.pictures.kinds import kind_of
from cnnviz.files.regular_file import open_regular
from cnnviz.language import _
from cnnviz.text.numbers import count_text
from cnnviz.text.shown_name import shown_name

DEEPEST = 8  # folders within a class
MOST_FILES, MOST_FOLDERS = 20_000, 5_000  # of all classes; who names a whole disk is told at once
_OF_THE_SYSTEM = ("/proc", "/sys", "/dev")
_MOST_LOOKED_INTO = 500  # files, to find out whether pictures lie among them
_START = 16  # bytes that tell a picture
_ROLES = {"training": KNOWN, "validation": VALIDATION, "test": TEST}


def _always() -> bool:
    return True


@dataclass(frozen=True)
class PictureFile:
    """A file in the folder of a class; whether it is a picture is seen when it is read."""

    path: Path
    name: str  # within the data set, as people read it
    label: str  # the name of its class
    part: str  # KNOWN, VALIDATION or TEST
    stamp: tuple[int, ...]  # size and times: another one means that it changed


@dataclass
class FolderListing:
    """What was found; grows while the folder is looked through."""

    files: list[PictureFile] = field(default_factory=list)
    passed: list[PassedOver] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    folders: int = 0  # that were looked into
    is_wanted: IsWanted = _always  # asked at each of them


def listed(folder: Path, is_wanted: IsWanted = _always) -> FolderListing:
    """Look through a folder that has a folder of pictures for each class.

    The usual layout of `train`, `val` and `test` is known, and a folder within a folder, as
    archives make it. Nothing is decoded.

    Args:
        folder: Where to look.
        is_wanted: Asked again and again.

    Raises:
        OSError: If the folder itself cannot be read.
        ReadingGivenUpError: If it is not wanted any more.
        ValueError: If its pictures lie in folders called train and test, without classes.
    """
    if is_of_the_system(folder):
        text = _("{folder} belongs to the system and holds no pictures; choose another folder.")
        raise ValueError(text.format(folder=shown_name(str(folder))))
    found = FolderListing(is_wanted=is_wanted)
    root = _unwrapped(folder, found)
    folders = _folders(root, found, Path())
    parts = {name: PARTS[name.lower()] for name in folders if name.lower() in PARTS}
    if not _is_layout(root, folders, parts):
        for name in folders:
            _collect(root / name, Path(name), name, KNOWN, found)
        return found
    for name in folders:
        if name not in parts:
            text = _("{name} is no part as train, val and test are.")
            found.passed.append(PassedOver(shown(Path(name)), text.format(name=shown(Path(name)))))
            continue
        try:
            classes = _folders(root / name, found, Path(name))
        except OSError as error:
            found.passed.append(_unreadable(Path(name), error))
            continue
        for each in classes:
            _collect(root / name / each, Path(name, each), each, _ROLES[parts[name]], found)
    return found


def shown(path: Path) -> str:
    """Return a path within a data set as people read it."""
    return "/".join(shown_name(part) for part in path.parts)


def _unwrapped(folder: Path, found: FolderListing) -> Path:
    """Go into a folder that is alone in another one, as the content of an archive often is."""
    root = folder
    for _level in range(DEEPEST):
        inner = _shown_folders(root)
        if len(inner) > 1:  # beside them may lie folders of texts, such as annotations
            left = [_MOST_LOOKED_INTO]
            inner = [name for name in inner if _has_pictures_within(root / name, DEEPEST, left)]
        if len(inner) != 1 or _has_pictures(root):
            break
        (only,) = inner
        if only.lower() in PARTS:
            return root
        root = root / only
    if root == folder or len(_shown_folders(root)) < 2 or _has_pictures(root):
        return folder
    outer = [each for each in root.parents if each.is_relative_to(folder)]
    for each in outer:
        inner = _folders(each, found, each.relative_to(folder))  # it tells what files lie there
        found.passed += [
            _without_pictures((each / name).relative_to(folder))
            for name in inner
            if not root.is_relative_to(each / name)
        ]
    text = _("Taken from the folder “{name}” in it.")
    found.notes.append(text.format(name=shown(root.relative_to(folder))))
    return root


def _shown_folders(folder: Path) -> list[str]:
    """Return the folders in a folder that are not passed over; none where it cannot be read."""
    try:
        entries = _entries(folder)
    except OSError:
        return []
    return [each.name for each in entries if not is_passed_over(each) and _is_folder(each)]


def _is_layout(root: Path, folders: list[str], parts: dict[str, str]) -> bool:
    """Return whether folders called train or test hold the classes, and are none themselves.

    Raises:
        ValueError: If they look like such parts, but hold no classes to learn from.
    """
    training = [name for name, part in parts.items() if part == "training"]
    classes = sum(_count_of_classes(root / name) for name in training)
    if not parts or len(parts) < len(folders):
        return len(parts) > 1 and classes > 1
    if classes:
        return True
    text = _(
        "The folder has {names}, but no folder “train” with a folder of pictures for each class in "
        "it; put the pictures of each class into a folder of its own."
    )
    raise ValueError(text.format(names=", ".join(f"“{shown_name(name)}”" for name in parts)))


def _count_of_classes(folder: Path) -> int:
    return sum(_has_pictures(folder / name) for name in _shown_folders(folder))


def _folders(folder: Path, found: FolderListing, inner: Path) -> list[str]:
    """Return the folders in a folder, in natural order; tell of what else lies there."""
    names = []
    for entry in _entries(folder):
        place = inner / entry.name
        if is_passed_over(entry):
            found.passed.append(_hidden(place))
        elif _is_folder(entry):
            names.append(entry.name)
        else:
            text = _("{name} lies in no folder of a class.")
            found.passed.append(PassedOver(shown(place), text.format(name=shown(Path(entry.name)))))
    return sorted(names, key=natural)


def _collect(folder: Path, inner: Path, name: str, part: str, found: FolderListing) -> None:
    """List the files of a class, also those in folders within its own."""
    label = class_name(name)
    seen = _around(folder)  # a link to where the classes lie would give this one all pictures
    before = len(found.files), len(found.passed)
    for entry, place in _within(folder, inner, found, seen, DEEPEST):
        try:
            status = os.stat(entry.path)
        except OSError as error:
            found.passed.append(_unreadable(place, error))
            continue
        if len(found.files) >= MOST_FILES:
            raise too_many_files()
        stamp = status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
        found.files.append(PictureFile(Path(entry.path), shown(place), label, part, stamp))
    if before == (len(found.files), len(found.passed)):
        found.passed.append(_without_pictures(inner))


def _around(folder: Path) -> set[tuple[int, int]]:
    """Return by what the folders are known again in which that of a class lies."""
    known = set()
    for each in list(folder.parents)[:2]:
        with contextlib.suppress(OSError):
            status = os.stat(each)
            known.add((status.st_dev, status.st_ino))
    return known


def _within(
    folder: Path, inner: Path, found: FolderListing, seen: set[tuple[int, int]], depth: int
) -> "Iterator[tuple[os.DirEntry[str], Path]]":
    try:
        status = os.stat(folder)
        entries = _entries(folder)
    except OSError as error:
        found.passed.append(_unreadable(inner, error))
        return
    if not found.is_wanted():
        raise ReadingGivenUpError
    found.folders += 1
    if found.folders > MOST_FOLDERS:
        raise too_many_folders()
    known = (status.st_dev, status.st_ino)
    if known in seen or not depth:
        text = _("{name} leads back to where it lies, or too deep.")
        found.passed.append(PassedOver(shown(inner), text.format(name=shown_name(inner.name))))
        return
    seen.add(known)
    for entry in sorted(entries, key=lambda each: natural(each.name)):
        place = inner / entry.name
        if is_passed_over(entry):
            found.passed.append(_hidden(place))
        elif _is_folder(entry):
            yield from _within(Path(entry.path), place, found, seen, depth - 1)
        else:
            yield entry, place


def _entries(folder: Path) -> "list[os.DirEntry[str]]":
    with os.scandir(folder) as entries:
        return list(entries)


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir() and not is_of_the_system(entry.path)
    except OSError:
        return False


def is_of_the_system(path: str | Path) -> bool:
    """Return whether a folder is one of the kernel: to read a file in it may change the machine."""
    real = Path(os.path.realpath(path))
    return any(real.is_relative_to(folder) for folder in _OF_THE_SYSTEM)


def _has_pictures(folder: Path) -> bool:
    """Return whether pictures lie in a folder itself."""
    try:
        entries = _entries(folder)
    except OSError:
        return False
    return any(
        not is_passed_over(entry) and not _is_folder(entry) and _is_picture(Path(entry.path))
        for entry in entries
    )


def _has_pictures_within(folder: Path, depth: int, left: list[int]) -> bool:
    """Return whether pictures lie in a folder or in those within it, as far as it is looked into.

    Args:
        folder: Where to look.
        depth: How many folders deep.
        left: How many more files and folders are looked at, in all calls together; beyond it, yes.
    """
    try:
        entries = [each for each in _entries(folder) if not is_passed_over(each)]
    except OSError:
        return False
    folders = []
    for entry in entries:
        left[0] -= 1
        if left[0] < 0:
            return True
        if _is_folder(entry):
            folders.append(Path(entry.path))
        elif _is_picture(Path(entry.path)):
            return True
    return depth > 1 and any(_has_pictures_within(each, depth - 1, left) for each in folders)


def _is_picture(path: Path) -> bool:
    try:
        with open_regular(path) as file:
            if not os.fstat(file.fileno()).st_size:  # a file of the kernel: reading it may wait
                return False
            return kind_of(file.read(_START)) is not None
    except (OSError, ValueError):
        return False


def too_many_files() -> ValueError:
    """Return that a folder holds more than any data set, in a sentence."""
    text = _(
        "There are more than {count} files; choose the folder that has a folder of pictures for "
        "each class."
    )
    return ValueError(text.format(count=count_text(MOST_FILES)))


def too_many_folders() -> ValueError:
    """Return that a folder holds more folders than any data set, in a sentence."""
    text = _(
        "There are more than {count} folders; choose the folder that has a folder of pictures for "
        "each class."
    )
    return ValueError(text.format(count=count_text(MOST_FOLDERS)))


def _hidden(place: Path) -> PassedOver:
    text = _("{name} is hidden, or was left by the system.")
    return PassedOver(shown(place), text.format(name=shown_name(place.name)), is_hidden=True)


def _without_pictures(place: Path) -> PassedOver:
    text = _("{name} holds no pictures.")
    return PassedOver(shown(place), text.format(name=shown_name(place.name)))


def _unreadable(place: Path, error: OSError) -> PassedOver:
    text = _("{name} cannot be read: {reason}.")
    return PassedOver(
        shown(place), text.format(name=shown_name(place.name), reason=os_reason(error))
    )
