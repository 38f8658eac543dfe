import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from cnnviz.project.picture import Picture
from cnnviz.views.input.matrix_tab import ACTIVITY_2
from tests.views.input.input_steps import LEFT, drag, made_panel, part


@pytest.fixture
def panel(qtbot):
    made = made_panel(qtbot, "one-filter")
    made.show_tab("matrix")
    return made


@pytest.fixture
def document(panel):
    return panel.document


@pytest.fixture
def example(panel):
    part(panel, "matrix-activity-2").click()
    return panel.page("matrix")


def numbers(document):
    picture = document.project.picture
    assert picture.kind == "matrix"
    return picture.values[0]


def center(grid, row, column):
    place = grid.cell_rect(row, column).center()
    return place.x(), place.y()


def typed(grid, row, column, text):
    drag(grid, center(grid, row, column))
    QTest.keyClick(grid, Qt.Key.Key_F2)
    grid.editor.selectAll()
    QTest.keyClicks(grid.editor, text)
    QTest.keyClick(grid.editor, Qt.Key.Key_Return)


def test_the_exercise_of_the_lecture_is_there(example, document):
    np.testing.assert_array_equal(numbers(document)[:2], [[4, 5, 1, 0, 0, 0], [9, 2, 3, 1, 0, 0]])
    np.testing.assert_array_equal(example.grid.values, ACTIVITY_2)
    np.testing.assert_array_equal(document.forward.prepared.values[0], ACTIVITY_2)


def test_a_typed_number_is_one_edit_and_undo_restores_it(example, document):
    steps = document.history.count()
    typed(example.grid, 1, 2, "1,5")
    assert numbers(document)[1, 2] == 1.5
    assert document.history.count() == steps + 1
    document.history.undo()
    assert numbers(document)[1, 2] == example.grid.values[1, 2] == 3
    assert document.history.count() == steps + 1  # showing was no edit


def test_whole_numbers_stay_whole_while_scrubbed_in_one_gesture(example, document):
    steps = document.history.count()
    x, y = center(example.grid, 0, 0)
    drag(example.grid, (x, y), (x, y - 8), (x, y - 16))
    value = numbers(document)[0, 0]
    assert value > 4
    assert value == round(float(value))
    assert document.history.count() == steps + 1
    document.history.undo()
    assert numbers(document)[0, 0] == 4
    assert part(example, "matrix-value").text() == "Row 1, column 1: 4"


@pytest.mark.parametrize("between", ["\t", ";", ",", " "])
def test_text_of_a_spreadsheet_is_pasted(example, document, between):
    rows = ["1 2 0 9", "3.5 4 0 9", "1 2 0 9", "3 -4 0 9"]
    QGuiApplication.clipboard().setText("\n".join(rows).replace(" ", between))
    part(example, "matrix-paste").click()
    np.testing.assert_array_equal(numbers(document)[:, :2], [[1, 2], [3.5, 4], [1, 2], [3, -4]])
    assert (example.rows.value, example.columns.value) == (4, 4)


def test_text_that_is_no_matrix_changes_nothing(example, document):
    before = document.project
    QGuiApplication.clipboard().setText("1 2\n3 swan")
    part(example, "matrix-paste").click()
    assert document.project is before


def test_copy_puts_the_numbers_into_the_clipboard(example):
    part(example, "matrix-copy").click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "4\t5\t1\t0\t0\t0"


def test_more_rows_are_zeros_and_fewer_cut(example, document):
    QTest.keyClick(example.rows, Qt.Key.Key_Up)
    assert numbers(document).shape == (7, 6)
    assert not numbers(document)[6].any()
    example.columns.setFocus()
    example.columns.selectAll()
    QTest.keyClicks(example.columns, "4")
    QTest.keyClick(example.columns, Qt.Key.Key_Return)
    np.testing.assert_array_equal(numbers(document)[:6], ACTIVITY_2[:, :4])
    document.history.undo()
    assert example.columns.value == 6


def test_a_matrix_too_small_for_the_kernel_is_told_and_not_taken(example, document, panel):
    before = document.project
    example.rows.setFocus()
    example.rows.selectAll()
    QTest.keyClicks(example.rows, "2")
    QTest.keyClick(example.rows, Qt.Key.Key_Return)
    assert document.project is before
    assert example.rows.value == 6
    assert part(panel, "input-problem").isVisible()


def test_clear_makes_zeros(example, document):
    part(example, "matrix-clear").click()
    assert not numbers(document).any()
    assert numbers(document).shape == (6, 6)


def test_without_a_matrix_there_are_zeros_and_the_first_number_makes_one(panel, document):
    before = document.project.picture
    grid = panel.page("matrix").grid
    assert not grid.values.any()
    assert document.project.picture is before
    typed(grid, 0, 0, "3")
    assert numbers(document)[0, 0] == 3
    document.history.undo()
    assert document.project.picture is before


def test_a_matrix_too_large_to_edit_is_shown_as_a_picture(panel, document, qtbot):
    values = np.arange(40 * 50, dtype=np.float32).reshape(1, 40, 50)
    panel.show_tab("matrix")
    tab = panel.page("matrix")
    panel.opener.put("Large", Picture("matrix", values))
    assert (tab.rows.text(), tab.columns.text()) == ("40", "50")
    assert tab.large.isVisible()
    assert not tab.grid.isVisible()
    assert tab.large.image.width() == 50
    assert "Too large" in part(panel, "matrix-value").text()
    document.history.undo()
    panel.show_tab("matrix")
    assert tab.grid.isVisible()


def test_hovering_tells_the_exact_number(example, document, qtbot):
    typed(example.grid, 0, 0, "0.123456")
    example.grid.cell_hovered.emit(0, 0)
    assert part(example, "matrix-value").text() == "Row 1, column 1: 0.123456"


def test_the_grid_can_be_left_by_ctrl_and_tab(example, qtbot):
    example.window().activateWindow()
    example.grid.setFocus()
    qtbot.waitUntil(example.grid.hasFocus)
    QTest.keyClick(example.grid, Qt.Key.Key_Tab)
    assert example.grid.hasFocus()
    QTest.keyClick(example.grid, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert not example.grid.hasFocus()
    qtbot.mouseClick(example.grid, LEFT)
