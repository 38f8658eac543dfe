"""A loss that explodes: when that is so, how it is told, and the weights of before."""

import math

import torch
from torch import Tensor, nn

from cnnviz.language import _

# Nats. Guessing among ten classes gives 2.3, and a first step that is much too large some thousands
# of which a network recovers; from here on it only wanders about.
EXPLODED = 1e5


class DivergedError(RuntimeError):
    """The loss explodes, or a weight is no number; the text is a sentence for the user."""


def has_exploded(loss: float) -> bool:
    """Return whether a loss in nats is no number, or far beyond what a network recovers of."""
    return not loss <= EXPLODED


def require_sound(loss: float, step: int) -> None:
    """Make sure that a loss has not exploded.

    Args:
        loss: The mean cross-entropy, nats.
        step: After how many steps it was measured.

    Raises:
        DivergedError: If it has.
    """
    if not math.isfinite(loss):
        text = _(
            "After step {step} the loss is no longer a number; try a tenth of the learning rate."
        )
        raise DivergedError(text.format(step=step))
    if has_exploded(loss):
        text = _(
            "After step {step} the loss has exploded to {loss}; try a tenth of the learning rate."
        )
        raise DivergedError(text.format(step=step, loss=f"{loss:.1e}"))


def no_weights(step: int) -> DivergedError:
    """Return the error for weights of which one is no number."""
    text = _("After step {step} a weight is no longer a number; try a tenth of the learning rate.")
    return DivergedError(text.format(step=step))


class LastSound:
    """Copies of the weights of each step until the loss that they give is known."""

    def __init__(self, modules: nn.Module, *, is_late: bool) -> None:
        """Begin with the weights as they are.

        Args:
            modules: What is copied: weights and whatever else is kept with them.
            is_late: Whether a loss is read one step later, because waiting for it costs time.
        """
        self._states = list(modules.state_dict().values())
        self._kept = [state.clone() for state in self._states]
        self._newer = [state.clone() for state in self._states]
        self._is_late = is_late
        self._pending: tuple[Tensor, int] | None = None
        self._newer_step = 0
        self.step = 0  # after which the weights that are kept stood

    def begin(self, step: int) -> None:
        """Keep the weights as they are after a step."""
        self._copy(self._kept)
        self.step, self._pending = step, None

    def check(self, loss: Tensor, step: int) -> None:
        """Copy the weights as they are, if their loss has not exploded.

        Args:
            loss: What the weights give, nats.
            step: After how many steps.

        Raises:
            DivergedError: If it has; on a card, if that of the step before has.
        """
        if not self._is_late:
            require_sound(loss.item(), step)
            self._copy(self._kept)
            self.step = step
            return
        if self._pending is not None:
            before, its_step = self._pending
            require_sound(before.item(), its_step)
            self._kept, self._newer = self._newer, self._kept
            self.step = self._newer_step
        self._copy(self._newer)
        self._newer_step, self._pending = step, (loss, step)

    @torch.no_grad()
    def _copy(self, to: list[Tensor]) -> None:
        torch._foreach_copy_(to, self._states)

    @torch.no_grad()
    def put_back(self, modules: nn.Module) -> None:
        """Give the modules the weights of when the loss was sound for the last time."""
        torch._foreach_copy_(list(modules.state_dict().values()), self._kept)
