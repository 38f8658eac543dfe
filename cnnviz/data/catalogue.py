"""The data sets known by name: what they hold, and where they come from."""

from dataclasses import dataclass

DIGITS = tuple("0123456789")


@dataclass(frozen=True)
class DataInfo:
    """What is known of a data set before it is loaded."""

    name: str  # as in --data; before a colon
    title: str
    shape: tuple[int, int, int]  # (C, H, W) of a picture
    classes: tuple[str, ...]
    about: str  # what it holds, in a sentence
    counts: tuple[int, ...] = ()  # sizes that are offered, of a set that is made on the spot


CATALOGUE = (
    DataInfo(
        "strokes", "Strokes", (1, 28, 28), DIGITS,
        "Digits drawn by the program from strokes, each different; no network needed.",
        (5000, 20000, 1000),
    ),
)  # fmt: skip


def info(source: str) -> DataInfo | None:
    """Return what is known of a source such as "strokes:5000"; None for a folder."""
    name = source.partition(":")[0]
    return next((each for each in CATALOGUE if each.name == name), None)
