"""The folder of a run that begins: what it is called, and what becomes of it if nothing begins."""

import re
from contextlib import suppress
from datetime import date
from pathlib import Path

BEGINNING = "network.cnnviz"  # what a run begins with
LONGEST_NAME = 60  # letters of a network's name in that of a folder


def free_folder(parent: Path, network: str) -> Path:
    """Return a folder that is not there yet, named by date and network.

    Of the network's name, which a file may bring, only what any folder can be called is kept.
    """
    name = re.sub(r"[^A-Za-z0-9_.-]+", "-", network)[:LONGEST_NAME].strip("-.")
    stem = f"{date.today().isoformat()}-{name or 'network'}"
    names = (stem, *(f"{stem}-{number}" for number in range(2, 10_000)))
    return next(parent / name for name in names if not (parent / name).exists())


def throw_away_unbegun(folder: Path) -> None:
    """Remove the folder of a run that never began, unless somebody put more into it."""
    with suppress(OSError):
        (folder / BEGINNING).unlink(missing_ok=True)
        folder.rmdir()
