"""What stands beside the explanations has its room, too, in small windows and in large ones."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionComboBox

from cnnviz.cnn.network import INPUT
from cnnviz.project import shipped
from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import with_network, with_picture
from cnnviz.views.filter.stages_sheet import LARGEST
from cnnviz.views.sheets.items import Text
from tests.journeys.test_nothing_cut import open_network, resized

SIZES = ((800, 600, 100), (1024, 768, 100), (1280, 720, 150), (3840, 2160, 200))


@pytest.mark.parametrize("size", SIZES)
def test_no_field_of_training_is_cut_at_its_side(app, size, qtbot):
    app.pages.show_page("train")
    resized(app, *size, True)
    left = app.pages.train().left
    form = left.setup
    area = left._area.viewport()
    for field in (*form.fields.values(), *form.boxes.values(), form.data, form.sheet, form.more):
        end = field.mapTo(area, QPoint(field.width(), 0)).x()
        assert not field.isVisible() or end <= area.width(), field.objectName()
    bar = left._area.verticalScrollBar()

    def is_list_whole():
        return left.layers.height() > left.layers.sizeHint().height()

    # What the data tell comes from a job, and the column is laid out again for it.
    qtbot.waitUntil(lambda: not (bar.maximum() and is_list_whole()))


def test_settings_whose_words_wrap_get_the_room_that_wrapped_lines_take(app, find, qtbot):
    app.pages.show_page("train")
    resized(app, 3840, 2160, 200, True)
    left = app.pages.train().left
    find("data-about").setText("many words " * 50)
    area = left._area
    qtbot.waitUntil(lambda: area.widget().height() > 700)
    qtbot.waitUntil(lambda: area.height() >= area.widget().height())
    assert not area.verticalScrollBar().maximum()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["lecture-cnn", "residual-cnn"])
def test_the_table_of_layers_has_all_its_columns_in_sight(app, size, name):
    app.document.edit("x", with_network(app.document.project, shipped.network(name)))
    app.actions["network-table"].trigger()
    resized(app, *size, True)
    table = app.pages.shown_page()
    widths = [table.columnWidth(column) for column in range(table.model().columnCount())]
    assert sum(widths) <= table.viewport().width()
    for column in range(2, len(widths)):  # numbers are whole
        assert table.sizeHintForColumn(column) <= widths[column]
    heights = [table.rowHeight(row) for row in range(table.model().rowCount())]
    assert min(heights) > table.fontMetrics().height()


@pytest.mark.parametrize("text", [100, 150, 200, 300])
def test_a_choice_is_whole_where_there_is_room(app, find, text):
    resized(app, 3840, 2160, text, True)
    box = find("scale-mode")
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    field, kind = QStyle.SubControl.SC_ComboBoxEditField, QStyle.ComplexControl.CC_ComboBox
    room = box.style().subControlRect(kind, option, field, box).width()
    assert box.fontMetrics().horizontalAdvance(box.currentText()) <= room - 2


@pytest.mark.parametrize("size", [(1920, 1080, 100), (3840, 2160, 200)])
def test_the_stages_of_a_digit_are_as_large_as_the_text_around_them(app, size):
    app.cursor.select(Position("conv1", 0))
    app.pages.show_page("filter")
    resized(app, *size, True)
    scale = app.pages.filter().strip._look.scale
    assert 0.7 * size[2] / 100 <= scale <= LARGEST * size[2] / 100


def test_names_stand_right_below_the_boxes(app):
    app.actions["network-boxes"].trigger()
    resized(app, 1280, 720, 100, True)
    boxes = app.pages.shown_page()
    lowest = max(place.bottom() for place in boxes.places().values())
    assert boxes._middle() + boxes._used() / 2 == pytest.approx(lowest)
    assert boxes.places()[INPUT].top() > 0


def test_the_map_before_keeps_the_beginning_of_its_name(app):
    resized(app, 800, 600, 100, False)
    app.cursor.open(Position("relu1", 2, 9, 14))
    QApplication.processEvents()
    items = app.pages.explanation().rows.sheet.all_items()
    said = [item.text for item in items if isinstance(item, Text)]
    assert any(text.endswith("Convolution 1, filter 3") for text in said)
    assert not any(text.startswith("…") for text in said)


def test_large_counts_are_grouped_wherever_a_position_is_told(app, find):
    app.document.edit("x", with_network(app.document.project, shipped.network("one-filter")))
    app.cursor.open(Position("conv1", 0, 20, 3))
    QApplication.processEvents()
    count = app.cursor.count
    assert count >= 1000
    grouped = f"{count:,}".replace(",", "\u202f")
    assert grouped in find("step-sentence").text()


def test_a_percent_sign_stays_in_the_line_of_its_number(app, find):
    sentence = find("step-sentence")
    sentence.setText(sentence.joined("Step 11 of 11.", "The largest: “3” with 100.0 %."))
    for width in range(80, 300, 5):
        layout, _height = sentence._lines(width)
        lines = [layout.lineAt(number) for number in range(layout.lineCount())]
        assert not any(layout.text()[line.textStart()] == "%" for line in lines), width


def test_pointing_at_a_photo_ends_where_it_began(app):
    """What yields to the value under the pointer comes back once, and no picture moves."""
    open_network(app, shipped.network("one-filter-rgb"))
    pixels = np.random.default_rng(1).random((3, 120, 160)).astype(np.float32)
    picture = Picture("image", pixels, "Photo")
    app.document.edit("Photo", with_picture(app.document.project, picture))
    app.cursor.close()
    app.pages.show_page("filter")
    resized(app, 800, 600, 100, False)
    photo = app.pages.filter().photo

    def laid_out():
        for _ in range(3):  # a layout may ask for another one
            QApplication.processEvents()

    def pointed(row, column):
        photo.output_hovered.emit(row, column)
        laid_out()
        return photo.before.size(), photo.kernel.isVisible()

    away = pointed(-1, -1)
    assert pointed(30, 40) == (away[0], False)
    assert pointed(-1, -1) == away
    app.cursor.open(Position("conv1", 0, 30, 40))
    laid_out()
    pointed(30, 40)
    pointed(-1, -1)
    app.cursor.close()
    laid_out()
    assert pointed(30, 40) == (away[0], False)
    assert pointed(-1, -1) == away


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768), (800, 600)])
def test_the_list_of_layers_keeps_rows_whatever_was_open_before(app, qtbot, find, size):
    """What a network that does not fit is told takes no room of the next one."""
    app.pages.show_page("train")
    resized(app, *size, 100, True)
    layers, misfit = app.pages.train().left.layers, find("data-misfit")
    shown = layers.area.height()
    for name, is_misfit in (("tiny-vgg", True), ("lecture-cnn", False)):
        network = shipped.network(name)
        app.document.edit("Open", with_network(app.document.project, network))
        qtbot.waitUntil(lambda: misfit.isHidden() != is_misfit)  # noqa: B023
        resized(app, *size, 100, True)
        assert layers.area.height() >= 2.7 * layers.rows.row_rect(1).height(), name
    qtbot.waitUntil(lambda: layers.area.height() == shown)


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768)])
def test_an_open_explanation_leaves_the_stages_room_for_their_titles(app, size):
    app.pages.show_page("filter")
    resized(app, *size, 100, True)
    page = app.pages.shown_page()
    for _ in range(5):
        QApplication.processEvents()
    assert page.card.isVisible()
    assert page.strip.height() >= 96
