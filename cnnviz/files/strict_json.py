"""JSON whose objects name nothing twice: of two values one would be lost without a word."""

import json

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
