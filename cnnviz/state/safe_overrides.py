"""Overrides of Qt's methods that hand no exception to Qt's binding.

Where Qt calls an override in the midst of a call from Python, `showEvent` in `show()`, PySide 6.11
keeps its exception for the end of that call. It ends the process by a signal where the exception
comes of C code (`int("a")`, a widget that is gone: up to Python 3.11 it is no object before it is
caught), or where a second override is called meanwhile. So what fails in an event, or where Qt asks
for a size, is told at once, as every fault is; other exceptions are made objects.
"""

import functools
import sys
from collections.abc import Callable
from types import FunctionType

from PySide6.QtCore import QObject

_BASE = QObject.__mro__[-2]  # of all classes of Qt; the last is `object`
_SIZES = ("sizeHint", "minimumSizeHint", "minimumSize", "hasHeightForWidth", "heightForWidth")
_Method = Callable[..., object]


def make_overrides_safe() -> None:
    """Make safe what classes that are derived from now on override of Qt."""
    # A hook that Python looks for: the class has none of its own.
    setattr(_BASE, "__init_subclass__", classmethod(_on_derived))  # noqa: B010


def _on_derived(cls: type, /, **options: object) -> None:
    super(_BASE, cls).__init_subclass__(**options)  # type: ignore[arg-type] # it is a type
    for name, method in [*vars(cls).items()]:
        of_qt = _of_qt(cls, name) if isinstance(method, FunctionType) else None
        if of_qt is None or hasattr(method, "__wrapped__"):  # `painted` tells by itself
            continue
        instead = _instead(name, of_qt)
        setattr(cls, name, _raising(method) if instead is None else _telling(method, instead))


def _of_qt(cls: type, name: str) -> _Method | None:
    """Return what a method of a class overrides of Qt, if anything."""
    above = (base for base in cls.__mro__[1:] if base.__module__.startswith("PySide6."))
    found = (vars(base)[name] for base in above if name in vars(base))
    return None if name.startswith("__") else next(found, None)


def _instead(name: str, of_qt: _Method) -> _Method | None:
    """Return what is done where an override fails; None where who calls it must hear of that."""
    if name in ("event", "eventFilter"):
        return lambda *arguments: False
    if name.endswith("Event"):
        return _nothing
    return of_qt if name in _SIZES else None


def _nothing(*arguments: object) -> None:
    pass


def _telling(method: _Method, instead: _Method) -> _Method:
    @functools.wraps(method)
    def override(*arguments: object, **named: object) -> object:
        try:
            return method(*arguments, **named)
        except Exception:
            sys.excepthook(*sys.exc_info())
        return instead(*arguments, **named)

    return override


def _raising(method: _Method) -> _Method:
    """Let a failure, of a step of the history say, be raised by who calls it: it is not done."""

    @functools.wraps(method)
    def override(*arguments: object, **named: object) -> object:
        try:
            return method(*arguments, **named)
        except BaseException:  # from here on it is an object
            raise

    return override
