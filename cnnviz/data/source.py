"""What one source of data holds before it is cut into parts."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Shape = tuple[int, int, int]  # channels, rows and columns

KNOWN, VALIDATION, TEST = "known", "validation", "test"  # KNOWN is cut: most of it is learnt from
DIGEST = 16  # bytes by which a picture is known again

IsWanted = Callable[[], bool]
Tell = Callable[[int, int], None]  # (pictures read so far, all of them)


@dataclass(frozen=True)
class PassedOver:
    """What was passed over, and why."""

    name: str  # within the data set
    reason: str  # a sentence
    is_hidden: bool = False  # whether nobody would look for it: hidden, or left by the system


@dataclass(frozen=True, eq=False)
class Block:
    """Pictures of one part; they may lie on the disk."""

    pictures: Bytes  # (N, C, H, W)
    labels: Bytes  # (N,), places in the classes of its source
    part: str = KNOWN
    test: str = ""  # the name of what is tested; "": that of its source
    names: tuple[str, ...] = ()  # of their files, if they have any
    kept_digests: Bytes | None = None  # (N, 16), where they are known already

    @property
    def digests(self) -> Bytes:
        """By what each picture is known again, (N, 16)."""
        if self.kept_digests is not None:
            return self.kept_digests
        return digests_of(self.pictures)


@dataclass(frozen=True, eq=False)
class ReadSource:
    """Everything that is known of one source."""

    blocks: tuple[Block, ...]
    classes: tuple[str, ...]
    passed: tuple[PassedOver, ...] = ()
    notes: tuple[str, ...] = ()  # what is to be told of it, a sentence each
    is_light: bool = False  # whether 255 is white, as in a photograph, rather than ink


def digests_of(pictures: Bytes) -> Bytes:
    """Return by what each of some pictures is known again, (N, 16)."""
    made = b"".join(digest_of(picture.tobytes()) for picture in pictures)
    return np.frombuffer(made, np.uint8).reshape(len(pictures), DIGEST)


def digest_of(content: bytes) -> bytes:
    """Return by what a picture is known again."""
    return blake2b(content, digest_size=DIGEST).digest()
