"""Page Down tells the smallest step that tells something; Page Up takes it back."""

import pytest

from cnnviz.cnn.network import INPUT
from cnnviz.explain.stages import stages
from cnnviz.explain.values import explain
from cnnviz.project import shipped
from cnnviz.project.place import Position
from cnnviz.project.project import new_project
from cnnviz.project.project_file import open_project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.exercise import Exercise
from cnnviz.state.reveal import Reveal
from cnnviz.state.settings import Settings
from cnnviz.state.teller import Teller

ACTIVITY = (57, 15, 15, 5, 40, 14, 8, 6, 19, 11, 10, 7, 14, 12, 7, 5)


def state(project):
    document = Document(project)
    cursor = Cursor(document)
    reveal = Reveal(document, cursor)
    exercise = Exercise(document, cursor, reveal)
    return cursor, reveal, exercise, Teller(document, cursor, reveal, Settings())


@pytest.fixture
def activity(qapp):
    return state(open_project(shipped.project_file("activity-2")))


@pytest.fixture
def lecture(qapp):
    return state(new_project(shipped.network("lecture-cnn")))


def told(reveal):
    """The cells of the convolution that may be seen, as a remote has filled them."""
    hidden = reveal.hidden_cells("conv1", 0)
    return 16 if hidden is None else int((~hidden).sum())


def test_a_remote_alone_fills_the_sixteen_cells(activity):
    cursor, reveal, exercise, teller = activity
    cursor.open(Position("conv1", 0))
    exercise.set_on(True)
    assert told(reveal) == 0
    for number in range(1, 17):
        names = []
        while reveal.hides(cursor.selected):
            names.append(teller.stage_name)
            teller.go_on()
        assert names == ["window", "products", "sum"]
        assert told(reveal) == number
        assert cursor.index == number - 1
        teller.go_on()
    assert cursor.selected.node == "relu1"
    assert reveal.hidden_cells("conv1", 0) is None  # it is given now
    assert reveal.hides(cursor.selected)
    assert reveal.hides(Position("max_pool1", 0))  # and so it tells nothing of what is asked


def test_page_up_is_the_way_back(activity):
    cursor, reveal, _exercise, teller = activity
    cursor.open_stage(Position("conv1", 0), 0, asked="conv1")
    seen = []
    for _ in range(70):
        seen.append((cursor.selected, reveal.hides(cursor.selected), cursor.place.stage))
        teller.go_on()
    assert seen[-1][0].node == "relu1"
    for before in reversed(seen):
        teller.go_back()
        now = (cursor.selected, reveal.hides(cursor.selected), cursor.place.stage)
        assert now == before


def test_after_as_many_values_as_are_wanted_comes_the_next_layer(lecture):
    cursor, reveal, _exercise, teller = lecture
    cursor.open(Position("conv1", 2, 5, 5))
    assert not reveal.hides(cursor.selected)  # as it was opened, all of it is seen
    teller.go_on()
    assert cursor.selected == Position("conv1", 2, 5, 6)
    assert reveal.hides(cursor.selected)
    assert not reveal.hides(Position("conv1", 2, 5, 5))
    assert not reveal.hides(Position("conv1", 2, 5, 7))  # not asked: only this one is being told
    for _ in range(2 * 4):
        teller.go_on()
    assert cursor.selected == Position("relu1", 2, 5, 5)  # the same values, one layer on
    cursor.close()
    assert cursor.place.told == ()
    assert not reveal.is_hiding


def test_with_no_value_open_it_goes_by_layers_and_ends_at_both_ends(lecture):
    cursor, _reveal, _exercise, teller = lecture
    cursor.go_to(INPUT)
    assert not teller.can_go_back
    teller.go_on()
    assert cursor.node == "conv1"
    cursor.go_to(cursor.last)
    assert not teller.can_go_on


def test_at_the_last_value_of_the_last_layer_it_stays(lecture):
    cursor, _reveal, _exercise, teller = lecture
    cursor.open(Position("softmax1", 9))
    assert not teller.can_go_on
    teller.go_on()
    assert cursor.selected == Position("softmax1", 9)
    assert cursor.is_open


@pytest.mark.parametrize("name", ["lecture-cnn", "residual-cnn", "nine-steps-average"])
def test_every_kind_of_layer_ends_with_its_value(qapp, name):
    trace = Document(new_project(shipped.network(name))).forward.trace
    for node, shape in trace.shapes.items():
        names = stages(explain(trace, node, Position(node, 0).place(shape)))
        assert names[0] == "window"
        assert names[-1] == "value"


def test_how_many_values_are_told_is_a_setting(lecture):
    cursor, _reveal, _exercise, teller = lecture
    teller.set_most(1)
    cursor.open(Position("conv1", 2, 5, 5))
    teller.go_on()
    assert cursor.selected == Position("relu1", 2, 5, 5)
    teller.set_most(0)
    assert teller.most_wanted == 1


def test_a_hand_out_that_keeps_its_answers_is_walked_and_not_told(activity):
    cursor, reveal, exercise, teller = activity
    cursor.open(Position("conv1", 0))
    cursor.look(exercise.handed_out(("answers",), is_hidden=True))
    assert reveal.keeps_answers
    seen = [cursor.selected]
    while teller.can_go_on:
        assert (teller.next_stage, teller.gives_inputs, teller.stage_name) == (
            None,
            False,
            "window",
        )
        assert teller.following is not None
        teller.go_on()
        assert reveal.hides(cursor.selected)
        seen.append(cursor.selected)
    conv1 = [Position("conv1", 0, *divmod(k, 4)) for k in range(16)]
    relu1 = [Position("relu1", 0, *divmod(k, 4)) for k in range(16)]
    assert seen == [*conv1, *relu1, *(Position("max_pool1", 0, *divmod(k, 2)) for k in range(4))]
    teller.go_on()
    assert cursor.selected == seen[-1]
    assert (cursor.place.told, cursor.place.stage, cursor.place.asked) == ((), None, "conv1")
    for _ in range(40):
        assert teller.can_go_back == (cursor.selected.node != INPUT)
        teller.go_back()
    assert reveal.hidden_cells("conv1", 0).all()


def test_a_photo_that_is_handed_out_is_walked_by_layers(lecture):
    cursor, reveal, exercise, teller = lecture
    cursor.open(Position("conv1", 2, 5, 5))
    cursor.look(exercise.handed_out(("answers",), is_hidden=True))
    teller.go_on()
    assert cursor.selected == Position("relu1", 2, 5, 5)
    teller.go_back()
    assert cursor.selected == Position("conv1", 2, 5, 5)
    assert reveal.hides(cursor.selected)


def test_a_hand_out_whose_ways_to_the_answers_were_left_tells_them(activity):
    cursor, reveal, exercise, teller = activity
    cursor.open(Position("conv1", 0))
    cursor.look(exercise.handed_out((), is_hidden=True))
    assert not reveal.keeps_answers
    for _ in range(3):
        teller.go_on()
    assert not reveal.hides(Position("conv1", 0))


def test_it_begins_anew_with_every_stage_of_the_first_value(lecture):
    cursor, reveal, _exercise, teller = lecture
    cursor.open(Position("conv1", 2, 0, 0))
    assert not teller.is_telling
    for _ in range(6):  # the second value, and the third begun
        teller.go_on()
    assert teller.is_telling
    teller.begin()
    shown = []
    for _ in range(5):
        shown.append((cursor.index, teller.stage_name, reveal.hides(cursor.selected)))
        teller.go_on()
    assert shown == [
        (0, "window", True),
        (0, "products", True),
        (0, "sum", True),
        (0, "value", False),
        (1, "window", True),
    ]


def test_what_was_found_is_not_asked_for_again(activity):
    cursor, reveal, exercise, teller = activity
    cursor.open(Position("conv1", 0))
    exercise.set_on(True)
    for _ in range(8):  # two values
        teller.go_on()
    seen = told(reveal)
    assert seen == 2
    teller.begin()
    assert cursor.index == 0
    assert told(reveal) == seen
