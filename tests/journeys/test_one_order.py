"""Sizes on the screen have one order, rows × columns, of pictures, maps, patches and matrices.

Only the volumes in tables of layers have another, W×H×C, which stands beside them.
"""

import re

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QWidget

from cnnviz.cnn.network import INPUT
from cnnviz.project import shipped
from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import with_network, with_picture
from tests.journeys.test_every_text import painted, texts_of  # noqa: F401

ROWS, COLUMNS = 50, 90


def shown_texts(app, painted):  # noqa: F811
    """Every text of what is seen now, painted or told."""
    painted.clear()
    for _ in range(2):
        QApplication.processEvents()
    window = app.window
    window.grab()
    widgets = (each for each in window.findChildren(object) if hasattr(each, "isVisible"))
    told = [text for each in widgets if each.isVisible() for text in texts_of(each)]
    return [*painted, *told]


def turned(app, texts):
    """The texts that name a size as columns × rows."""
    shapes = {shape[-2:] for shape in app.document.forward.trace.shapes.values() if len(shape) == 3}
    sizes = {size for size in shapes if size[0] != size[1]}
    assert sizes
    wrong = [rf"\b{columns} ?× ?{rows}\b(?! ?×)" for rows, columns in sizes]
    return [text for text in texts if any(re.search(each, text) for each in wrong)]


@pytest.fixture
def photo(app):
    values = np.random.default_rng(3).random((3, ROWS, COLUMNS), np.float32)
    project = with_picture(app.document.project, Picture("image", values, "wide.png"))
    app.document.edit("Open", with_network(project, shipped.network("one-filter-rgb")))
    return app


@pytest.mark.parametrize("page", ["filter", "network", "network-table", "network-boxes"])
def test_on_a_page(photo, painted, find, page):  # noqa: F811
    photo.pages.show_page("filter" if page == "filter" else "network")
    if page in ("network-table", "network-boxes"):
        find(page).trigger()
    texts = shown_texts(photo, painted)
    assert any(re.search(rf"\b{ROWS} ?× ?{COLUMNS}\b", text) for text in texts)
    assert any(f"{COLUMNS} pixels wide, {ROWS} high" in text for text in texts)
    assert turned(photo, texts) == []


def test_in_explanations_and_present(photo, painted):  # noqa: F811
    photo.pages.show_page("network")
    conv = photo.document.project.network.names[1]
    for node in (INPUT, *photo.document.project.network.names[1:]):
        shape = photo.document.forward.trace.shapes[node]
        if len(shape) == 3:
            photo.cursor.open(Position(node, 0, shape[1] // 2, shape[2] // 2))
            assert turned(photo, shown_texts(photo, painted)) == [], node
    photo.cursor.close()
    photo.presenter.start()
    photo.cursor.go_to(conv)
    assert turned(photo, shown_texts(photo, painted)) == []
    photo.presenter.leave()


def test_what_was_done_to_a_picture_says_its_order(app, painted):  # noqa: F811
    values = np.random.default_rng(3).random((3, 60, 1200), np.float32)
    project = with_picture(app.document.project, Picture("image", values, "wide.png"))
    app.document.edit("Open", with_network(project, shipped.network("one-filter-rgb")))
    texts = "\n".join(shown_texts(app, painted))
    assert "1200 pixels wide, 60 high" in texts
    assert "Made smaller: 60×1200 to 51×1024 pixels, rows × columns." in texts


def test_volumes_of_the_layers_topic_are_as_its_sentence_says(photo):
    photo.presenter.start()
    view = photo.presenter.view
    photo.cursor.show_topic("layers")
    view.show_kind("train")
    QApplication.processEvents()
    told = view.scene("train").sentence.text()
    rows = view.findChild(QWidget, "present-layers").accessibleDescription()
    assert "outputs are width × height × channels" in told
    assert f"{COLUMNS}×{ROWS}×3" in rows
    photo.presenter.leave()
