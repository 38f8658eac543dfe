import subprocess
import sys

import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.project.picture import Picture
from cnnviz.project.project import new_project, with_parameter, with_picture
from cnnviz.state.document import Document


@pytest.fixture
def document(qapp):
    return Document(new_project(architectures.build("simplest-cnn")))


def set_weight(document, value, gesture=""):
    after = with_parameter(document.project, "conv1", "weight", (0, 0, 1, 1), value)
    return document.edit("Change weight", after, gesture=gesture)


def weight(document):
    return document.project.network.layers["conv1"].weight[0, 0, 1, 1]


def test_edits_of_one_gesture_undo_together(document):
    before = weight(document)
    for value in (1.0, 2.0, 3.0):
        set_weight(document, value, gesture="drag 7")
    document.history.undo()
    assert weight(document) == before
    document.history.redo()
    assert weight(document) == 3.0


@pytest.mark.parametrize("gestures", [("", ""), ("drag 7", "drag 8")])
def test_other_edits_undo_one_by_one(document, gestures):
    for value, gesture in zip((1.0, 2.0), gestures, strict=True):
        set_weight(document, value, gesture)
    document.history.undo()
    assert weight(document) == 1.0


def test_undo_brings_back_every_output_to_the_bit(document):
    before = {node: values.copy() for node, values in document.forward.trace.values.items()}
    set_weight(document, 5.0)
    document.history.undo()
    after = document.forward.trace.values
    assert after.keys() == before.keys()
    assert all(np.array_equal(after[node], before[node]) for node in before)


def test_views_see_the_new_trace_when_they_hear_of_the_change(document):
    seen = []

    class View:
        def on_changed(self, before, after):
            seen.append(document.forward.project is after)

    view = View()
    document.changed.connect(view.on_changed)
    set_weight(document, 5.0)
    document.history.undo()
    document.history.redo()
    assert seen == [True, True, True]


def test_an_edit_shares_what_it_did_not_change_and_computes_only_what_follows(document):
    before, values = document.project, document.forward.trace.values
    after = with_parameter(before, "fc1", "bias", (3,), 1.0)
    document.edit("Change bias", after)
    assert document.project.picture is before.picture
    assert document.project.network.layers["conv1"] is before.network.layers["conv1"]
    now = document.forward.trace.values
    assert [node for node in now if now[node] is not values[node]] == ["fc1", "softmax1"]


def test_an_impossible_edit_changes_nothing_and_says_why(document):
    document.open(new_project(architectures.build("one-filter")), None)
    tiny = with_picture(document.project, Picture("matrix", np.zeros((1, 2, 2), np.float32)))
    before = document.project
    refusal = document.edit("Use a matrix", tiny)
    assert "3×3" in refusal
    assert "1 map of 2×2" in refusal
    assert "Nothing was changed" in refusal
    assert document.project is before
    assert document.history.count() == 0


def test_the_saved_state_is_clean_and_stays_so_across_undo(document, tmp_path):
    set_weight(document, 1.0)
    document.mark_saved(tmp_path / "a.cnnviz")
    assert document.history.isClean()
    set_weight(document, 2.0)
    assert not document.history.isClean()
    document.history.undo()
    assert document.history.isClean()


def test_opening_forgets_the_history(document, qtbot):
    set_weight(document, 1.0)
    with qtbot.waitSignals([document.changed, document.opened], timeout=1000):
        document.open(new_project(architectures.build("mlp")), None)
    assert document.history.count() == 0
    assert document.project.network.name == "mlp"


def test_a_closed_document_keeps_no_edits_and_tells_nothing(document, qtbot):
    set_weight(document, 1.0)
    with qtbot.assertNotEmitted(document.history.cleanChanged):
        document.close()
    assert document.history.count() == 0  # Qt crashes where Python collects them first


def test_a_project_that_cannot_be_computed_is_not_opened(document, qtbot, tmp_path):
    before = document.project
    tiny = Picture("matrix", np.zeros((1, 2, 2), np.float32))
    impossible = new_project(architectures.build("one-filter"), tiny)
    with qtbot.assertNotEmitted(document.opened):
        refusal = document.open(impossible, tmp_path / "tiny.cnnviz")
    assert "3×3" in refusal
    assert document.project is before
    assert document.path is None


def test_a_drag_back_to_its_start_leaves_no_step_and_nothing_modified(document, tmp_path):
    document.mark_saved(tmp_path / "a.cnnviz")
    before, start = document.project, float(weight(document))
    for value in (1.0, 2.0, start):
        set_weight(document, value, gesture="drag 7")
    assert document.history.count() == 0
    assert document.history.isClean()
    assert document.project.network is before.network  # so that no view calls it edited
    set_weight(document, 3.0, gesture="drag 7")  # the drag goes on
    assert (document.history.count(), weight(document)) == (1, 3.0)
    document.history.undo()
    assert document.project.network is before.network


def test_a_drag_back_to_its_start_keeps_the_steps_before_it(document):
    set_weight(document, 5.0)
    for value in (1.0, 5.0):
        set_weight(document, value, gesture="drag 7")
    assert document.history.count() == 1
    assert weight(document) == 5.0
    document.history.undo()
    assert document.history.index() == 0


def test_a_picture_moved_back_is_no_step_and_stays_the_one_that_is_moved(document):
    ink = np.zeros((1, 28, 28), np.float32)
    ink[0, 5, 5] = 1
    document.edit("Draw", with_picture(document.project, Picture("drawing", ink, "Drawing")))
    for moved in (np.roll(ink, 1, axis=1), ink.copy()):
        picture = Picture("drawing", moved, "Drawing")
        document.edit("Move", with_picture(document.project, picture), gesture="shift 1")
    assert document.history.count() == 1
    assert document.project.picture is picture  # else the canvas would think it was undone


CLOSED_BY_NOBODY = """
import gc
from PySide6.QtCore import QCoreApplication
from cnnviz.cnn import architectures
from cnnviz.project.project import new_project, with_parameter
from cnnviz.state.document import Document

application = QCoreApplication([])
document = Document(new_project(architectures.build("simplest-cnn")))
for value in range(3):
    after = with_parameter(document.project, "conv1", "weight", (0,) * 4, value)
    document.edit("Change weight", after)
first = [document.history.command(i) for i in range(3)]
last = [document]
del document
gc.collect()  # from now on, the collector meets the edits before the document
del first, last
gc.collect()
"""


def test_a_document_that_nobody_closed_is_collected_without_a_crash():
    subprocess.run([sys.executable, "-c", CLOSED_BY_NOBODY], check=True, timeout=60)
