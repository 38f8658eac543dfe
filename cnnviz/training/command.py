"""`cnnviz train`: the command, typed by hand or started by the window. Loads PyTorch late."""

import argparse
import os
import signal
import stat
import sys
import threading
from pathlib import Path
from typing import TextIO

from cnnviz.cnn import architectures
from cnnviz.data import splits
from cnnviz.training.config import AUGMENTATIONS, OPTIMIZERS, Config
from cnnviz.training.events import Event, to_line
from cnnviz.training.run_directory import RunDirectory

EXAMPLE = "example: cnnviz train lecture-cnn --data strokes:5000 --epochs 3 --run my-run"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `cnnviz train`."""
    parser.epilog = EXAMPLE
    add = parser.add_argument
    add("network", metavar="NETWORK", help=f"one of {', '.join(architectures.NAMES)}")
    add(
        "--data",
        action="append",
        required=True,
        metavar="D",
        help="a folder with the four IDX files of MNIST, or strokes:COUNT; may be repeated",
    )
    add("--run", type=Path, required=True, metavar="DIR", help="the new folder of this run")
    add("--epochs", type=int, default=Config.epochs, metavar="E")
    add("--batch-size", type=int, default=Config.batch_size, metavar="B")
    add("--optimizer", choices=OPTIMIZERS, default=Config.optimizer)
    add("--lr", type=float, default=Config.lr, metavar="LR", help="the highest learning rate")
    add("--weight-decay", type=float, default=Config.weight_decay, metavar="W")
    add("--label-smoothing", type=float, default=Config.label_smoothing, metavar="L")
    add(
        "--averaging",
        type=float,
        default=Config.averaging,
        metavar="A",
        help="average the weights over the last 1 / (1 - A) steps; 0: do not",
    )
    add("--augment", choices=AUGMENTATIONS, default=Config.augment)
    add("--seed", type=int, default=Config.seed, metavar="S")
    add("--threads", type=int, default=Config.threads, metavar="N", help="of PyTorch")


def run(arguments: argparse.Namespace) -> int:
    """Train as the arguments say; report events on stdout and errors on stderr.

    Closing a pipe on stdin, or Ctrl+C, ends the run early; its weights are saved. So it is when
    the process that started this one dies.

    Returns:
        The exit code: 0, or 2 after an error, which is told in one sentence.
    """
    events, sys.stdout = sys.stdout, sys.stderr  # whatever libraries print is no event
    try:
        _train(arguments, events)
    except (OSError, ValueError, RuntimeError) as error:
        sys.stderr.write(f"cnnviz train: {_sentence(error)}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("cnnviz train: interrupted before the training began.\n")
        return 2
    finally:
        sys.stdout = events
    return 0


def _train(arguments: argparse.Namespace, events: TextIO) -> None:
    settings = vars(arguments)
    config = Config(
        **{name: settings[name] for name in Config.__dataclass_fields__ if name != "data"},
        data=tuple(arguments.data),
    )
    network = architectures.build(config.network, config.seed)
    data = splits.load(config.data, config.seed)
    _check(network.input_shape, len(network.classes), data)
    directory = RunDirectory(arguments.run)
    directory.create(config)

    import torch  # late: it takes a second

    from cnnviz.training.train import Training

    torch.set_num_threads(config.threads)

    def report(event: Event) -> None:
        directory.add_event(event)
        _say(to_line(event), events)

    trained = Training(network, data, config).run(report, _stop_asked().is_set)
    directory.save_weights(trained.parameters())


def _say(line: str, stream: TextIO) -> None:
    """Write a line at once, if anyone still listens."""
    try:
        stream.write(line + "\n")
        stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # else Python fails at its exit


def _check(shape: tuple[int, ...], classes: int, data: splits.DataSet) -> None:
    """Refuse data that the network cannot learn, in words."""
    found = data.training.pictures.shape[1:]
    if found != shape:
        raise ValueError(f"the network takes pictures of shape {shape}, the data has {found}")
    if (largest := int(data.training.labels.max())) >= classes:
        raise ValueError(f"the network has {classes} classes, the data has a label {largest}")


def _stop_asked() -> threading.Event:
    """Return what is set once the pipe on stdin closes, or the process is asked to end."""
    asked = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked.set())

    def wait() -> None:
        while os.read(0, 4096):
            pass
        asked.set()

    if _is_pipe(0):  # a terminal or /dev/null says nothing about an end
        threading.Thread(target=wait, daemon=True).start()
    return asked


def _is_pipe(descriptor: int) -> bool:
    try:
        mode = os.fstat(descriptor).st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def _sentence(error: Exception) -> str:
    """One line, whatever the error's text; files are named."""
    text = " ".join(str(error).split())
    if isinstance(error, OSError) and error.strerror:
        text = f"{error.filename}: {error.strerror}"
    return text.rstrip(".") + "."
