"""A module saved by a script, in the window, by hand: picture, block, products, weight, undo.

A ResNet of few channels that counts as large; by --thorough ResNet-18 itself.
"""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import cnnviz
from cnnviz.project import first_values as first
from cnnviz.project.project import forward_pass
from cnnviz.state import document as module
from cnnviz.views.network.headings import headings
from tests.picture_steps import until_read

LEFT, KEY = Qt.MouseButton.LeftButton, Qt.Key
BLOCK, CONV = "layer2.0", "layer2.0.conv1"


@pytest.fixture
def file(thorough, tmp_path, monkeypatch):
    """What the script writes."""
    from tests.foreign import networks

    options = {"size": 32}
    picture = np.random.default_rng(1).integers(0, 256, (40, 40, 3), np.uint8)
    Image.fromarray(picture).save(tmp_path / "first.png")
    Image.fromarray(255 - picture).save(tmp_path / "dropped.png")
    if thorough:
        from tests.foreign import zoo

        made, options = zoo.model("resnet18"), {"size": 224}
    else:
        made = networks.made(networks.ResNet)
        monkeypatch.setattr(module, "is_quick", lambda _project: False)
        monkeypatch.setattr(first, "QUICK_PRODUCTS", 1)
    path, names = tmp_path / "mine.cnnviz", [f"class {i}" for i in range(1000 if thorough else 5)]
    cnnviz.save(
        made, tmp_path / "first.png", path, classes=names, mean="imagenet", std="imagenet",
        **options,
    )  # fmt: skip
    return path


def drop(window, path):
    mime, place, copies = QMimeData(), QPoint(500, 300), Qt.DropAction.CopyAction
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(place, copies, mime, LEFT, none))
    QApplication.sendEvent(window, QDropEvent(QPointF(place), copies, mime, LEFT, none))


def until_whole(app, qtbot):
    document = app.document
    qtbot.waitUntil(
        lambda: not (document.beside.is_running or document.forward.trace.awaited),
        timeout=60_000,
    )


def unfold(app):
    """Click on the heading of the block."""
    page = app.network_page
    if not app.document.project.network.is_large:
        app.actions["fold-all"].trigger()
    assert BLOCK in app.cursor.folded
    app.cursor.go_to(app.document.project.network.blocks[BLOCK][-1])  # brought into sight
    scene = page.scene()
    heading = headings(scene.forward.trace, scene.place, scene.look)[scene.node]
    QTest.mouseClick(page, LEFT, pos=QPoint(round(heading.middle), 20))
    assert app.cursor.unfolded == (BLOCK,)


def explain(app, qtbot):
    """Click on a map of the convolution, open the value by a key, copy its terms, close it."""
    page, cursor = app.network_page, app.cursor
    cursor.go_to(CONV)
    channel = page.scene().place.channels(CONV)[1]
    QTest.mouseClick(page, LEFT, pos=page.cell_rect(CONV, channel).center().toPoint())
    assert (cursor.selected.node, cursor.selected.channel) == (CONV, channel)
    QTest.keyClick(QApplication.focusWidget() or page, KEY.Key_Return)
    assert cursor.is_open
    explanation = app.pages.explanation()
    qtbot.waitUntil(explanation.isVisible)
    assert explanation.scene.about.node == CONV
    explanation.setFocus()
    explanation.copy_text()
    assert QApplication.clipboard().text().count("·") >= 9  # a product for each weight
    QTest.keyClick(explanation, KEY.Key_Escape)
    assert not cursor.is_open
    return channel


def type_weight(app, qtbot):
    """Type into the middle cell of the kernel: what has the focus gets each key."""
    app.window.activateWindow()  # without a window manager nobody does, once a box was closed
    qtbot.waitUntil(lambda: QApplication.activeWindow() is app.window)
    grid = app.inspector.parts.kernel().slices.grid
    QTest.mouseClick(grid, LEFT, pos=grid.cell_rect(1, 1).center())
    for key in (KEY.Key_2, KEY.Key_Period, KEY.Key_5, KEY.Key_Return):
        QTest.keyClick(QApplication.focusWidget(), key)


@pytest.mark.timeout(300)  # PyTorch is loaded
def test_a_module_of_ones_own_is_looked_at_and_edited(app, qtbot, file):
    document = app.document
    app.files.open_path(file)
    qtbot.waitUntil(lambda: CONV in document.project.network.layers, timeout=60_000)
    until_whole(app, qtbot)
    before = document.project.picture
    drop(app.window, file.parent / "dropped.png")
    until_read(app.input.opener)
    until_whole(app, qtbot)
    assert document.project.picture is not before
    unfold(app)
    channel = explain(app, qtbot)

    weight = document.project.network.layers[CONV].weight
    values = dict(document.forward.trace.values)
    type_weight(app, qtbot)
    now = document.project.network.layers[CONV].weight
    assert np.argwhere(now != weight)[:, [0, 2, 3]].tolist() == [[channel, 1, 1]]
    assert now[now != weight] == [2.5]
    assert document.project.network.output in document.forward.trace.awaited
    until_whole(app, qtbot)
    found, expected = document.forward.trace, forward_pass(document.project).trace
    np.testing.assert_array_equal(found.output, expected.output)
    assert (found.output != values[found.network.output]).any()

    QTest.keyClick(app.window, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    np.testing.assert_array_equal(document.project.network.layers[CONV].weight, weight)
    until_whole(app, qtbot)
    for node, each in document.forward.trace.values.items():
        np.testing.assert_array_equal(each, values[node])
