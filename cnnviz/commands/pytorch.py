"""Whether PyTorch is there: only training, and opening modules of it, need it."""

import importlib.util
import sys
from importlib import metadata

from cnnviz.commands.errors import CommandError
from cnnviz.files.python_process import is_bundle
from cnnviz.language import _


def require_pytorch(*, for_training: bool = True) -> None:
    """Make sure that PyTorch is installed, without importing it: that takes a second.

    Raises:
        CommandError: If it is not; the sentence tells how to install it.
    """
    if importlib.util.find_spec("torch") is None:
        text = _("Training needs PyTorch; to install it, type: {python} -m pip install {torch}")
        if not for_training:
            text = _(
                "To open a network of PyTorch, PyTorch is needed; to install it, type: {python} -m "
                "pip install {torch}"
            )
        if is_bundle():
            text = _(
                "This folder comes without PyTorch, which it needs here; make it with PyTorch."
            )
        raise CommandError(text.format(python=sys.executable, torch=_wanted()))


def _wanted() -> str:
    """Return PyTorch in the version that the extra `train` asks for."""
    try:
        needed = metadata.requires("cnnviz") or []
    except metadata.PackageNotFoundError:  # a checkout that is not installed
        needed = []
    found = (each.partition(";")[0].strip() for each in needed if each.startswith("torch"))
    return next(found, "torch")
