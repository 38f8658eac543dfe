"""Windows killed in the middle of work: the next one offers it, and nothing is lost on the way."""

import os
import signal
import time
from pathlib import Path

import numpy as np
import pytest

from cnnviz.project.project import with_parameter
from cnnviz.project.recovery_folder import left_folders
from cnnviz.state import recovery
from cnnviz.state.settings import home
from tests.journeys.edited_windows import FAST, EditedWindows

WINDOWS = 4  # at the same time


@pytest.fixture
def windows(own_settings):
    made = EditedWindows(home())
    yield made
    made.close()


def lines(journal):
    """What a window noted: (word, number, second)."""
    words = [line.split() for line in journal.read_text().splitlines()] if journal.exists() else []
    return [(word, int(count), float(at)) for word, count, at in words]


def wait_for(journal, word):
    deadline = time.monotonic() + 30
    while not any(line[0] == word for line in lines(journal)):
        assert time.monotonic() < deadline, f"no window ever noted {word!r}"
        time.sleep(0.005)


def kill(pid):
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while Path(f"/proc/{pid}").exists():  # its locks go with it
        assert time.monotonic() < deadline
        time.sleep(0.002)


def edited_weight(app, value):
    after = with_parameter(app.document.project, "conv1", "weight", (0, 0, 0, 0), value)
    app.document.edit("Change weight", after)


def taken(app):
    """Recover everything that is offered; return the two weights of each work."""
    found, asked = [], []
    app.left_work.ask = lambda seen, written: asked.append(seen) or "recover"
    while True:
        asked.clear()
        app.left_work.offer()
        if not asked:
            return found
        weight = app.document.project.network.layers["conv1"].weight[0, 0, 0]
        assert not app.document.history.isClean()
        found.append((int(weight[1]), int(weight[0])))


@pytest.mark.timeout(600)
def test_killed_windows_lose_what_was_not_written_yet_at_most(app, windows, tmp_path, thorough):
    """20 kills: each work is offered, and holds every edit that was there when it was written."""
    random = np.random.default_rng(12)
    for group in range(25 if thorough else 5):
        journals = [tmp_path / f"{group}-{i}" for i in range(WINDOWS)]
        pids = [windows.start(each, number=i + 1) for i, each in enumerate(journals)]
        for pid, journal in zip(pids, journals, strict=True):
            wait_for(journal, "kept")
            time.sleep(float(random.uniform(0, 0.25)))
            kill(pid)
        found = dict(taken(app))
        assert sorted(found) == list(range(1, WINDOWS + 1))  # none missing, none twice
        for i, journal in enumerate(journals):
            noted = lines(journal)
            last = max(n for n, line in enumerate(noted) if line[0] == "kept")
            kept = [at for word, _, at in noted if word == "kept"]
            begun = kept[-2] if len(kept) > 1 else 0  # the last write began after the one before
            safe = [count for word, count, at in noted[:last] if word == "edited" and at < begun]
            assert found[i + 1] >= max(safe, default=0)  # it may have been killed before its first
            assert found[i + 1] <= max(count for word, count, _ in noted if word == "edited") + 1


@pytest.mark.timeout(600)
def test_at_most_five_seconds_of_edits_are_lost(app, windows, tmp_path, thorough):
    """The real clock: edits without a pause, and with one."""
    if not thorough:
        pytest.skip("takes a minute")
    clock = {"QUIET": recovery.QUIET, "LATEST": recovery.LATEST}
    random = np.random.default_rng(5)
    for group in range(5):
        journals = [tmp_path / f"{group}-{i}" for i in range(WINDOWS)]
        pids = [windows.start(j, number=i + 1, clock=clock) for i, j in enumerate(journals)]
        ends = []
        time.sleep(float(random.uniform(6, 8)))
        for pid in pids:
            time.sleep(float(random.uniform(0, 1)))
            ends.append(time.monotonic())
            kill(pid)
        found = dict(taken(app))
        for i, journal in enumerate(journals):
            older = [n for word, n, at in lines(journal) if word == "edited" and at < ends[i] - 5]
            assert found[i + 1] >= max(older)


@pytest.mark.timeout(120)
def test_a_kill_during_recovery_loses_nothing(app, windows, tmp_path, thorough):
    journal = tmp_path / "journal"
    pid = windows.start(journal, number=7)
    wait_for(journal, "kept")
    kill(pid)
    (folder,) = left_folders(home() / "recovery")
    weight = folder.read().project.network.layers["conv1"].weight[0, 0, 0, 0]
    folder.free()
    random = np.random.default_rng(4)
    for i in range(30 if thorough else 6):
        other = tmp_path / f"recovering-{i}"
        pid = windows.start(other, does="recover")
        wait_for(other, "asked")
        time.sleep(float(random.uniform(0, 0.03)))
        kill(pid)
    assert (7, int(weight)) in taken(app)


def test_a_window_that_was_closed_offers_nothing(app, qtbot):
    edited_weight(app, 5.0)
    assert app.recovery.write_now()
    assert app.recovery.folder.written
    app.close()
    assert left_folders(home() / "recovery") == []
    assert list((home() / "recovery").iterdir()) == []


def test_what_was_saved_is_kept_no_longer(app, qtbot, tmp_path):
    edited_weight(app, 5.0)
    assert app.recovery.write_now()
    app.answers.path = tmp_path / "own.cnnviz"
    assert app.files.save()
    qtbot.waitUntil(lambda: not app.recovery.folder.path.exists())
    app.document.history.undo()  # not what lies in the file
    assert app.recovery.write_now()
    assert app.recovery.folder.written
    app.document.history.redo()
    qtbot.waitUntil(lambda: not app.recovery.folder.path.exists())


def leave_work(app, value):
    """Leave a copy behind, as a window does that is killed."""
    edited_weight(app, value)
    assert app.recovery.write_now()
    folder, app.recovery._folder = app.recovery._folder, None
    folder.free()
    return folder


@pytest.mark.parametrize("answer", ["discard", "later"])
def test_work_that_is_not_taken_stays(app, answer, tmp_path):
    folder = leave_work(app, 5.0)
    asked = []
    app.left_work.ask = lambda seen, written: asked.append(seen.name) or answer
    for _ in range(2):  # two starts
        app.left_work.offer()
    assert len(asked) == (1 if answer == "discard" else 2)
    assert folder.written  # as long as nothing is saved
    app.actions["recover"].trigger()  # whoever changed their mind finds it here
    assert len(asked) == (2 if answer == "discard" else 3)
    app.answers.path = tmp_path / "own.cnnviz"
    assert app.files.save()
    assert bool(folder.written) == (answer == "later")


def test_recovered_work_belongs_to_its_file_and_asks_before_it_saves_over_another(app, tmp_path):
    path = app.answers.path = tmp_path / "own.cnnviz"
    assert app.files.save()
    leave_work(app, 5.0)
    app.left_work.ask = lambda seen, written: "recover"
    app.left_work.offer()
    assert app.document.path == path
    assert app.window.isWindowModified()
    before = path.read_bytes()
    path.write_bytes(before + b" ")
    app.answers.asked = 0
    assert not app.files.save()
    assert app.answers.asked == 1
    path.write_bytes(before)
    assert app.files.save()


def test_copies_that_cannot_be_read_are_told_and_offered_once(app):
    folder = leave_work(app, 5.0)
    (folder.path / "work.recovery").write_bytes(b"damaged")
    app.left_work.offer()
    app.left_work.offer()
    assert len(app.answers.told) == 1
    assert "cannot be brought back" in app.answers.told[0]


def test_without_left_work_the_menu_says_so(app):
    app.actions["recover"].trigger()
    assert app.answers.told == ["There is no work that was not saved."]


def test_edits_without_a_pause_are_written_all_the_same(app, qtbot):
    timers = app.recovery._quiet, app.recovery._latest
    for timer, interval in zip(timers, (FAST["LATEST"] * 10, FAST["LATEST"]), strict=True):
        timer.setInterval(interval)
    count = iter(range(1, 100_000))
    with qtbot.waitSignal(app.recovery.kept, timeout=20_000):
        edited_weight(app, next(count))
        timers[0].setInterval(10**6)  # as if the next edit always came before it is over
    assert app.recovery.folder.written


def test_where_there_is_no_room_it_is_told_once_and_tried_again(app, qtbot, monkeypatch):
    (home() / "recovery").write_bytes(b"in the way of the folder")
    with qtbot.waitSignal(app.recovery.failed) as told:
        edited_weight(app, 5.0)
        app.recovery._keep()
    assert "your changes are lost" in told.args[0]
    assert str(home() / "recovery") in told.args[0]
    assert not app.recovery.write_now()
    (home() / "recovery").unlink()
    app.recovery._latest.setInterval(10)
    with qtbot.waitSignal(app.recovery.kept):
        edited_weight(app, 6.0)


def test_work_that_cannot_be_read_now_is_kept_for_later(app, monkeypatch):
    """Its file may come back: a failure to read is no refusal."""
    from cnnviz.project.recovery_file import BaseGoneError
    from cnnviz.project.recovery_folder import RecoveryFolder, left_folders

    def fail(folder):
        raise BaseGoneError("its file is another one now")

    app.actions["randomise"].trigger()
    assert app.recovery.write_now()
    folder = app.recovery.folder
    folder.free()
    app.recovery._folder = None
    with monkeypatch.context() as broken:
        broken.setattr(RecoveryFolder, "glance", fail)
        app.left_work.offer()
    assert len(app.answers.told) == 1
    (left,) = left_folders(app.recovery.home)
    assert not left.is_refused
    left.free()
