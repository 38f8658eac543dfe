"""A second network looks at the same picture: by its name or file, beside the window."""

import numpy as np
import pytest

from cnnviz.project import shipped
from cnnviz.project.picture import Picture
from cnnviz.project.project import forward_pass, new_project, with_picture
from cnnviz.project.project_file import save_project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.second_network import SecondNetwork


def drawing(seed):
    ink = np.zeros((1, 28, 28), np.float32)
    ink[0, 5 + seed : 20, 12:15] = 1
    return Picture("drawing", ink)


@pytest.fixture
def document(qapp):
    return Document(new_project(shipped.network("lecture-cnn"), drawing(0)))


@pytest.fixture
def cursor(document):
    return Cursor(document)


@pytest.fixture
def second(document, cursor):
    return SecondNetwork(document, cursor, document)


def expected(document, name):
    return forward_pass(new_project(shipped.network(name), document.project.picture)).trace.output


def test_it_computes_while_somebody_looks_and_follows_the_picture(document, cursor, second, qtbot):
    with qtbot.assertNotEmitted(second.changed, wait=50):
        cursor.put_beside("mlp")
    with qtbot.waitSignal(second.changed):
        second.look(is_on=True)
    assert np.array_equal(second.forward.trace.output, expected(document, "mlp"))
    before = document.project.network
    with qtbot.waitSignal(second.changed):
        document.edit("draw", with_picture(document.project, drawing(4)))
    assert np.array_equal(second.forward.trace.output, expected(document, "mlp"))
    assert document.project.network is before
    with qtbot.waitSignal(second.changed):
        cursor.put_beside(None)
    assert second.forward is None


def test_it_may_be_a_file(document, cursor, second, qtbot, tmp_path):
    file = tmp_path / "own.cnnviz"
    save_project(file, new_project(shipped.network("simplest-cnn")))
    cursor.put_beside(str(file))
    with qtbot.waitSignal(second.changed):
        second.look(is_on=True)
    assert np.array_equal(second.forward.trace.output, expected(document, "simplest-cnn"))


def test_what_is_no_network_is_told_in_a_sentence(cursor, second, qtbot, tmp_path):
    second.look(is_on=True)
    damaged = tmp_path / "damaged.cnnviz"
    damaged.write_bytes(b"no project")
    for name in (str(tmp_path / "gone.cnnviz"), str(damaged), "one-filter"):
        with qtbot.waitSignal(second.changed, timeout=5000, check_params_cb=None):
            cursor.put_beside(name)
        qtbot.waitUntil(lambda: second.problem != "")
        assert second.forward is None
        assert second.problem.endswith(".")
        cursor.put_beside(None)
        assert second.problem == ""
