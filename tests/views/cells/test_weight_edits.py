"""What is asked of a grid becomes one step of the document, or a sentence beside the grid."""

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget

from cnnviz.project import shipped
from cnnviz.project.picture import Picture
from cnnviz.project.project import new_project
from cnnviz.project.slices import slices_of
from cnnviz.state.document import Document
from cnnviz.state.settings import Settings
from cnnviz.views.cells.weight_edits import WeightEdits
from cnnviz.views.controls.bubble import told
from cnnviz.views.look.theme import Look

CONV, LINEAR = ("conv2", 2), ("fc1", 5)  # node, and which filter or unit of the lecture's network


@pytest.fixture
def document(qapp):
    values = np.random.default_rng(0).random((1, 28, 28), dtype=np.float32)
    return Document(new_project(shipped.network("lecture-cnn"), Picture("matrix", values)))


@pytest.fixture
def shown():
    return []


@pytest.fixture
def edits(document, shown):
    return WeightEdits(document, Look(Settings()), lambda: shown.append(True))


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def control(window):
    return QWidget(window)


def weights(document, at):
    return slices_of(document.project.network, *at).values


@pytest.mark.parametrize(("at", "name"), [(CONV, "Convolution 2"), (LINEAR, "Fully connected 1")])
def test_one_weight_is_changed_and_no_other(document, edits, control, at, name):
    before = weights(document, at)
    edits.change_weight(control, at, (1, 0, 2), 2.5, "")
    assert weights(document, at)[1, 0, 2] == 2.5
    assert (weights(document, at) != before).sum() == 1
    assert document.history.undoText() == f"Change a weight of {name}"


def test_steps_of_one_gesture_undo_together(document, edits, control):
    before = weights(document, CONV)
    for value in (1.0, 2.0, 3.0):
        edits.change_weight(control, CONV, (0, 0, 0), value, "drag 1")
    edits.change_weight(control, CONV, (0, 0, 0), 4.0, "drag 2")
    assert document.history.count() == 2
    document.history.undo()
    document.history.undo()
    np.testing.assert_array_equal(weights(document, CONV), before)


def test_the_bias_of_one_filter_is_changed(document, edits, control):
    edits.change_number(control, CONV, "bias", 0.5, "")
    bias = document.project.network.layers["conv2"].bias
    assert (bias == 0.5).tolist() == [index == 2 for index in range(len(bias))]
    assert document.history.undoText() == "Change bias of Convolution 2"


def test_a_pasted_matrix_replaces_a_slice_of_a_filter(document, edits, control):
    edits.paste(control, CONV, 1, np.full((5, 5), 7, np.float32))
    assert (weights(document, CONV) == 7).all(axis=(1, 2)).tolist() == [
        place == 1 for place in range(8)
    ]
    assert document.history.undoText() == "Paste a kernel in Convolution 2"


def test_a_pasted_matrix_replaces_the_weights_of_a_unit_for_a_map(document, edits, control):
    edits.paste(control, LINEAR, 3, np.full((7, 7), 7, np.float32))
    assert np.flatnonzero((weights(document, LINEAR) == 7).all(axis=(1, 2))).tolist() == [3]
    assert document.history.undoText() == "Paste weights into Fully connected 1"


def test_what_does_not_fit_is_told_and_the_old_weights_are_shown(document, edits, control, shown):
    edits.paste(control, LINEAR, 3, np.zeros((2, 3), np.float32))
    assert "7 rows and 7 columns" in told(control)
    assert shown
    assert document.history.count() == 0
