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


def answers_of_last(source: str) -> Answers | None:
    """Return what a run said to the validation pictures after its last epoch; None if not kept.

    Raises:
        CommandError: If it is no run, or not one epoch of it has ended.
    """
    return answers_after(run_folder(source), run_history(source).epochs[-1].epoch)


def last_answers(source: str) -> Answers:
    """Return the same.

    Raises:
        CommandError: If these are not kept, too.
    """
    found = answers_of_last(source)
    if found is None:
        text = _("{folder} does not hold what it answered to its validation pictures.")
        raise CommandError(text.format(folder=source))
    return found
