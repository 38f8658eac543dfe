"""Maps that are joined with constants: as many maps, rows or columns of one number around them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from torch import Tensor

from cnnviz.foreign.call import Call, Rule, numbers_of
from cnnviz.foreign.composed_operators import part
from cnnviz.foreign.values import Value
from cnnviz.language import _

_AXES = 3  # of maps: channels, rows, columns


def without_constants(call: Call, given: Sequence[Any], axis: int, pad: Rule) -> list[Value]:
    """Return values in whose padding the constants stand that they are joined with.

    Args:
        call: Where they are joined.
        given: Values and constants, in their order.
        axis: Along which; those of rows and columns too.
        pad: How a pad is read.

    Raises:
        ForeignError: If constants differ from place to place, or are no maps.
    """
    is_of_maps = len(call.shape) == _AXES + 1 and call.shape[0] == 1 and axis % len(call.shape)
    if not is_of_maps:
        raise call.refused(_("it joins values with constants"))
    axis %= len(call.shape)
    made: list[Value] = []
    first: list[Tensor] = []  # before any value
    for each in given:
        if not isinstance(each, Value):
            if not made:
                first.append(each)
            else:
                made[-1] = _padded(call, made[-1], each, axis, pad, is_before=False)
            continue
        made.append(each)
        while first:  # the nearest one is put there first
            made[-1] = _padded(call, made[-1], first.pop(), axis, pad, is_before=True)
    return made


def _padded(
    call: Call, value: Value, constant: Tensor, axis: int, pad: Rule, *, is_before: bool
) -> Value:
    numbers = numbers_of(constant)
    if not numbers.size:
        return value
    if (numbers != numbers.flat[0]).any():
        raise call.refused(_("it joins values with constants that differ from place to place"))
    count = numbers.shape[axis]
    sides = [0] * (2 * _AXES)  # the last axis first, as PyTorch counts them
    sides[2 * (_AXES - axis) + (0 if is_before else 1)] = count
    shape = tuple(n + count if at == axis else n for at, n in enumerate(value.shape))
    arguments = {"self": value, "pad": sides, "mode": "constant", "value": float(numbers.flat[0])}
    made = pad(replace(part(call, "pad"), arguments=arguments, shape=shape))
    assert isinstance(made, Value)  # a pad gives one
    return made
