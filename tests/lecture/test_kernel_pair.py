"""Two kernels side by side on one picture, and classic kernels put in while all look."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from cnnviz.cnn.kernels import CLASSIC_KERNELS, resized
from cnnviz.project import shipped
from cnnviz.project.place import Position
from cnnviz.project.project import new_project
from cnnviz.views.input.first_drawing import first_drawing
from tests.whole_app import opened_app

KEY = Qt.Key


@pytest.fixture
def app(qtbot):
    with opened_app(qtbot) as app:
        app.window.activateWindow()
        app.document.open(new_project(shipped.network("lecture-cnn"), first_drawing()), None)
        app.cursor.go_to("conv1")
        app.cursor.select(Position("conv1", 2))
        yield app


def press(qtbot, app, *keys):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget() or app.window, key)
        QApplication.processEvents()


def part(view, name, kind=QWidget):
    found = view.findChild(kind, name)
    assert found is not None, name
    return found


def test_two_filters_stand_side_by_side(app, qtbot):
    press(qtbot, app, KEY.Key_F5, KEY.Key_2)
    view = app.presenter.view
    assert view.kind == "pair"
    weights = app.document.project.network.layers["conv1"].weight
    others = [channel for channel in range(8) if channel != 2]
    seen = []
    while view.kind == "pair":
        first, other = app._pair().channels
        assert first == 2
        seen.append(other)
        for number, channel in enumerate((first, other)):
            shown = part(view, f"present-pair-kernel-{number}").values
            np.testing.assert_array_equal(shown, weights[channel, 0])
            map_ = part(view, f"present-pair-map-{number}")
            expected = app.document.forward.trace.values["conv1"][channel]
            np.testing.assert_array_equal(map_._shown.values, expected)
            assert part(view, f"present-pair-name-{number}").text() == f"filter {channel + 1}"
        press(qtbot, app, KEY.Key_PageDown)
    assert seen == others[others.index(3) :]
    assert view.kind == "layer"
    press(qtbot, app, KEY.Key_2, KEY.Key_PageUp)
    assert app._pair().channels == (2, 6)


def test_a_classic_kernel_is_put_in_and_taken_back(app, qtbot):
    press(qtbot, app, KEY.Key_F5)
    view = app.presenter.view
    button = part(view, "present-presets")
    assert button.isVisible()
    before = app.document.project.network.layers["conv1"].weight[2, 0].copy()
    next(
        a for a in button.menu().actions() if a.objectName() == "preset-sobel-vertical-edges"
    ).trigger()
    wanted = resized(CLASSIC_KERNELS["sobel-vertical-edges"], 5, 5)
    after = app.document.project.network.layers["conv1"].weight[2, 0]
    np.testing.assert_array_equal(after, wanted)
    assert app.document.history.count() == 1
    app.document.history.undo()
    restored = app.document.project.network.layers["conv1"].weight[2, 0]
    np.testing.assert_array_equal(restored, before)
    press(qtbot, app, KEY.Key_PageDown)  # ReLU has no kernel
    assert not button.isVisible()


def test_presets_of_the_second_kernel_go_into_the_second_kernel(app, qtbot):
    press(qtbot, app, KEY.Key_F5, KEY.Key_2)
    view = app.presenter.view
    first, other = app._pair().channels
    menu = part(view, "present-pair-presets-1").menu()
    assert isinstance(menu, QMenu)
    before = app.document.project.network.layers["conv1"].weight.copy()
    next(a for a in menu.actions() if a.objectName() == "preset-identity").trigger()
    after = app.document.project.network.layers["conv1"].weight
    np.testing.assert_array_equal(after[other, 0], resized(CLASSIC_KERNELS["identity"], 5, 5))
    np.testing.assert_array_equal(after[first], before[first])
    menu.actions()[0].trigger()  # as it was opened
    np.testing.assert_array_equal(
        app.document.project.network.layers["conv1"].weight[other], before[other]
    )


def test_a_network_with_one_filter_has_no_pair(app, qtbot):
    app.files.open_path(shipped.project_file("activity-2"))
    press(qtbot, app, KEY.Key_F5, KEY.Key_2)
    assert app.presenter.view.kind != "pair"
