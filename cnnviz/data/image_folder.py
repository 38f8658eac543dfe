"""Pictures of one's own: a folder with a folder of pictures for each class."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cnnviz.language import _
from cnnviz.project.picture import PICTURE_SUFFIXES, PictureError, fitted, limited
from cnnviz.project.picture_file import read_picture

SIDE = 64  # pixels: what the pictures are cut and resized to
MOST = 20_000  # pictures


def classes_in(folder: Path) -> tuple[str, ...]:
    """Return the classes of a folder: the names of its folders that hold pictures."""
    found = (each for each in sorted(folder.iterdir()) if each.is_dir() and _pictures_in(each))
    return tuple(each.name for each in found)


def read_folder(folder: Path, side: int = SIDE) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Read the pictures of all classes as the window does, the middle square of each.

    Returns:
        Pictures (N, 3, side, side) and labels (N,), in the order of the classes' names.

    Raises:
        ValueError: If there are fewer than two classes, or a picture cannot be read; in words.
    """
    classes = classes_in(folder)
    if not 2 <= len(classes) <= 255:
        raise ValueError(
            _(
                "{folder} holds no data set: it needs the four files of MNIST, or a folder of "
                "pictures for each of two classes or more."
            ).format(folder=folder)
        )
    files = [(file, label) for label, name in enumerate(classes)
             for file in _pictures_in(folder / name)]  # fmt: skip
    if len(files) > MOST:
        raise ValueError(
            _("{folder} holds {count} pictures; {most} are the most.").format(
                folder=folder, count=len(files), most=MOST
            )
        )
    pictures = np.stack([_read(file, side) for file, label in files])
    return pictures, np.array([label for file, label in files], np.uint8)


def _pictures_in(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.iterdir()) if file.suffix.lower() in PICTURE_SUFFIXES]


def _read(file: Path, side: int) -> NDArray[np.uint8]:
    try:
        picture = limited(read_picture(file))
    except PictureError as error:
        text = _("{folder}: {problem}")
        raise ValueError(text.format(folder=file.parent.name, problem=error)) from error
    values = fitted(picture.values, (3, side, side))[0]
    levels: NDArray[np.uint8] = np.rint(values.clip(0, 1) * 255).astype(np.uint8)
    return levels
