"""A part that is made when it is first needed, so that the window starts sooner."""

from collections.abc import Callable
from typing import Generic, TypeVar

Part_co = TypeVar("Part_co", covariant=True)


class FirstUse(Generic[Part_co]):
    """Knows how to make a part, and holds it once it is made."""

    def __init__(self, make: Callable[[], Part_co]) -> None:
        self._make = make
        self._made: Part_co | None = None

    @property
    def made(self) -> Part_co | None:
        """The part, or None while nobody needed it."""
        return self._made

    def __call__(self) -> Part_co:
        """Return the part; the first call makes it."""
        if self._made is None:
            self._made = self._make()
        return self._made
