"""Numbers with a factor in common never stand without it: whoever reads them can multiply."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from cnnviz.cnn import architectures
from cnnviz.explain.layer_decimals import decimals_of, decimals_of_parameter
from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import new_project, with_layer
from cnnviz.views.cells.grid import CellGrid
from cnnviz.views.sheets.items import Text


@pytest.fixture
def far(app):
    """A matrix of huge numbers, and a kernel of tiny ones."""
    random = np.random.default_rng(2)
    matrix = Picture("matrix", (random.random((1, 6, 6), np.float32) - 0.5) * 8e25, "Far")
    made = new_project(architectures.build("one-filter"), matrix)
    conv = made.network.layers["conv1"]
    tiny = (random.random((1, 1, 3, 3), np.float32) - 0.5) * 3e-7
    app.document.edit("far", with_layer(made, "conv1", conv.with_parameters({"weight": tiny})))
    app.cursor.select(Position("conv1", 0, 1, 1))
    QApplication.processEvents()
    return app


def factor_of(app, node):
    return decimals_of(app.document.forward.trace, node).factor


def weight_factor(app):
    return decimals_of_parameter(app.document.project.network.layers["conv1"], "weight").factor


def labels(root):
    """What the labels say that are seen below a widget."""
    return [label.text() for label in root.findChildren(QLabel) if label.isVisible()]


def says(texts, factor):
    return sum(text.endswith(factor) for text in texts)


def test_the_matrix_the_kernel_and_its_comparison_say_theirs(far, find):
    of_matrix, of_weights = factor_of(far, "input"), weight_factor(far)
    assert (of_matrix, of_weights) == ("× 10²⁵", "× 10⁻⁷")
    assert says(labels(far.input), of_matrix) == 1
    assert find("matrix-grid").accessibleName().endswith(of_matrix)
    assert says(labels(far.inspector), of_weights) == 1
    find("kernel-compare").click()
    QApplication.processEvents()
    assert says(labels(find("compare")), of_weights) == 2


def test_every_title_of_the_filter_page_says_it(far, find):
    find("page-filter").trigger()
    far.cursor.close()
    QApplication.processEvents()
    sheet = far.pages.filter().strip.sheet
    titles = [item.text for item in sheet.items if isinstance(item, Text) and item.bold]
    assert [title for title in titles if "× 10" not in title] == []
    assert titles[0].endswith(factor_of(far, "input"))
    assert titles[1].endswith(weight_factor(far))
    assert titles[2].endswith(factor_of(far, "conv1"))
    grids = far.pages.filter().strip.findChildren(CellGrid)
    names = [grid.accessibleName() for grid in grids if grid.isVisible()]
    assert [name for name in names if "Bias" not in name and "× 10" not in name] == []


def test_present_mode_says_it_below_maps_and_weights(far, find):
    far.cursor.go_to("conv1")
    far.actions["present"].trigger()
    QApplication.processEvents()
    view = far.presenter.view
    told = [
        view.findChild(QWidget, f"present-caption-{side}").text() for side in ("before", "after")
    ]
    assert told[0].endswith(factor_of(far, "input"))
    assert told[1].endswith(factor_of(far, "conv1"))
    assert view.findChild(QLabel, "present-weights").text().endswith(weight_factor(far))
    far.cursor.go_to("input")
    QApplication.processEvents()
    assert view.findChild(QWidget, "present-caption-input").text().endswith(factor_of(far, "input"))
    far.actions["present"].trigger()


def test_where_numbers_have_none_nothing_is_said(app, find):
    find("page-filter").trigger()
    QApplication.processEvents()
    assert not any("× 10" in text for text in labels(app.window))
