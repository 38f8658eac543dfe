"""What a picture file claims, read from its own lists of parts before anything is decoded.

A file of a few bytes can ask for hours of work: by its size, by thousands of frames, or by going
over the same pixels again and again. Imports nothing, since the process that decodes starts often.
"""

import re
from collections.abc import Iterator

LARGEST_PICTURE = 25_000_000  # pixels
LONGEST_SIDE = 65_535  # pixels: as in JPEG; Pillow needs seconds for some pictures with longer ones
MOST_FRAMES = 500
MOST_SCANS = 100  # of a progressive JPEG, each of which goes over all pixels; usual are 3 to 20
MOST_PARTS = 100_000  # chunks, segments or blocks; a file of 40 MB has about 5,000


class BoundError(ValueError):
    """A picture is refused: `problem` is "pixels", "frames", "scans" or "parts"."""

    def __init__(self, problem: str, *, is_certain: bool = True) -> None:
        super().__init__(problem)
        self.problem = problem
        self.is_certain = is_certain  # whether another try would end the same


def check_size(size: tuple[int, int]) -> None:
    """Refuse a picture with too many pixels.

    Raises:
        BoundError: If it has more than 25 million, or a side that is too long.
    """
    if size[0] * size[1] > LARGEST_PICTURE or max(size) > LONGEST_SIDE:
        raise BoundError("pixels")


def check_parts(content: bytes, kind: str) -> None:
    """Refuse a file with more frames, scans or parts than any picture needs.

    Args:
        content: The file.
        kind: Which of `KINDS` it is.

    Raises:
        BoundError: If it has too many of them, or claims too many pixels as a WebP.
    """
    if kind == "WEBP":
        check_size(_webp_size(content))
    parts = _PARTS.get(kind)
    if parts is None:
        return
    counts = {"frames": 0, "scans": 0, "parts": 0}
    most = {"frames": MOST_FRAMES, "scans": MOST_SCANS, "parts": MOST_PARTS}
    for what, count in parts(content):
        counts["parts"] += 1
        counts[what] += count
        for each in (what, "parts"):
            if counts[each] > most[each]:
                raise BoundError(each)


Parts = Iterator[tuple[str, int]]  # what is counted, and how many of it a part has


def _big(content: bytes, at: int, size: int) -> int:
    return int.from_bytes(content[at : at + size], "big")


def _little(content: bytes, at: int, size: int) -> int:
    return int.from_bytes(content[at : at + size], "little")


def _png(content: bytes) -> Parts:
    """Source: PNG, third edition, sections 5.3 (chunks) and 11.3.6 (animation)."""
    at, claimed, seen = 8, 0, 0
    while at + 8 <= len(content):
        name, more = content[at + 4 : at + 8], 0
        if name == b"acTL":
            more = max(_big(content, at + 8, 4) - claimed, 0)
            claimed += more
        elif name == b"fcTL":  # a frame; one of those that were claimed counts once
            seen += 1
            more = seen > claimed
        yield ("frames" if more else "parts"), more
        at += 12 + _big(content, at, 4)


_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")  # what ends a scan


def _jpeg(content: bytes) -> Parts:
    """Source: ITU-T T.81, annex B."""
    at = 2
    while at + 4 <= len(content):
        found = _MARKER.search(content, at)
        if found is None or content[found.end() - 1] == 0xD9:  # the end of the picture
            return
        is_scan = content[found.end() - 1] == 0xDA
        yield ("scans" if is_scan else "parts"), is_scan
        at = found.end() + max(2, _big(content, found.end(), 2))


def _gif(content: bytes) -> Parts:
    """Source: GIF89a, sections 17 to 26."""
    flags = content[10] if len(content) > 10 else 0
    at = 13 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
    while at < len(content):
        if content[at] == 0x2C:  # a frame
            yield "frames", 1
            flags = content[at + 9] if at + 9 < len(content) else 0
            at += 11 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
        elif content[at] == 0x21:  # an extension
            yield "parts", 1
            at += 2
        else:
            return
        while at < len(content) and content[at]:
            at += 1 + content[at]
        at += 1


def _webp(content: bytes) -> Parts:
    """Source: RFC 9649, section 2.7."""
    at = 12
    while at + 8 <= len(content):
        is_frame = content[at : at + 4] == b"ANMF"
        yield ("frames" if is_frame else "parts"), is_frame
        size = _little(content, at + 4, 4)
        at += 8 + size + size % 2


def _tiff(content: bytes) -> Parts:
    """Source: TIFF 6.0, section 2, and the design of BigTIFF."""
    number = _little if content[:1] == b"I" else _big
    is_big = number(content, 2, 2) == 43
    width, count_width, entry = (8, 8, 20) if is_big else (4, 2, 12)
    at = number(content, 8 if is_big else 4, width)
    while 0 < at < len(content):  # a ring of pages counts as too many
        yield "frames", 1
        at += count_width + entry * number(content, at, count_width)
        at = number(content, at, width)


_PARTS = {"PNG": _png, "JPEG": _jpeg, "GIF": _gif, "WEBP": _webp, "TIFF": _tiff}


def _webp_size(content: bytes) -> tuple[int, int]:
    """Return the width and height that a WebP file claims.

    Pillow makes room for the whole picture as soon as it opens a WebP file.
    Source: RFC 9649, sections 2.5 to 2.7 (the headers), RFC 6386, section 9.1 (VP8).
    """
    match content[12:16]:
        case b"VP8X":
            return _little(content, 24, 3) + 1, _little(content, 27, 3) + 1
        case b"VP8L":
            packed = _little(content, 21, 4)
            return (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1
        case _:
            return _little(content, 26, 2) & 0x3FFF, _little(content, 28, 2) & 0x3FFF
