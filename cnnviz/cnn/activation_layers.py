"""The activations of a network: layers that put every value through a curve by itself."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from cnnviz.cnn import curves, refusals
from cnnviz.cnn.layer_base import Layer, LayerTitle, OptionError, Shape
from cnnviz.cnn.ops import Array
from cnnviz.language import N_, _


@dataclass(frozen=True, eq=False)
class Activation(Layer):
    """A curve that every value is put through by itself."""

    def curve(self, x: Array) -> Array:
        """Return what becomes of values of any shape; of float64 in float64."""
        raise NotImplementedError

    def forward(self, x: Array) -> Array:
        """Return the values of x after the curve."""
        return self.curve(x)

    def of_channel(self, channel: int) -> "Activation":
        """Return the curve of one channel; all have the same unless its shape is learnt."""
        return self


@dataclass(frozen=True, eq=False)
class ReLU(Activation):
    """max(0, x): what is negative becomes zero."""

    kind = "relu"
    title = LayerTitle(N_("ReLU"))

    def curve(self, x: Array) -> Array:
        """Return max(0, x)."""
        return curves.relu(x)


@dataclass(frozen=True, eq=False)
class LeakyReLU(Activation):
    """Like ReLU, but a small share of a negative value passes."""

    kind = "leaky_relu"
    title = LayerTitle(N_("Leaky ReLU"))

    negative_slope: float = 0.01

    def curve(self, x: Array) -> Array:
        """Return x, or negative_slope · x where x is negative."""
        return curves.leaky_relu(x, self.negative_slope)


@dataclass(frozen=True, eq=False)
class PReLU(Activation):
    """Leaky ReLU whose slope is learnt: one number for all channels, or one for each."""

    kind = "prelu"
    title = LayerTitle(N_("PReLU"))
    parameter_names = ("weight",)

    weight: Array  # (1,) or (C,)

    def __post_init__(self) -> None:
        super().__post_init__()
        refusals.need_axes("weight", self.weight, 1, N_("channels"))

    @classmethod
    def untrained(cls) -> "PReLU":
        """Return one slope for all channels, as PyTorch begins: 0.25."""
        return cls(np.array([0.25], np.float32))

    def slope(self, channel: int) -> float:
        """Return the slope of a channel below 0."""
        return float(self.weight[channel if len(self.weight) > 1 else 0])

    def of_channel(self, channel: int) -> LeakyReLU:
        """Return the curve of one channel: a leaky ReLU with its slope."""
        return LeakyReLU(self.slope(channel))

    def forward(self, x: Array) -> Array:
        """Return x, or the slope of its channel · x where x is negative."""
        slopes = self.weight.reshape(-1, *[1] * (x.ndim - 1))
        return curves.prelu(x, slopes)

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape of the input."""
        if len(self.weight) not in (1, shape[0]):
            raise refusals.other_maps(len(self.weight), shape)
        return shape


@dataclass(frozen=True, eq=False)
class Sigmoid(Activation):
    """Squeezes every value between 0 and 1."""

    kind = "sigmoid"
    title = LayerTitle(N_("Sigmoid"))

    def curve(self, x: Array) -> Array:
        """Return 1 / (1 + exp(−x))."""
        return curves.sigmoid(x)


@dataclass(frozen=True, eq=False)
class Tanh(Activation):
    """Squeezes every value between −1 and 1."""

    kind = "tanh"
    title = LayerTitle(N_("Tanh"))

    def curve(self, x: Array) -> Array:
        """Return tanh(x)."""
        return curves.tanh(x)


@dataclass(frozen=True, eq=False)
class SiLU(Activation):
    """x · σ(x): lets large values pass, small and negative ones hardly."""

    kind = "silu"
    title = LayerTitle(N_("SiLU"))

    def curve(self, x: Array) -> Array:
        """Return x · σ(x)."""
        return curves.silu(x)


@dataclass(frozen=True, eq=False)
class GELU(Activation):
    """x · Φ(x): every value times the share of a normal distribution below it."""

    kind = "gelu"
    title = LayerTitle(N_("GELU"))

    approximate: Literal["none", "tanh"] = "none"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.approximate not in ("none", "tanh"):
            text = _("approximate is {given}; it must be none or tanh")
            raise OptionError(text.format(given=self.approximate))

    def curve(self, x: Array) -> Array:
        """Return x · Φ(x), or the curve with tanh that is close to it."""
        return curves.gelu(x, self.approximate)


@dataclass(frozen=True, eq=False)
class ReLU6(Activation):
    """ReLU that gives 6 at most."""

    kind = "relu6"
    title = LayerTitle(N_("ReLU6"))

    def curve(self, x: Array) -> Array:
        """Return min(6, max(0, x))."""
        return curves.relu6(x)


@dataclass(frozen=True, eq=False)
class Hardtanh(Activation):
    """Keeps what lies between two ends; all else becomes the nearer end."""

    kind = "hardtanh"
    title = LayerTitle(N_("Hard tanh"))

    min_val: float = -1.0
    max_val: float = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.min_val < self.max_val:
            text = _("its lower end {low} is not below its upper end {high}; exchange them")
            raise OptionError(text.format(low=f"{self.min_val:g}", high=f"{self.max_val:g}"))

    def curve(self, x: Array) -> Array:
        """Return min(max_val, max(min_val, x))."""
        return curves.hardtanh(x, self.min_val, self.max_val)


@dataclass(frozen=True, eq=False)
class Hardsigmoid(Activation):
    """A sigmoid made of three straight lines."""

    kind = "hardsigmoid"
    title = LayerTitle(N_("Hard sigmoid"))

    def curve(self, x: Array) -> Array:
        """Return x / 6 + 1/2 between 0 and 1."""
        return curves.hardsigmoid(x)


@dataclass(frozen=True, eq=False)
class Hardswish(Activation):
    """SiLU with the sigmoid made of three straight lines."""

    kind = "hardswish"
    title = LayerTitle(N_("Hard swish"))

    def curve(self, x: Array) -> Array:
        """Return x · hardsigmoid(x)."""
        return curves.hardswish(x)


@dataclass(frozen=True, eq=False)
class ELU(Activation):
    """Positive values pass; negative ones bend towards −alpha."""

    kind = "elu"
    title = LayerTitle(N_("ELU"))

    alpha: float = 1.0

    def curve(self, x: Array) -> Array:
        """Return x, or alpha · (exp(x) − 1) where x is negative."""
        return curves.elu(x, self.alpha)


@dataclass(frozen=True, eq=False)
class Softplus(Activation):
    """A smooth ReLU: always above 0."""

    kind = "softplus"
    title = LayerTitle(N_("Softplus"))

    beta: float = 1.0
    threshold: float = 20.0  # of beta · x; beyond it the curve is a straight line

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.beta > 0:
            raise OptionError(_("its beta is {beta}; it must be above 0").format(beta=self.beta))

    def curve(self, x: Array) -> Array:
        """Return ln(1 + exp(beta · x)) / beta."""
        return curves.softplus(x, self.beta, self.threshold)


@dataclass(frozen=True, eq=False)
class Mish(Activation):
    """x · tanh(softplus(x)): close to SiLU, a little steeper."""

    kind = "mish"
    title = LayerTitle(N_("Mish"))

    def curve(self, x: Array) -> Array:
        """Return x · tanh(ln(1 + exp(x)))."""
        return curves.mish(x)


def activation(kind: str) -> Activation:
    """Return an activation with the options PyTorch gives it.

    Raises:
        ValueError: If no activation is of this kind.
    """
    made = {each.kind: each for each in ACTIVATIONS}.get(kind)
    if made is None:
        kinds = ", ".join(each.kind for each in ACTIVATIONS)
        text = _("There is no {kind} here. Choose one of: {kinds}.")
        raise ValueError(text.format(kind=repr(kind), kinds=kinds))
    return PReLU.untrained() if made is PReLU else made()


ACTIVATIONS: tuple[type[Activation], ...] = (
    ReLU, LeakyReLU, PReLU, ELU, GELU, SiLU, Mish, Softplus, ReLU6, Sigmoid, Tanh, Hardtanh,
    Hardsigmoid, Hardswish,
)  # fmt: skip
