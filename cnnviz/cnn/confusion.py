"""What a network answered to labelled pictures: the confusion matrix, and its mistakes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.ops import Array

Indices = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Answers:
    """Pictures with their true classes, and what a network took them for."""

    pictures: NDArray[np.uint8]  # (N, C, H, W), 0 to 255
    labels: NDArray[np.uint8]  # (N,), the true classes
    predicted: NDArray[np.uint8]  # (N,), the classes with the largest probability
    confidence: Array  # (N,), the probability of the predicted class, 0 to 1
    classes: tuple[str, ...]
    is_light: bool = False  # whether 255 is white, as in a photograph, rather than ink

    @property
    def accuracy(self) -> float:
        """The share of right answers, 0 to 1."""
        return float((self.labels == self.predicted).mean()) if len(self.labels) else 0.0

    @property
    def are_alike(self) -> bool:
        """Whether pictures of several classes all got one answer."""
        return len(np.unique(self.predicted)) == 1 and len(np.unique(self.labels)) > 1

    @property
    def confusion(self) -> NDArray[np.int64]:
        """How many pictures of each true class (row) got each answer (column)."""
        count = len(self.classes)
        pairs = self.labels.astype(np.int64) * count + self.predicted
        return np.bincount(pairs, minlength=count * count).reshape(count, count)

    def behind(self, label: int, answer: int) -> Indices:
        """Return the pictures of a cell of the confusion matrix, the surest answers first."""
        chosen = np.flatnonzero((self.labels == label) & (self.predicted == answer))
        return self._surest_first(chosen)

    @property
    def mistakes(self) -> Indices:
        """The pictures with a wrong answer, the surest first."""
        return self._surest_first(np.flatnonzero(self.labels != self.predicted))

    def _surest_first(self, chosen: Indices) -> Indices:
        return chosen[np.argsort(-self.confidence[chosen], kind="stable")]


def recall(counts: NDArray[np.int64]) -> Array:
    """Return the share of each true class that was read rightly, (classes,); NaN where it is empty.

    Args:
        counts: A confusion matrix, (classes, classes).
    """
    return _shares(counts.diagonal(), counts.sum(axis=1))


def precision(counts: NDArray[np.int64]) -> Array:
    """Return the share of each answer that is right, (classes,); NaN where it was never given.

    Args:
        counts: A confusion matrix, (classes, classes).
    """
    return _shares(counts.diagonal(), counts.sum(axis=0))


def _shares(right: NDArray[np.int64], of: NDArray[np.int64]) -> Array:
    shares = np.full(len(of), np.nan, np.float32)
    np.divide(right, of, out=shares, where=of > 0, casting="same_kind")
    return shares
