"""Many pictures of unknown origin, decoded and brought to one shape by several processes."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from cnnviz.data.source import IsWanted, Shape
from cnnviz.files.pictures.bounds import BoundError
from cnnviz.files.pictures.decoder import Decoders, read_line, read_pixels
from cnnviz.files.pictures.kinds import kind_of
from cnnviz.project.picture import PictureError
from cnnviz.project.picture_file import content_of, no_picture, refused
from cnnviz.project.resizing import Resize

MOST_PROCESSES = 4
_AHEAD = 4  # pictures for each process that are read before they are asked for


class ReadingGivenUpError(ValueError):
    """Reading was given up on request."""


@dataclass(frozen=True)
class Fitted:
    """A picture in the shape that was asked for."""

    levels: bytes  # channels, rows and columns, 255 is white
    done: tuple[str, ...]  # as `Decoded.done`; "deep" where it had more than 8 bits


class PicturePool:
    """Keeps the processes while a data set is read."""

    def __init__(self, shape: Shape, resize: Resize) -> None:
        self.is_certain = True  # whether another try would end the same
        self._count = max(1, min(MOST_PROCESSES, os.cpu_count() or 1))
        words = ["cnnviz.data.fitting_process", *map(str, shape), resize]
        size = shape[0] * shape[1] * shape[2]
        self._decoders = Decoders(words, partial(_fitted, size), keep=self._count)

    def read(self, paths: Sequence[Path], is_wanted: IsWanted) -> "Iterator[Fitted | PictureError]":
        """Yield the pictures of files in their order; for one that cannot be read, why.

        Raises:
            ReadingGivenUpError: As soon as they are not wanted any more.
            OSError: If no process can be started.
        """
        waiting: deque[Future[Fitted | PictureError]] = deque()
        rest = iter(paths)
        with ThreadPoolExecutor(self._count) as threads:
            try:
                while True:
                    while len(waiting) < _AHEAD * self._count and (path := next(rest, None)):
                        waiting.append(threads.submit(self._one, path, is_wanted))
                    if not waiting:
                        return
                    answer = waiting.popleft().result()
                    if not is_wanted():
                        raise ReadingGivenUpError
                    yield answer
            finally:
                for job in waiting:
                    job.cancel()

    def close(self) -> None:
        """End the processes."""
        self._decoders.close()

    def _one(self, path: Path, is_wanted: IsWanted) -> Fitted | PictureError:
        name = os.fsencode(path.name).decode(errors="replace")
        try:
            content = content_of(path, name)
            if kind_of(content) is None:
                return no_picture(content, name)
            return self._decoders.decode(content, is_wanted)
        except BoundError as error:
            self.is_certain &= error.is_certain and error.problem != "memory"
            return refused(error, name)
        except PictureError as error:
            return error


def _fitted(size: int, answer: BinaryIO) -> Fitted | str:
    """Return what a process makes of a file; nothing it tells is trusted."""
    told = read_line(answer)
    if "problem" in told:
        return str(told["problem"])
    return Fitted(read_pixels(answer, size), tuple(map(str, told["done"])))
