"""In how many steps a value is told: from what goes in, by its terms and their sum, to itself."""

from typing import Literal, get_args

from cnnviz.explain.explanation import Explanation
from cnnviz.explain.placed_sums import PlacedSum
from cnnviz.explain.values import Patch, Share, WeightedSum, WindowSum
from cnnviz.language import N_, _

Stage = Literal["window", "products", "exponentials", "sum", "value"]
STAGES: tuple[Stage, ...] = get_args(Stage)  # in their order

_WORDS: dict[Stage, str] = {  # what the button says that tells it
    "window": N_("Next: the next value"),
    "products": N_("Next: the products"),
    "exponentials": N_("Next: exp of the scores"),
    "sum": N_("Next: the sum"),
    "value": N_("Next: the value"),
}


def stages(about: Explanation) -> tuple[Stage, ...]:
    """Return the steps in which a value is told; with the last one it is known."""
    match about:
        case WindowSum() | WeightedSum() | PlacedSum():
            return ("window", "products", "sum", "value")
        case Patch() if about.divisor > 1:
            return ("window", "sum", "value")
        case Share():
            return ("window", "exponentials", "value")
    return ("window", "value")


def told_stage(about: Explanation, number: int) -> Stage:
    """Return how much is told of a value by its first stages, but never the value itself."""
    names = stages(about)
    return names[min(max(number, 0), len(names) - 2)]


def next_words(stage: Stage) -> str:
    """Return what is told next, as a button says it."""
    return _(_WORDS[stage])
