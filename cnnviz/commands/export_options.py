"""Which options say something of which files of `cnnviz export`: none is passed over silently."""

from argparse import Namespace
from pathlib import Path

from cnnviz.commands.errors import CommandError
from cnnviz.language import _

_MOVING = (".gif", ".apng", ".webp", ".mp4")
_SAID_OF = {  # by the option: its value where it is not given, and the endings
    "scale": (1.0, (".png", *_MOVING)),
    "frames": (None, _MOVING),
    "speed": (None, _MOVING),
    "stages": (False, _MOVING),
    "clear": (False, (".png", ".svg", ".pdf")),
}


def refuse_without_effect(arguments: Namespace, file: Path) -> None:
    """Tell of an option that says nothing of what is asked for.

    Raises:
        CommandError: If there is one.
    """
    for option, (without, endings) in _SAID_OF.items():
        if getattr(arguments, option) != without and file.suffix.lower() not in endings:
            text = _("--{option} says something only of files that end in {endings}; leave it out.")
            raise CommandError(text.format(option=option, endings=", ".join(endings)))
    if arguments.stages and arguments.view != "explanation":
        text = _("Values are told in stages in the view explanation alone; leave --stages out.")
        raise CommandError(text)
