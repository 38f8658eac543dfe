"""A network of a hundred classes: the best by name, the others found by it."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cnnviz.cnn.layers import Flatten, Linear, Softmax
from cnnviz.cnn.network import chain
from cnnviz.project.place import Position
from cnnviz.project.project import with_network

NAMES = tuple(f"a bird of the kind that has the number {k:03d}" for k in range(100))
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def opened(app):
    """Class 32 leads, before 40."""
    weights = np.zeros((100, 784), np.float32)
    weights[32], weights[40] = 0.02, 0.015
    layers = (Flatten(), Linear(weights, np.zeros(100, np.float32)), Softmax())
    net = chain("many", "Many", (1, 28, 28), layers, classes=NAMES)
    assert app.document.edit("Open", with_network(app.document.project, net)) == ""
    QApplication.processEvents()
    return app


def test_a_class_is_found_by_its_name(opened, find):
    opened.actions["palette"].trigger()
    dialog = QApplication.activeModalWidget() or find("command-palette")
    QTest.keyClicks(dialog.field, "number 057")
    assert dialog.list.item(0).text() == f"{NAMES[57]} · class"
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert opened.cursor.selected == Position("softmax1", 57)
    assert "057" in find("inspector-title").text() + find("inspector-title").toolTip()


@pytest.mark.parametrize("node", ["fc1", "softmax1"])
def test_present_shows_the_best_classes_and_the_one_that_was_chosen(opened, find, node):
    opened.actions["present"].trigger()
    opened.cursor.go_to(node)
    opened.cursor.select(None)
    QApplication.processEvents()
    bars, caption = find("present-bars-after"), find("present-caption-after")
    assert bars.isVisible()
    assert bars._names[:2] == [NAMES[32], NAMES[40]]
    assert len(bars._names) == 10
    assert "90 smaller ones are left out" in caption.text()
    QTest.mouseClick(bars, LEFT, pos=bars.row(1).center().toPoint())
    assert opened.cursor.selected == Position(node, 40)
    opened.cursor.select(Position(node, 77))
    QApplication.processEvents()
    assert bars._names[-1] == NAMES[77]
    opened.actions["present"].trigger()


def test_present_tells_no_best_class_without_ink(opened, find):
    find("draw-clear").click()
    opened.actions["present"].trigger()
    opened.cursor.go_to("softmax1")
    QApplication.processEvents()
    assert opened.reveal.hidden_cells("softmax1", 0).all()
    assert not find("present-bars-after").isVisible()
    opened.actions["present"].trigger()
