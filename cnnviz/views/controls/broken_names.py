"""Names that are never shortened: a long one goes on in the next line."""

from collections.abc import Callable

_AFTER = " _-./,;:"  # where a name is parted first


def broken(name: str, width: float, advance: Callable[[str], float]) -> list[str]:
    """Return the lines of a name, each as wide as its room at most; one letter always has room.

    Args:
        name: What is never cut.
        width: Of a line, in pixels.
        advance: How wide a text is, in pixels.
    """
    lines = []
    rest = name
    while rest and advance(rest) > width:
        end = _fitting(rest, width, advance)
        parted = max(rest.rfind(sign, 1, end) for sign in _AFTER) + 1
        end = parted if parted > end // 2 else end
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*lines, rest] if rest or not lines else lines


def _fitting(text: str, width: float, advance: Callable[[str], float]) -> int:
    """Return how many letters of a text have room."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if advance(text[:middle]) <= width:
            low = middle
        else:
            high = middle - 1
    return low
