"""Several names in a sentence: 3, 6 and 9."""

from collections.abc import Sequence

from cnnviz.language import _

_NAMED = 4  # so many are named one by one


def listed(names: Sequence[str]) -> str:
    """Return 3, 6 and 9; where there are many: 3, 6, … and 99."""
    if len(names) == 1:
        return names[0]
    first = names[:-1] if len(names) <= _NAMED else [*names[:2], "…"]
    return _("{first} and {last}").format(first=", ".join(first), last=names[-1])
