"""Everything is found by its name, and done."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cnnviz.cnn import architectures
from cnnviz.cnn.kernels import CLASSIC_KERNELS, resized
from cnnviz.explain.kernel_presets import PRESETS
from cnnviz.project.network_title import shown_title
from cnnviz.project.place import Position


@pytest.fixture
def search(app, find):
    """Open the palette, type, and return what is listed; Enter does the first of it."""

    def search(text):
        app.actions["palette"].trigger()
        dialog = QApplication.activeModalWidget() or find("command-palette")
        QTest.keyClicks(dialog.field, text)
        return dialog

    return search


def titles(dialog):
    found = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    dialog.reject()
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("rotate", "Rotate · kernel"),
        ("normalise", "Normalise · kernel"),
        ("compare", "Compare A/B · kernel"),
        ("sobel", "Sobel"),
        ("strict", "Strict convolution · kernel"),
        ("lenet", "LeNet-5 · network"),
        ("hide answer", "Hide answer"),
        ("flip top", "Flip top and bottom · kernel"),
        ("dark", "Dark theme"),
        ("one scale", "One scale for all · setting"),
        ("convolution 2", "Convolution 2 · layer"),
        ("exercise new", "New exercise…"),
        ("activity", "Activity 2"),
        ("black swan", "Black swan · sample"),
        ("SAVE AS", "Save as…   (Ctrl+Shift+S)"),
        ("next panel", "Next panel   (F6)"),
    ],
)
def test_what_has_a_name_is_found_by_it(search, text, found):
    assert titles(search(text))[0].startswith(found)


def test_every_action_preset_network_and_layer_is_found_by_its_name(app, search):
    dialog = search("")
    trace = app.document.forward.trace
    names = [preset.name for preset in PRESETS]
    names += [shown_title(architectures.build(name, seed=None)) for name in architectures.NAMES]
    names += [action.text().replace("&", "") for action in app.actions.all()]
    names += [trace.network.layer_name(node) for node in trace.network.layers]
    for name in names:
        dialog.field.setText(name)
        rows = [dialog.list.item(row).text() for row in range(dialog.list.count())]
        assert any(row.startswith(name) for row in rows), name
    dialog.reject()


def test_what_is_not_there_is_said(search):
    dialog = search("banana")
    assert dialog.list.count() == 1
    assert dialog.list.item(0).text() == "Nothing found for “banana”"
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.reject()


def enter(dialog):
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)


def test_a_preset_is_put_into_the_kernel_that_is_looked_at(app, search):
    app.cursor.select(Position("conv1", 3))
    enter(search("sobel"))
    layer = app.document.project.network.layers["conv1"]
    changed = np.argwhere(layer.weight != app.document.project.original.layers["conv1"].weight)
    assert set(changed[:, 0]) == {3}
    sobels = [resized(CLASSIC_KERNELS[name], *layer.kernel_size) for name in CLASSIC_KERNELS]
    assert any(np.array_equal(layer.weight[3, 0], sobel) for sobel in sobels)
    app.document.history.undo()
    assert app.document.project.network is app.document.project.original


@pytest.mark.parametrize("name", ["rotate", "negate", "strict", "flip left"])
def test_what_is_done_to_a_kernel_is_one_edit(app, search, name):
    app.cursor.select(Position("conv2", 1))
    enter(search(name))
    assert app.document.history.count() == 1
    layers, original = app.document.project.network.layers, app.document.project.original.layers
    assert layers["conv2"] is not original["conv2"]
    assert layers["conv1"] is original["conv1"]


def test_compare_shows_the_filter_as_it_was_opened(app, search):
    enter(search("compare"))
    assert app.inspector.parts.compare().isVisible()


def test_hide_answer_and_show_answers(app, search):
    enter(search("hide answer"))
    assert app.exercise.is_on
    assert app.cursor.is_open
    enter(search("show answers"))
    assert not app.exercise.is_on


@pytest.mark.parametrize(
    ("menu", "title"), [("networks", "LeNet-5"), ("kernel", "Rotate"), ("presets", "Identity")]
)
def test_menus_hold_networks_kernels_and_presets(app, find, menu, title):
    menu = find(f"menu-{menu}")
    menu.aboutToShow.emit()
    action = next(each for each in menu.actions() if each.text() == title)
    action.trigger()
    assert app.document.history.count() == 1
