"""Reading and downloading data sets beside the window: jobs that can be overtaken or cancelled."""

from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, QThreadPool, Signal

from cnnviz.data.catalogue import DataInfo, info
from cnnviz.data.download import CancelledError, download, is_here
from cnnviz.files.atomic_file import IsWanted
from cnnviz.state.data_sheet import DataSheet, Wanted, read_sheet
from cnnviz.state.latest_job import LatestJob
from cnnviz.text.shown_name import shown_name

OFTEN = 0.1  # seconds between two reports of progress
PATIENCE = 300  # ms for a job to end when the window closes


def is_missing(source: str) -> DataInfo | None:
    """Return what has to be downloaded before a source can be used, or None."""
    known = info(source)
    if known is None or not known.files or is_here(known):
        return None
    return known


def described(sheet: DataSheet) -> DataInfo:
    """Return what is known of a folder once it has been read."""
    title = shown_name(Path(sheet.wanted.sources[0]).name)
    return DataInfo(sheet.wanted.sources[0], title, sheet.found.shape, sheet.classes, "", "")


class DataJobs(QObject):
    """Reads sheets and downloads sets; of a job that was overtaken nothing is told."""

    sheet_ready = Signal(object)  # DataSheet
    read_so_far = Signal(int, int)  # pictures of a folder, all of them
    progressed = Signal(int, int)  # bytes so far, all bytes
    downloaded = Signal()  # or given up
    failed = Signal(str)  # why, in a sentence
    _counted = Signal(int, int)  # from another thread
    _read = Signal(int, int)  # from another thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_cancelled = False
        self._reading, self._loading = LatestJob(self), LatestJob(self)
        self._reading.done.connect(self.sheet_ready)
        self._reading.failed.connect(self.failed)
        self._loading.done.connect(self._on_downloaded)
        self._loading.failed.connect(self._on_download_failed)
        self._counted.connect(self.progressed)
        self._read.connect(self._on_read)

    @property
    def is_downloading(self) -> bool:
        """Whether a download runs, also one that was cancelled but has not ended yet."""
        return self._loading.is_running

    @property
    def is_reading(self) -> bool:
        """Whether a sheet is being read."""
        return self._reading.is_running

    def read(self, wanted: Wanted) -> None:
        """Read a sheet of some data; one that is being read is overtaken."""
        self._reading.start(partial(self._sheet, wanted))

    def give_up(self) -> None:
        """Read no sheet any more."""
        self._reading.drop()

    def _sheet(self, wanted: Wanted, is_wanted: IsWanted) -> DataSheet:
        """Read a sheet, in another thread; tell now and then how far it is."""
        told = 0.0

        def tell(done: int, of: int) -> None:
            nonlocal told
            if is_wanted() and monotonic() - told > OFTEN:
                told = monotonic()
                self._read.emit(done, of)

        return read_sheet(wanted, tell, is_wanted)

    def _on_read(self, done: int, of: int) -> None:
        if self.is_reading:
            self.read_so_far.emit(done, of)

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
