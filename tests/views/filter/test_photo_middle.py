"""Between a photo and its result nothing covers anything, and what is cut says so."""

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from cnnviz.project import shipped
from cnnviz.project.project import with_network, with_picture
from cnnviz.views.input.samples import sample_paths, sample_picture
from cnnviz.views.sheets.item_id import What
from cnnviz.views.sheets.items import Numbers
from tests.whole_app import opened_app

SIZES = [(640, 480), (800, 600), (1024, 768), (1280, 720), (1920, 1080)]


@pytest.fixture
def app(qtbot):
    with opened_app(qtbot) as app:
        yield app


def look_at_photo(app, network, size):
    project = with_picture(app.document.project, sample_picture(sample_paths("samples")[0]))
    app.document.edit("Open", with_network(project, shipped.network(network)))
    app.pages.show_page("filter")
    app.cursor.close()
    app.window.resize(*size)
    for _ in range(3):
        QApplication.processEvents()
    return app.pages.filter().photo


def check_parts(photo):
    middle = photo.middle
    parts = (middle.kernel, middle.live.numbers, middle.live.sum, middle.magnifier)
    places = []
    for part in parts:
        if part.isVisible():
            top = part.mapTo(photo, part.rect().topLeft())
            places.append((top.y(), top.y() + part.height()))
    assert not places or places[-1][1] <= photo.height()
    for (_top, bottom), (below, _bottom) in pairwise(places):
        assert bottom <= below


@pytest.mark.sweep(3)
@pytest.mark.parametrize("size", SIZES[1:])
@pytest.mark.parametrize("network", ["one-filter", "one-filter-rgb", "tiny-vgg"])
@pytest.mark.parametrize("is_open", [False, True])
def test_nothing_covers_the_weights_of_a_photo(app, network, size, is_open):
    photo = look_at_photo(app, network, size)
    if is_open:
        app.cursor.open()
        for _ in range(3):
            QApplication.processEvents()
    check_parts(photo)
    width = photo.before.width()
    photo.before.cell_hovered.emit(9, 9)
    QApplication.processEvents()
    check_parts(photo)
    assert photo.before.width() == width
    photo.before.cell_hovered.emit(-1000, -1000)
    QApplication.processEvents()
    check_parts(photo)


@pytest.mark.parametrize("size", SIZES[1:])
def test_the_weights_of_a_colour_filter_have_numbers(app, size):
    photo = look_at_photo(app, "one-filter-rgb", size)
    weights = [
        item for item in photo.kernel.sheet.items if item.id and item.id.what is What.WEIGHTS
    ]
    assert len(weights) == 3
    assert all(isinstance(item, Numbers) for item in weights)


@pytest.mark.parametrize("size", SIZES)
def test_a_line_that_is_cut_ends_with_dots(app, size):
    look_at_photo(app, "one-filter-rgb", size)
    page = app.pages.filter()
    labels = [each for each in page.findChildren(QLabel) if each.isVisible() and each.text()]
    assert labels
    for label in labels:
        assert label.sizeHint().width() <= label.width() + 1, label.text()
