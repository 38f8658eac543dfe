"""`cnnviz train` and `cnnviz devices`, typed or started by the window. PyTorch comes late."""

import argparse
import contextlib
import json
import os
import sys
import time
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from cnnviz.cnn import architectures
from cnnviz.cnn.layer_base import pictures_text
from cnnviz.cnn.network import Network
from cnnviz.data import splits
from cnnviz.runs.config import AUGMENTATIONS, OPTIMIZERS, SCHEDULES, STARTS, Config
from cnnviz.runs.directory import CHECKPOINT, RunDirectory, Validation
from cnnviz.runs.events import Diverged, Event, Failed, Finished, to_line
from cnnviz.training.control import Control

if TYPE_CHECKING:
    from cnnviz.training.train import Training

EXAMPLE = "example: cnnviz train lecture-cnn --data strokes:5000 --epochs 3 --run my-run"
DIVERGED = 3  # the exit code
NICE = 10  # how much the training stands back for the window
_NO_MEMORY = ("not enough memory", "can't allocate memory", "out of memory")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `cnnviz train`."""
    parser.epilog = EXAMPLE
    add = parser.add_argument
    add(
        "network",
        nargs="?",
        metavar="NETWORK",
        help=f"one of {', '.join(architectures.NAMES)}; or a project, or a run's folder",
    )
    add(
        "--data",
        action="append",
        metavar="D",
        help="a data set such as strokes:5000 (see `cnnviz data list`) or a folder; may be "
        "repeated",
    )
    add("--run", type=Path, required=True, metavar="DIR", help="the folder of this run")
    add(
        "--resume",
        action="store_true",
        help="go on with the run in DIR from its last checkpoint, with its own settings",
    )
    _add_numbers(parser)
    add("--optimizer", choices=OPTIMIZERS, default=Config.optimizer)
    add("--schedule", choices=SCHEDULES, default=Config.schedule, help="of the learning rate")
    add("--augment", choices=AUGMENTATIONS, default=Config.augment)
    add("--start", choices=STARTS, default=Config.start, help="which weights to start from")
    add("--shuffle", action=argparse.BooleanOptionalAction, default=Config.shuffle,
        help="a new order each epoch; else class by class")  # fmt: skip
    add("--device", default=Config.device, metavar="D", help="auto, cpu, cuda, cuda:1 or mps")
    add("--threads", type=_threads, default=Config.threads, metavar="N",
        help="of PyTorch; auto: more than one where that helps")  # fmt: skip


def _add_numbers(parser: argparse.ArgumentParser) -> None:
    for name, kind, letter, text in (
        ("epochs", int, "E", "how often every picture is seen"),
        ("batch-size", int, "B", "pictures a step"),
        ("lr", float, "LR", "the highest learning rate"),
        ("weight-decay", float, "W", "how much weights shrink"),
        ("momentum", float, "M", "of SGD and RMSprop"),
        ("label-smoothing", float, "L", "share of the target spread over all classes"),
        ("averaging", float, "A", "average the weights over the last 1 / (1 - A) steps; 0: do not"),
        ("seed", int, "S", "the same seed gives the same weights"),
        ("early-stop", int, "N", "end after N epochs without a better validation; 0: never"),
        ("limit", int, "N", "train on the first N pictures only; 0: on all"),
        ("snapshots", int, "N", "how many snapshots are kept, at least"),
    ):
        default = getattr(Config, name.replace("-", "_"))
        parser.add_argument(f"--{name}", type=kind, default=default, metavar=letter, help=text)


def _threads(text: str) -> int:
    return 0 if text == "auto" else int(text)


def run(arguments: argparse.Namespace, *, stands_back: bool = False) -> int:
    """Train as the arguments say; report events on stdout and errors on stderr.

    Closing a pipe on stdin, or Ctrl+C, ends the run early; its weights are saved. So it is when
    the process that started this one dies.

    Args:
        arguments: Those of `add_arguments`.
        stands_back: Whether the process may give way to others for good.

    Returns:
        The exit code: 0; 2 after an error, which is told in one sentence; 3 if the loss became
        no number.
    """
    events, sys.stdout = sys.stdout, sys.stderr  # whatever libraries print is no event
    try:
        return _Command(arguments, events, stands_back).run()
    except (OSError, ValueError, RuntimeError, MemoryError) as error:
        sys.stderr.write(f"cnnviz train: {_sentence(error)}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("cnnviz train: interrupted before the training began.\n")
        return 2
    finally:
        sys.stdout = events


class _Command:
    """One call of `cnnviz train`."""

    def __init__(self, arguments: argparse.Namespace, events: TextIO, stands_back: bool) -> None:
        self._arguments, self._events, self._stands_back = arguments, events, stands_back
        self._directory = RunDirectory(arguments.run)
        self._is_leading = os.environ.get("RANK", "0") == "0"

    def run(self) -> int:
        """Train; return the exit code."""
        config, network = self._begun()
        data = splits.load(config.data, config.seed)
        network = fitting(network, data)
        if not self._arguments.resume and self._is_leading:
            watched = Validation(data.validation.pictures, data.validation.labels)
            self._directory.create(config, network, watched)
        if self._is_leading:
            self._directory.lock()
        try:
            return self._trained(network, data, config)
        finally:
            if self._is_leading:
                self._directory.unlock()

    def _begun(self) -> tuple[Config, Network]:
        """Return the settings and the network of a new run, or of the one that is resumed."""
        if self._arguments.resume:
            config = self._directory.config()
            if any(isinstance(event, Finished) for event in self._directory.events()):
                raise ValueError(
                    f"the run in {self._directory.path} is finished: there is nothing to go on "
                    "with, and its test set was looked at; start a new run"
                )
            return config, self._directory.network()
        if self._arguments.network is None or not self._arguments.data:
            raise ValueError("name a network and --data, or --resume a run")
        settings = {f.name: getattr(self._arguments, f.name) for f in fields(Config)}
        config = Config(**{**settings, "data": tuple(self._arguments.data)})
        return config, start_network(config)

    def _trained(self, network: Network, data: splits.DataSet, config: Config) -> int:
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # threads that wait take no core
        import torch  # late: it takes a second

        from cnnviz.training.devices import device_of
        from cnnviz.training.learner import DivergedError
        from cnnviz.training.parallel import Team
        from cnnviz.training.train import Training

        team, began = Team(), time.perf_counter()
        device = device_of(team.device_name(config.device))
        torch.set_num_threads(self._threads(network, data, config))
        control = Control()
        control.listen()
        training = Training(
            network, data, config, device=device, directory=self._directory, team=team
        )
        if self._arguments.resume:
            self._go_back(training)
        try:
            trained = training.run(self._say, control)
        except DivergedError as error:
            self._tell(Diverged(training.learner.step, _sentence(error)))
            self._keep_finite(training)
            sys.stderr.write(f"cnnviz train: {_sentence(error)}\n")
            return DIVERGED
        except (RuntimeError, MemoryError) as error:
            if not any(words in str(error) for words in _NO_MEMORY):
                raise
            raise MemoryError(self._no_memory(config)) from error
        if trained is not None:
            self._directory.save_weights(trained.parameters())
            if training.is_whole:
                seconds = round(time.perf_counter() - began, 2)
                self._tell(Finished(training.learner.step, seconds))
        return 0

    def _keep_finite(self, training: "Training") -> None:
        """Keep the weights of now where they are numbers, else those of the last checkpoint."""
        from cnnviz.training.learner import DivergedError

        if not self._is_leading:
            return
        try:
            training.learner.require_finite()
        except DivergedError:
            training.resume(self._directory.checkpoint())
        self._directory.save_weights(training.learner.parameters())

    def _no_memory(self, config: Config) -> str:
        half = max(1, config.batch_size // 2)
        text = f"there is not enough memory; try half the batch, {half} pictures a step"
        self._tell(Failed(f"{text[0].upper()}{text[1:]}."))
        return text

    def _go_back(self, training: "Training") -> None:
        """Go on from the last checkpoint; without one, from the start."""
        has_one = (self._directory.path / CHECKPOINT).exists()
        if has_one:
            training.resume(self._directory.checkpoint())
        if self._is_leading:
            self._directory.cut_events(training.learner.step if has_one else -1)

    def _threads(self, network: Network, data: splits.DataSet, config: Config) -> int:
        """Return how many threads to train with; one of them stands back for the window."""
        threads = config.threads
        if threads == 0:
            threads = self._tried_threads(network, data, config)
        if threads == 1 and self._stands_back and hasattr(os, "nice"):
            os.nice(max(0, NICE - os.nice(0)))
        return threads

    def _tried_threads(self, network: Network, data: splits.DataSet, config: Config) -> int:
        import torch

        from cnnviz.training.devices import useful_threads
        from cnnviz.training.learner import DivergedError, Learner

        if self._arguments.resume and (found := _threads_before(self._directory)):
            return found
        trial = Learner(network, data.training, config, torch.device("cpu"))
        batch = torch.arange(min(config.batch_size, len(trial.labels)))

        def step() -> None:
            with contextlib.suppress(DivergedError):  # only its time counts
                trial.learn(batch)

        return useful_threads(step)

    def _tell(self, event: Event) -> None:
        if self._is_leading:
            self._directory.add_event(event)
            self._say(event)

    def _say(self, event: Event) -> None:
        """Write a line at once, if anyone still listens."""
        try:
            self._events.write(to_line(event) + "\n")
            self._events.flush()
        except BrokenPipeError:  # else Python fails at its exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._events.fileno())


def start_network(config: Config) -> Network:
    """Return the network of a new run with the weights it starts from.

    Raises:
        ValueError: If there is no such network.
    """
    from cnnviz.commands.predict import load_network

    if config.start == "random" and config.network in architectures.NAMES:
        return architectures.build(config.network, config.seed)
    network = load_network(config.network)
    return architectures.randomised(network, config.seed) if config.start == "random" else network


def fitting(network: Network, data: splits.DataSet) -> Network:
    """Return the network with the classes of the data.

    Raises:
        ValueError: If it cannot learn the data; why, in words.
    """
    found = data.training.pictures.shape[1:]
    if found != network.input_shape:
        raise ValueError(
            f"the network takes {pictures_text(network.input_shape)}, the data has "
            f"{pictures_text(found)}"
        )
    count = len(network.classes)
    if (largest := int(data.training.labels.max())) >= count:
        raise ValueError(f"the network has {count} classes, the data has a label {largest}")
    return replace(network, classes=data.classes) if len(data.classes) == count else network


def _threads_before(directory: RunDirectory) -> int | None:
    """Return how many threads a run had: only with as many it ends in the same bits."""
    from cnnviz.runs.events import Started

    started = [event for event in directory.events() if isinstance(event, Started)]
    return started[-1].threads if started else None


def add_devices_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `cnnviz devices`."""
    parser.add_argument("--format", choices=("text", "json"), default="text")


def devices_text(form: str) -> str:
    """Return what can train here, as "text" or "json"."""
    from cnnviz.training.devices import devices

    found = devices()
    if form == "json":
        return json.dumps([vars(device) for device in found]) + "\n"
    width = max(len(device.name) for device in found)
    return "".join(f"{device.name:{width}}  {device.title}\n" for device in found)


def _sentence(error: BaseException) -> str:
    """One line, whatever the error's text; files are named."""
    text = " ".join(str(error).split())
    if isinstance(error, OSError) and error.strerror:
        text = f"{error.filename}: {error.strerror}"
    return text.rstrip(".") + "."
