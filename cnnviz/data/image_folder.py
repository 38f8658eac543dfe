"""Pictures of one's own: a folder with a folder of pictures for each class."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp")
SIDE = 64  # pixels: what the pictures are cut and resized to
MOST = 20_000  # pictures
LARGEST = 25_000_000  # pixels of one picture


def classes_in(folder: Path) -> tuple[str, ...]:
    """Return the classes of a folder: the names of its folders that hold pictures."""
    found = (each for each in sorted(folder.iterdir()) if each.is_dir() and _pictures_in(each))
    return tuple(each.name for each in found)


def read_folder(folder: Path, side: int = SIDE) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Read the pictures of all classes, the middle square of each.

    Returns:
        Pictures (N, 3, side, side) and labels (N,), in the order of the classes' names.

    Raises:
        ValueError: If there are fewer than two classes, or a picture cannot be read; in words.
    """
    classes = classes_in(folder)
    if not 2 <= len(classes) <= 255:
        raise ValueError(
            f"{folder} holds no data set: it needs the four files of MNIST, or a folder of "
            "pictures for each of two classes or more"
        )
    files = [(file, label) for label, name in enumerate(classes)
             for file in _pictures_in(folder / name)]  # fmt: skip
    if len(files) > MOST:
        raise ValueError(f"{folder} holds {len(files)} pictures; {MOST} are the most")
    pictures = np.stack([_read(file, side) for file, _ in files])
    return pictures, np.array([label for _, label in files], np.uint8)


def _pictures_in(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.iterdir()) if file.suffix.lower() in ENDINGS]


def _read(file: Path, side: int) -> NDArray[np.uint8]:
    try:
        with Image.open(file, formats=("PNG", "JPEG", "GIF", "BMP", "WEBP")) as opened:
            if opened.width * opened.height > LARGEST:
                raise ValueError(f"{file} is larger than {LARGEST} pixels")
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(f"{file} is no picture that can be read; take it out") from error
    square = ImageOps.fit(upright, (side, side), Image.Resampling.BOX)
    return np.asarray(square, np.uint8).transpose(2, 0, 1)
