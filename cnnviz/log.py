"""The log: what went wrong in the program, for whoever mends it.

It stands in a few small files that replace each other, holds no picture and no number of a
project, and calls the user's folder `~`. Where it cannot be written, nothing else suffers.
"""

import contextlib
import errno
import faulthandler
import logging
import logging.handlers
import os
import re
from pathlib import Path
from typing import TextIO

LOG = logging.getLogger("cnnviz")
NAME = "cnnviz.log"
LARGEST, EARLIER = 1_000_000, 4  # bytes of a file, and how many earlier ones are kept
LONGEST = 20_000  # letters of one entry: a fault that goes round in circles tells enough by then
CRASHES = "crash-*.txt"  # what a process says that dies of a signal, under its number


def shortened(text: str) -> str:
    """Return a text in which the user's folder is called `~`."""
    for home in {str(Path.home()), os.path.realpath(Path.home())}:
        if Path(home).parent != Path(home):  # else every path would begin with it
            text = re.sub(re.escape(home) + r"(?![\w.-])", "~", text)
    return text


def start(folder: Path) -> "LogFiles":
    """Begin to log into a folder, and add there what the system says if the program crashes."""
    return LogFiles(folder)


class LogFiles:
    """The files of a process that logs; until they are closed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._handler: logging.Handler | None = None
        self._crash: TextIO | None = None
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            self._handler = _file_of(folder)
            LOG.addHandler(self._handler)
            LOG.setLevel(logging.INFO)
            LOG.propagate = False  # a terminal gets sentences, no log
            _log_crashes(folder)
            self._crash = _crash_file(folder).open("w", encoding="utf-8")
            faulthandler.enable(self._crash)

    def close(self) -> None:
        """End: the program leaves of its own accord."""
        if self._crash is not None:
            faulthandler.disable()
            self._crash.close()
            with contextlib.suppress(OSError):
                _crash_file(self.folder).unlink()
        if self._handler is not None:
            LOG.removeHandler(self._handler)
            with contextlib.suppress(OSError):  # the disk is full
                self._handler.close()
        self._crash = self._handler = None


class _LogFile(logging.handlers.RotatingFileHandler):
    """A file of the log; a full disk or a folder that is gone is no matter."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Do without this line."""


class _LogLine(logging.Formatter):
    """Lines without the user's folder, never longer than what anyone reads."""

    def format(self, record: logging.LogRecord) -> str:
        """Return an entry."""
        text = super().format(record)
        cut = text if len(text) <= LONGEST else f"{text[:LONGEST]}\n…"
        return shortened(cut)


def _file_of(folder: Path) -> logging.Handler:
    if (folder / NAME).exists() and not (folder / NAME).is_file():
        raise OSError(errno.EINVAL)  # a pipe would hold the start up
    made = _LogFile(
        folder / NAME, maxBytes=LARGEST, backupCount=EARLIER, encoding="utf-8", errors="replace"
    )
    made.setFormatter(_LogLine("%(asctime)s %(process)d %(levelname)s %(message)s"))
    return made


def _crash_file(folder: Path) -> Path:
    return folder / CRASHES.replace("*", str(os.getpid()))


def _log_crashes(folder: Path) -> None:
    """Log what processes said that are dead; their own files are not needed any more."""
    for file in folder.glob(CRASHES):
        if _is_alive(file):
            continue
        with contextlib.suppress(OSError):
            if not file.is_file():  # a pipe would never end
                continue
            with file.open(encoding="utf-8", errors="replace") as stream:
                said = stream.read(LONGEST)
            file.unlink()
            if said.strip():
                LOG.error("The program crashed before this start:\n%s", said)


def _is_alive(file: Path) -> bool:
    """Return whether the process that writes a file may still run."""
    number = file.stem.rpartition("-")[2]
    if os.name != "posix" or not number.isdecimal():
        return False  # on Windows a file that is open cannot be taken away
    try:
        os.kill(int(number), 0)
    except OverflowError:
        return False
    except ProcessLookupError:
        return False
    except OSError:  # it is somebody else's
        return True
    return int(number) != os.getpid()
