"""Operators of ONNX between constants alone: how exporters compute shapes. Bounded in size."""

from collections.abc import Callable
from typing import Any

import numpy as np

from cnnviz.foreign.onnx_call import OnnxCall
from cnnviz.foreign.onnx_file import Constant
from cnnviz.foreign.onnx_moved import new_shape, slices
from cnnviz.foreign.values import Value
from cnnviz.language import _

MOST = 100_000_000  # values of a constant that is made
_TYPES = {1: np.float32, 6: np.int32, 7: np.int64, 9: np.bool_, 10: np.float16, 11: np.float64}

Made = Constant | list[Constant]


def shape_of(call: OnnxCall) -> Constant:
    """Return the shape of a value, or of a constant."""
    (given,) = call.given[:1]
    shape = given.shape if isinstance(given, Value | np.ndarray) else ()
    start, end = call.attribute("start", 0), call.attribute("end", len(shape))
    return np.array(shape[start:end], np.int64)


def constant_of(call: OnnxCall) -> Constant:
    """Return the array of the operator Constant."""
    for name in ("value", "value_float", "value_floats", "value_int", "value_ints"):
        found = call.attribute(name)
        if found is not None:
            kind = np.int64 if "int" in name else np.float32
            return found if name == "value" else np.array(found, kind)
    raise call.refused(_("it holds no numbers"))


def _filled(call: OnnxCall, sides: Constant) -> Constant:
    value = call.attribute("value", np.zeros(1, np.float32))
    if sides.size > 8 or np.prod(sides.astype(float)) > MOST or (sides < 0).any():
        raise call.refused(_("it is too large"))
    return np.full(sides.tolist(), value.ravel()[0], value.dtype)


def _cast(call: OnnxCall, x: Constant) -> Constant:
    kind = _TYPES.get(call.attribute("to", 1))
    if kind is None:
        raise call.refused(_("it makes numbers of another kind"))
    return x.astype(kind)


def _divided(_call: OnnxCall, x: Constant, y: Constant) -> Constant:
    if x.dtype.kind in "iu" and y.dtype.kind in "iu":
        return np.asarray(np.floor_divide(x, y))
    return np.asarray(x / y)


def _concatenated(call: OnnxCall, *parts: Constant) -> Constant:
    return np.concatenate(parts, int(call.attribute("axis", 0)))


def _gathered(call: OnnxCall, x: Constant, at: Constant) -> Constant:
    return np.asarray(x.take(at.astype(np.int64), int(call.attribute("axis", 0))))


def _reshaped(call: OnnxCall, x: Constant, sides: Constant) -> Constant:
    return x.reshape(new_shape(call, x.shape, [int(n) for n in sides.ravel()]))


def _transposed(call: OnnxCall, x: Constant) -> Constant:
    return x.transpose(call.attribute("perm", list(range(x.ndim))[::-1]))


def _squeezed(call: OnnxCall, x: Constant, *_rest: Constant) -> Constant:
    axes = call.whole(1, "axes")
    return np.squeeze(x, None if axes is None else tuple(axes))


def _unsqueezed(call: OnnxCall, x: Constant, *_rest: Constant) -> Constant:
    return np.expand_dims(x, tuple(call.whole(1, "axes") or ()))


def _expanded(call: OnnxCall, x: Constant, sides: Constant) -> Constant:
    shape = np.broadcast_shapes(x.shape, tuple(int(n) for n in sides.ravel()))
    if np.prod(np.array(shape, float)) > MOST:
        raise call.refused(_("it is too large"))
    return np.broadcast_to(x, shape)


def _by(function: Callable[..., Any]) -> Callable[..., Constant]:
    return lambda _call, *given: np.asarray(function(*given))


FOLDED: dict[str, Callable[..., Constant]] = {
    "Identity": _by(lambda x: x),
    "Cast": _cast,
    "Add": _by(np.add),
    "Sub": _by(np.subtract),
    "Mul": _by(np.multiply),
    "Div": _divided,
    "Neg": _by(np.negative),
    "Sqrt": _by(np.sqrt),
    "Floor": _by(np.floor),
    "Equal": _by(np.equal),
    "Where": _by(np.where),
    "Concat": _concatenated,
    "Gather": _gathered,
    "Reshape": _reshaped,
    "Transpose": _transposed,
    "Squeeze": _squeezed,
    "Unsqueeze": _unsqueezed,
    "Slice": lambda call, x, *_rest: x[slices(call, x.shape)],
    "ConstantOfShape": _filled,
    "Expand": _expanded,
}
