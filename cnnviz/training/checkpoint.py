"""Everything that a run needs to go on, as one file: no pickle, so nothing in it can run."""

from dataclasses import dataclass
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

from cnnviz.files.earlier_names import by_node
from cnnviz.language import _
from cnnviz.training.learner import Learner


@dataclass
class SoFar:
    """How far a run has come: between two batches."""

    epoch: int = 1  # counted from 1
    at: int = 0  # pictures of this epoch that are learnt
    order: Tensor | None = None  # of this epoch; None before it began
    loss: float = 0.0  # summed over the pictures of this epoch
    right: int = 0  # how many of them were read rightly
    best: float = -1.0  # the best validation accuracy so far
    best_epoch: int = 0
    seconds: float = 0.0  # of training so far


def packed(learner: Learner, so_far: SoFar, threads: int) -> bytes:
    """Return the bytes of a checkpoint.

    Holds the weights and their mean, the state of the optimiser, every random state, the order of
    the epoch and how far it has come.
    """
    tensors: dict[str, Tensor] = {
        "random.order": learner.random.get_state(),
        "random.torch": torch.get_rng_state(),
        "place": torch.tensor([so_far.loss, so_far.best, so_far.seconds, learner.lr,
                               learner.weight_decay], dtype=torch.float64),
        "counts": torch.tensor([so_far.epoch, so_far.at, so_far.right, so_far.best_epoch,
                                learner.step, threads]),
        "order": torch.zeros(0, dtype=torch.int64) if so_far.order is None else so_far.order,
    }  # fmt: skip
    if learner.device.type == "cuda":
        tensors["random.cuda"] = torch.cuda.get_rng_state(learner.device)
    for prefix, modules in (("modules", learner.modules), ("mean", learner.mean)):
        tensors |= {f"{prefix}.{name}": t for name, t in modules.state_dict().items()}
    for index, state in learner.optimizer.state_dict()["state"].items():
        for name, value in state.items():
            if isinstance(value, Tensor):
                tensors[f"optimizer.{index}.{name}"] = value
    return save({name: t.detach().cpu().contiguous().clone() for name, t in tensors.items()})


def unpacked(data: bytes, learner: Learner) -> tuple[SoFar, int]:
    """Put a checkpoint into a learner; return how far it had come, and how many threads it had.

    Raises:
        ValueError: If it is damaged, or belongs to another network.
    """
    try:
        tensors = load(data)
        for prefix, modules in (("modules", learner.modules), ("mean", learner.mean)):
            state = by_node(_with(tensors, f"{prefix}."), learner.network)
            modules.take(state)
        _restore_optimizer(learner, _with(tensors, "optimizer."))
        learner.random.set_state(tensors["random.order"])
        torch.set_rng_state(tensors["random.torch"])
        if learner.device.type == "cuda" and "random.cuda" in tensors:
            torch.cuda.set_rng_state(tensors["random.cuda"], learner.device)
        loss, best, seconds, learner.lr, learner.weight_decay = tensors["place"].tolist()
        epoch, at, right, best_epoch, learner.step, threads = tensors["counts"].tolist()
        order = tensors["order"] if len(tensors["order"]) else None
    except (SafetensorError, KeyError, IndexError, RuntimeError, ValueError) as error:
        text = _("The checkpoint is damaged ({kind}).")
        raise ValueError(text.format(kind=type(error).__name__)) from error
    learner.begin_from_here()
    return SoFar(epoch, at, order, loss, right, best, best_epoch, seconds), threads


def _with(tensors: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {n.removeprefix(prefix): t for n, t in tensors.items() if n.startswith(prefix)}


def _restore_optimizer(learner: Learner, tensors: dict[str, Tensor]) -> None:
    """Give the optimiser its state back, each tensor in the layout of its parameter."""
    parameters = [p for group in learner.optimizer.param_groups for p in group["params"]]
    for name, tensor in tensors.items():
        index, _, key = name.partition(".")
        parameter = parameters[int(index)]
        state: dict[str, Any] = learner.optimizer.state[parameter]
        if tensor.shape == parameter.shape:
            state[key] = torch.empty_like(parameter).copy_(tensor)
        else:  # the number of steps
            state[key] = tensor.to(parameter.device)
