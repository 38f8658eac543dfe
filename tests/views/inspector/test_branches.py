"""The inspector of a network with branches: what is joined, and who else uses the weights."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.branch_layers import Add
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Flatten, Linear
from cnnviz.cnn.network import Network, Node
from cnnviz.explain.values import explain
from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import forward_pass, new_project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.reveal import Reveal
from cnnviz.state.settings import Settings
from cnnviz.views.inspector.panel import Inspector
from cnnviz.views.inspector.short_explanation import short_sheet
from cnnviz.views.look.theme import Look
from tests.views.explanation.sheet_steps import called

LEFT = Qt.MouseButton.LeftButton


def network():
    random = np.random.default_rng(0)
    conv = Conv2d(random.normal(size=(2, 2, 3, 3)).astype(np.float32), padding=(1, 1))
    norm = BatchNorm2d(*(np.ones(2, np.float32) for _ in range(4)))
    unit = Linear(random.normal(size=(50, 50)).astype(np.float32))
    nodes = (
        Node("conv1", conv, ("input",)),
        Node("bn1", norm, ("conv1",)),
        Node("conv2", conv, ("bn1",)),  # the same weights, as the next
        Node("conv3", conv, ("conv2",)),
        Node("bn2", norm, ("conv3",)),
        Node("alone", Conv2d(np.ones((2, 2, 1, 1), np.float32)), ("bn2",)),
        Node("block.relu", ReLU(), ("alone",)),
        Node("block.add", Add(), ("block.relu", "conv1")),
        Node("flat", Flatten(), ("block.add",)),
        Node("fc1", unit, ("flat",)),
        Node("fc2", unit, ("fc1",)),
    )
    return Network("n", "N", (2, 5, 5), nodes)


@pytest.fixture
def inspector(qtbot, qapp):
    values = np.random.default_rng(1).random((2, 5, 5), dtype=np.float32)
    document = Document(new_project(network(), Picture("matrix", values)))
    cursor = Cursor(document)
    reveal = Reveal(document, cursor)
    made = Inspector(document, cursor, reveal, Look(Settings()))
    qtbot.addWidget(made)
    made.resize(260, 900)
    made.show()
    made.document, made.cursor, made.reveal = document, cursor, reveal
    return made


def short(inspector):
    return inspector.parts.short().sheet


def texts(inspector, name):
    found = short(inspector).sheet.texts()
    return [text for item, text in found if item == called(name)]


def click(inspector, name):
    place = QRectF(short(inspector).sheet.find(called(name))[-1].place)
    QTest.mouseClick(short(inspector), LEFT, pos=place.center().toPoint())


def test_what_is_joined_stands_there_as_maps_and_as_a_sum(inspector):
    inspector.cursor.select(Position("block.add", 1, 2, 3))
    trace = inspector.document.forward.trace
    for k, node in enumerate(("block.relu", "conv1")):
        (shown,) = short(inspector).sheet.find(called(f"branch {k}"))
        assert (shown.shown.values == trace.values[node][1]).all()
        assert shown.marks.current == (2, 3)
    assert texts(inspector, "branch name 0") == ["relu", "from relu"]
    assert texts(inspector, "branch name 1") == ["conv1", "from conv1"]
    terms = [float(texts(inspector, f"term {k}")[0].replace("−", "-")) for k in range(2)]
    (value,) = texts(inspector, "value")
    assert sum(terms) == pytest.approx(float(value.replace("−", "-")), abs=0.011)
    assert float(value.replace("−", "-")) == pytest.approx(
        trace.values["block.add"][1, 2, 3], abs=0.006
    )
    assert short(inspector).sheet.width <= inspector.width()


@pytest.mark.parametrize(("name", "position"), [
    ("branch name 0", Position("block.relu", 1, 2, 3)),
    ("term 1", Position("conv1", 1, 2, 3)),
    ("branch 1", Position("conv1", 1, 2, 2)),  # the cell in the middle
])  # fmt: skip
def test_a_click_on_a_branch_goes_there(inspector, name, position):
    inspector.cursor.select(Position("block.add", 1, 2, 3))
    click(inspector, name)
    assert inspector.cursor.selected == position
    assert not inspector.cursor.is_open


def test_a_hidden_sum_is_not_told(inspector):
    inspector.cursor.select(Position("block.add", 1, 2, 3))
    inspector.reveal.show_only((), "block.add")
    assert texts(inspector, "value") == ["?"]
    (after,) = short(inspector).sheet.find(called("after"))
    assert not after.shown.is_shown(2, 3)
    (branch,) = short(inspector).sheet.find(called("branch 0"))
    assert branch.shown.is_shown(2, 3)


@pytest.mark.parametrize(("node", "name", "says"), [
    ("conv1", "kernel", "These weights are used by conv1, conv2 and conv3."),
    ("conv3", "kernel", "These weights are used by conv1, conv2 and conv3."),
    ("alone", "kernel", ""),
    ("bn2", "norm", "These weights are used by bn1 and bn2."),
    ("fc1", "unit", "These weights are used by fc1 and fc2."),
])  # fmt: skip
def test_who_else_uses_the_weights_is_said_where_they_are_edited(inspector, node, name, says):
    inspector.cursor.select(Position(node, 1))
    line = inspector.findChild(QWidget, f"{name}-shared")
    assert line.text() == says
    assert line.isVisible() == bool(says)


def test_one_product_is_no_sum(qapp):
    look = Look(Settings(), is_ready=False)
    one = Network("n", "N", (1, 2, 2), (
        Node("conv", Conv2d(np.full((1, 1, 1, 1), 0.5, np.float32)), ("input",)),
    ))  # fmt: skip
    ones = Picture("matrix", np.ones((1, 2, 2), np.float32))
    forward = forward_pass(new_project(one, ones))
    sheet = short_sheet(look, forward, explain(forward.trace, "conv", (0, 0, 0)), 200)
    assert "1 product 0.50" in [text for _, text in sheet.texts()]
