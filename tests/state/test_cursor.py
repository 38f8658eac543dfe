import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.network import INPUT
from cnnviz.project import shipped
from cnnviz.project.picture import Picture, blank_drawing
from cnnviz.project.place import Pin, Position
from cnnviz.project.project import new_project, with_network, with_parameter, with_picture
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.playback import FASTEST, SLOWEST, Playback


@pytest.fixture
def document(qapp):
    return Document(new_project(architectures.build("lecture-cnn")))


@pytest.fixture
def cursor(document):
    return Cursor(document)


def test_at_first_every_layer_is_shown(cursor):
    assert cursor.node == cursor.last == "softmax1"
    assert cursor.number == cursor.last_number == 11


def test_steps_end_at_both_ends(cursor, qtbot):
    cursor.go_to_number(-3)
    assert cursor.node == INPUT
    with qtbot.assertNotEmitted(cursor.changed):
        cursor.go_by(-1)
    cursor.go_to_number(99)
    assert cursor.node == "softmax1"
    cursor.go_by(-2)
    assert (cursor.node, cursor.number) == ("relu3", 9)


def test_selecting_a_map_of_a_later_step_goes_there(cursor):
    cursor.go_to("relu1")
    cursor.select(Position("conv2", 3))
    assert cursor.node == "conv2"
    cursor.select(Position("conv1", 0))
    assert cursor.node == "conv2"


def test_an_edit_keeps_the_selection(document, cursor):
    cursor.select(Position("conv2", 3, 5, 6))
    document.edit("w", with_parameter(document.project, "conv1", "bias", (0,), 1.0))
    assert cursor.selected == Position("conv2", 3, 5, 6)


def test_another_network_drops_the_selection_and_keeps_the_step_in_range(document, cursor):
    cursor.go_to("relu3")
    cursor.select(Position("conv2", 3))
    document.edit("n", with_network(document.project, architectures.build("mlp")))
    assert cursor.selected is None
    assert cursor.node == "softmax1"  # the last: there is no ninth
    document.history.undo()
    assert cursor.last_number == 11


def test_who_looked_at_the_output_does_so_in_the_next_network(document, cursor):
    document.edit("n", with_network(document.project, architectures.build("mlp")))
    document.edit("n", with_network(document.project, architectures.build("tiny-vgg")))
    assert cursor.number == cursor.last_number == 13


def test_playing_goes_from_the_first_to_the_last_step_and_stops(document, cursor, qtbot):
    playback = Playback(cursor)
    playback.set_speed(FASTEST)
    seen = []
    cursor.changed.connect(lambda: seen.append(cursor.node))
    playback.play()
    assert playback.is_playing
    qtbot.waitUntil(lambda: not playback.is_playing, timeout=10_000)
    assert tuple(seen) == document.project.network.names


def test_pause_stays_where_it_is(cursor, qtbot):
    playback = Playback(cursor)
    playback.set_speed(FASTEST)
    playback.toggle()
    with qtbot.waitSignal(cursor.changed, timeout=5000):
        pass
    playback.toggle()
    assert not playback.is_playing
    assert 0 < cursor.number < 11


@pytest.mark.parametrize(("asked", "given"), [(1000, FASTEST), (0.001, SLOWEST), (2.0, 2.0)])
def test_speed_stays_in_its_bounds(cursor, asked, given):
    playback = Playback(cursor)
    playback.set_speed(asked)
    assert playback.speed == given


def test_a_selection_follows_the_steps_and_is_left_when_it_lies_elsewhere(cursor):
    cursor.go_to("conv2")
    cursor.select(Position("conv2", 3, 6, 8))
    cursor.go_to("relu2")
    assert cursor.selected == Position("relu2", 3, 6, 8)
    cursor.go_to("softmax1")
    cursor.select(Position("conv1", 2))  # looked at from the last step
    cursor.go_to("input")
    assert cursor.selected is None
    cursor.go_to("conv2")
    cursor.open()
    assert cursor.selected.node == "conv2"


def test_of_the_answer_the_leading_class_is_opened_and_without_ink_the_first(document, cursor):
    ink = np.zeros((1, 28, 28), np.float32)
    ink[0, 6:22, 12:16] = 1
    project = new_project(shipped.network("lecture-cnn"), Picture("drawing", ink))
    document.edit("d", project)
    best = int(document.forward.trace.output.argmax())
    assert best > 0
    cursor.open()
    assert cursor.selected == Position("softmax1", best)
    cursor.close()
    cursor.select(None)
    cursor.go_to("conv2")
    cursor.open()
    assert cursor.selected.channel == 0
    cursor.close()
    cursor.select(None)
    document.edit("c", with_picture(document.project, blank_drawing()))
    cursor.go_to(cursor.last)
    cursor.open()
    assert cursor.selected == Position("softmax1", 0)


def test_an_open_explanation_keeps_its_place_through_flatten_and_opens_the_predicted_class(
    document, cursor
):
    _, rows, columns = document.forward.trace.shapes["max_pool2"]
    cursor.open(Position("max_pool2", 2, 3, 1))
    cursor.layers_on(1)
    assert cursor.selected == Position("flatten1", (2 * rows + 3) * columns + 1)
    cursor.layers_on(-1)
    assert cursor.selected == Position("max_pool2", 2, 3, 1)
    cursor.go_to_layer("flatten1")
    cursor.go_to_layer("fc2")
    scores = document.forward.trace.values["fc2"]
    assert cursor.selected == Position("fc2", int(scores.argmax()))
    cursor.layers_on(99)
    assert cursor.selected.node == "softmax1"


def test_a_page_a_slice_an_order_and_a_pin_are_a_place_and_no_edit(document, cursor, qtbot):
    cursor.select(Position("conv2", 3))
    before, pin = document.project, Pin("explanation", "products", 0, 1, 2)
    for move in (
        lambda: cursor.show_page("filter"),
        lambda: cursor.choose_slice(5),
        lambda: cursor.set_order("index"),
        lambda: cursor.toggle_pin(pin),
    ):
        with qtbot.waitSignal(cursor.changed, timeout=1000):
            move()
        with qtbot.assertNotEmitted(cursor.changed):
            cursor.select(Position("conv2", 3))
    place = cursor.place
    assert (place.page, place.slice, place.order, place.pin("explanation")) == (
        "filter", 5, "index", pin,
    )  # fmt: skip
    assert document.project is before
    assert document.history.isClean()
    cursor.toggle_pin(pin)
    assert cursor.place.pins == ()


def test_a_slice_is_one_of_the_filter(cursor):
    cursor.select(Position("conv2", 3))
    cursor.choose_slice(99)
    assert cursor.place.slice == 7
    cursor.choose_slice(-1)
    assert cursor.place.slice == 0
    cursor.select(Position("fc1", 3))  # a unit over 16 maps
    cursor.choose_slice(99)
    assert cursor.place.slice == 15
    cursor.select(Position("relu2", 3))  # ReLU has no weights
    cursor.choose_slice(2)
    assert cursor.place.slice == 0


def test_slice_and_pin_belong_to_the_layer_and_the_order_to_all(cursor):
    cursor.select(Position("conv2", 3))
    cursor.choose_slice(5)
    cursor.set_order("index")
    cursor.toggle_pin(Pin("explanation", "products", 0, 1, 2))
    cursor.toggle_pin(Pin("filter", "input", None, 1, 2))
    cursor.select(Position("conv2", 2, 1, 1))
    assert cursor.place.slice == 5
    assert len(cursor.place.pins) == 2
    cursor.select(Position("relu2", 2))
    assert (cursor.place.slice, cursor.place.order) == (0, "index")
    assert [pin.sheet for pin in cursor.place.pins] == ["filter"]  # of the same convolution
    cursor.select(Position("conv1", 2))
    assert cursor.place.pins == ()


def test_the_filter_that_was_looked_at_last_stays_looked_at(document, cursor):
    assert (cursor.stages.conv, cursor.channel) == ("conv1", 0)
    cursor.select(Position("relu2", 3))  # ReLU after the second convolution
    cursor.select(None)
    assert (cursor.stages.conv, cursor.channel) == ("conv2", 3)
    document.edit("n", with_network(document.project, architectures.build("mlp")))
    assert cursor.stages is None
    document.edit("n", with_network(document.project, architectures.build("tiny-vgg")))
    assert cursor.stages is not None


def test_a_pin_is_dropped_with_its_layer(document, cursor):
    cursor.open(Position("conv1", 0))
    for sheet in ("explanation", "filter"):
        cursor.toggle_pin(Pin(sheet, "weights", 0, 0, 0))
    document.edit("n", with_network(document.project, architectures.build("tiny-vgg")))
    assert cursor.place.pins == ()


def test_a_page_with_a_position_on_it_is_one_move(cursor, qtbot):
    with qtbot.waitSignal(cursor.changed, timeout=1000):
        cursor.show_page("filter", Position("conv2", 3), is_open=True)
    place = cursor.place
    assert (place.page, place.selected, place.is_open, place.filter) == (
        "filter", Position("conv2", 3), True, ("conv2", 3),
    )  # fmt: skip
    with qtbot.assertNotEmitted(cursor.changed):
        cursor.show_page("filter", Position("conv2", 3), is_open=True)
    cursor.show_page("network")
    assert (cursor.selected, cursor.is_open) == (Position("conv2", 3), False)
