"""By what a file is known again: whether another program has changed it meanwhile."""

import os
from dataclasses import dataclass
from pathlib import Path

from cnnviz.files.regular_file import open_regular

NEVER = -1  # a time at which no file was changed: only its bytes tell whether it is the same
_PIECE = 1 << 20  # bytes read at a time


@dataclass(frozen=True)
class Fingerprint:
    """What a file was when it was read or written."""

    size: int  # bytes
    modified: int  # nanoseconds since 1970
    digest: str  # SHA-256 of its bytes

    def is_of(self, path: Path) -> bool:
        """Return whether a file still holds the same bytes; False where it cannot be read."""
        try:
            status = os.stat(path)
            if status.st_size != self.size:
                return False
            return status.st_mtime_ns == self.modified or digest_of_file(path) == self.digest
        except (OSError, ValueError):
            return False


def fingerprint(path: Path, digest: str) -> Fingerprint:
    """Return the fingerprint of a file whose bytes have a digest.

    Raises:
        OSError: If it is gone.
    """
    status = os.stat(path)
    return Fingerprint(status.st_size, status.st_mtime_ns, digest)


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of the bytes of a file.

    Raises:
        OSError: If it cannot be read.
    """
    import hashlib  # late: at the start nothing is read, and it brings all of OpenSSL

    sha = hashlib.sha256()
    with open_regular(path) as file:
        while piece := file.read(_PIECE):
            sha.update(piece)
    return sha.hexdigest()
