"""A part that is made when it is first needed, so that the window starts sooner."""

from collections.abc import Callable
from typing import Generic, TypeVar

Part = TypeVar("Part")


class FirstUse(Generic[Part]):
    """Knows how to make a part, and holds it once it is made."""

    def __init__(self, make: Callable[[], Part]) -> None:
        self._make = make
        self._made: Part | None = None

    @property
    def made(self) -> Part | None:
        """The part, or None while nobody needed it."""
        return self._made

    def __call__(self) -> Part:
        """Return the part; the first call makes it."""
        if self._made is None:
            self._made = self._make()
        return self._made
