"""The picture in full size through the filter that is looked at: a job that can be overtaken."""

from functools import partial

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal, Slot

from cnnviz.cnn.layer_base import Layer
from cnnviz.project.full_filter import Full, filtered
from cnnviz.project.picture import Picture

QUIET = 120  # ms without a change before the job starts


class FullPicture(QObject):
    """Reads the file of a reduced picture again and filters it beside the window.

    Each wish overtakes the one before: of a result that comes too late nothing is told.
    """

    ready = Signal(object)  # Full
    _answered = Signal(int, object)  # (generation, Full | None), from another thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._generation = 0
        self._wish: tuple[str, tuple[Layer, ...], int] | None = None
        self._read: tuple[str, Picture] | None = None  # the file read last
        self._timer = QTimer(self, singleShot=True, interval=QUIET)
        self._timer.timeout.connect(self._start)
        self._answered.connect(self._on_answered)

    def want(self, picture: Picture, layers: tuple[Layer, ...], channel: int) -> bool:
        """Ask for a picture in full size; return whether there is more of it than in the project.

        Args:
            picture: The picture of the project.
            layers: The convolution and the activation after it.
            channel: Which filter of the convolution.
        """
        self._generation += 1
        self._wish = (picture.file, layers, channel) if picture.file else None
        if self._wish is not None:
            self._timer.start()
        return self._wish is not None

    def drop(self) -> None:
        """Give up what is computed, and the memory of it."""
        self._generation += 1
        self._wish = self._read = None
        self._timer.stop()

    def _start(self) -> None:
        if self._wish is not None:
            job = partial(self._work, self._generation, *self._wish)
            QThreadPool.globalInstance().start(job)

    def _work(self, generation: int, file: str, layers: tuple[Layer, ...], channel: int) -> None:
        """Compute, in another thread."""
        from cnnviz.project.picture_file import read_picture

        try:
            known = self._read
            if known is None or known[0] != file:
                known = (file, read_picture(file))
                if generation == self._generation:  # else it was dropped meanwhile
                    self._read = known
            full = filtered(known[1], layers, channel, lambda: generation == self._generation)
        except (ValueError, OSError):  # the file is gone or another one: the preview stays
            full = None
        self._answered.emit(generation, full)

    @Slot(int, object)
    def _on_answered(self, generation: int, full: Full | None) -> None:
        if generation == self._generation and full is not None:
            self.ready.emit(full)
