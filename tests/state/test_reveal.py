"""Whether a value may be shown."""

import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.network import INPUT, chain
from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import new_project, with_network, with_picture
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.reveal import Reveal

CONV, RELU, UNITS = "conv1", "relu1", "fc1"  # nodes of the lecture's network


@pytest.fixture
def document(qapp):
    return Document(new_project(architectures.build("lecture-cnn")))


@pytest.fixture
def reveal(document):
    return Reveal(document, Cursor(document))


def test_at_first_everything_may_be_seen(reveal):
    assert not reveal.is_hiding
    assert not reveal.hides(Position(CONV, 0, 3, 3))
    assert reveal.hidden_cells(CONV, 0) is None


def test_only_what_is_shown_is_seen(reveal, qtbot):
    with qtbot.waitSignal(reveal.changed, timeout=1000):
        reveal.show_only([Position(CONV, 2, 3, 4), Position(UNITS, 5)])
    assert reveal.is_hiding
    assert not reveal.hides(Position(CONV, 2, 3, 4))
    assert reveal.hides(Position(CONV, 1, 3, 4))
    assert reveal.hides(Position(RELU, 2, 3, 4))
    assert not reveal.hides(None)
    assert np.argwhere(~reveal.hidden_cells(CONV, 2)).tolist() == [[3, 4]]
    assert reveal.hidden_cells(CONV, 1).all()
    assert np.argwhere(~reveal.hidden_cells(UNITS, 0)).tolist() == [[0, 5]]
    with qtbot.waitSignal(reveal.changed, timeout=1000):
        reveal.show_all()
    assert not reveal.is_hiding


def test_what_is_told_twice_is_told_once(reveal, qtbot):
    reveal.show_only([])
    with qtbot.assertNotEmitted(reveal.changed):
        reveal.show_only([])


def test_a_value_that_is_no_more_hides_nothing_else(reveal, document):
    reveal.show_only([Position(CONV, 2, 27, 27)])
    kernels = Conv2d(np.ones((3, 1, 3, 3), np.float32))
    small = chain("small", "Small", (1, 6, 6), (kernels,), treatment="photo")
    picture = Picture("matrix", np.ones((1, 6, 6), np.float32), "X")
    document.edit("n", with_network(with_picture(document.project, picture), small))
    assert reveal.hidden_cells(CONV, 2).shape == (4, 4)
    assert reveal.hidden_cells(CONV, 2).all()


def test_from_the_asked_node_on_all_is_hidden_and_one_that_is_no_more_is_too(reveal):
    reveal.show_only([], UNITS)
    assert not reveal.hides(Position(CONV, 0, 0, 0))
    assert reveal.hidden_cells(RELU, 0) is None
    assert reveal.hides(Position("softmax1", 0))
    assert reveal.hides(Position("of another network", 0))
    assert not reveal.hides(Position(INPUT, 0, 0, 0))
