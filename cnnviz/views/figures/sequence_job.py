"""Painting and writing what moves, while the window goes on: frame by frame, then beside it."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from cnnviz.figures.animation import ANIMATIONS, Frame
from cnnviz.files.atomic_file import IsWanted
from cnnviz.language import _
from cnnviz.state.beside import Beside, GivenUpError
from cnnviz.views.figures.sequence import FigureSequence, Frames


class SequenceJob(QObject):
    """Paints one frame each time the window has nothing else to do; tells how far it is."""

    advanced = Signal(int, int)  # frames that are painted, and how many there are
    made = Signal(object)  # bytes, the file
    failed = Signal(str)  # why there is none; "" where it was given up

    def __init__(self, beside: Beside, parent: QObject) -> None:
        super().__init__(parent)
        self._beside = beside
        self._sequence: FigureSequence | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_timeout)

    @property
    def is_running(self) -> bool:
        """Whether something is being made."""
        return self._sequence is not None

    def start(self, sequence: FigureSequence, ending: str, factor: float, speed: float) -> None:
        """Make a file.

        Raises:
            ValueError: If there are too many frames; the sentence says what to do.
        """
        self._frames = Frames(sequence, factor)
        self._sequence, self._ending, self._speed = sequence, ending, speed
        self._timer.start()

    def cancel(self) -> None:
        """Give it up; nothing was written."""
        if self.is_running:
            self._finish()
            self.failed.emit("")

    def _finish(self) -> None:
        self._timer.stop()
        if self._sequence is not None:
            self._sequence.end()
        self._sequence = None

    def _on_timeout(self) -> None:
        try:
            if self._frames.done < self._frames.count:
                self._frames.paint_next()
                self.advanced.emit(self._frames.done, self._frames.count)
                return
            self._timer.stop()
            content = self._beside.run(_("Writing the pictures …"), self._written, may_stop=True)
        except GivenUpError:
            self.cancel()
        except ValueError as error:
            self._finish()
            self.failed.emit(str(error))
        else:
            if self.is_running:
                self._finish()
                self.made.emit(content)

    def _written(self, is_wanted: IsWanted) -> bytes:
        frames = _Wanted(self._frames, is_wanted)
        return ANIMATIONS[self._ending](frames, self._frames.count, self._speed)


class _Wanted:
    """Frames, as long as somebody wants them."""

    def __init__(self, frames: Frames, is_wanted: IsWanted) -> None:
        self._frames, self._is_wanted = frames, is_wanted

    def __iter__(self) -> Iterator[Frame]:
        for frame in self._frames:
            if not self._is_wanted():
                raise GivenUpError(_("It was given up."))
            yield frame
