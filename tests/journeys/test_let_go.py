"""A trace that an edit replaced is kept by nothing that was looked at before: it may be large."""

import gc
from weakref import ref

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import new_project, with_parameter
from cnnviz.views.maps.images import MapImages
from tests.deep_network import deep_network


@pytest.fixture
def deep(app):
    ink = np.random.default_rng(1).random((1, 8, 8), np.float32)
    assert app.document.open(new_project(deep_network(), Picture("matrix", ink)), None) == ""
    app.actions["unfold-all"].trigger()
    return app


def edited(app):
    """Change a weight of the first layer, so that every value is another one."""
    before = ref(app.document.forward)
    project = app.document.project
    app.document.edit("Change", with_parameter(project, "conv1", "weight", (0, 0, 0, 0), 2.5))
    QApplication.processEvents()
    if (short := app.inspector.parts.short.made) is not None:
        short.patches.find_patches()  # a moment later it does so by itself
    gc.collect()
    return before


@pytest.mark.parametrize("node", ["layer3.2.conv1", "layer3.1.add", "fc"])
def test_an_explanation_that_was_closed_keeps_no_trace(deep, node):
    deep.cursor.open(Position(node, 1))
    QApplication.processEvents()
    deep.cursor.close()
    QApplication.processEvents()
    deep.network_page.grab()
    assert edited(deep)() is None


def test_what_is_no_more_selected_keeps_no_trace(deep, qtbot):
    deep.cursor.select(Position("layer1.0.add", 1))
    patches = deep.inspector.parts.short().patches
    patches.find_patches()
    deep.cursor.select(None)
    QApplication.processEvents()
    assert edited(deep)() is None


def test_images_of_values_that_are_no_more_are_forgotten(deep):
    images, forward = MapImages(), deep.document.forward
    for node in forward.trace.network.names:
        images.image(forward, node, 8)
    value = ref(forward.trace.values["layer3.2.conv1"])
    del forward
    edited(deep)
    images.image(deep.document.forward, "conv1", 8)
    gc.collect()
    assert value() is None
