"""What the parts of a network are called in its overview."""

from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.network import INPUT
from cnnviz.cnn.parts import NetworkPart
from cnnviz.cnn.trace import Trace
from cnnviz.explain.steps import block_name, block_titles, step_title
from cnnviz.language import _, ngettext


def part_titles(trace: Trace, parts: tuple[NetworkPart, ...], number: int) -> tuple[str, ...]:
    """Return what one of the parts is called, the longest name first.

    What stands before the first block is the stem, what follows the last one the head; other
    nodes are called by the size of their maps, or by the first of them.
    """
    part = parts[number]
    if part.block:
        titles = block_titles(part.block)
        return *titles, part.block.rpartition(".")[2]
    first, shape = part.nodes[0], trace.shapes[part.nodes[0]]
    if first == INPUT:
        return (step_title(trace, INPUT),)
    of_blocks = [at for at, each in enumerate(parts) if each.block]
    if of_blocks and (number, of_blocks[0]) == (1, 2):
        return (_("Stem"),)
    if of_blocks and of_blocks[-1] + 1 == number == len(parts) - 1:
        return (_("Head"),)
    if len(part.nodes) > 1 and len(shape) == 3:
        return (shape_text(shape[1:]),)
    return (step_title(trace, first),)


def part_story(trace: Trace, parts: tuple[NetworkPart, ...], number: int) -> str:
    """Return what a part is, for its tool tip and for screen readers."""
    part = parts[number]
    block = block_name(trace.network, part.block) if part.block else ""
    title = block or part_titles(trace, parts, number)[0]
    if len(part.nodes) == 1:
        return title
    count = ngettext("{count} layer", "{count} layers", len(part.nodes))
    text = _("{part}: {count}, {first} to {last}")
    first, last = (step_title(trace, part.nodes[at]) for at in (0, -1))
    told = count.format(count=len(part.nodes))
    return text.format(part=title, count=told, first=first, last=last)
