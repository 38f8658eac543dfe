"""JSON as strict readers take it: no NaN, no infinity, no name twice, no half of a letter."""

import json


def strict(text):
    """Return what a text holds; refuse what is no JSON of RFC 8259."""
    text.encode()  # half of a surrogate pair cannot be
    return json.loads(text, parse_constant=_refuse, object_pairs_hook=_once)


def _refuse(name):
    raise ValueError(f"{name} is no JSON")


def _once(pairs):
    found = dict(pairs)
    assert len(found) == len(pairs)
    return found
