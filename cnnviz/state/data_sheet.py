"""The data of a run to look through, exactly as a run would learn from it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cnnviz.data.catalogue import info
from cnnviz.data.collection import TRAINING as TRAINING
from cnnviz.data.collection import Collection
from cnnviz.data.report import in_order, part_title, passed_text
from cnnviz.data.source import Tell
from cnnviz.language import _, ngettext
from cnnviz.project.resizing import Resize
from cnnviz.runs.config import Config
from cnnviz.text.numbers import count_text

SAMPLE = 600  # pictures of a set that is made on the spot
Shape = tuple[int, int, int]  # channels, rows and columns


@dataclass(frozen=True)
class Wanted:
    """Which data, and what its pictures are made into."""

    sources: tuple[str, ...]
    seed: int
    shape: Shape
    resize: Resize


def wanted_for(config: Config, input_shape: Shape) -> Wanted:
    """Return the data that a run with some settings would learn from."""
    return Wanted(config.data, config.seed, config.picture_shape(input_shape), config.resize)


@dataclass(frozen=True, eq=False)
class DataSheet:
    """Pictures by part; those on the disk are read when they are shown."""

    wanted: Wanted
    found: Collection = field(repr=False)
    is_sample: bool = False  # whether a set that is made on the spot has more

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes."""
        return self.found.classes

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that have pictures, the one to learn from first."""
        return tuple(part for part, places in self.found.parts.items() if len(places))

    def title(self, part: str) -> str:
        """Return what a part is called."""
        return part_title(part)

    def labels(self, part: str) -> NDArray[np.uint8]:
        """Return the classes of the pictures of a part, (N,)."""
        return self.found.labels[self.found.parts[part]]

    def counts(self, part: str) -> list[int]:
        """Return how many pictures of each class a part has."""
        return self.found.counts(part)

    def pictures(self, part: str, numbers: NDArray[np.intp]) -> NDArray[np.uint8]:
        """Return some pictures of a part, (N, C, H, W)."""
        return self.found.pictures(self.found.parts[part][numbers])

    def file(self, part: str, number: int) -> str:
        """Return the name of the file of a picture; "" where it has none."""
        return self.found.name(int(self.found.parts[part][number]))

    @property
    def is_light(self) -> bool:
        """Whether 255 is white, as in a photograph, rather than ink."""
        return self.found.is_light

    @property
    def passed(self) -> tuple[str, tuple[str, ...]]:
        """How many files were passed over, in a sentence; and each, with the reason."""
        passed = self.found.passed
        lines = (f"{each.name}: {each.reason}" for each in in_order(passed))
        return passed_text(passed), tuple(lines)

    @property
    def about(self) -> str:
        """How many pictures there are, and what is to be told of them."""
        if self.is_sample:
            count = len(self.labels(TRAINING))
            text = ngettext(
                "{n} picture, made as those to learn from.",
                "{n} pictures, made as those to learn from.",
                count,
            )
            return text.format(n=count_text(count))
        counts = [len(self.found.parts[part]) for part in self.parts]
        listed = "; ".join(
            _("{part}: {n}").format(part=part_title(part), n=count_text(count))
            for part, count in zip(self.parts, counts, strict=True)
        )
        whole = _("Pictures: {parts}.").format(parts=listed)
        passed, _lines = self.passed
        return " ".join((whole, *self.found.notes, *([passed] if passed else [])))


def read_sheet(
    wanted: Wanted,
    tell: Tell = lambda done, of: None,
    is_wanted: Callable[[], bool] = lambda: True,
) -> DataSheet:
    """Read data to look through; of a set that is made on the spot, some pictures.

    Args:
        wanted: Which, and made into what.
        tell: Gets how many files of a folder are read, of how many.
        is_wanted: Asked again and again; reading ends where it says no.

    Raises:
        ValueError, OSError: If it cannot be read; why, in a sentence.
    """
    from cnnviz.data import splits
    from cnnviz.data.names import checked_name

    names = [checked_name(source) for source in wanted.sources]
    is_sample = len(names) == 1 and names[0].count > SAMPLE
    sources = [name.text for name in names]
    if is_sample and (known := info(sources[0])) is not None:
        sources = [f"{known.name}:{SAMPLE}:{names[0].side}"]
    found = splits.collected(sources, wanted.seed, wanted.shape, wanted.resize, tell, is_wanted)
    return DataSheet(wanted, found, is_sample)
