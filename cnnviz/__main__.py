"""The command line: the window, and the commands that need no screen.

Each command imports only what it needs: Qt only the window, PyTorch only `train`.
"""

import argparse
import gc
import importlib.util
import io
import os
import stat
import sys
from collections.abc import Callable, Sequence
from importlib import metadata
from typing import NoReturn

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: idle threads slow edits down

_WRONG = 2  # the exit code of everything that cannot be done


class _UsageError(ValueError):
    """The arguments are no command."""


class _Parser(argparse.ArgumentParser):
    """Tells what is wrong with the arguments in one sentence."""

    def error(self, message: str) -> NoReturn:
        raise _UsageError(f"{message.rstrip('.')}; see {self.prog} --help.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name, by default those of the process.

    Returns:
        The exit code: 0, or 2 after an error, which is told in one sentence on stderr.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        _show_every_letter()
        code = _run(words)
        if sys.stdout:
            sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except ValueError as error:
        return _fail(str(error), error)
    except Exception as error:
        kind = type(error).__name__
        text = f"Something went wrong ({kind}: {error}); set CNNVIZ_DEBUG=1 to see where."
        return _fail(text, error)
    return code


def _show_every_letter() -> None:
    """Print names that the terminal's encoding lacks as escapes, instead of failing."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _run(words: list[str]) -> int:
    command = _COMMANDS.get(words[0]) if words else None
    return command(words[1:]) if command else _window(words)


def _fail(text: str, error: Exception) -> int:
    if os.environ.get("CNNVIZ_DEBUG"):
        raise error
    sys.stderr.write(f"cnnviz: {' '.join(text.split())}\n")
    return _WRONG


def _parser(command: str, description: str, example: str) -> _Parser:
    return _Parser(prog=command, description=description, epilog=f"example: {example}")


def _window(words: list[str]) -> int:
    parser = _Parser(
        prog="cnnviz",
        description="Open the window, with a project or a picture.",
        epilog="example: cnnviz lesson.cnnviz\n\n"
        "Other commands, none of which needs a screen; see cnnviz COMMAND --help:\n"
        "  networks  list the networks that ship\n"
        "  predict   class probabilities of pictures\n"
        "  explain   where one value comes from\n"
        "  trace     the output of every layer\n"
        "  train     train a network\n"
        "  devices   what can train\n"
        "  data      the data sets: list, make, download\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help="a .cnnviz project, a picture, or activity-2"
    )
    parser.add_argument("--version", action="version", version=f"cnnviz {_version()}")
    file = _file(parser.parse_args(words).file)

    from cnnviz import system_libraries

    if problem := system_libraries.problem(os.environ):
        sys.stderr.write(f"cnnviz: {problem}\n")
        return _WRONG

    gc.disable()  # what is made at the start stays; `run` enables it again
    from cnnviz import app

    return app.run(file)


def _file(file: str | None) -> str | None:
    """Return the file to open; a project that ships has a name."""
    if file is not None and not os.path.exists(file):
        from cnnviz.project import shipped

        if file in shipped.PROJECTS:
            return str(shipped.project_file(file))
    if file is not None:
        _check_file(file)
    return file


def _check_file(file: str) -> None:
    try:
        mode = os.stat(file).st_mode
    except FileNotFoundError:
        known = ", ".join(_COMMANDS)
        raise _UsageError(f"There is no file {file!r}; the commands are {known}.") from None
    except OSError as error:
        raise _UsageError(f"{file!r} cannot be opened: {error.strerror}.") from None
    if not stat.S_ISREG(mode):
        raise _UsageError(f"{file!r} is no file; give a .cnnviz project or a picture.")


def _version() -> str:
    try:
        return metadata.version("cnnviz")
    except metadata.PackageNotFoundError:
        return "(not installed)"


def _networks(words: list[str]) -> int:
    parser = _parser(
        "cnnviz networks",
        "List the networks: size of the input, number of weights, accuracy.",
        "cnnviz networks --format json",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    arguments = parser.parse_args(words)

    from cnnviz.commands import predict as commands

    sys.stdout.write(commands.networks_text(arguments.format))
    return 0


def _predict(words: list[str]) -> int:
    parser = _parser(
        "cnnviz predict",
        "Print the class probabilities of pictures.",
        "cnnviz predict lecture-cnn seven.png --format json",
    )
    _add_network(parser)
    parser.add_argument("images", nargs="+", metavar="IMAGE", help="a picture, .csv or .npy")
    parser.add_argument("--format", choices=("text", "json", "csv"), default="text")
    arguments = parser.parse_args(words)

    from cnnviz.commands import predict as commands

    network = commands.load_network(arguments.network, arguments.weights)
    text = commands.predictions_text(network, arguments.images, arguments.format, arguments.raw)
    sys.stdout.write(text)
    return 0


def _trace(words: list[str]) -> int:
    parser = _parser(
        "cnnviz trace",
        "Write the input and the output of every layer into a .npz file of NumPy.",
        "cnnviz trace lecture-cnn seven.png -o seven.npz",
    )
    _add_network(parser)
    parser.add_argument("image", metavar="IMAGE", help="a picture, .csv or .npy")
    parser.add_argument("-o", "--output", required=True, metavar="T.npz")
    arguments = parser.parse_args(words)

    from cnnviz.commands import predict as commands

    network = commands.load_network(arguments.network, arguments.weights)
    commands.save_trace(network, arguments.image, arguments.output, arguments.raw)
    return 0


def _explain(words: list[str]) -> int:
    parser = _parser(
        "cnnviz explain",
        "Print where one value comes from: every product, the bias, the sum.",
        "cnnviz explain activity-2 --layer 1 --at 0,1,0",
    )
    _add_network(parser)
    parser.add_argument(
        "image", nargs="?", metavar="IMAGE", help="a picture, .csv or .npy; else the project's own"
    )
    parser.add_argument(
        "--layer", type=int, required=True, metavar="N", help="0 is the input, as in a trace"
    )
    parser.add_argument(
        "--at", type=_place, required=True, metavar="C,Y,X",
        help="channel, row and column, counted from 0; in a row of values, its index",
    )  # fmt: skip
    parser.add_argument("--format", choices=("text", "json"), default="text")
    arguments = parser.parse_args(words)

    from cnnviz.commands import predict as commands

    trace = commands.load_trace(
        arguments.network, arguments.image, arguments.weights, arguments.raw
    )
    text = commands.explanation_text(trace, arguments.layer, arguments.at, arguments.format)
    sys.stdout.write(text)
    return 0


def _place(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no place such as 0,1,0") from None


def _add_network(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("network", metavar="NETWORK", help="a name, a project, or a run's folder")
    parser.add_argument("--weights", metavar="W.safetensors", help="other weights for the network")
    parser.add_argument(
        "--raw", action="store_true", help="only resize; do not cut, centre or invert drawings"
    )


def _train(words: list[str]) -> int:
    from cnnviz.commands import train as command

    parser = _Parser(prog="cnnviz train", description="Train a network.")
    command.add_arguments(parser)
    arguments = parser.parse_args(words)
    _need_torch()
    return command.run(arguments, stands_back=True)


def _data(words: list[str]) -> int:
    from cnnviz.commands import data as command

    parser = _Parser(prog="cnnviz data", description="The data sets that networks learn from.")
    command.add_arguments(parser)
    return command.run(parser.parse_args(words))


def _devices(words: list[str]) -> int:
    from cnnviz.commands import train as command

    parser = _parser("cnnviz devices", "List what can train.", "cnnviz devices --format json")
    command.add_devices_arguments(parser)
    arguments = parser.parse_args(words)
    _need_torch()
    sys.stdout.write(command.devices_text(arguments.format))
    return 0


def _need_torch() -> None:
    if importlib.util.find_spec("torch") is None:
        raise _UsageError(
            f"Training needs PyTorch; to install it, type: {sys.executable} -m pip install torch"
        )


_COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "networks": _networks,
    "predict": _predict,
    "explain": _explain,
    "trace": _trace,
    "train": _train,
    "devices": _devices,
    "data": _data,
}


if __name__ == "__main__":
    sys.exit(main())
