"""What a run tells, read while another process writes it: each look takes in only what is new."""

import os
from pathlib import Path
from typing import NamedTuple

from cnnviz.files.regular_file import open_regular
from cnnviz.runs.events import Event, known_event


class NewEvents(NamedTuple):
    """What one look at the events of a run found."""

    events: list[Event]
    is_afresh: bool  # whether those of the looks before no longer hold: these are all there are


class EventsTail:
    """Reads on from where the last look ended.

    A run that is resumed gets another file, which holds what was told before its checkpoint. It may
    be as long as the first one by the time of the next look: so the file itself is compared, and
    the line before the place, because a file system gives the number of a file that is gone away
    again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = (0, 0)  # device and number of the file that was read
        self._read = 0  # bytes of it, to the end of a line
        self._last = b""  # that line

    def look(self) -> NewEvents:
        """Return what was told since the last look; a line that is still written waits."""
        try:
            text, is_afresh = self._rest()
        except OSError:
            return NewEvents([], is_afresh=False)
        lines = text[: text.rfind(b"\n") + 1].splitlines(keepends=True)
        if lines:
            self._last = lines[-1]
            self._read += sum(map(len, lines))
        events = [event for line in lines if (event := known_event(line)) is not None]
        return NewEvents(events, is_afresh)

    def _rest(self) -> tuple[bytes, bool]:
        """Return what follows what was read, and whether that is the whole of another file."""
        with open_regular(self._path) as file:
            found = os.fstat(file.fileno())
            same_file = (found.st_dev, found.st_ino) == self._file
            file.seek(self._read - len(self._last))
            is_afresh = self._read > 0 and not (
                same_file and file.read(len(self._last)) == self._last
            )
            if is_afresh:
                self._read, self._last = 0, b""
                file.seek(0)
            self._file = found.st_dev, found.st_ino
            return file.read(), is_afresh
