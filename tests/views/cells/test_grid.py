import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from cnnviz.state.settings import Settings
from cnnviz.views.cells.grid import CellGrid
from cnnviz.views.controls.bubble import told
from cnnviz.views.look.theme import Look

KEY, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
KERNEL = np.array([[-0.3, 0.23, 0.11], [0.04, 0.21, -0.08], [-0.14, 0.16, 0.06]], np.float32)


@pytest.fixture
def look(qapp):
    return Look(Settings())


@pytest.fixture
def grid(qtbot, look):
    """A grid in a window, that shows what was edited, as its owner does; and its edits."""
    window = QWidget()
    qtbot.addWidget(window)
    grid = CellGrid(look, "Kernel", window)
    layout = QVBoxLayout(window)
    layout.addWidget(grid)
    layout.addWidget(QLineEdit(window))
    grid.show_values(KERNEL, 0.3)
    grid.edits = []

    def take(row, column, value, gesture):
        grid.edits.append((row, column, value, gesture))
        values = grid.values.copy()
        values[row, column] = value
        grid.show_values(values, 0.3)

    grid.cell_edited.connect(take)
    window.resize(280, 340)
    window.show()
    QTest.qWaitForWindowActive(window)
    grid.setFocus()
    yield grid  # noqa: PT022 - the window lives until the test ends


def center(grid, row, column):
    return grid.cell_rect(row, column).center()


def wheel(grid, cell, notches, modifiers=NONE):
    grid.window().activateWindow()
    grid.setFocus()  # as after a click: only then the wheel edits
    at = center(grid, *cell)
    event = QWheelEvent(
        QPointF(at), QPointF(grid.mapToGlobal(at)), QPoint(), QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(grid, event)


def drag(grid, cell, *heights):
    at = center(grid, *cell)
    QTest.mousePress(grid, LEFT, NONE, at)
    for height in heights:
        QTest.mouseMove(grid, at - QPoint(0, height))
    QTest.mouseRelease(grid, LEFT, NONE, at)


def test_arrow_keys_move_and_stop_at_the_ends(grid, qtbot):
    with qtbot.waitSignal(grid.current_changed) as moved:
        QTest.keyClick(grid, KEY.Key_Right)
    assert moved.args == [0, 1]
    for key in (KEY.Key_Right, KEY.Key_Right, KEY.Key_Down, KEY.Key_Up, KEY.Key_Up):
        QTest.keyClick(grid, key)
    assert grid.current == (0, 2)


def test_typing_opens_the_cell_enter_goes_down_and_tab_right(grid):
    QTest.keyClicks(grid, "1")
    QTest.keyClicks(grid.editor, ",5")
    QTest.keyClick(grid.editor, KEY.Key_Return)
    assert grid.edits == [(0, 0, 1.5, "")]
    assert grid.current == (1, 0)
    assert grid.hasFocus()
    QTest.keyClicks(grid, "-")
    QTest.keyClicks(grid.editor, "3/4")
    QTest.keyClick(grid.editor, KEY.Key_Tab)
    assert grid.edits[1:] == [(1, 0, -0.75, "")]
    assert grid.current == (1, 1)
    assert grid.hasFocus()


def test_a_matrix_can_be_typed_row_by_row(grid):
    for number in range(9):
        QTest.keyClicks(grid, str(number))
        QTest.keyClick(grid.editor, KEY.Key_Tab)
    np.testing.assert_array_equal(grid.values, np.arange(9).reshape(3, 3))


def test_escape_gives_up(grid):
    QTest.keyClick(grid, KEY.Key_F2)
    assert grid.editor.text() == "−0.3"
    QTest.keyClicks(grid.editor, "7")
    QTest.keyClick(grid.editor, KEY.Key_Escape)
    assert grid.edits == []
    assert not grid.editor.isVisible()
    assert grid.hasFocus()


@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_Tab])
def test_nonsense_is_told_and_the_cell_goes_on(grid, key):
    QTest.keyClicks(grid, "1")
    QTest.keyClicks(grid.editor, "x")
    QTest.keyClick(grid.editor, key)
    assert grid.edits == []
    assert "“1x” is no number" in told(grid)
    assert grid.editor.isVisible()
    QTest.keyClick(grid.editor, KEY.Key_Backspace)
    assert told(grid) == ""
    QTest.keyClick(grid.editor, key)
    assert grid.edits == [(0, 0, 1.0, "")]


def test_leaving_nonsense_keeps_the_old_value_and_says_why(grid):
    QTest.keyClicks(grid, "1")
    QTest.keyClicks(grid.editor, "e999")
    grid.window().findChildren(QLineEdit, options=Qt.FindDirectChildrenOnly)[0].setFocus()
    assert grid.edits == []
    assert "too large" in told(grid)
    assert not grid.editor.isVisible()


def test_leaving_takes_a_number(grid):
    QTest.keyClicks(grid, "4")
    grid.window().findChildren(QLineEdit, options=Qt.FindDirectChildrenOnly)[0].setFocus()
    assert grid.edits == [(0, 0, 4.0, "")]


def test_an_unchanged_cell_is_no_edit(grid):
    QTest.keyClick(grid, KEY.Key_F2)
    QTest.keyClick(grid.editor, KEY.Key_Return)
    assert grid.edits == []


def test_delete_sets_zero_and_a_double_click_edits(grid):
    QTest.keyClick(grid, KEY.Key_Delete)
    assert grid.edits == [(0, 0, 0.0, "")]
    QTest.mouseClick(grid, LEFT, NONE, center(grid, 2, 1))
    QTest.mouseDClick(grid, LEFT, NONE, center(grid, 2, 1))
    assert grid.editor.isVisible()
    assert grid.editor.text() == "0.16"


@pytest.mark.parametrize(("modifiers", "value"), [(NONE, 0.31), (SHIFT, 1.21), (CTRL, 0.22)])
def test_the_wheel_changes_the_cell_under_it(grid, modifiers, value):
    wheel(grid, (1, 1), 1, modifiers)
    assert grid.edits[0][:3] == (1, 1, value)
    wheel(grid, (1, 1), -1, modifiers)
    assert grid.values[1, 1] == np.float32(0.21)


def test_a_turn_of_the_wheel_on_one_cell_is_one_gesture(grid):
    wheel(grid, (1, 1), 1)
    wheel(grid, (1, 1), 1)
    wheel(grid, (0, 2), 1)
    first, second, third = (gesture for *_, gesture in grid.edits)
    assert first == second != third


def test_a_vertical_drag_scrubs_as_one_gesture_and_back_is_the_very_value(grid):
    drag(grid, (0, 1), 4, 20, -8, 0)
    assert [value for *_, value, _ in grid.edits] == [0.33, 0.73, 0.03, float(KERNEL[0, 1])]
    assert len({gesture for *_, gesture in grid.edits}) == 1
    drag(grid, (0, 1), 4)
    assert grid.edits[-1][3] != grid.edits[0][3]


def test_a_click_edits_nothing(grid):
    QTest.mouseClick(grid, LEFT, NONE, center(grid, 1, 2))
    assert (grid.edits, grid.current) == ([], (1, 2))


def test_whole_numbers_stay_whole(grid):
    grid.show_values(np.arange(9, dtype=np.float32).reshape(3, 3), 8, whole=True)
    grid.cell_edited.disconnect()
    grid.cell_edited.connect(lambda *edit: grid.edits.append(edit))
    wheel(grid, (1, 1), 1)
    wheel(grid, (1, 1), 1, CTRL)
    drag(grid, (1, 1), 4)
    assert [value for *_, value, _ in grid.edits] == [5, 5, 5]


def test_copy_gives_text_with_tabs_and_paste_reads_a_spreadsheet(grid, qtbot):
    grid.show_values(np.array([[1, -0.5], [0, 2]], np.float32), 2)
    QTest.keyClick(grid, KEY.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "1\t-0.5\n0\t2"
    QGuiApplication.clipboard().setText("0,5\t−1\r\n2\t1,25\r\n")
    with qtbot.waitSignal(grid.pasted) as pasted:
        QTest.keyClick(grid, KEY.Key_V, CTRL)
    np.testing.assert_array_equal(pasted.args[0], [[0.5, -1], [2, 1.25]])


def test_one_pasted_number_goes_into_the_current_cell(grid):
    QGuiApplication.clipboard().setText("0.5")
    QTest.keyClick(grid, KEY.Key_Down)
    QTest.keyClick(grid, KEY.Key_V, CTRL)
    assert grid.edits == [(1, 0, 0.5, "")]


@pytest.mark.parametrize(("text", "why"), [("1 2\n3", "Row 2 has 1"), ("a b", "no number")])
def test_a_paste_that_is_no_matrix_is_told(grid, qtbot, text, why):
    QGuiApplication.clipboard().setText(text)
    with qtbot.assertNotEmitted(grid.pasted):
        QTest.keyClick(grid, KEY.Key_V, CTRL)
    assert why in told(grid)
    assert "Nothing was changed." in told(grid)


def test_hovering_tells_the_cell_and_leaving_tells_none(grid, qtbot):
    with qtbot.waitSignal(grid.cell_hovered) as hovered:
        QTest.mouseMove(grid, center(grid, 2, 0))
    assert hovered.args == [2, 0]
    with qtbot.waitSignal(grid.cell_hovered) as hovered:
        QTest.mouseMove(grid, QPoint(1, grid.height() - 1))
    assert hovered.args == [-1, -1]


def test_a_screen_reader_hears_the_current_cell(grid):
    assert grid.accessibleName() == "Kernel, row 1 column 1: −0.30"
    QTest.keyClick(grid, KEY.Key_Right)
    assert grid.accessibleName() == "Kernel, row 1 column 2: 0.23"
    wheel(grid, (0, 1), -1)
    assert grid.accessibleName() == "Kernel, row 1 column 2: 0.13"


@pytest.mark.parametrize(
    ("keys", "cell"),
    [
        ([KEY.Key_Tab], (0, 1)),
        ([KEY.Key_Tab] * 3, (1, 0)),  # on in the next row
        ([KEY.Key_Tab] * 30, (2, 2)),
        ([KEY.Key_Return, KEY.Key_Tab, KEY.Key_Backtab], (1, 0)),
        ([KEY.Key_Backtab], (0, 0)),
        ([KEY.Key_Enter] * 5, (2, 0)),
    ],
)
def test_tab_and_enter_move_as_in_a_spreadsheet(grid, keys, cell):
    for key in keys:
        QTest.keyClick(grid, key)
    assert grid.current == cell
    assert grid.hasFocus()


def test_shift_and_enter_go_up(grid):
    grid.set_current(2, 1)
    QTest.keyClick(grid, KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert grid.current == (1, 1)


@pytest.mark.parametrize("is_typing", [False, True])
def test_ctrl_and_tab_leave_the_grid(grid, is_typing):
    edited = []
    grid.cell_edited.connect(lambda *edit: edited.append(edit))
    if is_typing:
        QTest.keyClicks(grid, "5")
    QTest.keyClick(grid.editor if is_typing else grid, KEY.Key_Tab, CTRL)
    assert not grid.hasFocus()
    assert not grid.editor.hasFocus()
    assert [edit[:3] for edit in edited] == ([(0, 0, 5.0)] if is_typing else [])


@pytest.mark.parametrize("is_sideways", [False, True])
def test_the_wheel_edits_only_a_grid_with_the_focus_and_only_up_and_down(grid, is_sideways):
    edited = []
    grid.cell_edited.connect(lambda *edit: edited.append(edit))
    if not is_sideways:
        grid.clearFocus()
    at = QPointF(center(grid, 1, 1))
    turned = QPoint(-120, 0) if is_sideways else QPoint(0, 120)
    event = QWheelEvent(
        at, QPointF(grid.mapToGlobal(at.toPoint())), QPoint(), turned,
        Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(grid, event)
    assert edited == []
    assert event.isAccepted() == is_sideways


def test_a_wheel_of_fine_turns_adds_up(grid):
    edited = []
    grid.cell_edited.connect(lambda *edit: edited.append(edit))
    for _turn in range(8):
        wheel(grid, (1, 1), 1 / 8)
    assert len(edited) == 1


def test_keys_of_the_grid_are_no_shortcuts_but_those_of_the_transport_are(grid):
    pressed = []
    for keys in ("Left", "-", "+", "F2", "Del", "Ctrl+V", "PgDown", "Space", "Ctrl+Z"):
        QShortcut(keys, grid.window()).activated.connect(lambda keys=keys: pressed.append(keys))
    QGuiApplication.clipboard().setText("1 1 1\n1 1 1\n1 1 1")
    for key in (KEY.Key_Left, KEY.Key_Delete, KEY.Key_Plus, KEY.Key_PageDown, KEY.Key_Space):
        QTest.keyClick(grid, key)
    QTest.keyClick(grid, KEY.Key_V, CTRL)
    QTest.keyClick(grid, KEY.Key_Z, CTRL)
    QTest.keyClick(grid, KEY.Key_Minus)
    assert pressed == ["+", "PgDown", "Space", "Ctrl+Z"]
    assert grid.editor.text() == "-"


def test_a_read_only_grid_is_looked_at_and_copied(qtbot, look):
    grid = CellGrid(look, "Kernel before", read_only=True)
    qtbot.addWidget(grid)
    grid.show_values(KERNEL, 0.3)
    grid.show()
    with qtbot.assertNotEmitted(grid.cell_edited):
        QTest.keyClicks(grid, "5")
        QTest.keyClick(grid, KEY.Key_Delete)
        wheel(grid, (0, 0), 1)
        drag(grid, (0, 0), 40)
    assert not grid.editor.isVisible()


def test_an_open_line_closes_when_another_size_is_shown(grid):
    QTest.keyClick(grid, KEY.Key_Right)
    QTest.keyClick(grid, KEY.Key_F2)
    grid.show_values(np.ones((1, 1), np.float32), 1)
    assert not grid.editor.isVisible()
    assert (grid.current, grid.edits) == ((0, 0), [])


def test_the_colours_are_those_of_the_scale(grid):
    image = grid.grab().toImage()
    beside = grid.cell_rect(0, 0).topLeft() + QPoint(8, 8)
    assert image.pixelColor(beside) == QColor(214, 98, 10)


def test_letters_typed_into_a_cell_are_refused_in_words(grid, qtbot):
    qtbot.keyClicks(grid, "a")
    qtbot.keyClicks(grid.editor, "bc")
    qtbot.keyClick(grid.editor, Qt.Key.Key_Return)
    assert "“abc” is no number" in told(grid)
    assert grid.editor.is_open
    qtbot.keyClick(grid.editor, Qt.Key.Key_Escape)
    assert not grid.editor.is_open
    assert grid.edits == []


def test_keys_without_text_are_left_to_the_window(grid, qtbot):
    for pressed in (Qt.Key.Key_PageDown, Qt.Key.Key_Shift, Qt.Key.Key_Space, Qt.Key.Key_F5):
        qtbot.keyClick(grid, pressed)
        assert not grid.editor.is_open


def test_arrows_after_a_typed_digit_go_on_to_the_next_cell(grid, qtbot):
    grid.set_current(0, 0)
    qtbot.keyClicks(grid, "4")
    qtbot.keyClick(grid.editor, Qt.Key.Key_Right)
    qtbot.keyClicks(grid, "5")
    qtbot.keyClick(grid.editor, Qt.Key.Key_Down)
    assert [edit[:3] for edit in grid.edits] == [(0, 0, 4.0), (0, 1, 5.0)]
    assert grid.current == (1, 1)
