"""A project as it was opened beside what it is now."""

from dataclasses import dataclass

from cnnviz.cnn.ops import Array
from cnnviz.cnn.trace import Trace, trace
from cnnviz.project.project import ForwardPass
from cnnviz.project.slices import slices_of


@dataclass(frozen=True, eq=False)
class Shares:
    """What one class gets, before and now."""

    name: str
    before: float
    now: float


def original_trace(forward: ForwardPass, known: Trace | None = None) -> Trace:
    """Return the trace of the same input through the network as it was opened.

    Args:
        forward: The forward pass of the project as it is now.
        known: An earlier result, returned again where it still holds.
    """
    original, image = forward.project.original, forward.trace.image
    if known is not None and known.image is image and known.network.nodes is original.nodes:
        return known
    channels, height, width = image.shape
    return trace(original.with_input_shape((channels, height, width)), image, known)


def kernels(forward: ForwardPass, node: str, channel: int, place: int) -> tuple[Array, Array]:
    """Return one slice of a filter or unit, before and now."""
    before = slices_of(forward.project.original, node, channel).values
    now = slices_of(forward.project.network, node, channel).values
    return before[place], now[place]


def largest_shares(before: Trace, now: Trace, count: int) -> list[Shares]:
    """Return the classes with the largest values, before or now, the largest first."""
    classes = now.network.classes
    if now.output.shape != before.output.shape or now.output.ndim != 1:
        return []
    pairs = [(float(a), float(b)) for a, b in zip(before.output, now.output, strict=True)]
    order = sorted(range(len(pairs)), key=lambda i: -max(pairs[i]))[:count]
    return [Shares(classes[i] if i < len(classes) else str(i + 1), *pairs[i]) for i in order]
