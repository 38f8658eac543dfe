"""Reading and downloading data sets beside the window: jobs that can be overtaken or cancelled."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QThreadPool, Signal, Slot

from cnnviz.data.catalogue import DataInfo, info
from cnnviz.data.download import CancelledError, download, is_here

SAMPLE = 600  # pictures of a set that is made on the spot


@dataclass(frozen=True, eq=False)
class Sheet:
    """Pictures of a data set to look through."""

    source: str
    pictures: NDArray[np.uint8]  # (N, C, H, W)
    labels: NDArray[np.uint8]  # (N,)
    classes: tuple[str, ...]
    is_sample: bool = False  # whether a set that is made on the spot has more


def is_missing(source: str) -> DataInfo | None:
    """Return what has to be downloaded before a source can be used, or None."""
    known = info(source)
    if known is None or not known.files or is_here(known) or Path(source).is_dir():
        return None
    return known


def described(sheet: Sheet) -> DataInfo:
    """Return what is known of a folder once it has been read."""
    title = f"The folder “{Path(sheet.source).name}”"
    channels, rows, columns = sheet.pictures.shape[1:]
    return DataInfo(sheet.source, title, (channels, rows, columns), sheet.classes, "", "")


def read_sheet(source: str) -> Sheet:
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
    return Sheet(source, shown.pictures, shown.labels, classes, is_sample)


class DataJobs(QObject):
    """Reads sheets and downloads sets; of a job that was overtaken nothing is told."""

    sheet_ready = Signal(object)  # Sheet
    progressed = Signal(int, int)  # bytes so far, all bytes
    downloaded = Signal()
    failed = Signal(str)  # why, in a sentence
    _sheet_answered = Signal(int, object)
    _download_answered = Signal(str)
    _counted = Signal(int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._generation = 0
        self.is_downloading = False
        self._is_cancelled = False
        self._sheet_answered.connect(self._on_sheet_answered)
        self._download_answered.connect(self._on_download_answered)
        self._counted.connect(self.progressed)

    def read(self, source: str) -> None:
        """Read a sheet of a data set."""
        self._generation += 1
        QThreadPool.globalInstance().start(partial(self._read, self._generation, source))

    def _read(self, generation: int, source: str) -> None:
        try:
            answer: object = read_sheet(source)
        except (ValueError, OSError, ImportError) as error:
            answer = str(error)
        self._sheet_answered.emit(generation, answer)

    @Slot(int, object)
    def _on_sheet_answered(self, generation: int, answer: object) -> None:
        if generation != self._generation:
            return
        if isinstance(answer, Sheet):
            self.sheet_ready.emit(answer)
        else:
            self.failed.emit(str(answer))

    def download(self, data: DataInfo) -> None:
        """Download a data set; one at a time."""
        if not self.is_downloading:
            self.is_downloading, self._is_cancelled = True, False
            QThreadPool.globalInstance().start(partial(self._download, data))

    def cancel(self) -> None:
        """Give the download up; what came is kept for the next time."""
        self._is_cancelled = True

    def _download(self, data: DataInfo) -> None:
        try:
            download(data, None, self._counted.emit, lambda: self._is_cancelled)
            answer = ""
        except CancelledError:
            answer = "cancelled"
        except (ValueError, OSError) as error:
            answer = str(error)
        self._download_answered.emit(answer)

    @Slot(str)
    def _on_download_answered(self, problem: str) -> None:
        self.is_downloading = False
        if problem and problem != "cancelled":
            self.failed.emit(problem)
        self.downloaded.emit()

    def close(self) -> None:
        """End what runs: the window closes."""
        self._is_cancelled = True
        self._generation += 1
        QThreadPool.globalInstance().waitForDone(3000)
