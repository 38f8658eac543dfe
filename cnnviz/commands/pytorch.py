"""Whether PyTorch is there: only training needs it."""

import importlib.util
import sys

from cnnviz.commands.errors import CommandError
from cnnviz.language import _


def require_pytorch() -> None:
    """Make sure that PyTorch is installed, without importing it: that takes a second.

    Raises:
        CommandError: If it is not; the sentence tells how to install it.
    """
    if importlib.util.find_spec("torch") is None:
        text = _("Training needs PyTorch; to install it, type: {python} -m pip install torch")
        raise CommandError(text.format(python=sys.executable))
