"""Values that are made in steps, one after the other: norms, scales, logarithms of shares."""

from dataclasses import dataclass

import numpy as np

from cnnviz.cnn.channel_layers import LocalResponseNorm
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import BatchNorm2d, LogSoftmax
from cnnviz.cnn.norm_layers import MeasuredNorm
from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale_layers import Normalize, Scale
from cnnviz.explain.explanation import Explanation


@dataclass(frozen=True, eq=False)
class Normalisation(Explanation):
    """A value of a norm: (x − mean) / √(var + eps) · weight + bias."""

    before: np.float32
    mean: float
    variance: float
    weight: np.float32 | None
    bias: np.float32 | None
    eps: float

    @property
    def scale(self) -> float:
        """What the quotient is multiplied by: the weight, or 1 where there is none."""
        return 1.0 if self.weight is None else float(self.weight)

    @property
    def shift(self) -> float:
        """What is added to it: the bias, or 0 where there is none."""
        return 0.0 if self.bias is None else float(self.bias)


@dataclass(frozen=True, eq=False)
class MeasuredNormalisation(Normalisation):
    """The same with mean and variance of values of the picture, this one among them."""

    count: int  # how many values
    total: float  # their sum
    squares: float  # the sum of the squares of their distances from the mean
    members: Array  # they themselves


@dataclass(frozen=True, eq=False)
class Standardised(Explanation):
    """A value of a normalisation with given numbers: (x − mean) / deviation."""

    before: np.float32
    mean: float
    deviation: float


@dataclass(frozen=True, eq=False)
class Scaled(Explanation):
    """A value of a scale: x · weight + bias."""

    before: np.float32
    weight: np.float32
    bias: np.float32 | None


@dataclass(frozen=True, eq=False)
class Responded(Explanation):
    """A value of a local response norm: x / (k + alpha / size · Σ x²)^beta."""

    before: np.float32
    first: int  # the first of the neighbouring channels
    inputs: Array  # (N,) their values at the place
    layer: LocalResponseNorm

    @property
    def squares(self) -> float:
        """The sum of the squares."""
        return float(np.square(self.inputs, dtype=np.float64).sum())

    @property
    def base(self) -> float:
        """What is raised: k + alpha / size · Σ x²."""
        return self.layer.k + self.layer.alpha / self.layer.size * self.squares

    @property
    def divisor(self) -> float:
        """The same to the power of beta."""
        with np.errstate(all="ignore"):  # options may be anything
            return float(np.float64(self.base) ** self.layer.beta)


@dataclass(frozen=True, eq=False)
class LogShare(Explanation):
    """A value of a log-softmax: z − max − ln Σ exp(z − max)."""

    logits: Array  # (N,)

    @property
    def before(self) -> np.float32:
        """The score."""
        return np.float32(self.logits[self.place])

    @property
    def largest(self) -> float:
        """The largest of the scores."""
        return float(self.logits.max())

    @property
    def total(self) -> float:
        """Σ exp(z − max)."""
        with np.errstate(all="ignore"):  # scores may be infinite
            return float(np.exp(self.logits.astype(np.float64) - self.largest).sum())


def stepped(layer: Layer, before: Array, about: Explanation) -> Explanation | None:
    """Return the explanation of a value of a layer of these kinds; None for others.

    Args:
        layer: What made the value.
        before: What it took.
        about: The value and its place.
    """
    node, place, value = about.node, about.place, about.value
    channel = place[0]
    match layer:
        case BatchNorm2d():
            weight, bias = (
                None if array is None else array[channel] for array in (layer.weight, layer.bias)
            )
            mean, variance = layer.running_mean[channel], layer.running_var[channel]
            return Normalisation(
                node, place, value, before[place], float(mean), float(variance), weight, bias,
                layer.eps,
            )  # fmt: skip
        case MeasuredNorm():
            return _measured(layer, before, about)
        case Scale():
            at = layer.number_of(channel)
            bias = None if layer.bias is None else layer.bias[at]
            return Scaled(node, place, value, before[place], layer.weight[at], bias)
        case Normalize():
            return Standardised(node, place, value, before[place], *layer.of_channel(channel))
        case LocalResponseNorm():
            near = layer.neighbours(channel, len(before))
            inputs = np.array([before[(c, *place[1:])] for c in near], np.float32)
            return Responded(node, place, value, before[place], near.start, inputs, layer)
        case LogSoftmax():
            return LogShare(node, place, value, before)
    return None


def _measured(layer: MeasuredNorm, before: Array, about: Explanation) -> MeasuredNormalisation:
    given = before[layer.members(before.shape, about.place)]
    members = given.astype(np.float64)
    mean = float(members.mean())
    weight, bias = (
        layer.parameter_at(name, before.shape, about.place) for name in ("weight", "bias")
    )
    return MeasuredNormalisation(
        about.node, about.place, about.value, before[about.place], mean, float(members.var()),
        weight, bias, layer.eps, members.size, float(members.sum()),
        float(np.square(members - mean).sum()), given,
    )  # fmt: skip
