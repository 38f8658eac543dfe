"""Functions of calculus as layers: exponential, logarithm and power of every value by itself.

Nobody chooses them as an activation; they stand where a network computes a norm of its own, a
deviation, or shares of maps.
"""

from dataclasses import dataclass

import numpy as np

from cnnviz.cnn import curves
from cnnviz.cnn.activation_layers import Activation
from cnnviz.cnn.layer_base import LayerTitle, OptionError
from cnnviz.cnn.ops import Array
from cnnviz.language import N_, _


@dataclass(frozen=True, eq=False)
class Exponential(Activation):
    """e to the power of every value."""

    kind = "exp"
    title = LayerTitle(N_("Exponential"))

    def curve(self, x: Array) -> Array:
        """Return exp(x)."""
        return curves.exp(x)


@dataclass(frozen=True, eq=False)
class Logarithm(Activation):
    """The natural logarithm of every value; there is none of a negative one."""

    kind = "log"
    title = LayerTitle(N_("Logarithm"))

    def curve(self, x: Array) -> Array:
        """Return ln(x)."""
        return curves.log(x)


@dataclass(frozen=True, eq=False)
class Power(Activation):
    """Every value to the power of one number: 0.5 is the square root, −1 one divided by it."""

    kind = "pow"
    title = LayerTitle(N_("Power"))

    exponent: float = 2.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if not np.isfinite(self.exponent):
            text = _("its exponent is {exponent}; it must be a number")
            raise OptionError(text.format(exponent=self.exponent))

    def curve(self, x: Array) -> Array:
        """Return x to the power of the exponent."""
        return curves.power(x, self.exponent)


FUNCTIONS: tuple[type[Activation], ...] = (Exponential, Logarithm, Power)
