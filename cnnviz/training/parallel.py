"""Training as one of several processes that torchrun started: each learns a part of each batch."""

import os

import torch
from torch import distributed
from torch.nn.parallel import DistributedDataParallel

from cnnviz.runs.wishes import Wish
from cnnviz.training.learner import Learner


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
        learner.share_with(together, self.rank, self.size)

    def agreed(self, wish: Wish | None, learner: Learner) -> bool:
        """Tell the others what the first one was asked; return whether to stop."""
        is_stop = wish is not None and wish.do == "stop"
        if self.size == 1:
            return is_stop
        said = [float(is_stop), learner.lr, learner.weight_decay]
        told = torch.tensor(said, dtype=torch.float64, device=learner.device)
        distributed.broadcast(told, 0)
        stop, learner.lr, learner.weight_decay = told.tolist()
        return bool(stop)

    def summed(self, loss: torch.Tensor, right: torch.Tensor) -> tuple[float, int]:
        """Return sums over all processes."""
        if self.size == 1:
            return loss.item(), int(right.item())
        both = torch.stack([loss.double(), right.double()])
        distributed.all_reduce(both)
        return both[0].item(), round(both[1].item())

    def part(self) -> None:
        """Leave."""
        if self.size > 1 and distributed.is_initialized():
            distributed.destroy_process_group()
