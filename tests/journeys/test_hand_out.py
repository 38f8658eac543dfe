"""A project is handed out: answers hidden, controls put away, and all of it comes back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from cnnviz.project import shipped
from cnnviz.project.place import Position
from cnnviz.project.project_file import read_project
from cnnviz.views.exercise.hand_out_dialog import CONTROLS
from cnnviz.views.explanation.view import ExplanationView

LEFT = Qt.MouseButton.LeftButton
PARTS = {  # by the name of what is put away: the objects that are gone
    "pages": ("page-switch",),
    "input": ("input-panel",),
    "inspector": ("inspector-panel",),
    "networks": ("network-choice",),
    "steps": ("transport-bar",),
    "answers": ("show-answers",),
}


@pytest.fixture
def handed_out(app, find, qtbot, tmp_path):
    """Hand the project out by the dialog; return the file."""

    def handed_out(*put_away, answers=True, name="task.cnnviz"):
        find("hand-out").trigger()
        made = app.window.findChild(QDialog, "hand-out-dialog")
        made.answers.setChecked(answers)
        for control in put_away:
            made.controls[control].setChecked(True)
        app.answers.path = tmp_path / name
        qtbot.mouseClick(made.save, LEFT)
        told = made.told.text()
        qtbot.keyClick(made, Qt.Key.Key_Escape)
        return app.answers.path, told

    return handed_out


@pytest.fixture
def seven(app):
    """A digit in the lecture's network, all of whose parts are seen."""
    app.window.resize(1900, 1000)
    app.files.open_path(shipped.project_file("activity-2").parents[1] / "images/digits/7.png")
    return app


def test_a_hand_out_hides_the_answers_and_the_project_stays_as_it_was(app, handed_out):
    app.files.open_path(shipped.project_file("activity-2"))
    place, project, path = app.cursor.place, app.document.project, app.document.path
    file, told = handed_out()
    assert told == "Saved as task.cnnviz."
    assert (app.cursor.place, app.document.path) == (place, path)
    assert app.document.project is project
    assert app.document.history.isClean()
    assert not app.exercise.is_on
    app.files.open_path(file)
    assert app.exercise.is_on
    shown = next(v for v in app.window.findChildren(ExplanationView) if v.isVisible())
    assert "57" not in {text for _, text in shown.result.sheet.texts()}
    assert shown.answer_bar.isVisible()
    assert app.exercise.take("57").is_right


@pytest.mark.parametrize("control", CONTROLS)
def test_what_is_put_away_is_gone_until_the_menu_brings_it_back(seven, find, handed_out, control):
    seven.exercise.set_on(control == "answers")  # so that its button is there
    parts = [find(name) for name in PARTS[control]]
    others = [find(name) for key, names in PARTS.items() if key != control for name in names]
    others = [each for each in others if each.isVisible()]
    assert len(others) >= 4
    assert all(part.isVisible() for part in parts)
    assert not find("show-controls").isEnabled()
    file, _ = handed_out(control, answers=control == "answers")
    assert all(part.isVisible() for part in parts)
    seven.files.open_path(file)
    assert not any(part.isVisible() for part in parts)
    assert all(part.isVisible() for part in others)
    seven.cursor.go_by(-1)  # moving brings nothing back
    assert not any(part.isVisible() for part in parts)
    find("show-controls").trigger()
    assert all(part.isVisible() for part in parts)
    assert not find("show-controls").isEnabled()


def test_the_switch_of_an_explanation_is_put_away_too(seven, find, handed_out):
    seven.cursor.open(Position("conv1", 0))
    file, _ = handed_out("answers")
    seven.files.open_path(file)
    bar = seven.pages.explanation().bar
    assert seven.cursor.is_open
    assert not bar.hide_answer.isVisible()
    find("show-controls").trigger()
    assert bar.hide_answer.isVisible()


def test_who_asks_for_the_inspector_gets_it(seven, find, handed_out):
    file, _ = handed_out("inspector", "input", answers=False)
    seven.files.open_path(file)
    find("toggle-inspector").trigger()
    assert find("inspector-panel").isVisible()
    assert not find("input-panel").isVisible()
    find("toggle-inspector").trigger()
    assert not find("inspector-panel").isVisible()


def test_another_project_has_all_controls_and_a_saved_one_keeps_them_away(seven, find, handed_out):
    file, _ = handed_out("input", "networks")
    seven.files.open_path(file)
    assert seven.files.save()
    assert set(read_project(file).place.put_away) == {"input", "networks", "answers"}
    seven.files.new()
    assert find("input-panel").isVisible()
    assert find("network-choice").isVisible()


def test_the_project_itself_is_not_written_over(app, handed_out, tmp_path):
    app.answers.path = tmp_path / "lesson.cnnviz"
    app.files.save_as()
    before = app.answers.path.read_bytes()
    path, told = handed_out(name="lesson.cnnviz")
    assert told.startswith("lesson.cnnviz is the project itself; choose another name")
    assert path.read_bytes() == before


def test_a_hand_out_that_is_handed_out_again_begins_with_its_own_choices(seven, find, handed_out):
    file, _ = handed_out("input", "steps")
    seven.files.open_path(file)
    find("hand-out").trigger()
    made = seven.window.findChild(QDialog, "hand-out-dialog")
    chosen = {name for name, box in made.controls.items() if box.isChecked()}
    assert chosen == {"input", "steps", "answers"}
    made.reject()


@pytest.fixture
def student(app, handed_out):
    """A hand-out of Activity 2 with hidden answers, as a student opens it."""
    app.window.resize(1500, 950)
    app.files.open_path(shipped.project_file("activity-2"))
    file, _ = handed_out("networks")
    app.files.open_path(file)
    assert app.exercise.is_on
    return app


def press(key):
    QTest.keyClick(QApplication.focusWidget(), key)
    QApplication.processEvents()


def test_no_key_tells_what_is_to_be_found_in_a_hand_out(student, find):
    cursor, place = student.cursor, student.cursor.place
    student.window.activateWindow()
    QApplication.processEvents()
    for index in (1, 2, 3):
        press(Qt.Key.Key_PageDown)
        assert cursor.selected == Position("conv1", 0, 0, index)
        assert student.reveal.hides(cursor.selected)
    press(Qt.Key.Key_PageUp)
    assert cursor.selected == Position("conv1", 0, 0, 2)
    assert (cursor.place.told, cursor.place.stage) == ((), None)
    assert cursor.place.asked == place.asked
    cursor.open(Position("max_pool1", 0, 1, 1))
    assert not find("layer-forward").isEnabled()


def test_nothing_is_told_where_a_hand_out_is_presented(student):
    student.cursor.open(Position("conv1", 0, 3, 2))
    student.actions["present"].trigger()
    student.presenter.view.show_kind("value")
    forward, words = student.presenter.view.findChild(QPushButton, "present-next"), []
    for _step in range(3):
        words.append(forward.accessibleName())
        forward.click()
        assert student.reveal.hides(student.cursor.selected)
    student.actions["present"].trigger()
    assert words == ["Next: position 16", "Next: ReLU", "Next: position 2"]
    assert student.cursor.selected == Position("relu1", 0, 0, 1)


def test_a_right_answer_is_still_shown_and_counts(student):
    student.cursor.open(Position("conv1", 0))
    assert student.exercise.take("57").is_right
    assert not student.reveal.hides(Position("conv1", 0))
    assert student.reveal.hides(Position("conv1", 0, 0, 1))


def test_the_sheet_of_a_hand_out_has_no_answers_until_all_is_shown(student, find):
    find("answer-sheet").trigger()
    made = student.window.findChild(QDialog, "answer-sheet-dialog")
    assert not made.answers.isVisible()
    made.close()
    find("show-controls").trigger()
    find("answer-sheet").trigger()
    made = student.window.findChildren(QDialog, "answer-sheet-dialog")[-1]
    assert made.answers.isVisible()
    made.close()


def test_a_hand_out_made_of_one_keeps_the_answers_too(student, find):
    find("hand-out").trigger()
    made = student.window.findChild(QDialog, "hand-out-dialog")
    for box in (made.answers, made.controls["answers"]):
        assert box.isChecked()
        assert not box.isEnabled()
    made.reject()


def test_no_button_and_no_name_does_what_was_put_away(student, find):
    """Neither Activity 2 nor another exercise or network, nor a way to the answers."""
    assert student.cursor.page == "filter"
    gone = (
        "filter-activity-2", "answer-new-exercise", "matrix-activity-2",
        "network-choice", "show-answers",
    )  # fmt: skip
    assert not [name for name in gone if find(name).isVisible()]
    for name in ("activity-2", "new-exercise"):
        assert not find(name).isEnabled()
        assert "put away" in find(name).toolTip().lower()
    entries = {each.title: each for each in student._make_catalogue().entries()}
    for title in ("Show answers", "LeNet-5", "Activity 2"):
        assert not entries[title].is_possible
        assert "Show all controls" in entries[title].tip
    find("show-controls").trigger()
    assert all(find(name).isVisible() for name in gone[:3])
    assert find("activity-2").isEnabled()


def test_with_the_pages_put_away_no_key_leads_to_another(seven, find, handed_out):
    file, _ = handed_out("pages")
    seven.files.open_path(file)
    for name in ("page-filter", "page-train"):
        assert not find(name).isEnabled()
        find(name).trigger()
    assert seven.cursor.page == "network"
    find("show-controls").trigger()
    find("page-filter").trigger()
    assert seven.cursor.page == "filter"


def test_the_inspector_is_offered_only_where_it_can_be_shown(student, find):
    button = find("filter-inspector")
    assert button.isVisible()
    assert student.cursor.is_open
    assert not button.isEnabled()
    assert "asked for" in find("toggle-inspector").toolTip()
    student.cursor.close()
    panel, before = find("inspector-panel"), find("inspector-panel").isVisible()
    assert button.isEnabled()
    button.click()
    assert panel.isVisible() is not before
    student.cursor.show_page("train")
    assert not find("toggle-inspector").isEnabled()
    assert "Train page" in find("toggle-inspector").toolTip()


def test_the_ways_to_the_answers_are_put_away_unless_they_are_wanted(app, find, handed_out):
    app.files.open_path(shipped.project_file("activity-2"))
    find("hand-out").trigger()
    made = app.window.findChild(QDialog, "hand-out-dialog")
    assert made.controls["answers"].isChecked()
    made.answers.setChecked(False)
    assert not made.controls["answers"].isChecked()
    made.answers.setChecked(True)
    assert made.controls["answers"].isChecked()
    made.reject()
