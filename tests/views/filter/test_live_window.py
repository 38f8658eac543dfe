"""Over a photo the window times the kernel gives the value, as the pointer moves."""

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cnnviz.project.kernel_edits import with_kernel
from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import with_picture
from cnnviz.views.input.samples import sample_paths, sample_picture
from tests.whole_app import opened_app


@pytest.fixture
def photo(qtbot):
    with opened_app(qtbot, (1400, 1050)) as app:
        app.actions["activity-2"].trigger()
        app.input.opener.put("photo", sample_picture(sample_paths("samples")[0]))
        app.cursor.close()  # the picture has all the room
        QApplication.processEvents()
        photo = app.pages.filter().photo
        photo.app = app
        yield photo


def point_at(view, row, column):
    QTest.mouseMove(view, view.cell_rect(row, column).center())
    QApplication.processEvents()


def numbers_of(photo):
    sheet = photo.live.numbers.sheet
    return [item.values for item in sheet.items if hasattr(item, "values")]


@pytest.mark.parametrize("side", ["picture", "result"])
def test_the_window_times_the_kernel_is_the_value_under_the_pointer(photo, side):
    trace = photo.app.document.forward.trace
    conv = photo.app.cursor.stages.conv
    point_at(photo.before if side == "picture" else photo.after, 40, 60)
    position = photo.live.position
    assert photo.live.sum.isVisible()
    window, products = numbers_of(photo)
    layer = trace.network.layers[conv]
    np.testing.assert_allclose(products, window * layer.weight[0, 0], rtol=1e-6)
    expected = torch.nn.functional.conv2d(
        torch.from_numpy(np.array(trace.image[None])), torch.from_numpy(np.array(layer.weight)),
        None if layer.bias is None else torch.from_numpy(np.array(layer.bias)),
        stride=layer.stride, padding=layer.padding,
    )[0, 0, position.row, position.column]  # fmt: skip
    exact = [item.exact for item in photo.live.sum.sheet.items if item.exact is not None]
    assert exact[-1] == pytest.approx(float(expected), abs=1e-5)
    if side == "result":
        assert abs(position.row - 40) <= 1  # a cell is little more than a pixel here
        assert abs(position.column - 60) <= 1


def test_it_follows_the_weights_and_goes_with_the_pointer(photo):
    point_at(photo.before, 40, 60)
    before = numbers_of(photo)[1].copy()
    document, conv = photo.app.document, photo.app.cursor.stages.conv
    ones = np.full((3, 3), 2, np.float32)
    document.edit("twos", with_kernel(document.project, conv, (0, 0), ones))
    window, products = numbers_of(photo)
    np.testing.assert_allclose(products, 2 * window, rtol=1e-6)
    assert not np.array_equal(products, before)
    width = photo.live.width()
    photo.before.cell_hovered.emit(-1000, -1000)
    assert not photo.live.sum.isVisible()
    assert photo.live.width() == width
    assert abs(photo.before.width() - photo.after.width()) <= 1  # an odd pixel


@pytest.mark.parametrize("height", [620, 720, 900])
def test_in_little_room_the_sum_is_whole_and_products_are_left_out(photo, height):
    photo.app.window.resize(1280, height)
    QApplication.processEvents()
    point_at(photo.before, 40, 60)
    live = photo.live
    shown = [part for part in (live.numbers, live.sum) if part.isVisible()]
    assert live.sum in shown
    for part in shown:
        assert part.height() == part.sheet.height
    assert sum(part.height() for part in shown) <= max(live.height(), live.sum.height())


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_nothing_is_told_while_answers_are_hidden(photo):
    photo.app.exercise.set_on(True)
    point_at(photo.before, 40, 60)
    assert not photo.live.sum.isVisible()


@pytest.mark.parametrize("side", [(64, 96), (40, 300), (300, 40)])
def test_what_was_pointed_at_goes_with_a_larger_picture(photo, side):
    conv = photo.app.cursor.stages.conv
    rows, columns = photo.app.document.forward.trace.shapes[conv][1:]
    assert rows > side[0] or columns > side[1]
    photo.show_live(Position(conv, 0, rows - 1, columns - 1))
    values = np.random.default_rng(0).random((1, *side), np.float32)
    edit = with_picture(photo.app.document.project, Picture("image", values, "small"))
    photo.app.document.edit("Picture", edit)
    QApplication.processEvents()
    position = photo.live.position
    shapes = photo.app.document.forward.trace.shapes
    assert position is None or position.is_in(shapes)
    photo.app.document.history.undo()
    QApplication.processEvents()


@pytest.mark.parametrize("zoom", [1.0, 6.0])
@pytest.mark.parametrize("side", ["picture", "result"])
def test_a_click_or_a_step_leaves_no_value_of_the_old_pointer(photo, side, zoom):
    """The value that was clicked is explained below; the maps have moved from under the pointer."""
    view = photo.before if side == "picture" else photo.after
    photo.viewport.look(zoom, (0.3, 0.3))
    QApplication.processEvents()
    point = view.rect().center()
    for each in (point + QPoint(9, 9), point):
        QTest.mouseMove(view, each)
        QApplication.processEvents()
    assert photo.live.sum.isVisible()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=point)
    QApplication.processEvents()
    assert photo.app.cursor.is_open
    assert photo.live.position is None
    assert not photo.live.sum.isVisible()
    QTest.mouseMove(view, view.rect().center() + QPoint(3, 0))
    QApplication.processEvents()
    assert photo.live.position is not None
    QTest.keyClick(photo.app.pages.filter(), Qt.Key.Key_Right)
    assert photo.live.position is None
