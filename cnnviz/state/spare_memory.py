"""Memory that was freed and is still held for later, given back to the system.

The arrays of a large network that were replaced leave holes; glibc keeps them, and new arrays of
other sizes do not fit into all of them.
"""

import ctypes
from functools import cache
from typing import Any


def give_back() -> None:
    """Give back what can be: some milliseconds, so after large changes only."""
    if (trim := _trim()) is not None:
        trim(0)


@cache
def _trim() -> Any:  # noqa: ANN401 - a function of C
    """Return the function of the C library that does it; None where it has none, as elsewhere.

    Source: malloc_trim(3) of glibc.
    """
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return None
