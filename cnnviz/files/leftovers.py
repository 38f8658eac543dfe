"""The names of files that are still being written, and the end of those that nobody will finish.

A process that is killed while it saves leaves such a file. Its name tells which process made it:
on this machine the file goes when the process is gone. Where that cannot be known, for instance
in a folder that machines share, it goes after a day.
"""

import contextlib
import os
import re
import secrets
import time
from pathlib import Path

from cnnviz.files.process import machine, started

PATTERN = ".cnnviz-*.tmp"
OLD = 24 * 3600  # seconds

_OWNED = re.compile(r"\.cnnviz-([0-9a-f]{8})-([0-9]{1,10})-([0-9a-z]{1,20})-[0-9a-f]{8}\.tmp\Z")
_EARLIER = re.compile(r"\.cnnviz-[0-9a-f]{16}\.tmp\Z")  # as versions before named them


def temporary_name() -> str:
    """Return a name for a file that this process is going to write and rename."""
    pid = os.getpid()
    return f".cnnviz-{machine()}-{pid}-{started(pid)}-{secrets.token_hex(4)}.tmp"


def sweep(folder: Path) -> None:
    """Remove what killed processes left half written in a folder, if it is there."""
    with contextlib.suppress(OSError):
        for path in list(folder.glob(PATTERN)):
            if is_left(path):
                path.unlink(missing_ok=True)


def is_left(path: Path) -> bool:
    """Return whether nobody will finish a file of such a name."""
    owned = _OWNED.match(path.name)
    if owned and owned[1] == machine():
        return started(int(owned[2])) != owned[3]
    if not owned and not _EARLIER.match(path.name):
        return False  # not of our making
    return time.time() - path.lstat().st_mtime > OLD
