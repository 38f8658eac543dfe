"""How quick an open explanation is: opening it, one position on, one edit; beside its floor.

The floor is painting alone: the explanation that stands there, painted again.
"""

import itertools

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QWidget

from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.network import chain
from cnnviz.cnn.trace import trace
from cnnviz.project import shipped
from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import with_network, with_parameter, with_picture

TINY_VGG_NODE = "conv4"  # its last convolution: 10 channels


def sixty_four_channels():
    """A network whose second convolution has 64 input channels and 3×3 kernels."""
    random = np.random.default_rng(0)

    def conv(inputs, outputs):
        weight = 0.1 * random.normal(size=(outputs, inputs, 3, 3))
        return Conv2d(weight.astype(np.float32), random.normal(size=outputs).astype(np.float32))

    layers = (conv(3, 64), ReLU(), conv(64, 4))
    return chain("wide", "Wide", (3, 32, 32), layers, treatment="photo")


@pytest.fixture(params=["tiny-vgg", "64 channels"])
def explained(app, request):
    """The window with an explanation open; returns its position."""
    if request.param == "tiny-vgg":
        network, position = shipped.network("tiny-vgg"), Position(TINY_VGG_NODE, 4, 6, 6)
    else:
        network, position = sixty_four_channels(), Position("conv2", 2, 6, 6)
    image = np.random.default_rng(0).random((3, 64, 64), dtype=np.float32)
    project = with_picture(app.document.project, Picture("image", image))
    assert app.document.edit("open", with_network(project, network)) == ""
    app.cursor.open(position)
    QApplication.processEvents()
    return position


def test_floor(benchmark, app, explained):
    """Painting what stands there already."""

    parts = [app.pages.explanation(), *app.pages.explanation().findChildren(QWidget)]
    opaque = [part for part in parts if part.isVisible()]  # each has a ground of its own

    def paint():
        for part in opaque:
            part.update()
        QApplication.processEvents()

    benchmark.pedantic(paint, rounds=100, warmup_rounds=10)


def test_open(benchmark, app, explained):
    """From the wish to see it to its last pixel; the Network page stood there before."""

    places = itertools.cycle(range(12))

    def close():
        app.cursor.close()
        QApplication.processEvents()

    def open_it():  # another value each time, so that nothing of it stands there already
        app.cursor.open(Position(explained.node, explained.channel, 5, next(places)))
        QApplication.processEvents()

    benchmark.pedantic(open_it, setup=close, rounds=100, warmup_rounds=10)


def test_position_step(benchmark, app, explained):
    """One position on, every number and mark painted."""
    indices = itertools.cycle(range(app.cursor.count - 1))

    def step():
        app.cursor.go_to_index(next(indices))
        QApplication.processEvents()

    benchmark.pedantic(step, rounds=200, warmup_rounds=20)


def test_edit(benchmark, app, explained):
    """One weight of the explained filter changes, all numbers follow."""
    values = itertools.count()

    def edit():
        at = (explained.channel, 0, 0, 0)
        project = app.document.project
        after = with_parameter(project, explained.node, "weight", at, next(values) * 0.001)
        app.document.edit("Change weight", after, gesture="drag")
        QApplication.processEvents()

    benchmark.pedantic(edit, rounds=200, warmup_rounds=20)


def test_photo_on_the_filter_page_floor(benchmark):
    """The convolution and the ReLU of a 1024×768 photo alone."""
    photo = np.random.default_rng(0).random((1, 768, 1024), dtype=np.float32)
    photo.flags.writeable = False
    network = shipped.network("one-filter").with_input_shape((1, 768, 1024))
    benchmark.pedantic(trace, args=(network, photo), rounds=60, warmup_rounds=5)


def test_photo_on_the_filter_page(benchmark, app):
    """A weight of a 3×3 filter changes; photo and result stand beside each other."""
    photo = np.random.default_rng(0).random((1, 768, 1024), dtype=np.float32)
    project = with_picture(app.document.project, Picture("image", photo))
    app.document.edit("photo", with_network(project, shipped.network("one-filter")))
    app.pages.show_page("filter")
    QApplication.processEvents()
    values = itertools.count()

    def edit():
        at = (0, 0, 0, 0)
        after = with_parameter(app.document.project, "conv1", "weight", at, next(values) * 0.001)
        app.document.edit("Change weight", after, gesture="drag")
        QApplication.processEvents()

    benchmark.pedantic(edit, rounds=60, warmup_rounds=5)
