"""The folder of a run that begins: what it is called, and what becomes of it if nothing begins."""

import re
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

from cnnviz.files.leftovers import OLD, PATTERN, is_left, temporary_name
from cnnviz.runs.directory import CONFIG, DATA, NETWORK, VALIDATION

BEGINNING = NETWORK  # what a run begins with
LONGEST_NAME = 60  # letters of a network's name in that of a folder

_BEFORE = (NETWORK, VALIDATION, DATA)  # all that a folder holds before its run has begun
_NAMED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-")  # as `free_folder` names them


def free_folder(parent: Path, network: str) -> Path:
    """Return a folder that is not there yet, named by date and network.

    Of the network's name, which a file may bring, only what any folder can be called is kept.
    """
    name = re.sub(r"[^A-Za-z0-9_.-]+", "-", network)[:LONGEST_NAME].strip("-.")
    stem = f"{date.today().isoformat()}-{name or 'network'}"
    names = (stem, *(f"{stem}-{number}" for number in range(2, 10_000)))
    return next(parent / name for name in names if not (parent / name).exists())


def mark(folder: Path) -> None:
    """Say that a run of this process is to begin in a folder; the run takes the mark away."""
    (folder / temporary_name()).touch()


def throw_away_unbegun(folder: Path) -> None:
    """Remove the folder of a run that never began, unless somebody put more into it."""
    with suppress(OSError):
        found = [*folder.iterdir()]
        if all(path.name in _BEFORE or path.match(PATTERN) for path in found):
            for path in found:
                path.unlink(missing_ok=True)
            folder.rmdir()


def sweep_unbegun(parent: Path) -> None:
    """Remove folders of runs that were to begin when the program was killed."""
    with suppress(OSError):
        for folder in parent.iterdir():
            if (
                _NAMED.match(folder.name)
                and not (folder / CONFIG).exists()
                and _is_given_up(folder)
            ):
                throw_away_unbegun(folder)


def _is_given_up(folder: Path) -> bool:
    """Return whether the process that made a folder is gone; where nobody knows, after a day."""
    marks = [*folder.glob(PATTERN)]
    if not marks:
        return time.time() - folder.stat().st_mtime > OLD
    return all(is_left(path) for path in marks)
