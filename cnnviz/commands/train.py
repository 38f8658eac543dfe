"""`cnnviz train`: typed, or started by the window. PyTorch comes late: it takes a second."""

import argparse
import contextlib
import os
import signal
import sys
from dataclasses import fields

from cnnviz.commands.arguments import Parser, add_format, add_network_name, add_quiet, folder
from cnnviz.commands.errors import CommandError, sentence_of, tell
from cnnviz.commands.overview import DIVERGED, DONE, STOPPED, WRONG
from cnnviz.commands.progress import TerminalLine
from cnnviz.commands.pytorch import require_pytorch
from cnnviz.commands.streams import is_terminal
from cnnviz.commands.train_listener import Listener
from cnnviz.language import _
from cnnviz.project.resizing import RESIZES
from cnnviz.runs.config import AUGMENTATIONS, COLOURS, OPTIMIZERS, SCHEDULES, STARTS, Config
from cnnviz.runs.directory import RunDirectory
from cnnviz.runs.events import Failed
from cnnviz.training.beginning import OtherDataError, OutOfMemoryError, begun, resumed

EXAMPLE = "cnnviz train lecture-cnn --data strokes:5000 --epochs 3 --run my-run"
_NAME = "cnnviz train"


def run(arguments: argparse.Namespace) -> int:
    """Train as the arguments say; report events on stdout and errors on stderr.

    Ctrl+C ends the run early; its weights are saved. With --control closing stdin does, too: so it
    ends when the process that started this one dies.

    Returns:
        The exit code: 0 at the end; 2 after an error, which is told in one sentence, and as an
        event; 3 if the loss exploded; 4 if it was asked to stop, 128 and the number of the signal
        if one asked for that.
    """
    form = arguments.format or ("text" if is_terminal(sys.stdout) else "jsonl")
    line = TerminalLine(is_quiet=arguments.quiet)
    listener = Listener(sys.stdout, line, is_text=form == "text")
    try:
        require_pytorch()
        with contextlib.redirect_stdout(sys.stderr):  # whatever libraries print is no event
            return _trained(arguments, listener, line)
    except OtherDataError as error:
        text = _("{problem} Add --other-data to go on with it all the same.")
        sentence = text.format(problem=error)
        return _fail(listener, sentence, WRONG, Failed(str(error), is_other_data=True))
    except OutOfMemoryError as error:
        return _fail(listener, str(error), WRONG, error.event)
    except (OSError, ValueError, RuntimeError, MemoryError) as error:
        return _fail(listener, sentence_of(error), WRONG)
    except KeyboardInterrupt:
        sentence = _("Interrupted before the training began.")
        return _fail(listener, sentence, 128 + signal.SIGINT)
    finally:
        line.clear()


def _fail(listener: Listener, sentence: str, code: int, event: Failed | None = None) -> int:
    """Tell why the run ended: people, and whoever reads the events, if no event told it yet."""
    listener.line.clear()
    tell(sentence, _NAME)
    if _leads() and not listener.knows_why:
        listener.say(event or Failed(sentence))
    return code


def _leads() -> bool:
    """Return whether this process tells and writes: of several that torchrun started, one does."""
    return os.environ.get("RANK", "0") == "0"


def _settings(arguments: argparse.Namespace) -> Config:
    if arguments.network is None or not arguments.data:
        raise CommandError(_("Name a network and --data, or --resume a run."))
    settings = {f.name: getattr(arguments, f.name) for f in fields(Config)}
    device = arguments.device or Config.device
    is_frozen = arguments.fine_tune or arguments.freeze_to
    start = arguments.start or ("network" if is_frozen else Config.start)
    made = {
        "data": tuple(arguments.data), "device": device, "start": start,
        "freeze_to": arguments.freeze_to or Config.freeze_to,
    }  # fmt: skip
    return Config(**{**settings, **made})


def _trained(arguments: argparse.Namespace, listener: Listener, line: TerminalLine) -> int:
    """Read what the run begins with, and train; return the exit code."""
    directory = RunDirectory(arguments.run)
    with line.waiting(_("reading the data")):
        if arguments.resume:
            beginning = resumed(
                directory, arguments.device, takes_other_data=arguments.other_data,
                elsewhere=arguments.data or (),
            )  # fmt: skip
        else:
            if _leads():  # it makes the directory, perhaps before the others look
                directory.require_free()  # before the data are made
            beginning = begun(_settings(arguments), fits=arguments.fit)
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # threads that wait take no core
    from cnnviz.training.divergence import DivergedError
    from cnnviz.training.process import TrainingProcess

    process = TrainingProcess(beginning, directory, listener.say, reads_wishes=arguments.control)
    try:
        is_whole = process.run()
    except DivergedError as error:
        return _fail(listener, str(error), DIVERGED)
    if is_whole:
        return DONE
    return 128 + process.signal if process.signal else STOPPED


# The arguments


def add_arguments(parser: Parser) -> None:
    """Add the arguments of `cnnviz train`."""
    parser.tell(_("Train a network."), EXAMPLE, "cnnviz train --resume --run my-run")
    add_network_name(parser, is_needed=False)
    _add_data(parser)
    _add_numbers(parser)
    _add_choices(parser)
    add_format(parser, "jsonl", "json", default=None)
    add_quiet(parser)
    parser.add_argument(
        "--control", action="store_true",
        help=_("take wishes from stdin, as JSON lines; end when it is closed"),
    )  # fmt: skip


def _add_data(parser: Parser) -> None:
    add = parser.add_argument
    add("--data", action="append", metavar="D",
        help=_("a data set such as strokes:5000 (see `cnnviz data list`) or a folder; may be "
               "repeated"))  # fmt: skip
    add("--run", type=folder, required=True, metavar="DIR", help=_("the folder of this run"))
    add("--resume", action="store_true",
        help=_("go on with the run in DIR from its last checkpoint, with its own settings; "
               "--data tells where its data lies now"))  # fmt: skip
    add("--other-data", action="store_true",
        help=_("resume although the data is not what the run began with"))  # fmt: skip
    add("--fit", action="store_true",
        help=_("give the network the classes of the data, and the size of its "
               "pictures"))  # fmt: skip
    add("--colours", choices=COLOURS, default=Config.colours, help=_("of a folder's pictures"))
    add("--resize", choices=RESIZES, default=Config.resize,
        help=_("a folder's pictures: their middle, all of them with a border, or "
               "distorted"))  # fmt: skip


def _add_choices(parser: Parser) -> None:
    add = parser.add_argument
    add("--optimizer", choices=OPTIMIZERS, default=Config.optimizer)
    add("--schedule", choices=SCHEDULES, default=Config.schedule, help=_("of the learning rate"))
    add("--augment", choices=AUGMENTATIONS, default=Config.augment)
    add("--start", choices=STARTS, default=None,
        help=_("which weights to start from: random, unless layers are frozen"))  # fmt: skip
    frozen = parser.add_mutually_exclusive_group()
    frozen.add_argument("--fine-tune", action="store_true",
        help=_("learn the last layer only; the others keep the network's weights"))  # fmt: skip
    frozen.add_argument("--freeze-to", metavar="NODE",
        help=_("leave all layers up to this one as they are"))  # fmt: skip
    add("--shuffle", action=argparse.BooleanOptionalAction, default=Config.shuffle,
        help=_("a new order each epoch; else class by class"))  # fmt: skip
    add("--device", metavar="D",
        help=_("auto (the default), cpu, cuda, cuda:1 or mps; a run goes on elsewhere "
               "with it"))  # fmt: skip
    add("--weights-seed", type=int, default=Config.weights_seed, metavar="S",
        help=_("of the random weights alone; by default that of --seed"))  # fmt: skip
    add("--threads", type=_threads, default=Config.threads, metavar="N",
        help=_("of PyTorch; auto: more than one where that helps"))  # fmt: skip


def _add_numbers(parser: Parser) -> None:
    for name, kind, letter, text in (
        ("epochs", int, "E", _("how often every picture is seen")),
        ("batch-size", int, "B", _("pictures a step")),
        ("lr", float, "LR", _("the highest learning rate")),
        ("weight-decay", float, "W", _("how much weights shrink")),
        ("momentum", float, "M", _("of SGD and RMSprop")),
        ("label-smoothing", float, "L", _("share of the target spread over all classes")),
        ("averaging", float, "A",
         _("average the weights over the last 1 / (1 - A) steps; 0: do not")),
        ("seed", int, "S", _("the same seed gives the same weights")),
        ("early-stop", int, "N", _("end after N epochs without a better validation; 0: never")),
        ("limit", int, "N", _("train on the first N pictures only; 0: on all")),
        ("snapshots", int, "N", _("how many snapshots are kept, at least")),
        ("side", int, "P", _("pixels of a folder's pictures; 0: as the network takes them")),
    ):  # fmt: skip
        default = getattr(Config, name.replace("-", "_"))
        parser.add_argument(f"--{name}", type=kind, default=default, metavar=letter, help=text)


def _threads(text: str) -> int:
    if text == "auto":
        return 0
    if not text.isdecimal():
        problem = _("{text!r} is neither auto nor a number").format(text=text)
        raise argparse.ArgumentTypeError(problem)
    return int(text)
