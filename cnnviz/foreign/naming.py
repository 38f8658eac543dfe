"""What the nodes are called: as the modules that call them."""

import re
from collections.abc import Callable, Sequence

from cnnviz.cnn.network import INPUT
from cnnviz.foreign.values import Origin

_LONGEST = 180  # letters; a number may follow


def names_for(origins: Sequence[Origin], is_leaf: Callable[[str], bool]) -> list[str]:
    """Return a name for each node.

    What a module without parts gives is called as the module: layer2.0.bn1. What is computed on
    the way there, or by a module with parts, has the operator behind it: layer2.0.add. What
    would have the same name gets a number.

    Args:
        origins: Where each node comes from, in their order.
        is_leaf: Whether the module of a path has no parts.
    """
    last = {origin.call: number for number, origin in enumerate(origins)}
    taken = {INPUT}
    names = []
    for number, origin in enumerate(origins):
        is_result = bool(origin.path) and is_leaf(origin.path) and last[origin.call] == number
        parts = (
            [origin.path]
            if is_result
            else [each for each in (origin.path, origin.operator) if each]
        )
        names.append(_unique(_allowed(".".join(parts)), taken))
    return names


def _allowed(name: str) -> str:
    """Return a name of letters that names of nodes may have."""
    return re.sub(r"[^A-Za-z0-9_.-]", "_", name)[-_LONGEST:]


def _unique(name: str, taken: set[str]) -> str:
    made, number = name, 1
    while made in taken:
        number += 1
        made = f"{name}_{number}"
    taken.add(made)
    return made
