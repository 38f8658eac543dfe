"""Where one value comes from: the numbers it is computed from, exactly as the layer used them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cnnviz.cnn import ops
from cnnviz.cnn.activation_layers import Activation
from cnnviz.cnn.branch_layers import Add, Concatenate, Elementwise
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import Conv2d, Dropout, Flatten, Linear, Softmax
from cnnviz.cnn.moving_layers import Moving
from cnnviz.cnn.network import INPUT
from cnnviz.cnn.ops import Array
from cnnviz.cnn.pooling_layers import AvgPool2d, Pooling
from cnnviz.cnn.trace import Trace
from cnnviz.cnn.windows import Cells, Indices, outside
from cnnviz.explain.explanation import Explanation
from cnnviz.explain.placed_sums import placed_sum
from cnnviz.explain.places import check_place, source_place
from cnnviz.explain.stepped_values import stepped


@dataclass(frozen=True, eq=False)
class InputValue(Explanation):
    """A value of the input: nothing was computed."""


@dataclass(frozen=True, eq=False)
class WindowSum(Explanation):
    """A value of a convolution: window ⊙ kernel for each input channel, added up, plus bias."""

    channels: Indices  # (C,) of the input, those of the group
    rows: Indices  # (K_h,) of the input where the window lies; outside it: padding
    columns: Indices  # (K_w,)
    window: Array  # (C, K_h, K_w) what lies under the kernel, padding included
    weights: Array  # (C, K_h, K_w) as they are laid on the window: flipped if the layer flips
    products: Array  # (C, K_h, K_w)
    is_padding: Cells  # (K_h, K_w)
    bias: np.float32 | None

    @property
    def subtotals(self) -> Array:
        """The sum of the products of each input channel, (C,)."""
        return np.asarray(self.products.sum(axis=(1, 2)))


@dataclass(frozen=True, eq=False)
class WeightedSum(Explanation):
    """A value of a fully connected layer: every input times its weight, plus bias."""

    inputs: Array  # (N,)
    weights: Array  # (N,)
    products: Array  # (N,)
    bias: np.float32 | None


@dataclass(frozen=True, eq=False)
class Curve(Explanation):
    """A value of an activation: a point on its curve."""

    before: np.float32
    negative: int  # how many values of what goes in were below zero
    total: int


@dataclass(frozen=True, eq=False)
class Patch(Explanation):
    """A value of a pooling: the largest or the mean of a window."""

    rows: Indices  # of the input; outside it: padding
    columns: Indices
    window: Array  # (K_h, K_w); what does not exist is NaN
    is_winner: Cells  # (K_h, K_w) cells that hold the maximum; none for a mean
    divisor: int  # what the sum is divided by; 0 for a maximum
    is_outside: Cells  # (K_h, K_w) what does not exist; a value that does may be NaN, too

    @property
    def given(self) -> Array:
        """The values that exist, (N,)."""
        return self.window[~self.is_outside]


@dataclass(frozen=True, eq=False)
class Passed(Explanation):
    """A value that was only moved: flatten, or dropout when looking, or a join of maps."""

    source: tuple[int, ...]  # its place in the node it was taken from
    source_node: str


@dataclass(frozen=True, eq=False)
class Kept(Passed):
    """A value of a dropout when looking: it stays what it is, and where."""


@dataclass(frozen=True, eq=False)
class Taken(Passed):
    """A value of a concatenation or of chosen channels: one of an input, at the same place."""


@dataclass(frozen=True, eq=False)
class Filled(Explanation):
    """A constant that a padding put around the maps: it stood nowhere before."""


@dataclass(frozen=True, eq=False)
class Joined(Explanation):
    """A value made of one value of each of several inputs."""

    sources: tuple[str, ...]  # the nodes they come from; one may come twice
    places: tuple[tuple[int, ...], ...]  # of each of them in its node
    inputs: Array  # (N,)


@dataclass(frozen=True, eq=False)
class Added(Joined):
    """A value of an addition: the sum of the inputs."""


@dataclass(frozen=True, eq=False)
class Multiplied(Joined):
    """A value of a multiplication: the product of the inputs."""


@dataclass(frozen=True, eq=False)
class Share(Explanation):
    """A value of a softmax: exp(z − max) divided by the sum of all of them."""

    logits: Array  # (N,)
    exponentials: Array  # (N,) of logit − largest
    shares: Array  # (N,)


def with_logits(about: Share, tried: Mapping[int, float]) -> Share:
    """Return what a softmax would make of other scores.

    Args:
        about: A value of the softmax.
        tried: Other scores, by the index of their class.
    """
    if not tried:
        return about
    logits = about.logits.copy()
    logits[list(tried)] = list(tried.values())
    with np.errstate(all="ignore"):  # scores may be infinite
        exponentials = ops.exponentials(logits)
    shares = Softmax().forward(logits)
    return Share(about.node, about.place, shares[about.place], logits, exponentials, shares)


def explain(trace: Trace, node: str, place: tuple[int, ...]) -> Explanation:
    """Explain one value of a trace.

    Args:
        trace: The trace it belongs to.
        node: The name of the node that gives it, or of the input.
        place: (channel, row, column) where the node has maps, else (index,).

    Returns:
        The explanation of the kind of the layer. Its numbers are those of the trace.

    Raises:
        PlaceError: If the node or the place is not there.
        TypeError: If the layer is of a kind that nobody can explain.
    """
    check_place(trace, node, place)
    with np.errstate(all="ignore"):  # infinities and NaN are shown, not warned about
        return _explained(trace, node, place)


def _explained(trace: Trace, node: str, place: tuple[int, ...]) -> Explanation:
    value = trace.values[node][place]
    if node == INPUT:
        return InputValue(node, place, value)
    layer, before = trace.network.layers[node], trace.before(node)
    if isinstance(layer, Conv2d):
        return _window_sum(layer, before, Explanation(node, place, value))
    if isinstance(layer, Linear):
        (unit,) = place
        weights = layer.weight[unit]
        bias = None if layer.bias is None else layer.bias[unit]
        return WeightedSum(node, place, value, before, weights, weights * before, bias)
    if isinstance(layer, Elementwise):
        return _joined(trace, layer, Explanation(node, place, value))
    return _without_kernel(trace, layer, Explanation(node, place, value))


def _window_sum(layer: Conv2d, before: Array, about: Explanation) -> WindowSum:
    channel, row, column = about.place
    inputs = layer.inputs_of(channel)
    sides = layer.windows(before.shape)
    rows, columns = sides[0].cells(row), sides[1].cells(column)
    padded = ops.pad2d(before[inputs.start : inputs.stop], layer.padding, layer.padding_mode)
    window = padded[:, (rows + layer.padding[0])[:, None], columns + layer.padding[1]]
    weights = layer.laid_weight[channel]
    return WindowSum(
        about.node,
        about.place,
        about.value,
        np.arange(inputs.start, inputs.stop),
        rows,
        columns,
        window,
        weights,
        window * weights,
        outside(sides, rows, columns),
        None if layer.bias is None else layer.bias[channel],
    )


def _joined(trace: Trace, layer: Elementwise, about: Explanation) -> Joined:
    """Explain a value by one value of each input; a side that is 1 long counts for all of it."""
    sources, given = trace.network.inputs[about.node], trace.inputs(about.node)
    places = tuple(
        tuple(min(i, n - 1) for i, n in zip(about.place, values.shape, strict=True))
        for values in given
    )
    inputs = np.array([values[at] for values, at in zip(given, places, strict=True)], np.float32)
    kind = Added if isinstance(layer, Add) else Multiplied
    return kind(about.node, about.place, about.value, sources, places, inputs)


def _without_kernel(trace: Trace, layer: Layer, about: Explanation) -> Explanation:
    node, place, value = about.node, about.place, about.value
    before = trace.before(node)
    match layer:
        case Pooling():
            return _patch(layer, before, about)
        case Concatenate() | Moving():
            return _moved(trace, layer, about)
        case Dropout():
            return Kept(node, place, value, place, trace.network.before(node))
        case Softmax():
            grown = ops.exponentials(before)
            return Share(node, place, value, before, grown, layer.forward(before))
        case Activation():
            return Curve(node, place, value, before[place], int((before < 0).sum()), before.size)
    found = placed_sum(layer, before, about) or stepped(layer, before, about)
    if found is not None:
        return found
    raise TypeError(f"a value of {layer.title} ({layer.kind}) cannot be explained")


def _moved(trace: Trace, layer: Layer, about: Explanation) -> Passed | Filled:
    node, place, value = about.node, about.place, about.value
    if isinstance(layer, Flatten):
        return Passed(node, place, value, *source_place(trace, node, place))
    if isinstance(layer, Moving) and layer.source(trace.before(node).shape, place) is None:
        return Filled(node, place, value)
    return Taken(node, place, value, *source_place(trace, node, place))


def _patch(layer: Pooling, before: Array, about: Explanation) -> Patch:
    channel, row, column = about.place
    down, along = sides = layer.windows(before.shape)
    rows, columns = down.cells(row), along.cells(column)
    beyond = outside(sides, rows, columns)
    window = np.full(beyond.shape, np.nan, np.float32)
    last_row, last_column = before.shape[1] - 1, before.shape[2] - 1
    nearest = np.clip(rows, 0, last_row)[:, None], np.clip(columns, 0, last_column)
    window[~beyond] = before[channel][nearest][~beyond]
    is_winner = (window == about.value) | (np.isnan(window) & np.isnan(about.value))
    is_winner &= ~beyond & layer.keeps_largest
    divisor = 0 if layer.keeps_largest else down.counted(row) * along.counted(column)
    if isinstance(layer, AvgPool2d) and not layer.count_include_pad:
        divisor = int((~beyond).sum())
    if isinstance(layer, AvgPool2d) and layer.divisor_override is not None:
        divisor = layer.divisor_override
    return Patch(
        about.node, about.place, about.value, rows, columns, window, is_winner, divisor, beyond
    )
