"""A network on its way: one step of learning, and how good it is so far."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from cnnviz.cnn.network import Network
from cnnviz.cnn.ops import Array
from cnnviz.data.splits import Pictures
from cnnviz.runs.config import Config
from cnnviz.training.augment import AUGMENTED, Chance
from cnnviz.training.batches import batch_count
from cnnviz.training.divergence import LastSound, no_weights, require_sound
from cnnviz.training.frozen import frozen_nodes
from cnnviz.training.schedule import FACTORS
from cnnviz.training.torch_network import TorchNetwork, from_torch, logits_of, rest_of, to_torch

TEST_BATCH = 1000  # pictures, at most
_TRIED_AT_ONCE = 1 << 27  # values of one layer for all of them: half a gigabyte
LARGEST_AS_FLOATS = 1 << 30  # bytes that all training pictures may take as numbers


@dataclass(frozen=True, eq=False)
class Said:
    """What a network said to pictures."""

    predicted: Tensor  # (N,), the classes
    confidence: Tensor  # (N,), their probabilities
    accuracy: float  # 0 to 1
    loss: float  # mean cross-entropy, nats


class Learner:
    """Holds everything that changes from batch to batch, on one device."""

    def __init__(
        self, network: Network, pictures: Pictures, config: Config, device: torch.device
    ) -> None:
        """Put the network and all pictures on the device.

        Args:
            network: With the weights to start from.
            pictures: The training set.
            config: The settings.
            device: Where it learns.
        """
        torch.manual_seed(config.seed)  # for dropout
        self.network, self.config, self.device = network, config, device
        self.random = torch.Generator().manual_seed(config.seed)
        layout = torch.channels_last
        self.modules = to_torch(network).to(device, memory_format=layout)  # type: ignore[call-overload]
        self.modules.freeze(frozen_nodes(network, config))
        self.mean = to_torch(network).to(device)  # of the weights, over the last steps
        self.logits = logits_of(self.modules, network)  # the layers that give the logits
        self._forward: nn.Module = self.logits
        self.optimizer = _optimizer(self.modules, config, device)
        self._parameters = tuple(_learnt(self.modules))
        self.lr, self.weight_decay = config.lr, config.weight_decay
        self.step = 0  # batches so far
        count = min(config.limit or len(pictures.labels), len(pictures.labels))
        known, self.labels = tensors(
            Pictures(pictures.pictures[:count], pictures.labels[:count]), device
        )
        # Dividing once instead of at each step gives the same bits, where there is room for it.
        self._pictures = in_layout(known / 255) if 4 * known.nbytes <= LARGEST_AS_FLOATS else known
        self.steps_per_epoch = batch_count(network, count, config.batch_size)
        self.last_rate = 0.0  # the learning rate of the last step
        self._sound = LastSound(self.best(), is_late=device.type != "cpu")
        self._augment = AUGMENTED[config.augment]
        self.share: tuple[int, int] = (0, 1)  # which of how many processes this one is
        self._over_all: Callable[[Tensor], Tensor] | None = None

    @property
    def steps(self) -> int:
        """How many batches the whole run has."""
        return self.steps_per_epoch * self.config.epochs

    def new_order(self) -> Tensor:
        """Return the numbers of all training pictures in the order of the next epoch."""
        if self.config.shuffle:
            return torch.randperm(len(self.labels), generator=self.random)
        return torch.argsort(self.labels.cpu(), stable=True)  # class by class

    def learn(self, batch: Tensor) -> tuple[Tensor, Tensor]:
        """Take one step on some pictures.

        Args:
            batch: The numbers of the pictures, on the processor.

        Returns:
            The loss in nats, summed over the pictures of the batch, and how many of them were read
            rightly.

        Raises:
            DivergedError: If the loss explodes; on the processor before the weights change, on a
                graphics card one step later.
        """
        x, y, count, weight = self._batch(batch)
        if not self.modules.training:  # it was tried meanwhile
            self.modules.train()
        self._set_rate()
        logits = self._forward(x)
        loss = functional.cross_entropy(logits, y, label_smoothing=self.config.label_smoothing)
        for parameter in self._parameters:  # `zero_grad` does the same, and asks its profiler
            parameter.grad = None
        (loss if weight == 1 else loss * weight).backward()  # type: ignore[no-untyped-call]
        right = (logits.detach().argmax(1) == y).sum()
        loss = loss.detach()
        summed = loss * len(batch)
        if self._over_all is not None:  # all find it sound, or none
            mine = torch.stack([loss.double() * count, right.double() * (count > 0)])
            summed, right = self._over_all(mine)
            loss = summed / len(batch)
        self._sound.check(loss, self.step)
        self.optimizer.step()
        self.step += 1
        if self.config.averaging:
            self._average()
        return summed, right

    def _batch(self, batch: Tensor) -> tuple[Tensor, Tensor, int, float]:
        """Return the part of a batch that is learnt here.

        Returns:
            The pictures, their labels, how many of them count, and the weight of their mean loss,
            so that the mean over all processes is that of the batch. A batch that is smaller than
            the number of processes is learnt by each, and counted once.
        """
        rank, processes = self.share
        is_shared = len(batch) >= processes > 1
        rows = slice(rank, None, processes) if is_shared else slice(None)
        chosen = batch[rows].to(self.device)
        x = self._pictures[chosen]
        x = x if x.is_floating_point() else x / 255
        x = in_layout(self._augment(x, Chance(self.random, len(batch), rows)))
        count = len(chosen) if is_shared or rank == 0 else 0
        weight = count * processes / len(batch) if is_shared else 1.0
        return x, self.labels[chosen], count, weight

    def require_sound(self, loss: float = 0.0) -> None:
        """Make sure that the weights, and a loss, are worth keeping.

        A step can be too large for float32 though the loss before it was sound.

        Raises:
            DivergedError: If the loss explodes, or a weight is no number.
        """
        require_sound(loss, self.step)
        for modules in (self.modules, self.best()):
            if not all(state.isfinite().all() for state in modules.state_dict().values()):
                raise no_weights(self.step)

    def begin_from_here(self) -> None:
        """Take the weights as they are for sound: they come from a checkpoint."""
        self._sound.begin(self.step)

    def sound(self) -> tuple[Network, int]:
        """Return the network as it was when its loss was sound for the last time, and the step."""
        self._sound.put_back(self.best())
        return self.result(), self._sound.step

    def _set_rate(self) -> None:
        self.last_rate = self.rate
        for group in self.optimizer.param_groups:
            group["lr"] = self.last_rate
            group["weight_decay"] = self.weight_decay

    @property
    def rate(self) -> float:
        """The learning rate of the next step."""
        return self.lr * FACTORS[self.config.schedule](self.step / self.steps)

    @torch.no_grad()
    def _average(self) -> None:
        """Move the mean of the weights towards the weights; in the beginning faster."""
        kept = min(self.config.averaging, self.step / (self.step + 10))
        means, states = (list(m.state_dict().values()) for m in (self.mean, self.modules))
        for mean, state in zip(means, states, strict=True):
            if mean.is_floating_point():
                mean.lerp_(state, 1 - kept)

    def share_with(
        self, forward: nn.Module, rank: int, processes: int, over_all: Callable[[Tensor], Tensor]
    ) -> None:
        """Learn as one of several processes.

        Args:
            forward: The layers that give the logits; it joins the gradients to a mean.
            rank: Which process this one is.
            processes: How many there are.
            over_all: Returns sums over all of them.
        """
        self._forward, self.share, self._over_all = forward, (rank, processes), over_all

    def learn_alone(self) -> None:
        """Learn without the others from now on."""
        self._forward, self.share, self._over_all = self.logits, (0, 1), None

    # How good it is

    def best(self) -> TorchNetwork:
        """Return the modules that count: the mean of the weights where it is kept."""
        return self.mean if self.config.averaging else self.modules

    def result(self) -> Network:
        """Return the network with the weights so far."""
        return from_torch(self.best(), self.network)

    def parameters(self) -> dict[str, Array]:
        """Return a copy of the weights so far by name."""
        return self.result().parameters()

    def ask(self, pictures: Tensor, labels: Tensor) -> Said:
        """Try the network as it is on labelled pictures."""
        return said_by(self.best(), self.network, pictures, labels)


@torch.inference_mode()
def said_by(modules: TorchNetwork, network: Network, pictures: Tensor, labels: Tensor) -> Said:
    """Return what a network says to pictures (N, C, H, W) in bytes.

    Args:
        modules: The network with its weights as they are.
        network: Its layers.
        pictures: On the device of the modules.
        labels: The true classes (N,), there too.
    """
    modules.eval()
    most = logits_of(modules, network)
    rest = rest_of(modules, most)
    found = []
    largest = max(map(math.prod, network.shapes.values()))
    batch = max(1, min(TEST_BATCH, _TRIED_AT_ONCE // largest))
    for x, y in _batches(pictures, labels, batch):
        logits = most(x / 255)
        answer = rest(logits).argmax(1)
        share = logits.softmax(1).gather(1, answer[:, None])[:, 0]
        found.append((answer, share, functional.cross_entropy(logits, y, reduction="none")))
    answers, shares, losses = (torch.cat(parts).cpu() for parts in zip(*found, strict=True))
    right = (answers == labels.cpu()).double().mean().item()
    return Said(answers, shares, right, losses.double().mean().item())


def in_layout(pictures: Tensor) -> Tensor:
    """Return pictures (N, C, H, W) with their channels side by side: convolutions are quicker."""
    return pictures.contiguous(memory_format=torch.channels_last)


def _batches(pictures: Tensor, labels: Tensor, count: int) -> Iterator[tuple[Tensor, Tensor]]:
    parts = (torch.split(tensor, count) for tensor in (pictures, labels))
    return zip(*parts, strict=True)


def tensors(pictures: Pictures, device: torch.device) -> tuple[Tensor, Tensor]:
    """Return pictures (N, C, H, W) in bytes, and labels (N,), on a device."""
    labels = torch.tensor(pictures.labels, dtype=torch.int64)
    return torch.tensor(pictures.pictures).to(device), labels.to(device)


def _learnt(modules: nn.Module) -> list[nn.Parameter]:
    return [each for each in modules.parameters() if each.requires_grad]


def _optimizer(modules: nn.Module, config: Config, device: torch.device) -> torch.optim.Optimizer:
    parameters = _learnt(modules)
    lr, decay, momentum = config.lr, config.weight_decay, config.momentum
    fused = device.type in ("cpu", "cuda")
    if config.optimizer == "sgd":
        return torch.optim.SGD(
            parameters, lr=lr, weight_decay=decay, momentum=momentum, nesterov=momentum > 0,
            fused=fused,
        )  # fmt: skip
    if config.optimizer == "rmsprop":
        return torch.optim.RMSprop(parameters, lr=lr, weight_decay=decay, momentum=momentum)
    kind = torch.optim.AdamW if config.optimizer == "adamw" else torch.optim.Adam
    return kind(parameters, lr=lr, weight_decay=decay, fused=fused)
