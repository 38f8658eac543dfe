"""While a large network is computed after an edit, nothing is told of the values before it.

The same edit is made from two networks whose later values differ: whatever is told must not.
"""

import threading
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from cnnviz.figures.npz import npz
from cnnviz.project import first_values as first
from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import forward_pass, new_project, with_parameter
from cnnviz.state import document as module
from tests.deep_network import deep_network

EDITED = "layer2.0.conv1"
AT = (0, 0, 0, 0)
LATER = {  # a node of each kind: a value of it
    "layer3.3.relu_1": Position("layer3.3.relu_1", 0, 1, 1),
    "layer3.0.add": Position("layer3.0.add", 0, 1, 1),
    "fc": Position("fc", 1),
}


@pytest.fixture
def large(app, monkeypatch):
    """A network that counts as large; `held` keeps what is awaited back until `goes_on`."""
    app.goes_on, real = threading.Event(), module.forward_pass
    app.goes_on.set()

    def held(project, before=None, *may):
        if may and before.trace.awaited:
            assert app.goes_on.wait(30)
        return real(project, before, *may)

    monkeypatch.setattr(module, "forward_pass", held)
    monkeypatch.setattr(module, "is_quick", lambda _project: False)
    monkeypatch.setattr(first, "QUICK_PRODUCTS", 15_000)
    ink = np.random.default_rng(1).random((1, 8, 8), np.float32)
    app.base = new_project(deep_network(), Picture("matrix", ink))
    yield app
    app.goes_on.set()


def begin(app, value, mode="layer"):
    """Open the network with a weight of its own; what it was opened with is the same."""
    made = with_parameter(app.base, EDITED, "weight", AT, value)
    made = replace(made, original=app.base.network, scale_mode=mode)
    assert app.document.open(made, None) == ""
    app.actions["unfold-all"].trigger()


def edit(app):
    """Make the same weight another one, and keep back what follows."""
    app.goes_on.clear()
    project = with_parameter(app.document.project, EDITED, "weight", AT, 3.0)
    app.document.edit("Edit", project)
    QApplication.processEvents()
    assert app.document.forward.trace.awaited == app.document.forward.trace.awaited | {*LATER}


def finish(app, qtbot):
    app.goes_on.set()
    qtbot.waitUntil(lambda: not app.document.forward.trace.awaited)


def told(app):
    """Everything in words that stands in the window."""
    return [
        (
            each.objectName(), each.accessibleName(), each.accessibleDescription(),
            each.toolTip(), each.text() if isinstance(each, QLabel) else "",
        )
        for each in app.window.findChildren(QWidget)
        if each.isVisible()
    ]  # fmt: skip


def look_at(app, page, position):
    app.cursor.close()
    if page == "explanation":
        app.cursor.open(position)
    elif page == "compare":
        app.cursor.select(Position(EDITED, 0, 1, 1))
        app.inspector.parts.kernel().reset_row.compare.setChecked(True)
        app.inspector.parts.kernel().compare_toggled.emit(True)
    else:
        app.cursor.select(position)
    QApplication.processEvents()


@pytest.mark.parametrize(
    ("page", "mode"), [("network", "layer"), ("explanation", "network"), ("compare", "map")]
)
def test_words_do_not_depend_on_earlier_values(large, qtbot, page, mode):
    nodes = LATER if page != "compare" else ["fc"]
    found = {node: [] for node in nodes}
    for value in (0.0, 40.0):
        begin(large, value, mode)
        began = large.document.project
        for node in nodes:
            look_at(large, page, LATER[node])
            whole = told(large)
            edit(large)
            found[node].append(told(large))
            assert found[node][-1] != whole
            finish(large, qtbot)
            large.document.edit("Back", began)
            finish(large, qtbot)
    for node, (one, other) in found.items():
        assert one == other, node


@pytest.mark.parametrize("what", ["trace", "map", "network"])
def test_what_is_taken_along_waits_for_the_values(large, what):
    begin(large, 0.0)
    large.cursor.select(LATER["layer3.3.relu_1"])
    edit(large)
    large.goes_on.set()
    exports = large._make_exports()
    expected = forward_pass(large.document.project).trace.values
    if what == "trace":
        assert exports.file("trace", ".npz") == npz(expected)
    elif what == "map":
        table = exports.table("map")
        np.testing.assert_array_equal(table.values, expected["layer3.3.relu_1"][0])
    else:
        exports.figure("network").end()
    assert not large.document.forward.trace.awaited


def test_an_answer_is_judged_by_the_values_of_the_last_edit(large):
    begin(large, 0.0)
    large.cursor.open(LATER["fc"])
    large.exercise.set_on(True)
    edit(large)
    right = float(forward_pass(large.document.project).trace.values["fc"][1])
    large.goes_on.set()
    assert large.exercise.take(f"{right:.3f}").is_right


def test_the_verdict_waits(large, qtbot):
    begin(large, 0.0)
    large.presenter.start()
    large.presenter.view.show_kind("verdict")
    column = large.presenter.view.scene("verdict").columns[0]
    assert column.verdict.rows
    edit(large)
    assert not column.verdict.rows
    assert column.verdict.problem == "It is being computed."
    finish(large, qtbot)
    assert column.verdict.rows
    large.presenter.leave()
