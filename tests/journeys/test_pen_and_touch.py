"""Pens and fingers, as they come to the window."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture(scope="module")
def screen(qapp):
    return QTest.createTouchDevice(QInputDevice.DeviceType.TouchScreen)


def touch(app, screen, control, *steps):
    """Touch the window; each step tells where each finger is on a control, None where lifted."""
    window = app.window.windowHandle()
    down = {}
    for step in steps:
        sequence = QTest.touchEvent(window, screen, False)
        for finger, at in enumerate(step):
            place = None if at is None else control.mapTo(app.window, QPoint(*at))
            if place is None:
                if finger in down:
                    sequence.release(finger, down.pop(finger), window)
            elif finger in down:
                sequence.move(finger, place, window)
                down[finger] = place
            else:
                sequence.press(finger, place, window)
                down[finger] = place
        sequence.commit(True)
    QApplication.processEvents()


def ink(app):
    return app.document.project.picture.values[0]


@pytest.fixture
def canvas(app, find):
    app.actions["clear-drawing"].trigger()
    app.document.history.clear()
    return find("draw-canvas")


def test_a_finger_draws_a_stroke_that_is_one_edit(app, screen, canvas):
    touch(app, screen, canvas, [(60, 60)], [(90, 60)], [(140, 62)], [None])
    assert ink(app).sum() > 500
    assert app.document.history.count() == 1
    rows, columns = np.nonzero(ink(app))
    assert np.ptp(columns) > 2 * np.ptp(rows)


def test_a_tap_draws_a_dot(app, screen, canvas):
    touch(app, screen, canvas, [(60, 60)], [None])
    assert 50 < ink(app).sum() < 700


def test_two_fingers_move_the_drawing_and_draw_nothing(app, screen, canvas):
    touch(app, screen, canvas, [(60, 60)], [(100, 60)], [None])
    before = ink(app)
    steps = [[(60 + 8 * k, 100), (100 + 8 * k, 100)] for k in range(5)]
    touch(app, screen, canvas, *steps, [None, None])
    assert ink(app).sum() == pytest.approx(before.sum(), rel=0.01)
    assert np.nonzero(ink(app))[1].mean() > np.nonzero(before)[1].mean() + 20
    assert app.document.history.count() == 2


def pen(canvas, kind, at, end=QPointingDevice.PointerType.Pen):
    device = QPointingDevice(
        "pen", 7, QInputDevice.DeviceType.Stylus, end, QInputDevice.Capability.Pressure, 1, 1
    )
    place = QPointF(*at)
    held = (
        Qt.MouseButton.NoButton if kind == QEvent.Type.TabletRelease else Qt.MouseButton.LeftButton
    )
    event = QTabletEvent(
        kind, device, place, canvas.mapToGlobal(place), 0.5, 0, 0, 0, 0, 0, NONE,
        Qt.MouseButton.LeftButton, held,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)
    assert event.isAccepted()


def test_a_pen_draws_and_its_other_end_erases(app, canvas):
    kinds = QEvent.Type.TabletPress, QEvent.Type.TabletMove, QEvent.Type.TabletRelease
    for kind, at in zip(kinds, ((60, 60), (140, 60), (140, 60)), strict=True):
        pen(canvas, kind, at)
    drawn = ink(app).sum()
    assert drawn > 500
    assert app.document.history.count() == 1
    for kind, at in zip(kinds, ((60, 60), (140, 60), (140, 60)), strict=True):
        pen(canvas, kind, at, QPointingDevice.PointerType.Eraser)
    assert ink(app).sum() < 0.1 * drawn


def test_a_finger_selects_a_map_and_drags_the_network(app, screen):
    page = app.network_page
    place = page.cell_rect("conv1", 4).center().toPoint()
    touch(app, screen, page, [(place.x(), place.y())], [None])
    assert (app.cursor.selected.node, app.cursor.selected.channel) == ("conv1", 4)


def test_two_fingers_zoom_and_pan_the_network(app, screen):
    page = app.network_page
    selected = app.cursor.selected
    touch(
        app, screen, page,
        [(300, 200), (340, 200)], [(290, 200), (350, 200)], [(280, 200), (360, 200)],
        [None, None],
    )  # fmt: skip
    assert page.zoom == pytest.approx(2.0, rel=0.05)
    assert app.cursor.selected is selected
    before = page.cell_rect("conv1", 0).topLeft()
    touch(app, screen, page, [(300, 200), (340, 200)], [(280, 190), (320, 190)], [None, None])
    moved = page.cell_rect("conv1", 0).topLeft() - before
    assert (moved.x(), moved.y()) == pytest.approx((-20, -10), abs=3)


def scroll(app, control, x, y):
    at = QPointF(control.rect().center())
    event = QWheelEvent(
        at, control.mapToGlobal(at), QPoint(x, y), QPoint(2 * x, 2 * y), Qt.MouseButton.NoButton,
        NONE, Qt.ScrollPhase.ScrollUpdate, False,
    )  # fmt: skip
    QApplication.sendEvent(control, event)


def test_two_fingers_on_a_touchpad_scroll_the_network(app):
    page = app.network_page
    page.zoom_by(3)
    zoom, before = page.zoom, page.cell_rect("conv1", 0).topLeft()
    scroll(app, page, -30, -12)
    assert page.zoom == zoom
    moved = page.cell_rect("conv1", 0).topLeft() - before
    assert (moved.x(), moved.y()) == pytest.approx((-30, -12), abs=1)


def test_a_photo_is_pinched_and_scrolled(app, screen):
    app.actions["activity-2"].trigger()
    from cnnviz.views.input.samples import sample_paths, sample_picture

    app.input.opener.put("photo", sample_picture(sample_paths("samples")[0]))
    QApplication.processEvents()
    photo = app.pages.filter().photo
    touch(
        app, screen, photo.before,
        [(60, 60), (80, 60)], [(50, 60), (90, 60)], [(40, 60), (100, 60)], [None, None],
    )  # fmt: skip
    assert photo.viewport.zoom == pytest.approx(3, rel=0.3)
    center = photo.viewport.center
    scroll(app, photo.before, 0, -25)
    assert photo.viewport.center[1] > center[1]
    assert photo.viewport.zoom == pytest.approx(3, rel=0.3)
