"""What was found of arrays that nobody can write to: each is looked through once."""

import weakref
from collections.abc import Callable
from typing import Generic, TypeVar

from cnnviz.cnn.ops import Array

_Found = TypeVar("_Found")


class OfArrays(Generic[_Found]):
    """Findings by the array itself, not by its numbers; forgotten with the array.

    Traces share the arrays of nodes that an edit left alone.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[weakref.ref[Array], _Found]] = {}

    def of(self, array: Array, find: Callable[[], _Found]) -> _Found:
        """Return what `find` found of an array; it is asked again of one that can be written to."""
        if array.flags.writeable:
            return find()
        key = id(array)
        known = self._known.get(key)
        if known is not None and known[0]() is array:
            return known[1]
        found = find()
        self._known[key] = (weakref.ref(array, self._forget(key)), found)
        return found

    def _forget(self, key: int) -> Callable[[weakref.ref[Array]], None]:
        known = self._known

        def forget(gone: weakref.ref[Array]) -> None:
            if key in known and known[key][0] is gone:  # else another has that number by now
                del known[key]

        return forget
