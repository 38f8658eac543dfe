"""The scores and shares of a softmax as they are printed: a row for each class shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cnnviz.cnn.ops import Array
from cnnviz.cnn.windows import Indices
from cnnviz.explain.printed_values import PrintedSoftmax, is_printable, softmax_sums
from cnnviz.explain.values import Share, with_logits
from cnnviz.project.place import Position
from cnnviz.text.decimals import Decimals
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.sheets.leaves import Leaf, leaf_of, whole_leaf

MOST = 20  # classes that have a row of their own


@dataclass(frozen=True, eq=False)
class ScoreTable:
    """What is printed of a softmax: a row for each class that is shown, and the others."""

    about: Share  # with the tried scores
    rows: Sequence[int]  # classes
    others: Indices  # classes without a row
    logits: list[str]
    differences: list[str]
    sums: PrintedSoftmax | None  # terms: the rows, then the others together
    leaf: Leaf  # which classes these are, in the order of their scores
    of_scores: Decimals  # of the logits; the differences have one decimal less


def classes_shown(about: Share, most: int = MOST, leaf: int = 0) -> tuple[list[int], Leaf]:
    """Return the classes that have a row: all, or the largest and the one that is explained.

    They follow the scores of the network, not those that are tried: rows stay where they are.

    Args:
        about: What is explained.
        most: How many rows there may be.
        leaf: Where the rows begin in that order.
    """
    count = len(about.logits)
    if count <= most:
        return list(range(count)), whole_leaf(count)
    ordered = [int(i) for i in np.argsort(-about.logits, kind="stable")]
    if most == 1:
        seen = leaf_of(count, 1, leaf)
        return ordered[seen.first : seen.end], seen
    others = [i for i in ordered if i != about.place[0]]  # that one stands on every leaf
    seen = leaf_of(count - 1, most - 1, leaf)
    chosen = {about.place[0], *others[seen.first : seen.end]}
    return [i for i in ordered if i in chosen], seen


def score_table(scene: ExplanationScene, about: Share, most: int = MOST) -> ScoreTable:
    """Return what is printed of all rows, or of at most so many, with the tried scores."""
    rows, leaf = classes_shown(about, most, scene.leaf)
    others = np.setdiff1d(np.arange(len(about.logits)), rows)
    shown = with_logits(about, scene.tried)
    logits, of_scores = shown.logits[rows], scene.decimals_before.finer(2)
    if not is_printable(shown.logits, shown.exponentials, shown.shares):
        with np.errstate(all="ignore"):
            differences = scene.decimals_before.texts(logits - shown.logits.max())
        texts = of_scores.texts(logits)
        return ScoreTable(shown, rows, others, texts, differences, None, leaf, of_scores)
    apart = np.array([difference_of(shown, row) for row in rows])
    sums = softmax_sums(
        _with_others(shown.exponentials, rows, others),
        _with_others(shown.shares, rows, others),
        scene.decimals,
    )
    differences = scene.decimals_before.texts(apart)
    return ScoreTable(
        shown, rows, others, of_scores.texts(logits), differences, sums, leaf, of_scores
    )


def _with_others(values: Array, rows: Sequence[int], others: Indices) -> Array:
    """Return the values of the rows, and after them the sum of the others."""
    if not others.size:
        return values[list(rows)]
    return np.append(values[list(rows)], values[others].sum(dtype=np.float64))


def difference_of(about: Share, index: int) -> float:
    """Return z − max of a class, as it is."""
    with np.errstate(all="ignore"):
        return float(about.logits[index]) - float(about.logits.max())


def tried_at(values: Mapping[Position, float], inputs: tuple[str, ...]) -> dict[int, float]:
    """Return the values that a node takes and that are tried, by their number in the row."""
    return {at.channel: value for at, value in values.items() if at.node in inputs}
