"""Write a module of PyTorch as a project, and show it in a window of its own process."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from torch import nn

from cnnviz.cnn.layer_base import ShapeError
from cnnviz.foreign.errors import ForeignError
from cnnviz.foreign.images import Image, Numbers, Size, given_image, preparation_of
from cnnviz.foreign.module_network import opened_module
from cnnviz.language import _
from cnnviz.project.cost import require_possible
from cnnviz.project.project import Project, new_project
from cnnviz.project.project_file import save_project

_MOST_CLASSES = 10_000
_PACKAGE = Path(__file__).parents[2]  # where this package lies


class Made(NamedTuple):
    """A project of a module, and what was done for it, a sentence each."""

    project: Project
    notes: tuple[str, ...]  # of the network
    picture_notes: tuple[str, ...] = ()  # of the picture that was given


def project_of(
    module: nn.Module,
    image: Image,
    *,
    classes: Sequence[str] = (),
    mean: Numbers | str | None = None,
    std: Numbers | str | None = None,
    size: Size | None = None,
) -> Made:
    """Return the project of a module with an image.

    Raises:
        ValueError: If it cannot be opened: why, in a sentence.
    """
    preparation = preparation_of(mean, std, size)
    given = given_image(image, preparation, module)
    used = given.preparation
    if used is not None and not any(used.mean) and set(used.deviation) == {1.0}:
        used = None  # pictures from 0 to 1 are what the module takes
    opened = opened_module(
        module,
        given.tensor,
        classes=class_names(classes),
        mean=used and used.mean,
        deviation=used and used.deviation,
    )
    try:
        require_possible(opened.network)
    except ShapeError as error:
        raise ForeignError(str(error)) from None
    project = new_project(opened.network, given.picture)
    return Made(project, opened.notes, given.notes)


def class_names(given: Iterable[object]) -> tuple[str, ...]:
    """Return the names of classes, each in one line.

    Raises:
        ForeignError: If they are a single text, or too many.
    """
    if isinstance(given, str):
        text = _("The classes are one text; give a list with a name for each class.")
        raise ForeignError(text)
    names = tuple(" ".join(str(each).split())[:400] for each in given)
    if len(names) > _MOST_CLASSES:
        text = _("There are {count} classes, and {most} are the most.")
        raise ForeignError(text.format(count=len(names), most=_MOST_CLASSES))
    return names


def saved(path: str | os.PathLike[str], made: Made) -> Path:
    """Write a project, and return the file.

    Raises:
        ProjectFileError: If it cannot be written; a file that is there already is as it was.
    """
    save_project(path, made.project)
    return Path(path)


def shown(made: Made) -> "subprocess.Popen[bytes]":
    """Open a project in a window of a process of its own, and return that process at once."""
    folder = tempfile.mkdtemp(prefix="cnnviz-")
    try:
        file = saved(Path(folder) / "network.cnnviz", made)
        process = subprocess.Popen(
            [sys.executable, "-m", "cnnviz", "window", str(file)],
            env=_environment(), stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    threading.Thread(target=_tidied, args=(process, folder), daemon=True).start()
    return process


def _environment() -> dict[str, str]:
    """Return what the window needs to find this very package."""
    known = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([str(_PACKAGE), *([known] if known else [])])
    return os.environ | {"PYTHONPATH": path}


def _tidied(process: "subprocess.Popen[bytes]", folder: str) -> None:
    """Remove the file when its window was closed."""
    with contextlib.suppress(OSError):
        process.wait()
    shutil.rmtree(folder, ignore_errors=True)
