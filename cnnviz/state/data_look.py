"""The pictures that a run would learn from, read beside the window when somebody looks at them."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from cnnviz.files.atomic_file import IsWanted
from cnnviz.state.data_sheet import DataSheet, Wanted, read_sheet
from cnnviz.state.latest_job import LatestJob


class DataLook(QObject):
    """Holds the sheet of the data that was asked for last."""

    changed = Signal()  # a sheet is there, or why there is none

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet: DataSheet | None = None
        self.problem = ""  # why there is none, in a sentence
        self._wanted: Wanted | None = None
        self._job = LatestJob(self)
        self._job.done.connect(self._on_done)
        self._job.failed.connect(self._on_failed)

    def look_at(self, wanted: Wanted) -> None:
        """Read some data, unless it is here or being read."""
        if wanted != self._wanted:
            self._wanted, self.sheet, self.problem = wanted, None, ""
            self._job.start(partial(_read, wanted))
            self.changed.emit()

    def close(self) -> None:
        """Wait for nothing any more."""
        self._job.drop()

    def _on_done(self, sheet: DataSheet) -> None:
        self.sheet = sheet
        self.changed.emit()

    def _on_failed(self, problem: str) -> None:
        self.problem = problem
        self.changed.emit()


def _read(wanted: Wanted, is_wanted: IsWanted) -> DataSheet:
    return read_sheet(wanted, is_wanted=is_wanted)
