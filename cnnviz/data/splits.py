"""What a network learns from, what it is watched on, and what it is tested on at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cnnviz.data.digits import stroke_digits
from cnnviz.data.idx_files import read_labelled

VALIDATION_SHARE = 20  # one picture of twenty is kept out of the training
STROKES = "strokes:"
MOST_STROKES = 1_000_000  # what fits into memory


@dataclass(frozen=True, eq=False)
class Pictures:
    """Labelled pictures."""

    pictures: NDArray[np.uint8]  # (N, C, H, W), 255 is ink
    labels: NDArray[np.uint8]  # (N,)


@dataclass(frozen=True, eq=False)
class DataSet:
    """Three parts that have no picture in common."""

    training: Pictures
    validation: Pictures
    tests: dict[str, Pictures]  # by the name of what is tested


def load(sources: Sequence[str], seed: int) -> DataSet:
    """Load and join data sets.

    Args:
        sources: Each a folder with the four IDX files of MNIST, or "strokes:COUNT" for digits
            that are generated from strokes.
        seed: Chooses the generated digits and the validation pictures.

    Raises:
        FileNotFoundError: If a file is missing.
        ValueError: If a file is damaged, a source is misspelt, or the data sets differ.
    """
    parts = [_read(source, seed) for source in sources]
    if len({part.training.pictures.shape[1:] for part in parts}) != 1:
        raise ValueError(f"the pictures of {', '.join(sources)} differ in size")
    return DataSet(
        _joined([part.training for part in parts]),
        _joined([part.validation for part in parts]),
        {name: test for part in parts for name, test in part.tests.items()},
    )


def _read(source: str, seed: int) -> DataSet:
    if source.startswith(STROKES):
        count = _count(source)
        known = Pictures(*stroke_digits(count, seed))
        # Every digit has a random sequence of its own, begun by (seed, index).
        unseen = Pictures(*stroke_digits(min(count, 5000), _other(seed)))
        name = "strokes"
    else:
        folder = Path(source)
        if not folder.is_dir():
            raise FileNotFoundError(f"there is no folder {source}")
        known = Pictures(*read_labelled(folder, "train"))
        unseen = Pictures(*read_labelled(folder, "t10k"))
        name = folder.resolve().name
    order = np.random.default_rng(seed).permutation(len(known.labels))
    kept = max(1, len(order) // VALIDATION_SHARE)
    return DataSet(_chosen(known, order[kept:]), _chosen(known, order[:kept]), {name: unseen})


def _other(seed: int) -> int:
    return seed + 1_000_003


def _count(source: str) -> int:
    text = source.removeprefix(STROKES)
    if not (text.isascii() and text.isdigit() and 20 <= int(text) <= MOST_STROKES):
        raise ValueError(f"{source!r} must name a count from 20 to {MOST_STROKES}: strokes:20000")
    return int(text)


def _chosen(source: Pictures, indices: NDArray[np.int64]) -> Pictures:
    return Pictures(source.pictures[indices], source.labels[indices])


def _joined(parts: Sequence[Pictures]) -> Pictures:
    return Pictures(
        np.concatenate([part.pictures for part in parts]),
        np.concatenate([part.labels for part in parts]),
    )
