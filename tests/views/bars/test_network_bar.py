"""The bar over the Network page: which networks can be chosen, and what is said of one's own."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from cnnviz.cnn import architectures
from cnnviz.project import shipped
from cnnviz.project.kernel_edits import with_kernel_size
from cnnviz.project.project import new_project, with_network
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.exercise import Exercise
from cnnviz.state.reveal import Reveal
from cnnviz.state.settings import Settings
from cnnviz.text.numbers import count_text
from cnnviz.views.bars.network_bar import NetworkBar
from cnnviz.views.controls.actions import Actions
from cnnviz.views.look.theme import Look


@pytest.fixture
def document(qapp):
    return Document(new_project(shipped.network("lecture-cnn")))


@pytest.fixture
def cursor(document):
    return Cursor(document)


@pytest.fixture
def exercise(document, cursor):
    return Exercise(document, cursor, Reveal(document, cursor))


@pytest.fixture
def bar(qtbot, document, cursor, exercise):
    look = Look(Settings())
    bar = NetworkBar(document, cursor, exercise, Actions(look), look)
    qtbot.addWidget(bar)
    return bar


@pytest.fixture
def box(bar):
    return bar.choice


def open_own(document, title):
    """Open a network of the user's own, which has a name that does not ship."""
    own = replace(document.project.network, name="mine", title=title)
    document.open(with_network(document.project, own), None)


def shown(box):
    return box.currentText() or box.placeholderText()


def choose(box, name):
    place = box.findData(name)
    box.setCurrentIndex(place)
    box.activated.emit(place)


def test_a_network_of_ones_own_is_shown_and_leaves_no_dead_entry(box, document):
    open_own(document, "My network")
    assert shown(box) == "My network"
    assert [box.itemData(i) for i in range(box.count())] == list(architectures.NAMES)
    choose(box, "lenet-5")
    assert document.project.network.name == shipped.network("lenet-5").name
    assert [box.itemData(i) for i in range(box.count())] == list(architectures.NAMES)
    document.history.undo()
    assert shown(box) == "My network"


def test_the_title_of_another_network_of_the_same_name_is_shown(box, document):
    open_own(document, "My network")
    open_own(document, "My other network")
    assert shown(box) == "My other network"


def test_the_network_that_is_there_is_not_opened_again(box, document):
    choose(box, "lecture-cnn")
    assert document.history.count() == 0


def test_the_count_of_weights_follows_every_edit(bar, document):
    for size in (3, 7):
        document.edit("size", with_kernel_size(document.project, "conv1", (size, size)))
        count = document.project.network.parameter_count
        assert count_text(count) in bar.about.accessibleName()


def test_while_answers_are_hidden_there_is_a_way_to_show_them(bar, exercise, qtbot):
    assert bar.show_answers.isHidden()
    exercise.set_on(True)
    assert not bar.show_answers.isHidden()
    bar.show()
    qtbot.mouseClick(bar.show_answers, Qt.MouseButton.LeftButton)
    assert not exercise.is_on
    assert bar.show_answers.isHidden()
