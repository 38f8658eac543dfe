"""Answers are hidden until they are found, counted, and forgotten with the numbers they are of."""

import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.project import shipped
from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import new_project, with_parameter, with_scale_mode
from cnnviz.project.project_file import open_project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.exercise import Exercise
from cnnviz.state.reveal import Reveal

FIRST = Position("conv1", 0)
ANSWERS = (57, 15, 15, 5, 40, 14, 8, 6, 19, 11, 10, 7, 14, 12, 7, 5)


@pytest.fixture
def document(qapp):
    return Document(open_project(shipped.project_file("activity-2")))


@pytest.fixture
def cursor(document):
    cursor = Cursor(document)
    cursor.open(FIRST)
    return cursor


@pytest.fixture
def exercise(document, cursor):
    exercise = Exercise(document, cursor, Reveal(document, cursor))
    exercise.set_on(True)
    return exercise


def test_nothing_is_hidden_without_an_exercise(document, cursor):
    exercise = Exercise(document, cursor, Reveal(document, cursor))
    assert not exercise.reveal.hides(FIRST)
    assert exercise.reveal.hidden_cells("conv1", 0) is None


def test_everything_is_hidden_at_first(exercise):
    assert exercise.reveal.hides(FIRST)
    assert exercise.right == frozenset()
    assert exercise.reveal.hidden_cells("conv1", 0).all()
    assert exercise.reveal.hidden_cells("max_pool1", 0).shape == (2, 2)


def test_a_right_answer_is_shown_and_counts(exercise, qtbot):
    with qtbot.waitSignal(exercise.changed, timeout=1000):
        assert exercise.take(" 57 ").is_right
    assert not exercise.reveal.hides(FIRST)
    assert exercise.right == {0}
    assert exercise.answer(FIRST).text == "57"
    assert np.argwhere(~exercise.reveal.hidden_cells("conv1", 0)).tolist() == [[0, 0]]


def test_a_wrong_answer_stays_hidden_and_a_second_one_replaces_it(exercise):
    assert not exercise.take("28").is_right
    assert exercise.reveal.hides(FIRST)
    assert exercise.right == frozenset()
    assert exercise.answer(FIRST).verdict.sentence == "That is the flipped kernel: 28."
    assert exercise.take("57").is_right
    assert exercise.right == {0}


def test_what_is_no_number_is_told_and_changes_nothing(exercise, qtbot):
    with qtbot.assertNotEmitted(exercise.changed), pytest.raises(ValueError, match="no number"):
        exercise.take("abc")
    assert exercise.answer(FIRST) is None


def test_all_sixteen_are_counted_and_the_next_is_one_that_is_not_right(exercise, cursor):
    for index in (1, 0, *range(2, 16)):
        cursor.go_to_index(index)
        assert exercise.take(str(ANSWERS[index])).is_right
        assert (exercise.next_index is None) == (index == 15)
    assert len(exercise.right) == 16
    assert not exercise.reveal.hidden_cells("conv1", 0).any()


def test_after_the_last_position_comes_the_first_again(exercise, cursor):
    cursor.go_to_index(15)
    exercise.take("5")
    assert exercise.next_index == 0
    cursor.go_to_index(14)
    assert exercise.next_index == 0  # the last is answered


def test_answers_of_other_maps_and_layers_do_not_count(exercise, cursor):
    exercise.take("57")
    cursor.select(Position("relu1", 0))  # ReLU
    assert exercise.right == frozenset()
    assert exercise.reveal.hidden_cells("relu1", 0).all()
    cursor.select(Position("conv1", 0, 2, 1))
    assert exercise.right == {0}


def test_answers_are_forgotten_when_the_numbers_change_and_not_before(exercise, document, qtbot):
    exercise.take("57")
    document.edit("Scale", with_scale_mode(document.project, "network"))
    assert exercise.right == {0}
    with qtbot.waitSignal(exercise.changed, timeout=1000):
        changed = with_parameter(document.project, "conv1", "bias", (0,), 3)
        document.edit("Bias", changed)
    assert exercise.right == frozenset()
    assert exercise.take("57").sentence == "You forgot the bias: 3."
    assert exercise.take("60").is_right


def test_showing_the_answers_forgets_what_was_typed(exercise):
    exercise.take("57")
    exercise.set_on(False)
    assert not exercise.reveal.hides(Position("conv1", 0, 3, 3))
    exercise.set_on(True)
    assert exercise.reveal.hides(FIRST)


def test_values_in_a_row_are_one_row_of_cells(qapp):
    document = Document(new_project(architectures.build("lecture-cnn")))
    cursor = Cursor(document)
    last = cursor.last
    cursor.open(Position(last, 4))
    exercise = Exercise(document, cursor, Reveal(document, cursor))
    exercise.set_on(True)
    share = document.forward.trace.values[last][4]
    assert exercise.take(f"{share:.6f}").is_right
    assert exercise.right == {4}
    assert np.argwhere(~exercise.reveal.hidden_cells(last, 0)).tolist() == [[0, 4]]


@pytest.fixture
def digits(qapp):
    """An exercise at the second convolution of the lecture's network."""
    document = Document(new_project(shipped.network("lecture-cnn")))
    cursor = Cursor(document)
    cursor.open(Position("conv2", 0))
    exercise = Exercise(document, cursor, Reveal(document, cursor))
    exercise.set_on(True)
    return exercise, cursor, document


def hidden_nodes(exercise, document):
    names = document.project.network.names
    return [node for node in names if exercise.reveal.hides(Position(node, 0))]


def test_what_comes_before_the_step_that_is_asked_for_is_given(digits):
    exercise, cursor, document = digits
    names = [*document.project.network.names]
    assert hidden_nodes(exercise, document) == names[names.index("conv2") :]
    assert exercise.reveal.hidden_cells("max_pool1", 0) is None
    cursor.close()
    cursor.open(Position("relu1", 0))  # an earlier step is asked for as well
    assert hidden_nodes(exercise, document) == names[names.index("relu1") :]
    cursor.open(Position("input", 0))  # the input is given
    assert hidden_nodes(exercise, document) == names[1:]


def test_an_exercise_ends_with_its_project_but_not_when_it_is_saved(digits, tmp_path):
    exercise, _, document = digits
    document.mark_saved(tmp_path / "a.cnnviz")
    assert exercise.is_on
    document.open(new_project(shipped.network("lenet-5")), None)
    assert not exercise.is_on
    assert not exercise.reveal.is_hiding


def test_one_that_is_begun_hides_its_answers_before_they_are_seen(digits):
    exercise, _, document = digits
    exercise.set_on(False)
    seen = []
    document.changed.connect(lambda before, after: seen.append(exercise.reveal.hides(FIRST)))
    exercise.begin(open_project(shipped.project_file("activity-2")))
    assert seen == [True]
    assert exercise.is_on


def test_an_exercise_that_cannot_be_computed_leaves_what_was_asked(document, exercise):
    exercise.set_on(True)
    before = document.project
    tiny = Picture("matrix", np.zeros((1, 2, 2), np.float32))
    refusal = exercise.begin(new_project(architectures.build("one-filter"), tiny))
    assert "3×3" in refusal
    assert exercise.is_on
    assert document.project is before
