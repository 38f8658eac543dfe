"""What is asked first is told nowhere: whatever is painted or told does not depend on it."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from cnnviz.project.place import Position
from cnnviz.project.project_file import open_saved, save_project
from cnnviz.project.slices import with_weight
from tests.lecture.layer_projects import FOLDER

KEY = Qt.Key


@pytest.fixture
def asked(app, qtbot):
    """Activity 2, asked from its first value on, as the lecture's project keeps it."""
    app.files.open_path(FOLDER / "activity-2.cnnviz")
    QApplication.processEvents()
    return app


def press(qtbot, app, *keys):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget() or app.window, key)
        QApplication.processEvents()


def picture(widget):
    for _ in range(3):
        QApplication.processEvents()
    return widget.grab().toImage()


def spoken(part):
    """What screen readers and tool tips say of a widget and all in it."""
    parts = [part, *part.findChildren(QWidget)]
    return [
        (each.objectName(), each.accessibleName(), each.accessibleDescription(), each.toolTip())
        for each in parts
        if each.isVisible()
    ]


def change_answers(app):
    """Make every later answer another one, but not the first, which was told."""
    project = with_weight(app.document.project, "conv1", 0, (0, 2, 1), 9.0)
    before = app.document.forward.trace.values["conv1"].copy()
    app.document.edit("Change", project)
    after = app.document.forward.trace.values["conv1"]
    assert (before[0, 0, 1:] != after[0, 0, 1:]).any()


@pytest.mark.parametrize("key", [KEY.Key_N, None])
def test_a_page_of_present_shows_nothing_of_what_is_asked(asked, qtbot, key):
    press(qtbot, asked, KEY.Key_F5)
    view = asked.presenter.view
    if key is not None:
        press(qtbot, asked, key)
    scene = view.scene(view.kind)
    if key is None:  # the value: its window and weights are given, and change
        view.show_kind("layer")
        scene = view.scene("layer").after
    before = picture(scene), spoken(scene)
    change_answers(asked)
    assert (picture(scene), spoken(scene)) == before


def test_the_network_page_and_the_status_tell_nothing(asked):
    asked.pages.show_page("network")
    asked.cursor.close()
    page = asked.network_page
    before = picture(page), spoken(page)
    change_answers(asked)
    assert picture(page) == before[0]
    assert spoken(page) == before[1]
    asked.status.show_value("")
    assert asked.reveal.hides(Position("max_pool1", 0))


def test_nothing_is_copied_before_it_is_told(asked, qtbot):
    press(qtbot, asked, KEY.Key_F5)
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("before")
    explanation = asked.presenter.view.scene("value")
    explanation.copy_text()
    assert clipboard.text() == "before"
    press(qtbot, asked, *[KEY.Key_PageDown] * 3)
    explanation.copy_text()
    assert "57" in clipboard.text()


def test_how_far_it_was_told_is_saved_and_opened(asked, qtbot, tmp_path):
    press(qtbot, asked, KEY.Key_F5, *[KEY.Key_PageDown] * 6)
    assert asked.cursor.place.stage == 2
    file = tmp_path / "half.cnnviz"
    save_project(file, asked.document.project, asked.cursor.place)
    asked.presenter.leave()
    asked.files.open_path(file)
    assert asked.cursor.place.told == (Position("conv1", 0, 0, 0),)
    assert asked.cursor.place.stage == 2
    assert asked.exercise.is_on
    assert np.argwhere(~asked.reveal.hidden_cells("conv1", 0)).tolist() == [[0, 0]]
    assert open_saved(file)[1] == asked.cursor.place


def test_page_down_tells_stages_in_the_window_too(asked, qtbot):
    explanation = asked.pages.explanation()
    for stage in ("window", "products", "sum"):
        assert explanation.scene.stage == stage
        assert asked.reveal.hides(asked.cursor.selected)
        press(qtbot, asked, KEY.Key_PageDown)
    assert not asked.reveal.hides(asked.cursor.selected)


LATER = Position("relu1", 0, 1, 1)


@pytest.mark.parametrize("is_presented", [True, False])
def test_a_later_value_shows_nothing_of_what_it_is_made_of(asked, qtbot, is_presented):
    asked.cursor.open(LATER)
    if is_presented:
        press(qtbot, asked, KEY.Key_F5)
    view = asked.presenter.view
    sheet = asked.pages.explanation() if view is None else view.scene("value")
    part = view or sheet
    before = picture(part), spoken(part)
    change_answers(asked)
    assert (picture(part), spoken(part)) == before
    texts = [text for _id, text in sheet.rows.sheet.texts()]
    assert texts == [
        "This value is made of values of Convolution, which are still to be found."
    ]  # fmt: skip
    assert not sheet.bar.copy.isEnabled()


def test_page_down_gives_what_a_later_value_is_made_of(asked, qtbot):
    asked.cursor.open(LATER)
    press(qtbot, asked, KEY.Key_F5)
    view = asked.presenter.view
    assert part_of(view, "present-next").accessibleName() == "Next: what it is made of"
    press(qtbot, asked, KEY.Key_PageDown)
    assert asked.cursor.selected == LATER
    assert asked.cursor.place.asked == "relu1"
    assert asked.reveal.hides(LATER)
    texts = [text for _id, text in part_of(view, "explanation-rows").sheet.texts()]
    assert any("14" in text for text in texts)  # the value before
    press(qtbot, asked, KEY.Key_PageDown)
    assert not asked.reveal.hides(LATER)


def test_a_later_value_is_told_once_all_it_is_made_of_is_found(asked):
    asked.reveal.show_only({Position("conv1", 0, *divmod(i, 4)) for i in range(16)}, "conv1")
    assert not asked.reveal.hides_inputs(LATER)
    asked.reveal.show_only({Position("conv1", 0, *divmod(i, 4)) for i in range(15)}, "conv1")
    assert asked.reveal.hides_inputs(LATER)
    assert not asked.reveal.hides_inputs(Position("conv1", 0, 3, 3))


def figure_of(app):
    """The picture of the explanation, as it is exported."""
    figure = app._make_exports().figure("explanation")
    image = QImage(figure.width, figure.height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    figure.paint(painter)
    painter.end()
    figure.end()
    return image


def test_no_figure_of_a_later_value_tells_of_what_is_asked(asked):
    asked.cursor.open(LATER)
    before = figure_of(asked)
    change_answers(asked)
    assert figure_of(asked) == before


def part_of(view, name):
    found = view.findChild(QWidget, name)
    assert found is not None, name
    return found
