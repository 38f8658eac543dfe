"""What the bars above the page say is whole, or said in fewer words: nothing is cut."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from cnnviz.cnn.network import INPUT
from cnnviz.project import shipped
from cnnviz.project.picture import Picture
from cnnviz.project.project import with_network, with_picture
from cnnviz.views.input.matrix_tab import ACTIVITY_2
from cnnviz.views.input.samples import sample_paths, sample_picture
from cnnviz.views.train.shift_card import digit_of

SIZES = [(800, 600), (1024, 768), (1280, 720), (1920, 1080)]


def show(app, name, size, picture=None):
    project = with_network(app.document.project, shipped.network(name))
    app.document.edit("Open", project if picture is None else with_picture(project, picture))
    app.window.resize(*size)
    for _ in range(4):
        QApplication.processEvents()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["lecture-cnn", "residual-cnn"])
def test_file_and_network_are_whole_in_the_header(app, size, name):
    show(app, name, size)
    label = app.header.name
    assert label.text() == label.accessibleName()
    assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()
    ends = [part.geometry() for part in (label, app.header.pages, *app.header._buttons)]
    for left, right in pairwise(ends):
        assert left.right() < right.left()
    assert ends[-1].right() <= app.header.width()


@pytest.mark.parametrize("size", SIZES)
def test_what_is_known_of_a_network_is_whole_or_left_out(app, find, size):
    show(app, "lecture-cnn", size, sample_picture(sample_paths("samples")[0]))
    about = find("network-about")
    assert "…" not in about.text()
    assert about.accessibleName().startswith(about.text())
    assert about.fontMetrics().horizontalAdvance(about.text()) <= max(about.width(), 0)


@pytest.mark.parametrize("size", SIZES)
def test_three_colours_stand_in_a_row_or_above_each_other(app, size):
    show(app, "one-filter-rgb", size, sample_picture(sample_paths("samples")[0]))
    app.pages.show_page("network")
    show(app, "one-filter-rgb", size)
    column = app.network_page.camera.placement().layout.columns[INPUT]
    assert (column.count, column.rows) in {(3, 1), (3, 3)}


def test_the_matrix_of_an_exercise_is_no_digit_to_be_pushed(app):
    show(app, "lecture-cnn", (1280, 720), Picture("matrix", ACTIVITY_2[None], "Activity 2"))
    assert app.document.forward.trace.image.shape == (1, 28, 28)
    assert digit_of(app.document) is None
    digit = np.zeros((1, 28, 28), np.float32)
    digit[0, 5:20, 14] = 1
    show(app, "lecture-cnn", (1280, 720), Picture("matrix", digit, "A digit as numbers"))
    assert digit_of(app.document) is not None
