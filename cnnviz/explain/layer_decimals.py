"""With how many decimals the values of each layer are printed, everywhere in the program."""

import math
from weakref import WeakKeyDictionary

import numpy as np

from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.branch_layers import Add, Concatenate
from cnnviz.cnn.channel_layers import ChannelConvolution, LocalResponseNorm
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Dropout, Linear, LogSoftmax, Softmax
from cnnviz.cnn.moving_layers import Moving
from cnnviz.cnn.norm_layers import MeasuredNorm
from cnnviz.cnn.of_arrays import OfArrays
from cnnviz.cnn.ops import Array
from cnnviz.cnn.placed_layers import PlacedLayer, terms_at_most
from cnnviz.cnn.pooling_layers import AvgPool2d, Pooling, WindowPooling
from cnnviz.cnn.scale import largest
from cnnviz.cnn.scale_layers import Normalize, Scale
from cnnviz.cnn.spread_layers import ConvTranspose2d, UpsampleBilinear
from cnnviz.cnn.trace import Trace
from cnnviz.language import _
from cnnviz.text.decimals import (
    LARGEST_PLAIN,
    Decimals,
    decimals_for,
    decimals_of_values,
    is_all_whole,
)
from cnnviz.text.numbers import percent_text

OF_SHARES = Decimals(3)  # and so one decimal in percent
_HALF = 2.0**-24  # of the last bit of a float32, relative to the number
_IN_STEPS = (MeasuredNorm, Scale, Normalize, LocalResponseNorm, LogSoftmax)
_MOVING = (ReLU, Dropout, Moving)  # what they give was there before

_of_values: OfArrays[Decimals] = OfArrays()
_of_parameters: WeakKeyDictionary[Layer, dict[str, Decimals]] = WeakKeyDictionary()
_of_layer: WeakKeyDictionary[Layer, float] = WeakKeyDictionary()  # looked through once


def decimals_of(trace: Trace, node: str) -> Decimals:
    """Return the decimals of all values of a node: the same in every place they are printed.

    What only moves or drops values prints them as the node they come from.
    """
    return _of_values.of(trace.values[node], lambda: _found(trace, node))


def value_text(trace: Trace, node: str, value: float) -> str:
    """Return a value of a node as it is printed where it stands alone; a share in percent."""
    decimals = decimals_of(trace, node)
    if isinstance(trace.network.layers.get(node), Softmax):
        return percent(value, decimals)
    return decimals.full(value)


def value_texts(trace: Trace, node: str) -> list[str]:
    """Return all values of a node as they are printed where each stands alone, in row order."""
    decimals, values = decimals_of(trace, node), trace.values[node].ravel().tolist()
    if isinstance(trace.network.layers.get(node), Softmax):
        return [percent(value, decimals) for value in values]
    return [decimals.full(value) for value in values]


def percent(share: float, decimals: Decimals, space: str = " ") -> str:
    """Return a share of a softmax in percent, with as many digits as all of them: 99.3 %."""
    count = decimals.count - OF_SHARES.count + 1
    return percent_text(share, space, count, is_listed=True)


def _found(trace: Trace, node: str) -> Decimals:
    layer = trace.network.layers.get(node)
    values = trace.values[node]
    if layer is None:
        return decimals_of_values(values)
    if isinstance(layer, _MOVING) or (isinstance(layer, Pooling) and layer.keeps_largest):
        return decimals_of(trace, trace.network.before(node))
    if isinstance(layer, Concatenate):
        given = {decimals_of(trace, source) for source in trace.network.inputs[node]}
        powers = {each.power for each in given}
        if len(powers) == 1:
            return max(given, key=lambda each: each.count)
    if isinstance(layer, Softmax):
        finest = decimals_for(largest(values)).count
        return Decimals(max(OF_SHARES.count, finest)) if largest(values) else OF_SHARES
    exact = decimals_of_values(values)
    if isinstance(layer, _IN_STEPS):
        size = largest(values) + _largest_bias(layer)
        return decimals_of_values(values, 4 * _HALF * size)
    with np.errstate(all="ignore"):
        shown = decimals_of_values(values, _error(layer, trace.inputs(node)))
        if shown != exact and isinstance(layer, Conv2d | Linear):  # worth a closer look
            return decimals_of_values(values, _error(layer, trace.inputs(node), is_close=True))
    return shown


def _error(layer: Layer, given: tuple[Array, ...], *, is_close: bool = False) -> float:
    """Return how far from the true sums the values of a layer may be, as float32 adds them.

    Args:
        layer: What computed them.
        given: What it took.
        is_close: Whether to add up the sizes of the products, not only to multiply the largest.
    """
    size = sum(map(largest, given))
    count = 1
    match layer:
        case Conv2d() | Linear() | ConvTranspose2d() | ChannelConvolution():
            count = _products(layer)
            size = _largest_products(layer, given, is_close=is_close)
            if size < LARGEST_PLAIN and _are_whole(layer, given):
                return 0.0  # float32 adds them without any
        case BatchNorm2d():
            weight = 1.0 if layer.weight is None else layer.weight
            scale = np.abs(weight / np.sqrt(layer.running_var + layer.eps))
            size = (size + largest(layer.running_mean)) * largest(scale) + _largest_bias(layer)
        case UpsampleBilinear():
            count = terms_at_most(layer)
        case Pooling():
            count = math.prod(layer.kernel_size) if isinstance(layer, WindowPooling) else 0
            count = count or given[0][0].size
            if isinstance(layer, AvgPool2d) and layer.divisor_override is not None:
                size *= count / layer.divisor_override
        case Add():
            count = len(given)
        case _:
            return 0.0
    error = _HALF * (2 + math.sqrt(count)) * size
    return error if math.isfinite(error) else 0.0


def _largest_sum(layer: Conv2d | Linear) -> float:
    """Return the largest sum that the sizes of the weights of one unit have."""
    if layer not in _of_layer:
        rows = layer.weight.reshape(len(layer.weight), -1)
        _of_layer[layer] = largest(np.abs(rows).sum(axis=1, dtype=np.float64))
    return _of_layer[layer]


def _are_whole(layer: Layer, given: tuple[Array, ...]) -> bool:
    """Return whether all that is multiplied and added is whole."""
    return all(map(is_all_whole, (*given, *layer.parameters().values())))


def _largest_size(layer: Conv2d | Linear, given: Array) -> float:
    """Return the largest sum of the sizes of the products of one value, and its bias."""
    sizes = {name: np.abs(array) for name, array in layer.parameters().items()}
    return largest(layer.with_parameters(sizes).forward(np.abs(given)))


def _products(layer: Layer) -> int:
    """Return how many products a value of a layer has, at most."""
    if isinstance(layer, Conv2d | Linear):
        return int(layer.weight[0].size)
    return terms_at_most(layer) if isinstance(layer, PlacedLayer) else 1


def _largest_products(layer: Layer, given: tuple[Array, ...], *, is_close: bool) -> float:
    """Return how large the products of a value may be together, and its bias."""
    if not isinstance(layer, Conv2d | Linear):
        sizes = _products(layer) * largest(given[0]) * largest(layer.parameters()["weight"])
        return sizes + _largest_bias(layer)
    if is_close:
        return _largest_size(layer, given[0])
    return largest(given[0]) * _largest_sum(layer) + _largest_bias(layer)


def _largest_bias(layer: Layer) -> float:
    bias = layer.parameters().get("bias")
    return 0.0 if bias is None else largest(bias)


def headed(title: str, decimals: Decimals) -> str:
    """Return a heading, with the factor that the numbers below it have in common."""
    if not decimals.power:
        return title
    return _("{title}, {factor}").format(title=title, factor=decimals.factor)


def decimals_of_parameter(layer: Layer, name: str) -> Decimals:
    """Return the decimals of the weights, or of other numbers that a layer has learnt."""
    known = _of_parameters.setdefault(layer, {})
    if name not in known:
        known[name] = decimals_of_values(layer.parameters()[name])
    return known[name]
