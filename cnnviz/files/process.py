"""Whether a process that left something behind is still there."""

import hashlib
import os
import socket


def started(pid: int) -> str:
    """Return when a process started, in words of the system; "" where there is no such process.

    A number alone would be mistaken for that of a later process.
    """
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            words = file.read().rpartition(b")")[2].split()
        return "" if words[0] == b"Z" else words[19].decode()  # Z: dead, not yet buried
    except OSError:
        pass
    if os.path.isdir("/proc/self"):
        return ""
    try:
        os.kill(pid, 0)  # asks only whether it is there
    except OSError:
        return ""
    return "there"


def machine() -> str:
    """Return a short name of this machine that can stand in the name of a file."""
    return hashlib.sha256(socket.gethostname().encode()).hexdigest()[:8]
