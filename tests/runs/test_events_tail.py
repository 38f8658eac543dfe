import pytest

from cnnviz.runs.config import Config
from cnnviz.runs.directory import EVENTS, RunDirectory
from cnnviz.runs.events import Checkpoint, EpochEnd, Paused, Stopped
from cnnviz.runs.events_tail import EventsTail


@pytest.fixture
def directory(tmp_path):
    directory = RunDirectory(tmp_path / "run")
    directory.create(Config("lecture-cnn", ("strokes:100",)))
    return directory


def test_events_are_read_from_where_the_last_look_ended(directory):
    tail = EventsTail(directory.path / EVENTS)
    assert tail.look() == ([], False)  # there is no file yet
    directory.add_event(Stopped(1))
    assert tail.look() == ([Stopped(1)], False)
    assert tail.look() == ([], False)
    directory.add_event(Stopped(2))
    assert tail.look() == ([Stopped(2)], False)


def test_a_line_that_is_still_written_waits(directory):
    tail = directory.tail()
    directory.add_event(Stopped(1))
    with (directory.path / EVENTS).open("a") as file:
        file.write('{"event": "Stopped", ')
    assert tail.look() == ([Stopped(1)], False)
    with (directory.path / EVENTS).open("a") as file:
        file.write('"epoch": 2}\n')
    assert tail.look() == ([Stopped(2)], False)


def test_a_file_that_became_shorter_is_read_afresh(directory):
    told = [EpochEnd(1, 0.5, 0.99, 9.0, 5), Checkpoint(5), Paused(6), Stopped(2, 6)]
    tail = directory.tail()
    for event in told:
        directory.add_event(event)
    tail.look()
    directory.cut_events(5)
    assert tail.look() == (told[:2], True)
    assert tail.look() == ([], False)


def test_a_run_that_was_resumed_and_has_told_as_much_again_is_read_afresh(directory):
    """The list said that an accuracy of 0.99 was reached: it was of an epoch that was forgotten."""
    tail = directory.tail()
    for event in (Checkpoint(5), EpochEnd(2, 0.5, 0.99, 9.0, 9), Stopped(3, 9)):
        directory.add_event(event)
    tail.look()
    directory.cut_events(5)
    again = [EpochEnd(2, 0.5, 0.70, 9.0, 9), EpochEnd(3, 0.4, 0.70, 9.0, 13)]
    for event in again:
        directory.add_event(event)
    assert tail.look() == ([Checkpoint(5), *again], True)


def test_another_file_with_the_number_of_the_first_one_is_noticed(directory):
    """A file system may give the number of a file that is gone to the next one but one."""
    tail, file = directory.tail(), directory.path / EVENTS
    for event in (Checkpoint(5), EpochEnd(2, 0.5, 0.99, 9.0, 9)):
        directory.add_event(event)
    tail.look()
    number = file.stat().st_ino
    file.write_bytes(file.read_bytes().replace(b"0.99", b"0.70"))
    assert file.stat().st_ino == number
    assert tail.look() == ([Checkpoint(5), EpochEnd(2, 0.5, 0.70, 9.0, 9)], True)
