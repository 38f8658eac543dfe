"""The picture in full size through the filter that is looked at: a job that can be overtaken."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from cnnviz.cnn.layer_base import Layer
from cnnviz.files.atomic_file import IsWanted
from cnnviz.project.full_filter import Full, filtered
from cnnviz.project.picture import Picture
from cnnviz.state.latest_job import LatestJob

QUIET = 120  # ms without a change before the job starts


class FullPicture(QObject):
    """Reads the file of a reduced picture again and filters it beside the window.

    Each wish overtakes the one before: of a result that comes too late nothing is told. Of a
    file that is gone, or another one now, neither: the preview stays.
    """

    ready = Signal(object)  # Full

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wish: tuple[str, tuple[Layer, ...], int] | None = None
        self._read: tuple[str, Picture] | None = None  # the file read last
        self._timer = QTimer(self, singleShot=True, interval=QUIET)
        self._timer.timeout.connect(self._start)
        self._job = LatestJob(self)
        self._job.done.connect(self._on_done)

    def want(self, picture: Picture, layers: tuple[Layer, ...], channel: int) -> bool:
        """Ask for a picture in full size; return whether there is more of it than in the project.

        Args:
            picture: The picture of the project.
            layers: The convolution, and the batch norm and activation after it.
            channel: Which filter of the convolution.
        """
        self._job.drop()
        self._wish = (picture.file, layers, channel) if picture.file else None
        if self._wish is not None:
            self._timer.start()
        return self._wish is not None

    def drop(self) -> None:
        """Give up what is computed, and the memory of it."""
        self._job.drop()
        self._wish = self._read = None
        self._timer.stop()

    def _start(self) -> None:
        if self._wish is not None:
            self._job.start(partial(self._work, *self._wish))

    def _work(
        self, file: str, layers: tuple[Layer, ...], channel: int, is_wanted: IsWanted
    ) -> Full | None:
        """Compute, in another thread."""
        from cnnviz.project.picture_file import read_picture

        known = self._read
        if known is None or known[0] != file:
            known = (file, read_picture(file, is_wanted))
            if is_wanted():  # else it was dropped meanwhile
                self._read = known
        return filtered(known[1], layers, channel, is_wanted)

    def _on_done(self, full: Full | None) -> None:
        if full is not None:
            self.ready.emit(full)
