"""Operators that together are one layer, found in a graph of PyTorch before it is read."""

from typing import Any, NamedTuple

import torch

Step = torch.fx.Node
_POOLS, _AROUND = ("avg_pool3d", "avg_pool2d"), ("pad", "constant_pad_nd", "view", "unsqueeze")
_SHAPES = ("view", "squeeze", "reshape")


class FoldedNorm(NamedTuple):
    """A local response norm: the steps it is written as, and what is chosen."""

    inner: frozenset[Step]  # all but the last, the division
    given: Step
    size: int
    alpha: float
    beta: float
    k: float


class FoldedSign(NamedTuple):
    """A sign times a size: the steps they are written as, and what has both."""

    inner: frozenset[Step]
    given: Step


def operator_of(step: Step) -> str:
    """Return the name of an operator without its variant: relu_ of aten.relu_.default."""
    schema = getattr(step.target, "_schema", None)
    if schema is None:
        return str(getattr(step.target, "__name__", step.target))
    return str(schema.name.partition("::")[2])


def folded_norms(steps: list[Step]) -> dict[Step, FoldedNorm]:
    """Return the local response norms of a graph by their last steps.

    Source: torch.nn.functional.local_response_norm, as it stands in PyTorch 2.
    """
    divisions = (step for step in steps if operator_of(step) == "div")
    return {step: norm for step in divisions if (norm := _norm(step)) is not None}


def _norm(division: Step) -> FoldedNorm | None:
    """Return x / (k + alpha · mean of neighbours' squares) ^ beta, if a division is that."""
    chain = _Chain()
    given, power = division.args[:2]
    shift = chain.first(power, "pow")
    scale = chain.first(shift, "add")
    pool = chain.through(chain.first(scale, "mul"), _SHAPES)
    square = chain.through(chain.first(pool, *_POOLS), _AROUND)
    if not isinstance(given, Step) or chain.first(square, "mul") is not given:
        return None
    steps = power, shift, scale, pool
    numbers: list[Any] = [step.args[1] for step in steps if isinstance(step, Step)]
    beta, k, alpha, sizes = numbers
    if not all(isinstance(number, float | int) for number in (beta, k, alpha)):
        return None
    return FoldedNorm(frozenset(chain.steps), given, sizes[0], alpha, beta, k)


def folded_signs(steps: list[Step]) -> dict[Step, FoldedSign]:
    """Return the products of a sign and a size by the step that multiplies them.

    Source: torch.nn.functional.lp_pool2d writes so what may have any sign, as it stands in
    PyTorch 2.
    """
    products = (step for step in steps if operator_of(step) == "mul")
    return {step: sign for step in products if (sign := _sign(step)) is not None}


def _sign(product: Step) -> FoldedSign | None:
    """Return sign(x) · max(0, |x|), if a product is that: it is x again."""
    chain = _Chain()
    one, other = product.args[:2]
    given = chain.first(one, "sign")
    if not isinstance(given, Step) or chain.first(chain.first(other, "relu"), "abs") is not given:
        return None
    return FoldedSign(frozenset(chain.steps), given)


class _Chain:
    """Goes back from step to step while each is only for what comes behind it."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def first(self, step: object, *names: str) -> object:
        """Return what a step of one of these names takes first; None if it is no such step."""
        if not isinstance(step, Step) or operator_of(step) not in names or len(step.users) > 1:
            return None
        self.steps.append(step)
        return step.args[0]

    def through(self, step: object, names: tuple[str, ...]) -> object:
        """Return what stands before any steps of these names."""
        while (before := self.first(step, *names)) is not None:
            step = before
        return step
