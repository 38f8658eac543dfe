"""Train a network with PyTorch: the loop over epochs and batches."""

import math
import time
from collections.abc import Callable, Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional

from cnnviz.cnn.network import Network
from cnnviz.data.splits import DataSet, Pictures
from cnnviz.training.augment import augmented
from cnnviz.training.config import Config
from cnnviz.training.events import EpochEnd, Event, FinalTest, Started, Stopped
from cnnviz.training.torch_network import from_torch, logits_of, to_torch

WARM_UP = 0.1  # share of the run in which the learning rate rises
TEST_BATCH = 1000  # pictures


class TrainingError(RuntimeError):
    """The run cannot go on; the text says why and what helps."""


class Training:
    """A network on its way: what changes from batch to batch."""

    def __init__(self, network: Network, data: DataSet, config: Config) -> None:
        torch.manual_seed(config.seed)  # for dropout
        self._network, self._data, self._config = network, data, config
        self._random = torch.Generator().manual_seed(config.seed)
        self._modules = to_torch(network).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._logits = logits_of(self._modules, network)
        self._mean = to_torch(network)  # of the weights, over the last steps
        self._optimizer = _optimizer(self._modules, config)
        self._pictures, self._labels = _tensors(data.training)
        self._steps = math.ceil(len(self._labels) / config.batch_size)
        self._step = 0  # batches so far

    def run(self, report: Callable[[Event], None], stop: Callable[[], bool]) -> Network:
        """Train through all epochs, then test once.

        Args:
            report: Gets every event.
            stop: Asked after every batch whether to end early.

        Returns:
            The network with its new weights.

        Raises:
            TrainingError: If the loss is no longer a number.
        """
        counts = len(self._labels), len(self._data.validation.labels)
        report(Started(self._config.epochs, *counts))
        for epoch in range(1, self._config.epochs + 1):
            began, loss = time.perf_counter(), 0.0
            for batch in self._batches():
                loss += self._learn(batch) * len(batch)
                if stop():
                    report(Stopped(epoch))
                    return self.network()
            speed = len(self._labels) / (time.perf_counter() - began)
            accuracy = self.accuracy(self._data.validation)
            report(EpochEnd(epoch, loss / len(self._labels), accuracy, round(speed, 1)))
        for name, test in self._data.tests.items():
            report(FinalTest(name, self.accuracy(test), len(test.labels)))
        return self.network()

    def network(self) -> Network:
        """Return the network with the weights so far."""
        return from_torch(self._best(), self._network)

    @torch.inference_mode()
    def accuracy(self, test: Pictures) -> float:
        """Return the share of pictures that the whole network reads rightly, 0 to 1."""
        pictures, labels = _tensors(test)
        modules = self._best().eval()
        batches = zip(*(torch.split(t, TEST_BATCH) for t in (pictures, labels)), strict=True)
        right = sum(int((modules(x / 255).argmax(1) == y).sum()) for x, y in batches)
        return right / len(labels)

    def _best(self) -> nn.Sequential:
        return self._mean if self._config.averaging else self._modules

    def _batches(self) -> Iterator[Tensor]:
        """All pictures of the training set once, in a new order: their numbers, by the batch."""
        order = torch.randperm(len(self._labels), generator=self._random)
        return iter(torch.split(order, self._config.batch_size))

    def _learn(self, batch: Tensor) -> float:
        """Take one step, and return its mean loss in nats."""
        x = self._pictures[batch] / 255
        if self._config.augment == "digits":
            x = augmented(x, self._random)
        self._modules.train()
        self._set_learning_rate()
        scores = self._logits(x.contiguous(memory_format=torch.channels_last))
        loss = functional.cross_entropy(
            scores, self._labels[batch], label_smoothing=self._config.label_smoothing
        )
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        if not math.isfinite(value := loss.item()):
            raise TrainingError("the loss is no longer a number; try a tenth of the learning rate")
        self._optimizer.step()
        self._step += 1
        if self._config.averaging:
            self._average()
        return value

    def _set_learning_rate(self) -> None:
        progress = self._step / (self._steps * self._config.epochs)
        for group in self._optimizer.param_groups:
            group["lr"] = self._config.lr * one_cycle(progress)

    @torch.no_grad()
    def _average(self) -> None:
        """Move the mean of the weights towards the weights; in the beginning faster."""
        kept = min(self._config.averaging, self._step / (self._step + 10))
        means, states = (list(m.state_dict().values()) for m in (self._mean, self._modules))
        for mean, state in zip(means, states, strict=True):
            if mean.is_floating_point():
                mean.lerp_(state, 1 - kept)


def one_cycle(progress: float) -> float:
    """Return the factor of the learning rate at a point of the run, 0 to 1.

    It rises in a line, then falls in half a cosine.

    Source: Smith and Topin (2017), arXiv:1708.07120; Loshchilov and Hutter (2016),
    arXiv:1608.03983, equation 5.
    """
    if progress < WARM_UP:
        return 0.05 + 0.95 * progress / WARM_UP
    return 0.5 * (1 + math.cos(math.pi * (progress - WARM_UP) / (1 - WARM_UP)))


def _optimizer(modules: nn.Module, config: Config) -> torch.optim.Optimizer:
    parameters = list(modules.parameters())
    lr, decay = config.lr, config.weight_decay
    if config.optimizer == "sgd":
        return torch.optim.SGD(
            parameters, lr=lr, weight_decay=decay, momentum=0.9, nesterov=True, fused=True
        )
    if config.optimizer == "adamw":
        return torch.optim.AdamW(parameters, lr=lr, weight_decay=decay, fused=True)
    return torch.optim.Adam(parameters, lr=lr, weight_decay=decay, fused=True)


def _tensors(pictures: Pictures) -> tuple[Tensor, Tensor]:
    return torch.tensor(pictures.pictures), torch.tensor(pictures.labels, dtype=torch.int64)
