"""Of a network that takes long, edited layers are computed at once and the rest afterwards."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QThreadPool

from cnnviz.project import first_values as first
from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import forward_pass, new_project, with_parameter, with_picture
from cnnviz.state import document as module
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.reveal import Reveal
from tests.deep_network import deep_network

EDITED, LATER = "layer2.0.conv1", "layer3.3.relu_1"


@pytest.fixture
def document(qapp, monkeypatch):
    ink = np.random.default_rng(1).random((1, 8, 8), np.float32)
    made = Document(new_project(deep_network(), Picture("matrix", ink)))
    made._is_quick = False  # as if it were much larger
    monkeypatch.setattr(module, "is_quick", lambda _project: False)
    monkeypatch.setattr(first, "QUICK_PRODUCTS", 15_000)
    return made


def edited(document, value):
    return with_parameter(document.project, EDITED, "weight", (0, 0, 0, 0), value)


def assert_whole(document):
    expected = forward_pass(document.project).trace
    found = document.forward.trace
    assert not found.awaited
    for node, values in expected.values.items():
        np.testing.assert_array_equal(found.values[node], values)


def test_own_values_come_first_and_the_rest_follows(document, qtbot):
    before, told = document.forward.trace, []
    document.changed.connect(lambda *ends: told.append((ends, document.forward.trace.awaited)))
    ends = document.project, edited(document, 3.0)
    assert document.edit("Edit", ends[1]) == ""
    now = document.forward.trace
    assert EDITED not in now.awaited
    assert LATER in now.awaited
    assert now.values[LATER] is before.values[LATER]
    assert now.values["conv1"] is before.values["conv1"]
    expected = forward_pass(ends[1]).trace.values[EDITED]
    np.testing.assert_array_equal(now.values[EDITED], expected)
    qtbot.waitUntil(lambda: not document.forward.trace.awaited)
    assert_whole(document)
    assert [each for each, _awaited in told] == [ends, ends]
    assert [bool(awaited) for _ends, awaited in told] == [True, False]
    assert document.history.count() == 1


def test_what_is_edited_meanwhile_counts_and_what_is_undone_comes_back(document, qtbot):
    began = document.project
    told = []
    document.changed.connect(lambda *ends: told.append(ends))
    for value in (1.0, 2.0, 3.0):
        document.edit("Edit", edited(document, value))
    document.history.undo()
    assert document.forward.trace.awaited
    qtbot.waitUntil(lambda: not document.forward.trace.awaited)
    assert_whole(document)
    assert document.project.network.layers[EDITED].weight[0, 0, 0, 0] == 2.0
    assert told[-1] == (began, document.project)  # of all that was not computed to the end
    assert len(told) == 5


def test_an_answer_that_was_overtaken_is_not_shown(document, qtbot, monkeypatch):
    goes_on, real, done = threading.Event(), module.forward_pass, []

    def late(project, *given):
        if project.network.layers[EDITED].weight[0, 0, 0, 0] == 1.0:
            assert goes_on.wait(30)
        made = real(project, *given)
        done.append(project)
        return made

    monkeypatch.setattr(module, "forward_pass", late)
    document.edit("Edit", edited(document, 1.0))
    document.edit("Edit", edited(document, 2.0))
    qtbot.waitUntil(lambda: not document.forward.trace.awaited)
    goes_on.set()
    qtbot.waitUntil(lambda: len(done) == 2)
    assert document.forward.project is document.project
    assert_whole(document)


def test_what_is_awaited_may_not_be_told(document, qtbot):
    cursor = Cursor(document)
    reveal = Reveal(document, cursor)
    assert not reveal.hides(Position(LATER, 0))
    document.edit("Edit", edited(document, 3.0))
    assert reveal.hides(Position(LATER, 0))
    assert not reveal.hides(Position(EDITED, 0))
    assert reveal.hidden_cells(LATER, 0).all()
    assert reveal.hidden_cells(EDITED, 0) is None
    qtbot.waitUntil(lambda: not document.forward.trace.awaited)
    assert not reveal.hides(Position(LATER, 0))


def test_near_the_end_all_is_computed_at_once(document):
    after = with_parameter(document.project, "fc", "weight", (0, 0), 0.5)
    document.edit("Edit", after)
    assert not document.forward.trace.awaited
    assert_whole(document)


def test_another_project_ends_the_wait(document, qtbot):
    document.edit("Edit", edited(document, 3.0))
    other = Picture("matrix", np.zeros((1, 8, 8), np.float32))
    assert document.open(new_project(deep_network(), other), None) == ""
    assert not document.forward.trace.awaited
    assert not document._rest.is_running


def test_an_older_edit_never_shows_after_one_that_was_computed_whole(document, qtbot, monkeypatch):
    """The rest of an edit comes back when another picture is shown already."""
    goes_on, real, done = threading.Event(), module.forward_pass, []

    def late(project, *given):
        if len(given) < 2:  # all at once
            return real(project, *given)
        assert goes_on.wait(30)
        made = real(project, *given)
        done.append(made)
        return made

    monkeypatch.setattr(module, "forward_pass", late)
    document.edit("Edit", edited(document, 1.0))
    assert document.forward.trace.awaited
    ink = np.random.default_rng(2).random((1, 8, 8), np.float32)
    document.edit("Picture", with_picture(document.project, Picture("matrix", ink)))
    assert not document.forward.trace.awaited
    told = []
    document.changed.connect(lambda *ends: told.append(ends))
    goes_on.set()
    qtbot.waitUntil(lambda: len(done) == 1)
    QThreadPool.globalInstance().waitForDone()
    QCoreApplication.processEvents()
    assert document.forward.project is document.project
    assert not told
    assert_whole(document)


def test_who_takes_numbers_along_waits_for_them(document):
    document.edit("Edit", edited(document, 3.0))
    assert document.forward.trace.awaited
    told = []
    document.changed.connect(lambda *ends: told.append(ends))
    document.complete()
    assert_whole(document)
    QThreadPool.globalInstance().waitForDone()
    QCoreApplication.processEvents()
    document.complete()
    assert len(told) == 1
