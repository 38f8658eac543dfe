"""Which sheet explains which kind of layer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cnnviz.explain.explanation import Explanation
from cnnviz.explain.placed_sums import PlacedSum
from cnnviz.explain.stepped_values import (
    LogShare,
    MeasuredNormalisation,
    Normalisation,
    Responded,
    Scaled,
    Standardised,
)
from cnnviz.explain.values import (
    Added,
    Curve,
    Filled,
    InputValue,
    Kept,
    Multiplied,
    Passed,
    Patch,
    Share,
    Taken,
    WeightedSum,
    WindowSum,
)
from cnnviz.project.place import Position
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation import (
    activation,
    connected,
    connected_forms,
    connected_rows,
    convolution,
    convolution_forms,
    dropout,
    flatten,
    input_value,
    joined,
    moved,
    norm_steps,
    placed_sum,
    pooling,
    pooling_window,
    scale_steps,
    softmax,
    softmax_table,
    sources,
    stepped,
    taken,
)
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.map_pair import target_after, target_in_pair
from cnnviz.views.explanation.summary import Summary
from cnnviz.views.sheets.item_id import Spot
from cnnviz.views.sheets.sheet import Sheet


def nothing_told(scene: ExplanationScene, spot: Spot) -> str:
    """Return nothing: every number of the sheet tells its exact value by itself."""
    return ""


def no_way(scene: ExplanationScene, spot: Spot) -> Position | None:
    """Return None: a click leads to no other node."""
    return None


def no_target(scene: ExplanationScene, spot: Spot) -> int | None:
    """Return None: a click goes nowhere, it pins what is lit."""
    return None


@dataclass(frozen=True)
class SheetKind:
    """How one kind of explanation is laid out; the functions that do it."""

    summary: Callable[[ExplanationScene, Any], Summary]  # what the result panel says
    forms: Callable[[ExplanationScene, Any], Sequence[Any]]  # the ways to lay out the terms
    rows_sheet: Callable[[ExplanationScene, Any, Any, Extent], Sheet]  # in a form, for a room
    told: Callable[[ExplanationScene, Spot], str] = nothing_told  # what the pointer is on, in words
    target: Callable[[ExplanationScene, Spot], int | None] = no_target  # where a click goes
    way: Callable[[ExplanationScene, Spot], Position | None] = no_way  # to which other node


def kind_of(about: Explanation) -> SheetKind:
    """Return how the explanation of a value is laid out.

    Raises:
        TypeError: If there is no sheet for explanations of this kind.
    """
    kind = _KINDS.get(type(about))
    if kind is None:
        raise TypeError(f"no sheet explains a {type(about).__name__}")
    return kind


_JOINED = SheetKind(
    joined.summary, joined.forms, joined.rows_sheet, sources.told, target_after, sources.way
)
_NORM = SheetKind(norm_steps.summary, stepped.forms, norm_steps.rows_sheet, target=target_in_pair)
_KINDS: dict[type[Explanation], SheetKind] = {
    InputValue: SheetKind(
        input_value.summary, input_value.forms, input_value.rows_sheet, target=input_value.target
    ),
    WindowSum: SheetKind(
        convolution.summary, convolution_forms.forms, convolution.rows_sheet, convolution.told
    ),
    Normalisation: _NORM,
    MeasuredNormalisation: _NORM,
    Scaled: SheetKind(
        scale_steps.summary_of_scale, stepped.forms, scale_steps.scale_sheet, target=target_in_pair
    ),
    Standardised: SheetKind(
        scale_steps.summary_of_standard, stepped.forms, scale_steps.standard_sheet,
        target=target_in_pair,
    ),
    Responded: SheetKind(
        scale_steps.summary_of_response, stepped.forms, scale_steps.response_sheet,
        target=target_in_pair,
    ),
    LogShare: SheetKind(
        scale_steps.summary_of_log_share, stepped.forms, scale_steps.log_share_sheet,
        target=target_in_pair,
    ),
    PlacedSum: SheetKind(
        placed_sum.summary, placed_sum.forms, placed_sum.rows_sheet, placed_sum.told,
        target_after,
    ),
    Curve: SheetKind(
        activation.summary, activation.forms, activation.rows_sheet, target=target_in_pair
    ),
    Patch: SheetKind(
        pooling.summary, pooling_window.forms, pooling_window.rows_sheet,
        pooling.told, pooling.target,
    ),
    Added: _JOINED,
    Multiplied: _JOINED,
    Passed: SheetKind(
        flatten.summary, flatten.forms, flatten.rows_sheet, flatten.told, flatten.target
    ),
    Taken: SheetKind(
        taken.summary, taken.forms, taken.rows_sheet, sources.told, target_after, sources.way
    ),
    Filled: SheetKind(
        moved.summary, moved.filled_forms, moved.filled_sheet, target=target_after
    ),
    Kept: SheetKind(dropout.summary, dropout.forms, dropout.rows_sheet, target=target_in_pair),
    WeightedSum: SheetKind(
        connected.summary, connected_forms.forms, connected_rows.rows_sheet, connected.told
    ),
    Share: SheetKind(
        softmax.summary, softmax_table.forms, softmax_table.rows_sheet, softmax.told, softmax.target
    ),
}  # fmt: skip
