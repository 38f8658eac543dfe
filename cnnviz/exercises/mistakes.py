"""What people get when they compute a value by hand with a known slip, the likeliest first."""

from collections.abc import Iterator

from cnnviz.cnn.activation_layers import Activation
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.trace import Trace
from cnnviz.exercises.branch_mistakes import of_addition, of_multiplication, of_taken
from cnnviz.exercises.mistake import Mistake
from cnnviz.exercises.step_mistakes import of_placed_sum, of_steps
from cnnviz.exercises.value_mistakes import of_activation, of_passed, of_share
from cnnviz.exercises.window_mistakes import (
    neighbours,
    of_convolution,
    of_fully_connected,
    of_maximum,
    of_mean,
)
from cnnviz.explain.explanation import Explanation
from cnnviz.explain.placed_sums import PlacedSum
from cnnviz.explain.values import (
    Added,
    Curve,
    Joined,
    Multiplied,
    Passed,
    Patch,
    Share,
    Taken,
    WeightedSum,
    WindowSum,
)


def known_mistakes(trace: Trace, about: Explanation) -> Iterator[Mistake]:
    """Yield wrong values of one place with their reasons, in the order of likelihood.

    A mistake may give the right value by chance, or no finite one: the caller passes these over.
    """
    layer = trace.network.layers.get(about.node)
    if layer is None:
        return
    match about:
        case WindowSum():
            if isinstance(layer, Conv2d):
                yield from of_convolution(trace, layer, about)
        case WeightedSum():
            yield from of_fully_connected(trace, about)
        case Patch():
            yield from of_maximum(about) if not about.divisor else of_mean(about)
            yield from neighbours(trace, layer, about)
        case Curve():
            assert isinstance(layer, Activation)  # nothing else has a curve
            yield from of_activation(layer, about.place[0], float(about.before))
        case Joined() | Taken():
            yield from _of_branches(trace, layer, about)
        case _:
            yield from _of_others(trace, layer, about)


def _of_branches(trace: Trace, layer: Layer, about: Explanation) -> Iterator[Mistake]:
    match about:
        case Added():
            yield from of_addition(trace, about)
        case Multiplied():
            yield from of_multiplication(trace, about)
        case Taken():
            yield from of_taken(trace, about)
    if len(about.place) == 3:
        yield from neighbours(trace, layer, about)


def _of_others(trace: Trace, layer: Layer, about: Explanation) -> Iterator[Mistake]:
    match about:
        case Share():
            yield from of_share(trace, about)
        case Passed():
            yield from of_passed(trace, layer, about)
        case PlacedSum():
            yield from of_placed_sum(trace, about)
        case _:
            yield from of_steps(about)
