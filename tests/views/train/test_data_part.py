import threading
from dataclasses import replace

import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.layers import Linear
from cnnviz.data.collection import joined
from cnnviz.data.source import Block, ReadSource
from cnnviz.project.project import with_network
from cnnviz.state.data_choice import sources
from cnnviz.state.data_sheet import DataSheet
from cnnviz.views.train.data_part import DataPart
from cnnviz.views.train.setup_form import SetupForm

PETS = ("cat", "dog")


@pytest.fixture
def gate(monkeypatch):
    """Let a folder be read only when the gate is opened."""
    gate = threading.Event()

    def read(wanted, tell, is_wanted):
        if wanted.sources == ("/pets",):
            assert gate.wait(10)
        block = Block(np.zeros((6, 1, 8, 8), np.uint8), np.arange(6, dtype=np.uint8) % 2)
        return DataSheet(wanted, joined([ReadSource((block,), PETS)], ["pets"], 0))

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
    assert sheet._sheet.wanted.sources == (before,)
    sheet.reject()


def test_branches_are_fitted_at_their_end_or_it_is_told_why_not(part, training, document):
    document.edit("Take", with_network(document.project, architectures.build("residual-cnn")))
    told = []
    part.told.connect(told.append)
    training.change(data=("swans:2000",))  # colour pictures: the first convolution takes grey ones
    before = document.project
    assert part.problem().endswith("Press “Fit the network” to change that.")
    part.form.notes.fit_asked.emit()
    assert document.project is before
    assert told[-1].startswith("Layer 1, conv1: ")
    ends = document.project.network.layers["fc"].weight[:3]
    few = document.project.network.with_layers({"fc": Linear(ends)})
    document.edit("Cut", with_network(document.project, replace(few, classes=("a", "b", "c"))))
    training.change(data=("strokes:5000",))
    assert "3 values" in part.problem()
    part.form.notes.fit_asked.emit()
    assert told[-1] == ""
    assert part.problem() == ""
    assert document.project.network.classes == architectures.DIGITS


def test_the_last_layer_alone_is_a_start_and_goes_with_another(part, training):
    box = part.form.boxes["start"]
    for start, expected in (
        ("last", ("network", True)), ("network", ("network", False)), ("last", ("network", True)),
        ("random", ("random", False)),
    ):  # fmt: skip
        place = box.findData(start)
        box.setCurrentIndex(place)
        box.activated.emit(place)
        config = training.config
        assert (config.start, config.fine_tune, config.freeze_to) == (*expected, None)
        assert box.currentData() == start
