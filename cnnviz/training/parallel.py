"""Training as one of several processes that torchrun started: each learns a part of each batch."""

import gc
import os
from collections.abc import Sequence

import torch
from torch import Tensor, distributed
from torch.nn.parallel import DistributedDataParallel

from cnnviz.runs.wishes import Wish
from cnnviz.training.learner import Learner

_GO, _STOP, _HOLD = 0.0, 1.0, 2.0  # what the first process tells the others


class Team:
    """The processes of a run; without torchrun this process alone."""

    def __init__(self) -> None:
        self.size = int(os.environ.get("WORLD_SIZE", "1"))
        self.rank = int(os.environ.get("RANK", "0"))
        self.local_rank = int(os.environ.get("LOCAL_RANK", "0"))

    @property
    def leads(self) -> bool:
        """Whether this process speaks and writes."""
        return self.rank == 0

    def device_name(self, name: str) -> str:
        """Return the device of this process: each its own graphics card."""
        has_cards = name in ("auto", "cuda") and torch.cuda.is_available()
        return f"cuda:{self.local_rank}" if self.size > 1 and has_cards else name

    def join(self, learner: Learner) -> None:
        """Meet the others, and learn together from now on."""
        if self.size == 1:
            return
        is_cuda = learner.device.type == "cuda"
        distributed.init_process_group("nccl" if is_cuda else "gloo")
        together = DistributedDataParallel(learner.logits)
        learner.share_with(together, self.rank, self.size, _over_all)

    def agreed(self, wish: Wish | None, learner: Learner) -> bool:
        """Tell the others what the first one was asked; return whether to stop.

        The others wait until the first one decides, however often it holds them up.
        """
        is_stop = wish is not None and wish.do == "stop"
        if self.size == 1:
            return is_stop
        while (word := self._told(_STOP if is_stop else _GO, learner)) == _HOLD:
            pass
        return word == _STOP

    def hold(self, learner: Learner) -> None:
        """Let the others wait longer: said again and again, or they took this one for dead."""
        if self.size > 1:
            self._told(_HOLD, learner)

    def _told(self, word: float, learner: Learner) -> float:
        """Return the word of the first one; its rates are taken over with it."""
        said = [word, learner.lr, learner.weight_decay]
        word, learner.lr, learner.weight_decay = self.of_first(said, learner)
        return word

    def of_first(self, numbers: Sequence[float], learner: Learner) -> list[float]:
        """Return the numbers of the first process, so that all decide by the same ones."""
        if self.size == 1:
            return [*numbers]
        told = torch.tensor(numbers, dtype=torch.float64, device=learner.device)
        distributed.broadcast(told, 0)
        return [float(number) for number in told.tolist()]

    def part(self, learner: Learner) -> None:
        """Leave; the learner is alone again.

        What joined the gradients goes first. If it were the last to hold the group, it would wait
        for the threads of the group with Python's lock, which these need to let their last numbers
        go: this process would never end.
        """
        if self.size > 1 and distributed.is_initialized():
            learner.learn_alone()
            gc.collect()
            distributed.destroy_process_group()


def _over_all(numbers: Tensor) -> Tensor:
    """Return sums over all processes."""
    distributed.all_reduce(numbers)
    return numbers
