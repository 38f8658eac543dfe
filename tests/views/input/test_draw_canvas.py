from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from cnnviz.project.picture import Picture
from cnnviz.project.project import with_picture
from tests.views.input.input_steps import LEFT, PLAIN, RIGHT, TYPES, drag, made_panel, mouse, part

KEY, SHIFT, ALT = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def panel(qtbot):
    return made_panel(qtbot)


@pytest.fixture
def canvas(panel):
    return panel.page("drawing").canvas


@pytest.fixture
def document(panel):
    return panel.document


def picture(document):
    return document.project.picture


def ink(document):
    return picture(document).values[0]


def probabilities(document):
    return document.forward.trace.output


def place(canvas, row, column):
    """The place of the widget above a pixel of the drawing."""
    position = canvas.position((row, column))
    return position.x(), position.y()


def test_a_stroke_lies_under_the_mouse_and_the_network_answers_while_it_moves(canvas, document):
    mouse(canvas, TYPES.MouseButtonPress, place(canvas, 60, 140))
    answers = [probabilities(document)]
    for row in (100, 140, 200):
        mouse(canvas, TYPES.MouseMove, place(canvas, row, 140))
        answers.append(probabilities(document))
    assert all((a != b).any() for a, b in pairwise(answers))
    rows, columns = np.nonzero(ink(document) > 0.5)
    assert (rows.min(), rows.max()) == pytest.approx((51, 208), abs=1)
    assert (columns.min(), columns.max()) == pytest.approx((131, 148), abs=1)


def test_a_stroke_is_one_step_and_undo_restores_to_the_bit(canvas, document):
    drag(canvas, (40, 40), (60, 90), (100, 80))
    first, answer = picture(document), probabilities(document)
    drag(canvas, (120, 40), (150, 120), (60, 150))
    assert document.history.count() == 2
    document.history.undo()
    assert picture(document) is first
    np.testing.assert_array_equal(probabilities(document), answer)
    document.history.undo()
    assert not ink(document).any()
    document.history.redo()
    assert picture(document) is first


def test_the_eraser_takes_ink_away(canvas, document, panel, qtbot):
    drag(canvas, place(canvas, 140, 40), place(canvas, 140, 240))
    qtbot.mouseClick(part(panel, "draw-eraser"), LEFT)
    drag(canvas, place(canvas, 140, 140), place(canvas, 141, 140))
    assert document.history.undoText() == "Erase"
    assert ink(document)[140, 140] == 0
    assert ink(document)[140, 60] == 1
    qtbot.mouseClick(part(panel, "draw-brush"), LEFT)
    drag(canvas, place(canvas, 140, 140), place(canvas, 141, 140))
    assert ink(document)[140, 140] == 1


@pytest.mark.parametrize(("button", "modifiers"), [(RIGHT, PLAIN), (LEFT, ALT)])
def test_a_drag_moves_the_drawing_and_back_with_what_had_left(canvas, document, button, modifiers):
    drag(canvas, place(canvas, 140, 200), place(canvas, 140, 240))
    before = ink(document).copy()
    places = [place(canvas, 140, column) for column in (100, 200)]
    drag(canvas, *places, button=button, modifiers=modifiers)
    assert ink(document).sum() < before.sum()  # it left at the right
    assert document.history.count() == 2
    document.history.undo()
    drag(canvas, places[0], places[1], places[0], button=button, modifiers=modifiers)
    np.testing.assert_array_equal(ink(document), before)


def test_moved_ink_keeps_its_shape(canvas, document):
    drag(canvas, place(canvas, 140, 100), place(canvas, 140, 140))
    before = ink(document)
    drag(canvas, place(canvas, 50, 50), place(canvas, 80, 10), button=RIGHT)
    np.testing.assert_array_equal(ink(document), np.roll(before, (30, -40), (0, 1)))


def test_a_click_of_the_right_button_is_no_edit(canvas, document):
    drag(canvas, (50, 50), button=RIGHT)
    assert document.history.count() == 0


def test_shift_and_a_click_draw_a_straight_line(canvas, document):
    drag(canvas, place(canvas, 60, 60))
    drag(canvas, place(canvas, 200, 200), modifiers=SHIFT)
    assert ink(document)[130, 130] == 1
    assert document.history.count() == 2


def test_a_stroke_on_a_picture_that_is_no_drawing_begins_a_new_drawing(canvas, document):
    matrix = Picture("matrix", np.full((1, 5, 5), 7.0))
    document.edit("Matrix", with_picture(document.project, matrix))
    assert canvas._hint
    drag(canvas, place(canvas, 140, 140))
    assert picture(document).kind == "drawing"
    assert ink(document).shape == (280, 280)
    assert 150 < ink(document).sum() < 350  # a dot, and nothing of the matrix
    document.history.undo()
    assert picture(document) is matrix


def test_undo_in_the_middle_of_a_stroke_ends_it(canvas, document):
    drag(canvas, (40, 40), (60, 60))
    mouse(canvas, TYPES.MouseButtonPress, (100, 100))
    document.history.undo()
    shown = picture(document)
    mouse(canvas, TYPES.MouseMove, (150, 100))
    assert picture(document) is shown


def test_clear_is_one_edit_and_of_an_empty_canvas_none(canvas, document, panel, qtbot):
    clear = part(panel, "draw-clear")
    qtbot.mouseClick(clear, LEFT)
    assert document.history.count() == 0
    drag(canvas, (40, 40), (60, 60))
    qtbot.mouseClick(clear, LEFT)
    assert not ink(document).any()
    document.history.undo()
    assert ink(document).any()


def test_size_by_slider_and_keys(canvas, document, panel, qtbot):
    slider = part(panel, "draw-size")
    qtbot.keyClicks(panel, "]")
    assert (slider.value(), canvas.diameter) == (22, 22)
    qtbot.keyClicks(panel, "[")
    assert canvas.diameter == 18
    slider.setValue(40)
    drag(canvas, place(canvas, 140, 140))
    rows = np.flatnonzero((ink(document) > 0.5).any(axis=1))
    assert np.ptp(rows) + 1 == pytest.approx(40, abs=1)


def test_what_is_painted_is_dark_where_the_ink_is(canvas, document, panel):
    for theme in ("light", "dark", "contrast"):
        panel.settings.set_theme(theme)
        drag(canvas, place(canvas, 140, 140), place(canvas, 200, 140))
        image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        x, y = (round(value) for value in place(canvas, 170, 140))
        assert image.pixelColor(x, y).lightness() < 10
        x, y = (round(value) for value in place(canvas, 60, 60))
        assert image.pixelColor(x, y).lightness() > 250


def test_only_what_changed_is_painted_again(canvas, qtbot):
    drag(canvas, place(canvas, 200, 100))  # what is told below the canvas changes
    QApplication.processEvents()
    painted = []
    paint = canvas.paintEvent
    canvas.paintEvent = lambda event: (painted.append(event.rect()), paint(event))
    drag(canvas, place(canvas, 140, 100), place(canvas, 140, 110))
    qtbot.waitUntil(lambda: len(painted) > 0)
    assert max(max(rect.width(), rect.height()) for rect in painted) < canvas.width() / 3


# By keyboard alone


def focus(canvas, qtbot):
    canvas.window().activateWindow()
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(canvas.hasFocus)


def test_the_keyboard_draws_a_line_as_one_step(canvas, document, qtbot):
    focus(canvas, qtbot)
    keys = (KEY.Key_Up, KEY.Key_Space, KEY.Key_Down, KEY.Key_Down, KEY.Key_Right)
    for key in keys:
        QTest.keyClick(canvas, key)
    QTest.keyClick(canvas, KEY.Key_Return)  # lifts the pen
    QTest.keyClick(canvas, KEY.Key_Left)
    rows, columns = np.nonzero(ink(document) > 0.5)
    assert (rows.min(), rows.max()) == pytest.approx((121, 158), abs=1)
    assert (columns.min(), columns.max()) == pytest.approx((131, 158), abs=1)
    assert document.history.count() == 1


def test_space_held_during_a_stroke_lifts_the_pen_when_let_go(canvas, document, qtbot):
    focus(canvas, qtbot)
    QTest.keyPress(canvas, KEY.Key_Space)
    QTest.keyClick(canvas, KEY.Key_Right)
    QTest.keyRelease(canvas, KEY.Key_Space)
    drawn = picture(document)
    QTest.keyClick(canvas, KEY.Key_Right)
    assert picture(document) is drawn


def test_delete_clears_and_e_and_b_change_the_tool(canvas, document, panel, qtbot):
    drag(canvas, (50, 50))
    focus(canvas, qtbot)
    QTest.keyClick(canvas, KEY.Key_E)
    assert canvas.erases
    assert part(panel, "draw-eraser").isChecked()
    QTest.keyClick(canvas, KEY.Key_B)
    assert part(panel, "draw-brush").isChecked()
    assert not canvas.erases
    QTest.keyClick(canvas, KEY.Key_Delete)
    assert not ink(document).any()


def test_tab_leaves_the_canvas_and_keys_of_the_window_stay_with_it(canvas, qtbot):
    focus(canvas, qtbot)
    for key, is_mine in ((KEY.Key_Space, True), (KEY.Key_PageDown, False), (KEY.Key_F5, False)):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, PLAIN)
        event.ignore()
        QApplication.sendEvent(canvas, event)
        assert event.isAccepted() == is_mine
    QTest.keyClick(canvas, KEY.Key_Tab)
    assert not canvas.hasFocus()


def test_a_click_leaves_the_focus_where_it_is(canvas, panel, qtbot):
    field = QLineEdit(panel.window())
    field.show()
    panel.window().activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    drag(canvas, (50, 50))
    QTest.mouseClick(canvas, LEFT)
    assert field.hasFocus()
