import pytest
from PySide6.QtCore import QPoint, Qt

from cnnviz.runs.directory import RunDirectory
from cnnviz.runs.events import EpochEnd
from cnnviz.state.training import runs_folder
from cnnviz.views.train.runs_table import RunsTable
from tests.runs_on_disk import made_run

LEFT, ROLE = Qt.MouseButton.LeftButton, Qt.ItemDataRole
NAME, VALIDATION = 1, 7


@pytest.fixture
def table(training, look, qtbot):
    for name, snapshots in (("a", 4), ("b", 11), ("c", 2)):
        made_run(runs_folder() / name, snapshots=snapshots)
    training.runs.look()
    table = RunsTable(training.runs, training.comparison, look)
    qtbot.addWidget(table)
    table.resize(1000, 300)
    table.show()
    return table


def texts(table, column, role=ROLE.DisplayRole):
    model = table.model()
    return [model.index(row, column).data(role) for row in range(model.rowCount())]


def test_the_latest_run_stands_first_until_a_heading_is_clicked(table, qtbot):
    assert texts(table, NAME) == ["c", "b", "a"]
    header = table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(VALIDATION) + 5, header.height() // 2)
    qtbot.mouseClick(header.viewport(), LEFT, pos=place)
    assert texts(table, VALIDATION) == ["10.0 %", "30.0 %", "100.0 %"]
    qtbot.mouseClick(header.viewport(), LEFT, pos=place)
    assert texts(table, NAME) == ["b", "a", "c"]


def test_the_chosen_run_stays_chosen_when_rows_are_sorted_and_come_and_go(table, training, qtbot):
    table.choose(runs_folder() / "b")
    table.sortByColumn(VALIDATION, Qt.SortOrder.AscendingOrder)
    assert table.chosen == runs_folder() / "b"
    made_run(runs_folder() / "d")
    training.runs.look()
    assert table.chosen == runs_folder() / "b"
    training.rename(runs_folder() / "b", "z")
    assert table.chosen == runs_folder() / "z"
    training.throw_away(runs_folder() / "z")
    assert table.chosen is None


def test_another_number_of_a_run_moves_its_row(table, training):
    table.sortByColumn(VALIDATION, Qt.SortOrder.DescendingOrder)
    RunDirectory(runs_folder() / "c").add_event(EpochEnd(5, 0.1, 0.99, 9.0))
    training.runs.look()
    assert texts(table, NAME) == ["b", "c", "a"]
    assert texts(table, VALIDATION)[1] == "99.0 %"


def test_a_click_at_the_box_compares_the_run_of_that_row(table, training, qtbot):
    table.sortByColumn(NAME, Qt.SortOrder.AscendingOrder)
    box = table.visualRect(table.model().index(1, 0))
    qtbot.mouseClick(table.viewport(), LEFT, pos=QPoint(box.left() + 10, box.center().y()))
    assert training.comparison.paths == (runs_folder() / "b",)
    assert texts(table, 0, ROLE.CheckStateRole)[1] == Qt.CheckState.Checked


def test_a_screen_reader_meets_titles_and_names(table):
    assert texts(table, 0, ROLE.AccessibleTextRole)[0] == "Compare c"
    assert texts(table, VALIDATION, ROLE.AccessibleTextRole)[0] == "Best val.: 10.0 %"
