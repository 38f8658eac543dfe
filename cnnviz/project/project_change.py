"""An edit as the difference of two projects: as long as one of them is there, the other can be.

A project is a graph of immutable values with arrays at its ends. Of an edit only those are kept
that the two projects do not share, and of an array that was changed in places only those places.
What is made again is bit by bit what it was; and where it is still in use somewhere, it is the
very object, for views and projects tell values apart by identity.
"""

import functools
import weakref
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnnviz.project.array_difference import Numbers, array_difference, with_numbers
from cnnviz.project.project import Project


class Token:
    """Stands for a value that may be gone: whoever has the token does not keep it alive."""

    def __init__(self, value: object) -> None:
        self.value: weakref.ref[object] = weakref.ref(value)


class Tokens:
    """Gives each value one token for as long as it lives, and to whatever takes its place."""

    def __init__(self) -> None:
        self._known: weakref.WeakValueDictionary[int, Token] = weakref.WeakValueDictionary()

    def of(self, value: object) -> Token:
        """Return the token of a value."""
        token = self._known.get(id(value))
        if token is None or token.value() is not value:
            token = self._known[id(value)] = Token(value)
        return token

    def renew(self, token: Token, value: object) -> None:
        """Let a token stand for a value that was made again."""
        token.value = weakref.ref(value)
        self._known[id(value)] = token


class _Whole(NamedTuple):
    """An array that is kept as it is."""

    array: Numbers


class _Patched(NamedTuple):
    """An array that differs in places from another one."""

    other: Token
    at: NDArray[np.uint32]
    numbers: Numbers


class _Object(NamedTuple):
    """A value with named parts: tokens, tuples of parts, or what is small and kept itself."""

    kind: type
    parts: Mapping[str, object]


_Recipe = _Whole | _Patched | _Object
_Recipes = dict[Token, _Recipe]


class ProjectChange:
    """What is needed to get from one project to the other, in both directions."""

    def __init__(self, before: Project, after: Project, tokens: Tokens) -> None:
        """Keep the difference of two projects; neither is kept alive."""
        self._tokens = tokens
        self._before, self._after = tokens.of(before), tokens.of(after)
        self._recipes: _Recipes = {}
        packing = _Packing(tokens, self._recipes)
        packing.pack(before, after, {id(each) for each in reachable(after)})
        packing.pack(after, before, {id(each) for each in reachable(before)})

    def before(self) -> Project:
        """Return the project before; the one after must be there."""
        return self._made(self._before)

    def after(self) -> Project:
        """Return the project after; the one before must be there."""
        return self._made(self._after)

    def _made(self, root: Token) -> Project:
        project = _Making(self._tokens, self._recipes).value(root)
        assert isinstance(project, Project)
        return project

    @functools.cached_property
    def small_bytes(self) -> int:
        """How much memory the places and numbers take in which arrays differ."""
        patched = (each for each in self._recipes.values() if isinstance(each, _Patched))
        return sum(each.at.nbytes + each.numbers.nbytes for each in patched)

    @functools.cached_property
    def arrays(self) -> list[Numbers]:
        """The arrays that are kept as they are."""
        return [each.array for each in self._recipes.values() if isinstance(each, _Whole)]


class _Packing:
    """Writes recipes for what one project has and the other lacks."""

    def __init__(self, tokens: Tokens, recipes: _Recipes) -> None:
        self._tokens, self._recipes = tokens, recipes
        self._shared: set[int] = set()

    def pack(self, root: Project, other: Project, shared: set[int]) -> None:
        """Write the recipes of a project; `shared` are the values of the other one."""
        self._shared = shared
        self._part(root, other)

    def _part(self, value: object, other: object) -> object:
        """Return what stands for a value; `other` is in its place in the other project."""
        if isinstance(value, tuple):
            if _is_plain(value):
                return value
            others = other if isinstance(other, tuple) and len(other) == len(value) else None
            pairs = zip(value, others or (None,) * len(value), strict=True)
            return tuple(self._part(each, its) for each, its in pairs)
        names = _names(type(value))
        if names is None:
            return value
        token = self._tokens.of(value)
        if id(value) not in self._shared and token not in self._recipes:
            self._recipes[token] = self._recipe(value, other, names)
        return token

    def _recipe(self, value: object, other: object, names: tuple[str, ...]) -> _Recipe:
        if isinstance(value, np.ndarray):
            found = array_difference(other, value) if isinstance(other, np.ndarray) else None
            if found is None:
                return _Whole(value)
            return _Patched(self._tokens.of(other), found.at, found.after)
        parts = {
            name: self._part(getattr(value, name), getattr(other, name, None)) for name in names
        }
        return _Object(type(value), parts)


class _Making:
    """Makes values again from their recipes."""

    def __init__(self, tokens: Tokens, recipes: _Recipes) -> None:
        self._tokens, self._recipes = tokens, recipes

    def value(self, part: object) -> object:
        """Return what a part stands for."""
        if isinstance(part, tuple):
            return tuple(map(self.value, part))
        if not isinstance(part, Token):
            return part
        value = part.value()
        if value is None:
            value = self._cooked(self._recipes[part])
            self._tokens.renew(part, value)
        return value

    def _cooked(self, recipe: _Recipe) -> object:
        if isinstance(recipe, _Whole):
            return recipe.array
        if isinstance(recipe, _Patched):
            other = self.value(recipe.other)
            assert isinstance(other, np.ndarray)
            return with_numbers(other, recipe.at, recipe.numbers)
        made: object = object.__new__(recipe.kind)  # it was checked when it was made first
        for name, part in recipe.parts.items():
            object.__setattr__(made, name, self.value(part))
        return made


def reachable(value: object) -> list[object]:
    """Return every array and every value with parts that a value is made of, each once."""
    found: dict[int, object] = {}
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, tuple):
            if not _is_plain(each):
                waiting += each
            continue
        names = _names(type(each))
        if names is None or id(each) in found:
            continue
        found[id(each)] = each
        waiting += [getattr(each, name) for name in names]
    return list(found.values())


def arrays_in(value: object) -> list[Numbers]:
    """Return every array that a value is made of, each once."""
    return [each for each in reachable(value) if isinstance(each, np.ndarray)]


_PLAIN = {str, int, float, bool, type(None)}


def _is_plain(values: tuple[object, ...]) -> bool:
    """Return whether values have no parts: the names of 1,000 classes are looked at together."""
    return {*map(type, values)} <= _PLAIN


_KNOWN: dict[type, tuple[str, ...] | None] = {np.ndarray: ()}


def _names(kind: type) -> tuple[str, ...] | None:
    """Return the parts of a kind of values; none of an array, None where it is no value of ours."""
    if kind not in _KNOWN:
        names = tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None
        _KNOWN[kind] = names
    return _KNOWN[kind]
