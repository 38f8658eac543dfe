"""The runs in a folder: listed, renamed, thrown away, exported; whoever made them."""

import csv
import io
import shutil
from pathlib import Path

from PySide6.QtCore import QFile

from cnnviz.cnn.atomic_file import write_atomically
from cnnviz.training.history import History as History
from cnnviz.training.run_directory import RunDirectory, run_list
from cnnviz.training.run_directory import RunSummary as RunSummary

COLUMNS = ("epoch", "step", "train_loss", "train_accuracy", "val_loss", "val_accuracy",
           "images_per_second")  # fmt: skip


def runs_in(folder: Path) -> list[RunSummary]:
    """Return the runs of a folder, the latest first; none where there is no such folder."""
    return sorted(run_list(folder), key=lambda run: run.path.name, reverse=True)


def history_of(path: Path) -> History:
    """Return what the events of a run add up to."""
    history = History()
    for event in RunDirectory(path).events():
        history.add(event)
    return history


def renamed(path: Path, name: str) -> Path:
    """Give the folder of a run another name.

    Raises:
        ValueError: If the name cannot be, or is taken; why, in a sentence.
        OSError: If the folder is gone or cannot be renamed.
    """
    name = name.strip()
    if not name or name in (".", "..") or any(sign in name for sign in '/\\:*?"<>|\0'):
        raise ValueError("A run's name must be one a folder can have: no slashes, not empty.")
    after = path.with_name(name)
    if after == path:
        return path
    if after.exists():
        raise ValueError(f"There is already a run “{name}”; choose another name.")
    if RunDirectory(path).is_running():
        raise ValueError("The run is being trained; rename it when it has ended.")
    path.rename(after)
    return after


def thrown_away(path: Path) -> None:
    """Move a run to the trash of the desktop; where there is none, delete it.

    Raises:
        ValueError: If it is being trained.
        OSError: If it cannot be removed.
    """
    if RunDirectory(path).is_running():
        raise ValueError("The run is being trained; stop it first.")
    if not QFile.moveToTrash(str(path)):
        shutil.rmtree(path)


def export_csv(path: Path, file: Path) -> None:
    """Write the epochs of a run as a table with commas, one line an epoch.

    Raises:
        OSError: If the file cannot be written.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for epoch in history_of(path).epochs:
        writer.writerow([getattr(epoch, name) for name in COLUMNS])
    write_atomically(file, text.getvalue().encode())
