import json

import numpy as np
import pytest

from cnnviz.runs.events import (
    EpochEnd,
    FinalTest,
    Progress,
    Snapshot,
    Started,
    Stopped,
    from_line,
    to_line,
)


@pytest.mark.parametrize(
    "event",
    [
        Started(3, 100, 5),
        EpochEnd(1, 0.5, 0.75, 900.0),
        FinalTest("x", 0.5, 10),
        Stopped(3),
        Progress(7, 1, 7, 2.3, 0.1, 0.01, 900.0, 3.5),
        Snapshot(0, 0, 1, 0.1),
    ],
)
def test_events_survive_the_round_trip(event):
    line = to_line(event)
    assert "\n" not in line
    assert from_line(line) == from_line(line.encode()) == event


@pytest.mark.parametrize(
    "line",
    [
        "no JSON", "[]", '{"event": "Party"}', '{"event": ["Stopped"]}', '{"event": "Stopped"}',
        '{"event": "Stopped", "epoch": "first"}', '{"event": "Stopped", "epoch": 1.5}',
        '{"event": "Snapshot", "number": 1, "step": 2, "epoch": 3, "accuracy": null}',
        "[" * 100_000,
    ],
)  # fmt: skip
def test_other_lines_are_refused(line):
    with pytest.raises(ValueError, match=r"."):
        from_line(line)


def test_what_a_newer_version_adds_is_left_out():
    assert from_line('{"event": "Stopped", "epoch": 1, "more": 2}') == Stopped(1)


@pytest.mark.parametrize("loss", [float("inf"), float("-inf"), float("nan")])
def test_what_is_no_number_is_strict_json_and_comes_back(loss):
    line = to_line(EpochEnd(1, loss, 0.75, 900.0))
    json.loads(line, parse_constant=pytest.fail)
    np.testing.assert_equal(from_line(line).train_loss, loss)


def test_the_constants_of_earlier_versions_are_read():
    line = '{"event": "EpochEnd", "epoch": 1, "train_loss": NaN, "val_accuracy": 1, '
    assert np.isnan(from_line(line + '"images_per_second": 9}').train_loss)
