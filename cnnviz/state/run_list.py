"""The runs in the folder of runs, looked at every second while somebody wants to know."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from cnnviz.runs.history import History
from cnnviz.state import runs
from cnnviz.state.runs import Runs, RunSummary

SECOND = 1000  # ms between two looks


class RunList(QObject):
    """Knows the runs of a folder, the latest first; whoever makes, renames or removes them."""

    changed = Signal()  # a run is new, gone, or another number of it is
    renamed = Signal(object, object)  # (the path before, the path after), by this window

    def __init__(self, folder: Callable[[], Path], parent: QObject) -> None:
        super().__init__(parent)
        self._folder, self._runs = folder, Runs()
        self.summaries: tuple[RunSummary, ...] = ()
        self._timer = QTimer(self, interval=SECOND)
        self._timer.timeout.connect(self.look)

    def watch(self, is_wanted: bool) -> None:
        """Look at once and every second from now on, or no more."""
        if is_wanted:
            self.look()
            self._timer.start()
        else:
            self._timer.stop()

    def look(self) -> None:
        """Look whether anything changed."""
        found = tuple(self._runs.look(self._folder()))
        if found != self.summaries:
            self.summaries = found
            self.changed.emit()

    @property
    def paths(self) -> tuple[Path, ...]:
        """Where the runs are, the latest first."""
        return tuple(run.path for run in self.summaries)

    def history(self, path: Path) -> History:
        """Return what the events of a run added up to at the last look."""
        return self._runs.history(path)

    def rename(self, path: Path, name: str) -> Path:
        """Give a run another name; return where it is now.

        Raises:
            ValueError: If the name cannot be, or is taken; why, in a sentence.
            OSError: If the folder is gone or cannot be renamed.
        """
        after = runs.renamed(path, name)
        self.renamed.emit(path, after)
        self.look()
        return after

    def throw_away(self, path: Path) -> None:
        """Move a run to the trash.

        Raises:
            ValueError: If it is being trained.
            OSError: If it cannot be removed.
        """
        runs.thrown_away(path)
        self.look()
