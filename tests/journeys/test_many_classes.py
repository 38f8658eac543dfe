"""A network of a hundred classes: the best by name, the others found by it."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cnnviz.cnn.layers import Flatten, Linear, Softmax
from cnnviz.cnn.network import chain
from cnnviz.explain.layer_decimals import value_text
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


def told(find):
    return [(row.name, row.value) for row in find("best-classes-rows").rows]


def test_the_five_best_stand_in_the_inspector_sorted(opened, find):
    values = opened.document.forward.trace.values["softmax1"]
    best = [*np.argsort(-values, kind="stable")[:5]]
    assert best[:2] == [32, 40]
    assert [name for name, _value in told(find)] == [NAMES[k] for k in best]
    assert find("best-classes-title").text() == "Best five of 100 classes"
    assert told(find)[0][1] == value_text(opened.document.forward.trace, "softmax1", values[32])
    rows = find("best-classes-rows")
    QTest.mouseClick(rows, LEFT, pos=rows.row(1).center().toPoint())
    assert opened.cursor.selected == Position("softmax1", 40)


def test_a_class_is_searched_for_beside_its_value(opened, find):
    field, rows = find("find-class"), find("best-classes-rows")
    field.setFocus()
    QTest.keyClicks(field, "number 04")
    assert find("best-classes-note").text() == "11 classes found."  # 004, too
    assert told(find)[0][0] == NAMES[40]
    assert len(told(find)) == 5
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert rows.hasFocus()
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    second = NAMES.index(told(find)[1][0])
    assert opened.cursor.selected == Position("softmax1", second)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert field.hasFocus()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not field.hasFocus()
    QTest.keyClicks(field, "pelican")
    assert find("best-classes-note").text() == "No class is called so."
    assert not rows.isVisible()


def test_the_best_classes_tell_no_value_that_is_hidden_or_not_reached(opened, find):
    rows, note = find("best-classes-rows"), find("best-classes-note")
    opened.reveal.show_only(())
    assert not rows.isVisible()
    assert note.text() == "The values are hidden."
    QTest.keyClicks(find("find-class"), "032")
    assert told(find) == [(NAMES[32], "")]
    opened.reveal.show_all()
    assert told(find)[0][1]
    opened.cursor.go_to("fc1")
    assert told(find) == [(NAMES[32], "")]
    opened.cursor.go_to("softmax1")
    find("find-class").clear()
    find("draw-clear").click()
    assert note.text().startswith("No ink yet")
    assert not rows.isVisible()


def test_scores_of_a_network_without_softmax_are_told_with_their_shares(opened, find):
    net = opened.document.project.network
    layers = tuple(net.layers.values())[:-1]
    opened.document.edit(
        "Open", with_network(opened.document.project, chain("s", "S", (1, 28, 28), layers, NAMES))
    )
    trace = opened.document.forward.trace
    scores = trace.values["fc1"]
    share = np.exp(scores[32]) / np.exp(scores).sum()
    value = value_text(trace, "fc1", float(scores[32]))
    assert told(find)[0] == (NAMES[32], f"{value} · {100 * share:.1f} %")
    assert find("best-classes-note").text() == "Scores, and their shares by softmax."
