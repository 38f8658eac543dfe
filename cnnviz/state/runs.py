"""The runs in a folder: listed, renamed, thrown away, exported; whoever made them."""

import csv
import io
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QFile

from cnnviz.files.atomic_file import write_atomically
from cnnviz.language import _
from cnnviz.project.network_title import shown_title
from cnnviz.runs.config import Config
from cnnviz.runs.directory import CONFIG, RunDirectory
from cnnviz.runs.history import Follower
from cnnviz.runs.history import History as History

COLUMNS = ("epoch", "step", "train_loss", "train_accuracy", "val_loss", "val_accuracy",
           "images_per_second")  # fmt: skip


@dataclass(frozen=True)
class RunSummary:
    """What a list of runs tells of one."""

    path: Path
    config: Config | None
    network: str  # its title
    state: str
    val_accuracy: float | None  # the best, 0 to 1
    tests: tuple[tuple[str, float], ...] = ()  # each test set and its accuracy, 0 to 1
    done: int = 0  # epochs so far
    last_accuracy: float | None = None  # the validation of the last epoch, 0 to 1


class Runs:
    """The runs of a folder; at each look only what is new is read."""

    def __init__(self) -> None:
        self._known: dict[tuple[Path, int, int], _Run] = {}

    def look(self, folder: Path) -> list[RunSummary]:
        """Return the runs of a folder, the latest first.

        What is no run is left out; where there is no such folder, there are none.
        """
        try:
            keys = [key for path in folder.iterdir() if (key := _key(path)) is not None]
        except OSError:
            keys = []
        self._known = {key: self._known.get(key) or _Run(key[0]) for key in sorted(keys, key=_made)}
        return [run.summary() for run in reversed(self._known.values())]

    def history(self, path: Path) -> History:
        """Return what the events of a run of the folder added up to at the last look."""
        found = (run for key, run in self._known.items() if key[0] == path)
        run = next(found, None)
        return History() if run is None else run.events.history


def _key(path: Path) -> tuple[Path, int, int] | None:
    """Return what tells a run from another one that takes its name; None: it is no run."""
    try:
        made = (path / CONFIG).stat()
    except OSError:
        return None
    return path, made.st_ino, made.st_mtime_ns


def _made(key: tuple[Path, int, int]) -> tuple[int, Path]:
    """Return when a run was made, and its name where that is the same."""
    return key[2], key[0]


class _Run:
    """A run of the list: what never changes is read once."""

    def __init__(self, path: Path) -> None:
        self._directory = RunDirectory(path)
        self.events = Follower(self._directory)
        self._config: Config | None = None
        self._network = ""
        try:
            self._config = self._directory.config()
            self._network = self._config.network
            self._network = shown_title(self._directory.network())
        except (OSError, ValueError):
            return  # without a network, its name is known; without settings, nothing

    def summary(self) -> RunSummary:
        """Return what can be told of it now."""
        path = self._directory.path
        if self._config is None:
            return RunSummary(path, None, "", "damaged", None)
        self.events.look()
        history = self.events.history
        best = history.best
        state = history.state if history.has_ended else "stopped unexpectedly"
        return RunSummary(
            path,
            self._config,
            self._network,
            "running" if self._directory.is_running() else state,
            None if best is None else best.val_accuracy,
            tuple((test.test_set, test.accuracy) for test in history.tests),
            len(history.epochs),
            history.epochs[-1].val_accuracy if history.epochs else None,
        )


def differing(runs: Sequence[RunSummary]) -> dict[str, list[object]]:
    """Return the settings in which runs differ: by name, the value of each run.

    A run is named by what its network is, not by the file that it began with.
    """
    known = [(run, vars(run.config)) for run in runs if run.config is not None]
    if len(known) < len(runs):
        return {}
    every = {
        name: [run.network if name == "network" else values.get(name) for run, values in known]
        for name in (known[0][1] if known else ())
    }
    return {name: values for name, values in every.items() if len(set(values)) > 1}


def history_of(path: Path) -> History:
    """Return what the events of a run add up to."""
    events = Follower(RunDirectory(path))
    events.look()
    return events.history


def renamed(path: Path, name: str) -> Path:
    """Give the folder of a run another name.

    Raises:
        ValueError: If the name cannot be, or is taken; why, in a sentence.
        OSError: If the folder is gone or cannot be renamed.
    """
    name = name.strip()
    if not name or name in (".", "..") or any(sign in name for sign in '/\\:*?"<>|\0'):
        raise ValueError(_("A run's name must be one a folder can have: no slashes, not empty."))
    after = path.with_name(name)
    if after == path:
        return path
    if os.path.exists(after):
        raise ValueError(
            _("There is already a run “{name}”; choose another name.").format(name=name)
        )
    if RunDirectory(path).is_running():
        raise ValueError(_("The run is being trained; rename it when it has ended."))
    path.rename(after)
    return after


def thrown_away(path: Path) -> None:
    """Move a run to the trash of the desktop; where there is none, delete it.

    Raises:
        ValueError: If it is being trained.
        OSError: If it cannot be removed.
    """
    if RunDirectory(path).is_running():
        raise ValueError(_("The run is being trained; stop it first."))
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
