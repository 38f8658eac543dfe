"""Data sheets are read and sets downloaded beside the window; only what is still wanted is told."""

from dataclasses import replace
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import QThreadPool

from cnnviz.data.catalogue import info
from cnnviz.data.download import CancelledError, DownloadError
from cnnviz.data.idx_files import write_labelled
from cnnviz.state import data_jobs
from cnnviz.state.data_jobs import DataJobs, described, is_missing
from cnnviz.state.data_sheet import SAMPLE, Wanted, read_sheet


def wanted(*sources):
    return Wanted(sources, 0, (3, 8, 8), "crop")


@pytest.fixture
def jobs(qapp, tmp_path, monkeypatch):
    monkeypatch.setenv("CNNVIZ_CACHE", str(tmp_path / "cache"))
    jobs = DataJobs()
    yield jobs
    jobs.close()


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "my digits"
    folder.mkdir()
    for part, count in (("train", 40), ("t10k", 10)):
        labels = (np.arange(count) % 4).astype(np.uint8)
        write_labelled(folder, part, np.zeros((count, 1, 28, 28), np.uint8), labels)
    return str(folder)


def test_of_a_set_made_on_the_spot_some_pictures_are_read():
    sheet = read_sheet(wanted("strokes:20000:16"))
    assert sheet.found.shape == (1, 16, 16)
    assert sum(sheet.counts("training")) + sum(sheet.counts("validation")) == SAMPLE
    assert sheet.is_sample
    assert sheet.classes == info("strokes").classes


def test_a_folder_is_described_by_what_was_found_in_it(folder):
    sheet = read_sheet(wanted(folder))
    assert not sheet.is_sample
    assert sheet.counts("training") == [9, 9, 9, 9]  # without those kept for validation
    assert sheet.parts == ("training", "validation", "my digits")
    told = described(sheet)
    assert (told.name, told.title) == (folder, "my digits")
    assert (told.shape, told.classes) == ((1, 28, 28), ("0", "1", "2", "3"))


def test_a_sheet_arrives_and_of_two_the_newer_one(jobs, folder, qtbot):
    arrived = []
    jobs.sheet_ready.connect(arrived.append)
    jobs.read(wanted("strokes:60"))
    with qtbot.waitSignal(jobs.sheet_ready, timeout=10_000):
        jobs.read(wanted(folder))
    QThreadPool.globalInstance().waitForDone()
    qtbot.wait(1)
    assert [sheet.wanted.sources for sheet in arrived] == [(folder,)]


def test_a_folder_that_cannot_be_read_is_told(jobs, tmp_path, qtbot):
    with qtbot.waitSignal(jobs.failed, timeout=10_000) as failed:
        jobs.read(wanted(str(tmp_path / "gone")))
    assert "There is no folder" in failed.args[0]


def test_only_a_set_that_is_not_here_must_be_downloaded(jobs, folder):
    assert is_missing("mnist") == info("mnist")
    assert is_missing("strokes:5000") is None
    assert is_missing(folder) is None


@pytest.fixture
def mirror(monkeypatch):
    """A download that goes on until it is allowed to end, or cancelled."""

    class Mirror:
        may_end, calls, error = Event(), 0, None

        def download(self, data, folder, progress, is_cancelled):
            self.calls += 1
            progress(5, 10)
            while not self.may_end.wait(0.01):
                if is_cancelled():
                    raise CancelledError("cancelled")
            if self.error:
                raise self.error

    mirror = Mirror()
    monkeypatch.setattr(data_jobs, "download", mirror.download)
    return mirror


def test_a_download_tells_how_far_it_is_and_when_it_ends(jobs, mirror, qtbot):
    with qtbot.waitSignal(jobs.progressed) as progressed:
        jobs.download(info("mnist"))
    assert progressed.args == [5, 10]
    assert jobs.is_downloading
    jobs.download(replace(info("mnist"), name="another"))  # one at a time
    with qtbot.assertNotEmitted(jobs.failed), qtbot.waitSignal(jobs.downloaded):
        mirror.may_end.set()
    assert mirror.calls == 1
    assert not jobs.is_downloading


def test_a_download_that_is_cancelled_ends_without_a_complaint(jobs, mirror, qtbot):
    jobs.download(info("mnist"))
    with qtbot.assertNotEmitted(jobs.failed), qtbot.waitSignal(jobs.downloaded):
        jobs.cancel()
    assert not jobs.is_downloading


def test_a_download_that_fails_is_told_and_another_one_can_begin(jobs, mirror, qtbot):
    mirror.error = DownloadError("The server is away.")
    mirror.may_end.set()
    told = []
    jobs.failed.connect(told.append)
    with qtbot.waitSignal(jobs.downloaded):
        jobs.download(info("mnist"))
    assert told == ["The server is away."]
    mirror.error = None
    with qtbot.assertNotEmitted(jobs.failed), qtbot.waitSignal(jobs.downloaded):
        jobs.download(info("mnist"))


def test_after_closing_nothing_is_told(jobs, mirror, qtbot):
    jobs.download(info("mnist"))
    with (
        qtbot.assertNotEmitted(jobs.downloaded, wait=50),
        qtbot.assertNotEmitted(jobs.sheet_ready, wait=50),
    ):
        jobs.read(wanted("strokes:60"))
        jobs.close()
