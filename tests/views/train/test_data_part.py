import threading

import numpy as np
import pytest

from cnnviz.state.data_choice import sources
from cnnviz.state.data_jobs import DataSheet
from cnnviz.views.train.data_part import DataPart
from cnnviz.views.train.setup_form import SetupForm

PETS = ("cat", "dog")


@pytest.fixture
def gate(monkeypatch):
    """Let a folder be read only when the gate is opened."""
    gate = threading.Event()

    def read(source):
        if source == "/pets":
            assert gate.wait(10)
        return DataSheet(
            source, np.zeros((2, 1, 8, 8), np.uint8), np.arange(2, dtype=np.uint8), PETS
        )

    monkeypatch.setattr("cnnviz.state.data_jobs.read_sheet", read)
    return gate


@pytest.fixture
def part(document, training, look, qtbot, monkeypatch, gate):
    asked = "cnnviz.views.train.data_part.QFileDialog.getExistingDirectory"
    monkeypatch.setattr(asked, lambda *_: "/pets")
    form = SetupForm(training, sources(), look)
    qtbot.addWidget(form)
    part = DataPart(document, training, form, look)
    part.form = form
    yield part
    gate.set()
    part.close()


def test_a_folder_is_chosen_although_the_contact_sheet_opens_while_it_is_read(
    part, training, gate, qtbot
):
    part.form.folder_asked.emit()
    part.form.contact_sheet_asked.emit()
    sheet = part.sheet
    qtbot.waitUntil(lambda: len(sheet.grid.captions) == 2, timeout=5000)
    with qtbot.waitSignal(training.setup_changed, timeout=5000):
        gate.set()
    assert training.config.data == ("/pets",)
    sheet.reject()


def test_the_folder_does_not_fall_into_the_contact_sheet(part, training, gate, qtbot):
    before = training.config.data[0]
    part.form.folder_asked.emit()
    part.form.contact_sheet_asked.emit()
    sheet = part.sheet
    with qtbot.waitSignal(training.setup_changed, timeout=5000):
        gate.set()
    qtbot.waitUntil(lambda: sheet._sheet is not None, timeout=5000)
    assert sheet._sheet.source == before
    sheet.reject()
