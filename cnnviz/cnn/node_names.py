"""What nodes are called where nobody chose their names, and layers of which there are several."""

from collections import Counter
from collections.abc import Sequence

from cnnviz.language import _


def number_of(kinds: Sequence[str], index: int) -> int | None:
    """Return which of its kind a layer is, counted from 1; None where it is the only one."""
    return kinds[: index + 1].count(kinds[index]) if kinds.count(kinds[index]) > 1 else None


def numbered(kinds: Sequence[str], index: int, title: str) -> str:
    """Return the title of a layer, numbered where its kind occurs more than once."""
    return with_number(title, number_of(kinds, index))


def with_number(title: str, number: int | None) -> str:
    """Return the title of a layer with its number, where there is one."""
    if number is None:
        return title
    return _("{title} {number}").format(title=title, number=number)


_BASE_NAMES = {"conv2d": "conv", "batch_norm2d": "bn", "linear": "fc"}


def base_name(kind: str) -> str:
    """Return what nodes of a kind are called before their number: conv, bn, max_pool."""
    return _BASE_NAMES.get(kind, kind.removesuffix("2d"))


def names_of(kinds: Sequence[str]) -> tuple[str, ...]:
    """Return the names nodes get where nobody chose any: conv1, relu1, max_pool1, conv2, …"""  # noqa: D415
    counts: Counter[str] = Counter()
    names = []
    for kind in kinds:
        counts[kind] += 1
        names.append(f"{base_name(kind)}{counts[kind]}")
    return tuple(names)
