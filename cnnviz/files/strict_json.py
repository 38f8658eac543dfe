"""JSON as every reader takes it: nothing is named twice, and no number is none.

Of two values of one name one would be lost without a word. JSON has no NaN and no infinities: here
they are the texts "NaN", "Infinity" and "-Infinity", as in the JSON of protocol buffers.
"""

import json
import math

from cnnviz.language import _


def check_names(content: bytes | str) -> None:
    """Refuse JSON in which an object has two values of one name.

    Raises:
        ValueError: If it has, or if it is no JSON; the text says so, to stand in a sentence.
    """
    try:
        json.loads(content, object_pairs_hook=_check)
    except RecursionError:
        raise ValueError(_("it is nested too deep")) from None


def _check(pairs: list[tuple[str, object]]) -> None:
    names: set[str] = set()
    for name, _value in pairs:
        if name in names:
            raise ValueError(_("it names {name!r} twice").format(name=name[:40]))
        names.add(name)


def text_of(value: object, indent: int | None = None) -> str:
    """Return a value as JSON, without a line's end."""
    return json.dumps(_finite(value), indent=indent, allow_nan=False)


def _finite(value: object) -> object:
    """Return a value with texts in place of what are no numbers of JSON."""
    if isinstance(value, dict):
        return {name: _finite(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else f"{'-' * (value < 0)}Infinity"
    return value


def number_of(value: object) -> object:
    """Return the number that a text stands for, and every other value as it is."""
    is_number = isinstance(value, str) and value in ("NaN", "Infinity", "-Infinity")
    return float(str(value)) if is_number else value
