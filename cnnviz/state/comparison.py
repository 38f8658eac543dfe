"""Which other runs are looked at beside the one that is shown."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cnnviz.state.run_list import RunList
from cnnviz.state.training_run import TrainingRun


class Comparison(QObject):
    """Knows the ticked runs, whose curves are wanted, and the one whose kernels are, too."""

    changed = Signal()  # other runs are ticked
    beside_changed = Signal()  # another run, or none, stands beside

    def __init__(self, runs: RunList, parent: QObject) -> None:
        super().__init__(parent)
        self._runs = runs
        self._ticked: set[Path] = set()
        self._paths: tuple[Path, ...] = ()  # the ticked ones that are there, in their order
        self._elsewhere: Path | None = None  # a run of another folder that stands beside
        self.beside: TrainingRun | None = None
        runs.changed.connect(self._on_runs_changed)
        runs.renamed.connect(self._on_run_renamed)

    @property
    def paths(self) -> tuple[Path, ...]:
        """The ticked runs in the order of the list."""
        return self._paths

    @property
    def offered(self) -> tuple[Path, ...]:
        """The runs that can stand beside the one that is shown."""
        return self._paths if self._elsewhere is None else (*self._paths, self._elsewhere)

    def is_ticked(self, path: Path) -> bool:
        """Return whether a run is compared."""
        return path in self._ticked

    def tick(self, path: Path, is_ticked: bool) -> None:
        """Compare a run of the list, or no more."""
        (self._ticked.add if is_ticked else self._ticked.discard)(path)
        self._on_runs_changed()

    def put_beside(self, path: Path | None) -> None:
        """Let a run stand beside the one that is shown; None: no more."""
        before = self.beside
        if path == (None if before is None else before.directory.path):
            return
        if before is not None:
            before.leave(self)
            before.deleteLater()
        self._elsewhere = None if path is None or path in self._paths else path
        self.beside = None if path is None else TrainingRun(path, self)
        if self.beside is not None:
            self.beside.watch()
        self.beside_changed.emit()

    def _on_run_renamed(self, before: Path, after: Path) -> None:
        if before in self._ticked:
            self._ticked = self._ticked - {before} | {after}

    def _on_runs_changed(self) -> None:
        self._ticked &= set(self._runs.paths)
        paths = tuple(path for path in self._runs.paths if path in self._ticked)
        if paths != self._paths:
            self._paths, self._elsewhere = paths, None
            if self.beside is not None and self.beside.directory.path not in paths:
                self.put_beside(None)
            self.changed.emit()
