"""Every operator of PyTorch that is known, by its name without its variants."""

from cnnviz.foreign.arithmetic_operators import ARITHMETIC
from cnnviz.foreign.call import Rule
from cnnviz.foreign.composed_operators import COMPOSED
from cnnviz.foreign.curve_operators import CURVES
from cnnviz.foreign.gathering_operators import GATHERING
from cnnviz.foreign.measured_operators import MEASURED
from cnnviz.foreign.moved_operators import MOVED
from cnnviz.foreign.weighted_operators import WEIGHTED

RULES: dict[str, Rule] = {
    **MOVED, **CURVES, **ARITHMETIC, **COMPOSED, **GATHERING, **MEASURED, **WEIGHTED,
}  # fmt: skip


def rule_for(operator: str) -> Rule | None:
    """Return how an operator is read: that in place as the one that is not."""
    return RULES.get(operator) or RULES.get(in_place_of(operator))


def in_place_of(operator: str) -> str:
    """Return the name of the operator that computes the same, but not in place."""
    return operator.removesuffix("_")


def is_in_place(operator: str) -> bool:
    """Return whether an operator changes its first input."""
    return operator.endswith("_") and not operator.endswith("__")
