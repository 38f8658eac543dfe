"""How quick the window is, each figure beside its floor, measured in the same run.

Run by `make benchmark`. The floors are the least that the same result takes: the same arithmetic,
colouring and painting written in one go, without a project, an undo history or widgets.
"""

import itertools

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication

from cnnviz.cnn.trace import trace
from cnnviz.project import shipped
from cnnviz.project.digit import mnist_treatment
from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import with_network, with_parameter, with_picture
from cnnviz.views.look.value_colors import diverging


def paint_at_best(traced, sheet):
    """Colour all maps into one image and paint each from it, 44 pixels wide."""
    painter = QPainter(sheet)
    for column, values in enumerate(traced.values.values()):
        if values.ndim != 3:
            continue
        pixels = diverging(values, max(float(values.max()), -float(values.min())))
        channels, height, width = pixels.shape
        image = QImage(pixels.data, width, channels * height, 4 * width, QImage.Format.Format_RGB32)
        for channel in range(channels):
            target = QRect(60 * column, 50 * channel, 44, 44)
            painter.drawImage(target, image, QRect(0, channel * height, width, height))
    painter.end()


def drag_of_a_weight(app):
    """Return what one movement of a drag does: the first weight changes, all is painted."""
    values = itertools.count()

    def edit():
        after = with_parameter(
            app.document.project, "conv1", "weight", (0, 0, 0, 0), next(values) * 0.001
        )
        app.document.edit("Change weight", after, gesture="drag")
        QApplication.processEvents()

    return edit


@pytest.fixture
def tiny_vgg():
    network = shipped.network("tiny-vgg")
    image = np.random.default_rng(0).random((3, 64, 64), dtype=np.float32)
    image.flags.writeable = False
    return network, image


def test_weight_edit_floor(benchmark, qapp, tiny_vgg):
    network, image = tiny_vgg
    sheet = QImage(900, 520, QImage.Format.Format_RGB32)
    values = itertools.count()

    def edit():
        weight = network.layers["conv1"].weight.copy()
        weight[0, 0, 0, 0] = next(values) * 0.001
        layer = network.layers["conv1"].with_parameters({"weight": weight})
        paint_at_best(trace(network.with_layer("conv1", layer), image), sheet)

    benchmark.pedantic(edit, rounds=300, warmup_rounds=20)


@pytest.mark.parametrize("inspector", ["closed", "kernel"])
def test_weight_edit(benchmark, app, tiny_vgg, inspector):
    """From the edit of a weight of the first layer to the last changed pixel of 103 maps."""
    network, image = tiny_vgg
    project = with_picture(app.document.project, Picture("image", image))
    app.document.edit("vgg", with_network(project, network))
    app.cursor.select(Position("conv1", 0) if inspector == "kernel" else None)
    QApplication.processEvents()
    benchmark.pedantic(drag_of_a_weight(app), rounds=300, warmup_rounds=20)


def test_brush_move_floor(benchmark, qapp):
    network = shipped.network("lecture-cnn")
    ink = np.zeros((280, 280), np.float32)
    ink[60:220, 130:150] = 1
    sheet = QImage(900, 520, QImage.Format.Format_RGB32)

    def move():
        paint_at_best(trace(network, mnist_treatment(ink)), sheet)

    benchmark.pedantic(move, rounds=300, warmup_rounds=20)


def test_brush_move(benchmark, app):
    """From a movement of the mouse to the painted stroke and the new probabilities."""
    canvas = app.window.findChild(QObject, "draw-canvas")
    places = itertools.cycle([QPoint(60 + 3 * i % 90, 40 + (7 * i) % 120) for i in range(120)])

    def send(kind, place, buttons):
        where = QPointF(place)
        left = Qt.MouseButton.LeftButton
        event = QMouseEvent(
            kind, where, canvas.mapToGlobal(where), left, buttons, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(canvas, event)

    send(QEvent.Type.MouseButtonPress, QPoint(60, 40), Qt.MouseButton.LeftButton)

    def move():
        send(QEvent.Type.MouseMove, next(places), Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    benchmark.pedantic(move, rounds=300, warmup_rounds=20)
    send(QEvent.Type.MouseButtonRelease, QPoint(60, 40), Qt.MouseButton.NoButton)
    assert app.document.project.picture.values.any()


def test_layer_step_floor(benchmark, app):
    """Painting the page alone, with nothing changed."""

    def repaint():
        app.network_page.repaint()

    benchmark.pedantic(repaint, rounds=200, warmup_rounds=20)


def test_layer_step(benchmark, app):
    """A step of the transport, to the last changed pixel."""
    steps = itertools.cycle([*range(12), *range(10, 0, -1)])

    def step():
        app.cursor.go_to_number(next(steps))
        QApplication.processEvents()

    benchmark.pedantic(step, rounds=200, warmup_rounds=22)


def test_photo_through_one_filter(benchmark, app):
    """A 3×3 kernel on a 1024×768 photo, shown on the Network page."""
    photo = np.random.default_rng(0).random((1, 768, 1024), dtype=np.float32)
    project = with_picture(app.document.project, Picture("image", photo))
    app.document.edit("photo", with_network(project, shipped.network("one-filter")))
    QApplication.processEvents()
    benchmark.pedantic(drag_of_a_weight(app), rounds=60, warmup_rounds=5)


def test_photo_through_one_filter_floor(benchmark):
    photo = np.random.default_rng(0).random((1, 768, 1024), dtype=np.float32)
    photo.flags.writeable = False
    network = shipped.network("one-filter").with_input_shape((1, 768, 1024))
    benchmark.pedantic(trace, args=(network, photo), rounds=60, warmup_rounds=5)
