"""The blocks of a network: nodes whose names begin alike and that together give one thing.

A block may be folded: then its last node stands for all of it, and takes what any of them takes.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

MOST = 40  # nodes of a block; a network of more is large

Blocks = Mapping[str, tuple[str, ...]]  # the nodes of each block, in their order, by its name
Inputs = Mapping[str, tuple[str, ...]]  # what each node takes, by its name, in their order


def blocks_of(inputs: Inputs) -> Blocks:
    """Return the blocks of a network; no node is in two of them.

    Rows of blocks, as `layer2` with `layer2.0` and `layer2.1`, are none themselves, nor is what
    holds more than half of the network. Of a block only the last node is taken by others.
    """
    names = [name for name, befores in inputs.items() if befores]
    number = {name: at for at, name in enumerate(inputs)}
    found = {
        block: nodes for block, nodes in _found(names, 0, len(names)) if _is_one(nodes, inputs)
    }
    return MappingProxyType(
        {block: found[block] for block in sorted(found, key=lambda one: number[found[one][-1]])}
    )


def _found(names: Sequence[str], depth: int, whole: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the blocks among names that have `depth` parts in common."""
    for prefix, nodes in _groups(names, depth).items():
        inner = _groups(nodes, depth + 1)
        is_row = any(
            each.rpartition(".")[2].isdigit() and len(those) > 1 for each, those in inner.items()
        )
        if is_row or len(nodes) > MOST or 2 * len(nodes) > whole:
            yield from _found(nodes, depth + 1, whole)
        elif len(nodes) > 1:
            yield prefix, tuple(nodes)


def _groups(names: Sequence[str], depth: int) -> dict[str, list[str]]:
    """Return the names by their first parts, one more than `depth`, where they go on."""
    groups: dict[str, list[str]] = {}
    for name in names:
        parts = name.split(".")
        if len(parts) > depth + 1:
            groups.setdefault(".".join(parts[: depth + 1]), []).append(name)
    return groups


def _is_one(nodes: tuple[str, ...], inputs: Inputs) -> bool:
    """Return whether others take nothing of some nodes but what the last of them gives."""
    inside, hidden = {*nodes}, {*nodes[:-1]}
    return not any(
        hidden.intersection(befores) for name, befores in inputs.items() if name not in inside
    )


@dataclass(frozen=True, eq=False)
class ShownNodes:
    """The nodes of a network that are shown where some of its blocks are folded."""

    inputs: Inputs  # what each takes, the picture first
    folded: Mapping[str, str]  # the folded block that a node stands for, by that node

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Their names, in their order."""
        return tuple(self.inputs)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.inputs)}

    def number(self, name: str) -> int:
        """Return which of the shown nodes it is; the picture is 0."""
        return self._numbers[name]

    def is_shown(self, name: str) -> bool:
        """Return whether a node is shown."""
        return name in self._numbers


def shown_nodes(inputs: Inputs, blocks: Blocks, folded: Set[str]) -> ShownNodes:
    """Return what is shown of a network whose blocks of some names are folded."""
    last, hidden = {}, set[str]()
    made = dict(inputs)
    for block in folded:
        nodes = blocks[block]
        last[nodes[-1]] = block
        hidden |= {*nodes[:-1]}
        taken = (before for node in nodes for before in inputs[node] if before not in nodes)
        made[nodes[-1]] = tuple(dict.fromkeys(taken))
    kept = {name: befores for name, befores in made.items() if name not in hidden}
    return ShownNodes(MappingProxyType(kept), MappingProxyType(last))
