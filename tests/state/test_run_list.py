import pytest
from PySide6.QtCore import QObject

from cnnviz.runs.directory import RunDirectory
from cnnviz.runs.events import EpochEnd
from cnnviz.state.comparison import Comparison
from cnnviz.state.run_list import RunList
from tests.runs_on_disk import made_run


@pytest.fixture
def runs(qapp, tmp_path):
    owner = QObject()
    made_run(tmp_path / "runs" / "a")
    runs = RunList(lambda: tmp_path / "runs", owner)
    runs.owner, runs.folder = owner, tmp_path / "runs"
    runs.look()
    return runs


@pytest.fixture
def comparison(runs):
    made_run(runs.folder / "b")
    runs.look()
    yield (made := Comparison(runs, runs.owner))
    made.put_beside(None)


def test_only_changes_are_told(runs):
    told = []
    runs.changed.connect(lambda: told.append([path.name for path in runs.paths]))
    runs.look()
    assert told == []
    made_run(runs.folder / "b")
    runs.look()
    assert told == [["b", "a"]]
    RunDirectory(runs.folder / "a").add_event(EpochEnd(9, 0.5, 0.0, 9.0))  # not the best one
    runs.look()
    assert len(told) == 2
    assert runs.history(runs.folder / "a").epochs[-1].epoch == 9


def test_whoever_wants_to_know_is_told_without_asking(runs, qtbot):
    runs.watch(True)
    with qtbot.waitSignal(runs.changed, timeout=5000):
        made_run(runs.folder / "b")
    runs.watch(False)
    with qtbot.assertNotEmitted(runs.changed, wait=1300):
        made_run(runs.folder / "c")


def test_renaming_and_throwing_away_are_told(runs, qtbot):
    with qtbot.waitSignals([runs.renamed, runs.changed], timeout=1000):
        after = runs.rename(runs.folder / "a", "z")
    assert runs.paths == (after,) == (runs.folder / "z",)
    runs.throw_away(after)
    assert runs.paths == ()


def test_ticked_runs_stand_in_the_order_of_the_list(runs, comparison):
    for name in ("a", "b", "nowhere"):
        comparison.tick(runs.folder / name, True)
    assert [path.name for path in comparison.paths] == ["b", "a"]
    comparison.tick(runs.folder / "b", False)
    assert [path.name for path in comparison.paths] == ["a"]


def test_a_ticked_run_stays_ticked_under_another_name_and_goes_with_its_folder(runs, comparison):
    comparison.tick(runs.folder / "a", True)
    after = runs.rename(runs.folder / "a", "z")
    assert comparison.paths == (after,)
    comparison.put_beside(after)
    runs.throw_away(after)
    assert comparison.paths == ()
    assert comparison.beside is None


def test_a_run_of_another_folder_can_stand_beside(runs, comparison, tmp_path, qtbot):
    elsewhere = made_run(tmp_path / "elsewhere")
    comparison.tick(runs.folder / "a", True)
    with qtbot.waitSignal(comparison.beside_changed, timeout=1000):
        comparison.put_beside(elsewhere)
    assert comparison.offered == (runs.folder / "a", elsewhere)
    assert comparison.beside.network is not None
    comparison.put_beside(runs.folder / "a")
    assert comparison.offered == (runs.folder / "a",)
