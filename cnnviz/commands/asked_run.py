"""The training run that a command is about: what it measured, and what it answered."""

import os
from pathlib import Path

from cnnviz.cnn.confusion import Answers
from cnnviz.commands.errors import CommandError
from cnnviz.language import _
from cnnviz.runs.answers import answers_after
from cnnviz.runs.directory import CONFIG, RunDirectory
from cnnviz.runs.history import Follower, History


def run_folder(source: str) -> RunDirectory:
    """Return the folder of a run.

    Raises:
        CommandError: If it is none.
    """
    if not os.path.isfile(Path(source) / CONFIG):
        raise CommandError(_("{folder} is no folder of a training run.").format(folder=source))
    return RunDirectory(Path(source))


def run_history(source: str) -> History:
    """Return what a run measured; at least one epoch.

    Raises:
        CommandError: If it is no run, or not one epoch of it has ended.
    """
    follower = Follower(run_folder(source))
    follower.look()
    if not follower.history.epochs:
        text = _("No epoch of {folder} has ended yet: nothing was measured.")
        raise CommandError(text.format(folder=source))
    return follower.history


def last_answers(source: str) -> Answers:
    """Return what a run said to the validation pictures after its last epoch.

    Raises:
        CommandError: If it is no run, or these are not kept.
    """
    last = run_history(source).epochs[-1]
    found = answers_after(run_folder(source), last.epoch)
    if found is None:
        text = _("{folder} does not hold what it answered to its validation pictures.")
        raise CommandError(text.format(folder=source))
    return found
