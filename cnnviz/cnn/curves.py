"""The curves of the activations in plain NumPy, named as in torch.nn.functional.

Every function takes values of any shape and puts each of them through its curve by itself. Of
float64 values the results are float64: that is how a printed value is checked.
"""

import numpy as np

from cnnviz.cnn.ops import Array

# Of 1 / 2 · erfc(x) = t · exp(−x² + polynomial in t), t = 1 / (1 + x / 2), within 1.2e-7 of itself
# everywhere. Source: Press, Teukolsky, Vetterling, Flannery, Numerical Recipes, section 6.2.
_TAIL = (
    0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418,
    0.37409196, 1.00002368, -1.26551223,
)  # fmt: skip


def relu(x: Array) -> Array:
    """Return max(0, x), value by value."""
    return np.maximum(x, x.dtype.type(0))


def leaky_relu(x: Array, negative_slope: float = 0.01) -> Array:
    """Return x where it is positive, else negative_slope · x."""
    return np.where(x >= 0, x, x.dtype.type(negative_slope) * x)


def prelu(x: Array, weight: Array) -> Array:
    """Return x where it is positive, else weight · x, the weight in a shape that fits x."""
    return np.where(x >= 0, x, weight * x)


def sigmoid(x: Array) -> Array:
    """Return 1 / (1 + exp(−x)), computed so that no exponential overflows."""
    decay = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + decay), decay / (1 + decay))


def tanh(x: Array) -> Array:
    """Return the hyperbolic tangent of each value."""
    return np.tanh(x)


def silu(x: Array) -> Array:
    """Return x · σ(x), also called swish. Source: Elfwing, Uchibe, Doya 2017."""
    return x * sigmoid(x)


def share_below(x: Array) -> Array:
    """Return Φ(x): the share of a normal distribution that lies below x."""
    size = np.abs(x.astype(np.float64)) / np.sqrt(2)
    t = 1 / (1 + size / 2)
    tail = t / 2 * np.exp(np.polyval(_TAIL, t) - size * size)
    return np.asarray(np.where(x < 0, tail, 1 - tail), x.dtype)


def gelu(x: Array, approximate: str = "none") -> Array:
    """Return x · Φ(x), or with "tanh" the curve close to it that needs no Φ.

    Source: Hendrycks, Gimpel 2016, "Gaussian Error Linear Units".
    """
    if approximate == "none":
        return x * share_below(x)
    inner = x.dtype.type(np.sqrt(2 / np.pi)) * (x + x.dtype.type(0.044715) * x * x * x)
    return np.asarray(x / 2 * (1 + np.tanh(inner)))


def hardtanh(x: Array, min_val: float = -1, max_val: float = 1) -> Array:
    """Return x between two ends, and the nearer end for all else."""
    return np.clip(x, x.dtype.type(min_val), x.dtype.type(max_val))


def relu6(x: Array) -> Array:
    """Return max(0, x), but 6 at most."""
    return hardtanh(x, 0, 6)


def hardsigmoid(x: Array) -> Array:
    """Return x / 6 + 1/2 between 0 and 1."""
    return np.clip((x + 3) / 6, x.dtype.type(0), x.dtype.type(1))


def hardswish(x: Array) -> Array:
    """Return x · hardsigmoid(x). Source: Howard et al. 2019, MobileNetV3."""
    return x * hardsigmoid(x)


def elu(x: Array, alpha: float = 1) -> Array:
    """Return x where it is positive, else alpha · (exp(x) − 1)."""
    return np.where(x > 0, x, x.dtype.type(alpha) * np.expm1(np.minimum(x, 0)))


def softplus(x: Array, beta: float = 1, threshold: float = 20) -> Array:
    """Return ln(1 + exp(beta · x)) / beta; beyond the threshold x itself, as PyTorch does."""
    grown = x.dtype.type(beta) * x
    return np.where(grown > threshold, x, np.logaddexp(grown, x.dtype.type(0)) / x.dtype.type(beta))


def mish(x: Array) -> Array:
    """Return x · tanh(ln(1 + exp(x))). Source: Misra 2019."""
    return x * np.tanh(softplus(x))


def exp(x: Array) -> Array:
    """Return e to the power of x; ∞ where that is too large for a number."""
    with np.errstate(over="ignore", under="ignore"):
        return np.asarray(np.exp(x))


def log(x: Array) -> Array:
    """Return the natural logarithm: −∞ of 0, NaN of what is negative, as in PyTorch."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log(x))


def power(x: Array, exponent: float) -> Array:
    """Return x to a power: ∞ or NaN where there is no such number, as in PyTorch."""
    with np.errstate(all="ignore"):
        if exponent == 0.5:
            return np.asarray(np.sqrt(x))
        return np.asarray(np.power(x, x.dtype.type(exponent)))
