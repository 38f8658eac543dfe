"""The pictures of a folder in one shape, kept on the disk: read once, mapped into memory later.

A store is a folder in the cache, named after all that its pictures depend on: which files, their
sizes and times, the shape, the way of resizing, and the language of what is told. `about.json`
is written last: without it a store is not whole, and is made anew.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from cnnviz.data.download import cache_folder
from cnnviz.data.folder_listing import PictureFile
from cnnviz.data.picture_pool import Fitted, PicturePool
from cnnviz.data.source import DIGEST, Bytes, IsWanted, PassedOver, Shape, Tell, digest_of
from cnnviz.files.atomic_file import write_atomically
from cnnviz.files.mapped_file import mapped_copy
from cnnviz.files.regular_file import read_regular
from cnnviz.project.picture_file import no_picture
from cnnviz.project.resizing import Resize

VERSION = 1  # of how pictures are made: another one makes them anew
MOST_BYTES = 4_000_000_000  # of all stores together; the oldest ones go first
LARGEST_COPY = 1_000_000_000  # bytes of one: a larger one is mapped as it lies there
_PICTURES, _DIGESTS, _ABOUT = "pictures.u8", "digests.u8", "about.json"
_LARGEST_ABOUT = 50_000_000  # bytes


@dataclass(frozen=True, eq=False)
class Stored:
    """Pictures that were read."""

    pictures: Bytes  # (N, C, H, W), 255 is white
    digests: Bytes  # (N, 16)
    kept: tuple[int, ...]  # which of the files they are, (N,)
    passed: tuple[PassedOver, ...]
    done: dict[str, int]  # how many were changed in which way, as `Fitted.done`


def stored(
    files: Sequence[PictureFile], shape: Shape, resize: Resize, tell: Tell, is_wanted: IsWanted
) -> Stored:
    """Read pictures, or find them as they were read before.

    Raises:
        ReadingGivenUpError: If they are not wanted any more.
        OSError: If there is no room for them, or no process can be started.
    """
    folder = cache_folder() / "pictures" / _key(files, shape, resize)
    with suppress(OSError, ValueError, KeyError, TypeError):
        found = _found(folder, shape)
        os.utime(folder)  # so that those that are not used go first
        return found
    return _made(_place(folder), files, shape, resize, (tell, is_wanted))


def _key(files: Sequence[PictureFile], shape: Shape, resize: Resize) -> str:
    language = str(no_picture(b"", ""))  # it tells in which language files are spoken of
    parts = [VERSION, shape, resize, language]
    stamps = [(os.fsencode(file.path).hex(), file.stamp) for file in files]
    return blake2b(json.dumps([parts, stamps]).encode(), digest_size=16).hexdigest()


def _place(folder: Path) -> Path:
    """Return an empty folder for a store; one for this process alone where the cache is closed."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _make_room(folder.parent)
        return Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
    except OSError:
        return Path(tempfile.mkdtemp(prefix="cnnviz-pictures-"))


def _made(
    place: Path,
    files: Sequence[PictureFile],
    shape: Shape,
    resize: Resize,
    asked: tuple[Tell, IsWanted],
) -> Stored:
    pool = PicturePool(shape, resize)
    try:
        about = _written(place, files, pool, asked)
        write_atomically(place / _ABOUT, json.dumps(about).encode())
        found = _found(place, shape)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    finally:
        pool.close()
    final = place.with_name(place.name.partition(".")[0])
    if pool.is_certain and place.parent == cache_folder() / "pictures":
        with suppress(OSError):  # another process may have made the same
            os.replace(place, final)
            return _found(final, shape)
    _remove_mapped(place)
    return found


def _written(
    place: Path,
    files: Sequence[PictureFile],
    pool: PicturePool,
    asked: tuple[Tell, IsWanted],
) -> dict[str, Any]:
    """Write the pictures one after another; return what is told of them."""
    tell, is_wanted = asked
    kept: list[int] = []
    passed: list[tuple[str, str]] = []
    done: dict[str, int] = {}
    paths = [file.path for file in files]
    with open(place / _PICTURES, "wb") as pictures, open(place / _DIGESTS, "wb") as digests:
        for index, answer in enumerate(pool.read(paths, is_wanted)):
            if isinstance(answer, Fitted):
                kept.append(index)
                _add(answer, pictures, digests)
                for what in answer.done:
                    done[what] = done.get(what, 0) + 1
            else:
                passed.append((files[index].name, str(answer)))
            tell(index + 1, len(files))
    return {"kept": kept, "passed": passed, "done": done}


def _add(picture: Fitted, pictures: BinaryIO, digests: BinaryIO) -> None:
    pictures.write(picture.levels)
    digests.write(digest_of(picture.levels))


def _found(folder: Path, shape: Shape) -> Stored:
    """Return what is in a store.

    Raises:
        OSError, ValueError, KeyError, TypeError: If there is none, or it is damaged.
    """
    about = json.loads(read_regular(folder / _ABOUT, _LARGEST_ABOUT))
    kept = tuple(map(int, about["kept"]))
    passed = tuple(PassedOver(str(name), str(reason)) for name, reason in about["passed"])
    done = {str(what): int(count) for what, count in about["done"].items()}
    pictures = _mapped(folder / _PICTURES, (len(kept), *shape))
    digests = np.array(_mapped(folder / _DIGESTS, (len(kept), DIGEST)))
    return Stored(pictures, digests, kept, passed, done)


def _mapped(path: Path, shape: tuple[int, ...]) -> Bytes:
    size = int(np.prod(shape))
    if os.path.getsize(path) != size:
        raise ValueError(path)
    if not size:
        return np.zeros(shape, np.uint8)
    copy = mapped_copy(path) if size <= LARGEST_COPY and os.name == "posix" else None
    if copy is not None:  # whoever cuts off the file of the cache does not end this program
        return np.frombuffer(copy, np.uint8, size).reshape(shape)
    return np.memmap(path, np.uint8, "r", shape=shape)


def _make_room(folder: Path) -> None:
    """Remove the stores that were not used for longest, until the rest is not too large."""
    found = []
    for each in folder.iterdir():
        with suppress(OSError):
            size = sum(file.stat().st_size for file in each.iterdir())
            found.append((each.stat().st_mtime, size, each))
    left = MOST_BYTES
    for _time, size, each in sorted(found, reverse=True):
        left -= size
        if left < 0:
            shutil.rmtree(each, ignore_errors=True)


def _remove_mapped(place: Path) -> None:
    """Remove a store that is in use: what is mapped stays readable, where the system allows it."""
    if os.name == "posix":
        shutil.rmtree(place, ignore_errors=True)
