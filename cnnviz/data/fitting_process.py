"""Decode pictures and bring them to one shape: what a process of its own does for a data set.

`python -m cnnviz.data.fitting_process SECONDS CHANNELS ROWS COLUMNS RESIZE` reads one file after
another from stdin, each after its size, and answers with a line of JSON and the bytes of the
picture, made as the window makes it.
"""

import json
import sys
from typing import BinaryIO, cast

import numpy as np
from numpy.typing import NDArray

from cnnviz.files.pictures.bounds import BoundError
from cnnviz.files.pictures.decoding import EIGHT_BITS, answer_all, decoded
from cnnviz.project.picture import limited
from cnnviz.project.picture_file import picture_of
from cnnviz.project.resizing import Resize, fitted

Shape = tuple[int, int, int]  # channels, rows and columns


def fitted_picture(content: bytes, shape: Shape, resize: Resize) -> tuple[tuple[str, ...], bytes]:
    """Return what was done to a picture, and its bytes in one shape, 255 is white.

    Raises:
        BoundError: As `decoding.decoded`.
    """
    found = decoded(content)
    picture = limited(picture_of(found, ""))
    values = fitted(picture.values, shape, resize)[0]
    levels: NDArray[np.uint8] = np.rint(values.clip(0, 1) * 255).astype(np.uint8)
    done = found.done if found.dtype == EIGHT_BITS else (*found.done, "deep")
    return done, levels.tobytes()


def main(seconds: str, channels: str, rows: str, columns: str, resize: str) -> None:
    """Answer for one file after another, each in so many seconds of computing time."""
    shape = int(channels), int(rows), int(columns)

    def answer(content: bytes, answers: BinaryIO) -> None:
        try:
            done, levels = fitted_picture(content, shape, cast(Resize, resize))
        except BoundError as error:
            answers.write(json.dumps({"problem": error.problem}).encode() + b"\n")
            return
        except MemoryError:
            answers.write(json.dumps({"problem": "memory"}).encode() + b"\n")
            return
        answers.write(json.dumps({"done": done}).encode() + b"\n")
        answers.write(levels)

    answer_all(float(seconds), answer)


if __name__ == "__main__":
    main(*sys.argv[1:])
