from cnnviz.runs.events import (
    Changed,
    Checkpoint,
    Diverged,
    EarlyStop,
    EpochEnd,
    FinalTest,
    Finished,
    Going,
    Paused,
    Progress,
    Snapshot,
    Started,
    Stopped,
)
from cnnviz.runs.history import History


def history_of(*events):
    history = History()
    for event in events:
        history.add(event)
    return history


def test_curves_and_results_grow_event_by_event():
    history = history_of(
        Started(2, 100, 10, 5), Snapshot(0, 0, 1, 0.1), Progress(3, 1, 3, 2.0, 0.25, 0.1, 9, 1),
        EpochEnd(1, 1.5, 0.5, 9, 5), Progress(6, 2, 1, 1.0, 0.5, 0.1, 9, 1), Checkpoint(6),
        EpochEnd(2, 0.5, 0.4, 9, 10), FinalTest("x", 0.6, 50), Finished(10, 2.0),
    )  # fmt: skip
    assert history.losses == [(3, 2.0), (6, 1.0)]
    assert history.accuracies == [(3, 0.25), (6, 0.5)]
    assert history.steps == 10
    assert history.best.epoch == 1
    assert history.tests[0].accuracy == 0.6
    assert history.state == "finished"
    assert history.has_ended


def test_the_state_follows_pauses_and_ends():
    history = history_of(Started(2, 100, 10, 5))
    for event, state in (
        (Paused(1), "paused"), (Going(1), "running"), (Changed(2, 0.1, 0.0), "running"),
        (Stopped(1, 3), "stopped"), (Started(2, 100, 10, 5), "running"),
        (Diverged(4, "no number"), "diverged"),
    ):  # fmt: skip
        history.add(event)
        assert history.state == state
    assert history.sentence == "no number"


def test_an_early_end_says_which_epoch_was_best():
    assert "best in epoch 3" in history_of(EarlyStop(5, 3)).sentence
