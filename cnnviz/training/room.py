"""Waits while what was learnt cannot be written: until there is room, or somebody gives it up."""

from collections.abc import Callable

from cnnviz.runs.events import Going, Halted, Paused
from cnnviz.runs.wishes import STOP, UnknownWish, Wish
from cnnviz.training.control import Control
from cnnviz.training.recorder import Recorder

AGAIN = 1.0  # seconds between two tries


def _hold_nobody() -> None:
    """Do nothing: nobody else waits."""


def wait_for_room(
    recorder: Recorder, control: Control, step: int, hold: Callable[[], None] = _hold_nobody
) -> bool:
    """Wait until all can be written again, and tell so; a wish to stop gives it up.

    Whatever else is asked meanwhile is asked again once there is room.

    Args:
        recorder: What cannot write.
        control: What is asked meanwhile.
        step: How far the run is.
        hold: Called again and again: it lets others who wait for this process wait longer.

    Returns:
        Whether the run goes on.
    """
    recorder.report(Halted(step, recorder.problem))
    later = []
    while recorder.problem:
        wish = control.next(wait=AGAIN)
        if wish == STOP:
            recorder.give_up()
            control.ask(STOP)  # for who asks next
            return False
        if wish is not None:
            later.append(wish)
        hold()
        recorder.try_again()
    for wish in later:
        control.ask(wish)
    return True


def next_wish(
    recorder: Recorder, control: Control, step: int, hold: Callable[[], None]
) -> Wish | UnknownWish | None:
    """Return what is asked next of a run that is paused; None where it must look again."""
    if recorder.problem and wait_for_room(recorder, control, step, hold):
        recorder.report(Paused(step))
    return control.next(wait=AGAIN)


def see_through(recorder: Recorder, control: Control, step: int) -> None:
    """Wait until the last word of a run is written; after it none is kept, only told."""
    while not recorder.is_through() and not recorder.has_given_up:
        if recorder.problem:
            recorder.say(Halted(step, recorder.problem))
            if control.next(wait=AGAIN) == STOP:
                recorder.give_up()
            recorder.try_again()


def settle(recorder: Recorder, control: Control, step: int) -> None:
    """Wait until all is written, however long there is no room for it."""
    while not recorder.is_through() and not recorder.has_given_up:
        if recorder.problem and wait_for_room(recorder, control, step):
            recorder.report(Going(step))
