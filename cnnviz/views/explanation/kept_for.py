"""What was computed last for something, kept only as long as that lives: a trace may be large."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

_Of = TypeVar("_Of")
_Rest = ParamSpec("_Rest")
_Made = TypeVar("_Made")
FEW = 4


def kept_for(
    function: Callable[Concatenate[_Of, _Rest], _Made],
) -> Callable[Concatenate[_Of, _Rest], _Made]:
    """Return a function that computes once what it is asked for again.

    Its first argument is not kept alive. Of the others only the last few are known.
    """
    made = WeakKeyDictionary[_Of, dict[object, _Made]]()

    @wraps(function)
    def known(of: _Of, /, *args: _Rest.args, **options: _Rest.kwargs) -> _Made:
        found, rest = made.setdefault(of, {}), (args, tuple(options.items()))
        if rest not in found:
            if len(found) >= FEW:
                found.clear()
            found[rest] = function(of, *args, **options)
        return found[rest]

    return known
