"""The bar of the exercise: what it asks, what it says, and where its keys go."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QVBoxLayout, QWidget

from cnnviz.cnn import architectures
from cnnviz.explain.values import explain
from cnnviz.project import shipped
from cnnviz.project.place import Position
from cnnviz.project.project import new_project, with_parameter
from cnnviz.project.project_file import open_project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.exercise import Exercise
from cnnviz.state.reveal import Reveal
from cnnviz.state.settings import Settings
from cnnviz.views.exercise.answer_bar import AnswerBar, question
from cnnviz.views.look.theme import Look

ENTER = Qt.Key.Key_Return


class Made:
    def __init__(self, qtbot):
        self.document = Document(open_project(shipped.project_file("activity-2")))
        self.cursor = Cursor(self.document)
        self.cursor.open(Position("conv1", 0, 1, 0))
        self.exercise = Exercise(self.document, self.cursor, Reveal(self.document, self.cursor))
        self.settings = Settings()
        look = Look(self.settings, is_ready=False)
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.bar = AnswerBar(self.document, self.cursor, self.exercise, look)
        QVBoxLayout(self.window).addWidget(self.bar)
        self.cursor.changed.connect(self.bar.refresh)  # as the explanation does
        self.exercise.changed.connect(self.bar.refresh)
        self.exercise.set_on(True)
        self.window.resize(700, 100)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.bar.field.setFocus()
        self.qtbot = qtbot

    def type(self, text):
        self.bar.field.selectAll()
        self.qtbot.keyClicks(self.bar.field, text)
        self.qtbot.keyClick(self.bar.field, ENTER)


@pytest.fixture
def made(qtbot):
    return Made(qtbot)


def test_it_is_there_only_in_an_exercise_with_an_open_explanation(made):
    assert made.bar.isVisible()
    made.cursor.close()
    assert made.bar.isHidden()
    assert made.bar.height_in(700) == 0
    made.cursor.open()
    assert made.bar.isVisible()
    made.exercise.set_on(False)
    assert made.bar.isHidden()


def test_it_tells_the_view_only_of_what_the_user_does(made):
    """The view asks the bar to follow: told of that, it would ask again, in a circle."""
    with made.qtbot.assertNotEmitted(made.bar.said):
        made.cursor.go_to_index(7)
        made.bar.refresh()
        made.settings.set_text_size(150)
        made.document.edit("Bias", with_parameter(made.document.project, "conv1", "bias", (0,), 3))
    with made.qtbot.waitSignal(made.bar.said, timeout=1000):
        made.type("1")


def test_values_in_a_row_are_asked_for_by_name(qapp):
    trace = Document(new_project(architectures.build("lecture-cnn"))).forward.trace
    asked = [
        question(trace, explain(trace, node, (3,))) for node in ("flatten1", "fc1", "softmax1")
    ]
    assert asked == ["Value 4 =", "Unit 4 =", "Class “3” ="]


def test_it_asks_for_the_selected_position(made):
    assert made.bar.question.text() == "Row 2, column 1 of filter 1 ="
    assert made.bar.score.text() == "0 of 16 right"
    made.cursor.go_to_index(15)
    assert made.bar.question.text() == "Row 4, column 4 of filter 1 ="
    assert made.bar.field.accessibleName() == "The value of row 4, column 4 of filter 1"


def test_a_right_answer_goes_on_with_an_empty_field_that_keeps_the_focus(made):
    made.type("40")
    assert made.bar.verdict.text().startswith("Right: 40. That was row ")
    assert made.bar.findChild(QLabel, "answer-icon").accessibleName() == "Right"
    assert made.bar.findChild(QLabel, "answer-icon").isVisible()
    assert made.cursor.index == 5
    assert made.bar.field.text() == ""
    assert made.bar.field.hasFocus()
    assert made.bar.score.text() == "1 of 16 right"
    assert made.bar.progress.share == 1 / 16


def test_a_right_answer_passes_over_what_is_answered(made):
    made.cursor.go_to_index(5)
    made.type("14")
    made.cursor.go_to_index(4)
    made.type("40")
    assert made.cursor.index == 6


def test_a_wrong_answer_tells_why_and_is_selected_to_be_typed_again(made):
    made.cursor.go_to_index(0)
    made.type("28")
    assert made.bar.verdict.text() == "That is the flipped kernel: 28."
    assert made.bar.findChild(QLabel, "answer-icon").accessibleName() == "Not right"
    assert made.bar.field.selectedText() == "28"
    assert made.bar.field.property("problem") == "true"
    made.qtbot.keyClicks(made.bar.field, "5")
    assert made.bar.field.text() == "5"
    assert made.bar.verdict.text() == ""  # of the answer before
    assert made.bar.field.property("problem") == "false"
    made.qtbot.keyClicks(made.bar.field, "7")
    made.qtbot.keyClick(made.bar.field, ENTER)
    assert made.cursor.index == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("zehn", "“zehn” is no number; type one like 2, −1, 0.5 or 3/4."),
        ("", "There is no number; type one like 2, −1, 0.5 or 3/4."),
        ("1.2.3", "“1.2.3” has more than one decimal mark; thousands are not grouped: type "
                  "1234.5."),
    ],
)  # fmt: skip
def test_what_is_no_number_is_told_and_leaves_nothing_dead(made, text, told):
    made.bar.field.clear()
    made.type(text)
    assert made.bar.verdict.text() == told
    assert made.cursor.index == 4
    made.type("40")
    assert made.bar.verdict.text().startswith("Right: 40. That was row ")


@pytest.mark.parametrize("text", ["40", "40.0", "40,00", "+40", "80/2"])
def test_numbers_are_typed_as_everywhere(made, text):
    made.type(text)
    assert made.bar.verdict.text().startswith("Right")


def test_the_button_checks_too(made):
    made.qtbot.keyClicks(made.bar.field, "40")
    made.qtbot.mouseClick(made.bar.check, Qt.MouseButton.LeftButton)
    assert made.cursor.index == 5
    assert made.bar.field.hasFocus()


def test_going_back_shows_what_was_typed(made):
    made.type("41")
    made.cursor.go_to_index(0)
    assert (made.bar.field.text(), made.bar.verdict.text()) == ("", "")
    made.cursor.go_to_index(4)
    assert made.bar.field.text() == "41"
    assert made.bar.verdict.text() == "Not yet: 41 is too large."


def test_a_verdict_goes_with_the_numbers_it_was_about(made):
    made.type("40")
    made.document.edit("Bias", with_parameter(made.document.project, "conv1", "bias", (0,), 3))
    assert made.bar.verdict.text() == ""
    assert made.bar.score.text() == "0 of 16 right"


def test_the_last_right_answer_says_that_all_are(made):
    answers = (57, 15, 15, 5, 40, 14, 8, 6, 19, 11, 10, 7, 14, 12, 7, 5)
    for index in (*range(4, 16), *range(4)):
        assert made.cursor.index == index
        made.type(str(answers[index]))
    assert made.bar.verdict.text() == "Right: 5. All 16 are right."
    assert made.bar.progress.share == 1


def test_esc_leaves_the_field_and_nothing_else(made):
    with made.qtbot.waitSignal(made.bar.left, timeout=1000):
        made.qtbot.keyClick(made.bar.field, Qt.Key.Key_Escape)
    assert made.cursor.is_open


def test_it_needs_more_rows_in_little_room_and_follows_the_text_size(made):
    wide = made.bar.height_in(900)
    assert made.bar.height_in(300) > wide
    made.settings.set_text_size(200)
    assert made.bar.height_in(1800) > 1.5 * wide
    assert made.bar.question.font().pixelSize() == 30


@pytest.mark.parametrize("key", [ENTER, Qt.Key.Key_Enter, Qt.Key.Key_Escape])
def test_no_shortcut_of_the_window_takes_enter_or_esc(made, key):
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(made.bar.field, event)
    assert event.isAccepted()


def test_undo_belongs_to_the_document_until_something_is_typed(made):
    def is_kept():
        control = Qt.KeyboardModifier.ControlModifier
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, control)
        event.ignore()
        QApplication.sendEvent(made.bar.field, event)
        return event.isAccepted()

    assert not is_kept()
    made.qtbot.keyClicks(made.bar.field, "4")
    assert is_kept()


def test_what_is_offered_is_told_without_the_marks_of_menus(made):
    action = QAction("&Another…", made.window)
    action.setObjectName("another")
    made.bar.offer(action)
    button = made.bar.findChild(QToolButton, "answer-another")
    assert button.accessibleName() == "Another…"
