"""Open an ONNX file as a project. It is read by a process of its own: nothing of it is trusted."""

import json
import subprocess
import threading
from pathlib import Path
from typing import IO, Any

from cnnviz.files import python_process
from cnnviz.files.os_reasons import os_reason
from cnnviz.files.regular_file import read_regular
from cnnviz.language import N_, _
from cnnviz.project.project import Project
from cnnviz.project.project_file import ProjectFileError, project_from_bytes
from cnnviz.text.shown_name import shown_name

ENDING = ".onnx"
LARGEST = 600_000_000  # bytes
SECONDS = 150.0  # for the process to start, and to read
_LONGEST = 1500  # letters of a sentence
_PROBLEMS = {
    "missing": N_('Reading ONNX needs one more package; install it: pip install "cnnviz[onnx]".'),
    "memory": N_("It needs more memory than a network may."),
    "time": N_("It takes too long to read."),
    "damaged": N_("It is damaged, or no ONNX file."),
}


def is_onnx(path: Path) -> bool:
    """Return whether a file has the name of one."""
    return path.suffix.lower() == ENDING


def open_onnx(path: Path) -> Project:
    """Return the project of the network in a file, with an empty canvas.

    Raises:
        ProjectFileError: If it cannot be opened: why, in sentences.
    """
    try:
        content = read_regular(path, LARGEST)
    except OSError as error:
        text = _("{name} cannot be opened: {reason}.")
        raise ProjectFileError(
            text.format(name=shown_name(path.name), reason=os_reason(error))
        ) from None
    try:
        return project_from_bytes(_converted(content, path))
    except _Refusal as told:
        raise _refused(path, str(told)) from None
    except (ValueError, KeyError, TypeError, OSError):  # it died in the middle
        raise _refused(path, _(_PROBLEMS["damaged"])) from None


class _Refusal(Exception):
    """What the process says of a file, in sentences."""


def _refused(path: Path, why: str) -> ProjectFileError:
    text = _("{name} cannot be opened and is left untouched. {why}")
    return ProjectFileError(text.format(name=shown_name(path.name), why=why))


def _converted(content: bytes, path: Path) -> bytes:
    """Return the project that the process makes of a file."""
    title = shown_name(path.stem) or "ONNX"
    with subprocess.Popen(
        python_process.module_command("cnnviz.foreign.onnx_process", title),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        cwd=python_process.ROOT, env=python_process.environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # on Windows
    ) as process:  # fmt: skip
        late = threading.Event()
        watch = threading.Timer(SECONDS, _end, (process, late))
        watch.daemon = True
        watch.start()
        try:
            return _answered(process, content, path)
        except (ValueError, OSError):
            raise _Refusal(_(_PROBLEMS["time" if late.is_set() else "damaged"])) from None
        finally:
            watch.cancel()
            process.kill()


def _end(process: "subprocess.Popen[bytes]", late: threading.Event) -> None:
    late.set()
    process.kill()


def _answered(process: "subprocess.Popen[bytes]", content: bytes, path: Path) -> bytes:
    sink, source = process.stdin, process.stdout
    assert sink is not None  # both are pipes
    assert source is not None
    _send(sink, content)
    told = _line(source)
    if "asks" in told:
        _send(sink, _beside(path, str(told["asks"])))
        told = _line(source)
    if "sentence" in told:
        sentence = _in_one_line(str(told["sentence"]))
        raise _Refusal(sentence)
    if "problem" in told:
        raise _Refusal(_(_PROBLEMS.get(str(told["problem"]), _PROBLEMS["damaged"])))
    return source.read()


def _in_one_line(text: str) -> str:
    """Return what a process tells, of which nothing is trusted, so that it can be shown."""
    return " ".join(text[:_LONGEST].split())


def _send(sink: IO[bytes], content: bytes) -> None:
    sink.write(len(content).to_bytes(8, "big"))
    sink.write(content)
    sink.flush()


def _line(source: IO[bytes]) -> dict[str, Any]:
    told = json.loads(source.readline(1_000_000))
    if not isinstance(told, dict):
        raise ValueError
    return told


def _beside(path: Path, name: str) -> bytes:
    """Return what is in a file beside another one: a regular file with a plain name, no link.

    Raises:
        _Refusal: If it is not there, or is no such file.
    """
    file = path.parent / name
    problem = _("it is no plain name of a file beside it")
    if Path(name).name == name and name not in ("", ".", ".."):
        problem = _("it is a link")
        if not file.is_symlink():
            try:
                return read_regular(file, LARGEST)
            except OSError as error:
                problem = os_reason(error)
    text = _("Its weights lie in {file}, which cannot be read: {reason}.")
    raise _Refusal(text.format(file=shown_name(name[:200]), reason=problem))
