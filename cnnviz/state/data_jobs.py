"""Reading and downloading data sets beside the window: jobs that can be overtaken or cancelled."""

import os
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QThreadPool, Signal

from cnnviz.data.catalogue import DataInfo, info
from cnnviz.data.download import CancelledError, download, is_here
from cnnviz.files.atomic_file import IsWanted
from cnnviz.language import _
from cnnviz.state.latest_job import LatestJob

PATIENCE = 300  # ms for a job to end when the window closes
SAMPLE = 600  # pictures of a set that is made on the spot


@dataclass(frozen=True, eq=False)
class DataSheet:
    """Pictures of a data set to look through."""

    source: str
    pictures: NDArray[np.uint8]  # (N, C, H, W)
    labels: NDArray[np.uint8]  # (N,)
    classes: tuple[str, ...]
    is_sample: bool = False  # whether a set that is made on the spot has more


def is_missing(source: str) -> DataInfo | None:
    """Return what has to be downloaded before a source can be used, or None."""
    known = info(source)
    if known is None or not known.files or is_here(known) or os.path.isdir(source):
        return None
    return known


def described(sheet: DataSheet) -> DataInfo:
    """Return what is known of a folder once it has been read."""
    title = _("The folder “{name}”").format(name=Path(sheet.source).name)
    channels, rows, columns = sheet.pictures.shape[1:]
    return DataInfo(sheet.source, title, (channels, rows, columns), sheet.classes, "", "")


def read_sheet(source: str) -> DataSheet:
    """Read pictures of a data set; of one that is made on the spot, some.

    Raises:
        ValueError, OSError: If it cannot be read; why, in a sentence.
    """
    from cnnviz.data import splits

    name, *numbers = source.split(":")
    known = info(source)
    is_sample = known is not None and bool(known.counts)
    if is_sample:
        source = ":".join([name, str(SAMPLE), *numbers[1:]])
    loaded = splits.load([source], 0)
    shown = loaded.training
    classes = loaded.classes or tuple(map(str, range(int(shown.labels.max()) + 1)))
    return DataSheet(source, shown.pictures, shown.labels, classes, is_sample)


class DataJobs(QObject):
    """Reads sheets and downloads sets; of a job that was overtaken nothing is told."""

    sheet_ready = Signal(object)  # DataSheet
    progressed = Signal(int, int)  # bytes so far, all bytes
    downloaded = Signal()  # or given up
    failed = Signal(str)  # why, in a sentence
    _counted = Signal(int, int)  # from another thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_cancelled = False
        self._reading, self._loading = LatestJob(self), LatestJob(self)
        self._reading.done.connect(self.sheet_ready)
        self._reading.failed.connect(self.failed)
        self._loading.done.connect(self._on_downloaded)
        self._loading.failed.connect(self._on_download_failed)
        self._counted.connect(self.progressed)

    @property
    def is_downloading(self) -> bool:
        """Whether a download runs, also one that was cancelled but has not ended yet."""
        return self._loading.is_running

    def read(self, source: str) -> None:
        """Read a sheet of a data set."""
        self._reading.start(partial(_sheet, source))

    def download(self, data: DataInfo) -> None:
        """Download a data set; one at a time."""
        if not self.is_downloading:
            self._is_cancelled = False
            self._loading.start(partial(self._download, data))

    def cancel(self) -> None:
        """Give the download up; what came is kept for the next time."""
        self._is_cancelled = True

    def _download(self, data: DataInfo, is_wanted: IsWanted) -> None:
        """Download, in another thread."""
        with suppress(CancelledError):
            download(data, None, self._counted.emit, lambda: self._is_cancelled)

    def _on_downloaded(self, nothing: None) -> None:
        self.downloaded.emit()

    def _on_download_failed(self, problem: str) -> None:
        self.failed.emit(problem)
        self.downloaded.emit()

    def close(self) -> None:
        """End what runs: the window closes."""
        self._is_cancelled = True
        self._reading.drop()
        self._loading.drop()
        QThreadPool.globalInstance().waitForDone(PATIENCE)


def _sheet(source: str, is_wanted: IsWanted) -> DataSheet:
    """Read a sheet as a job of another thread; it cannot be ended half way."""
    return read_sheet(source)
