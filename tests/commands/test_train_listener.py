"""What people read of a training on a terminal, and what programs read everywhere else."""

import io

import pytest

from cnnviz.commands.progress import TerminalLine
from cnnviz.commands.train_listener import Listener
from cnnviz.runs.events import (
    Changed,
    Checkpoint,
    Diverged,
    EarlyStop,
    EpochEnd,
    Failed,
    FinalTest,
    Finished,
    Halted,
    Paused,
    Progress,
    Snapshot,
    Started,
    Stopped,
    from_line,
)

STARTED = Started(3, 1900, 100, 30, "CPU", 1, 54314)
TOLD = [
    (EpochEnd(1, 0.5, 0.75, 900.0), "epoch 1 of 3: loss 0.5000, 75.0 % of the validation"),
    (FinalTest("strokes", 0.977, 5000), "97.7 % of 5,000 unseen pictures of strokes"),
    (Stopped(2, 40), "stopped in epoch 2; what it learnt is saved"),
    (Paused(7), "paused at step 7"),
    (Changed(8, 0.001, 0.0), "another learning rate from step 8 on: 0.001"),
    (Halted(9, "The disk is full."), "The disk is full."),
    (EarlyStop(9, 4), "ended after epoch 9: the validation was best after epoch 4"),
    (Finished(90, 12.34), "finished in 12.3 s"),
]
SILENT = [Snapshot(1, 2, 1, 0.5), Checkpoint(5), Progress(7, 1, 7, 2.3, 0.1, 0.01, 900.0, 3.5)]


def listener(stream, *, is_text):
    made = Listener(stream, TerminalLine(is_quiet=True), is_text=is_text)
    made.say(STARTED)
    return made


@pytest.mark.parametrize(("event", "text"), TOLD, ids=lambda each: type(each).__name__)
def test_people_read_sentences(event, text):
    stream = io.StringIO()
    listener(stream, is_text=True).say(event)
    first, second = stream.getvalue().splitlines()
    assert first == "1,900 pictures to learn from, 54,314 parameters, on CPU"
    assert text in second


@pytest.mark.parametrize("event", SILENT, ids=lambda each: type(each).__name__)
def test_people_are_not_told_of_what_is_only_for_programs(event):
    stream = io.StringIO()
    listener(stream, is_text=True).say(event)
    assert stream.getvalue().count("\n") == 1


@pytest.mark.parametrize("event", [event for event, _ in TOLD] + SILENT)
def test_programs_read_every_event(event):
    stream = io.StringIO()
    listener(stream, is_text=False).say(event)
    assert [from_line(line) for line in stream.getvalue().splitlines()] == [STARTED, event]


@pytest.mark.parametrize("event", [Failed("No data."), Diverged(3, "Too fast.")])
def test_why_it_ended_is_told_to_programs_in_an_event_and_to_people_once_on_stderr(event):
    for is_text in (True, False):
        stream = io.StringIO()
        made = listener(stream, is_text=is_text)
        made.say(event)
        assert made.knows_why is not is_text
        assert stream.getvalue().count("\n") == (1 if is_text else 2)


def test_a_run_goes_on_where_nobody_reads():
    closed = io.StringIO()
    made = listener(closed, is_text=False)
    closed.close()
    for stream in (made, Listener(None, TerminalLine(is_quiet=True), is_text=True)):
        stream.say(STARTED)
        stream.say(Finished(1, 2.0))
