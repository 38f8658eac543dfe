"""The parts of a network from one end to the other: its blocks, and what stands between them."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from cnnviz.cnn.blocks import Blocks
from cnnviz.cnn.layer_base import Shape

LONGEST = 8  # nodes between two blocks that are one part, whatever the sizes of their maps


class NetworkPart(NamedTuple):
    """Some nodes one after the other, in their order."""

    nodes: tuple[str, ...]
    block: str = ""  # that they are


def parts_of(shapes: Mapping[str, Shape], blocks: Blocks) -> tuple[NetworkPart, ...]:
    """Return the parts of a network; each node is in one of them.

    A block stands where its last node does. What is long and no block, as all of VGG, is parted
    where its maps get another size.

    Args:
        shapes: The shape of each node in their order, the input first.
        blocks: The nodes of each block.
    """
    block_of = {node: block for block, nodes in blocks.items() for node in nodes}
    ends = {nodes[-1]: block for block, nodes in blocks.items()}
    first, *names = shapes
    made, run = [NetworkPart((first,))], list[str]()
    for node in names:
        if node not in block_of:
            run.append(node)
        elif node in ends:
            made += [*_of_run(run, shapes), NetworkPart(blocks[ends[node]], ends[node])]
            run = []
    return *made, *_of_run(run, shapes)


def _of_run(run: list[str], shapes: Mapping[str, Shape]) -> Iterator[NetworkPart]:
    """Yield the parts of nodes that are in no block."""
    if not run:
        return
    if len(run) <= LONGEST:
        yield NetworkPart(tuple(run))
        return
    for _size, nodes in groupby(run, key=lambda node: shapes[node][1:]):
        yield NetworkPart(tuple(nodes))
