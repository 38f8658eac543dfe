"""Of what changes only a part is painted again: the screen then shows what it would show anew."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QWidget

from cnnviz.project import shipped
from cnnviz.project.place import Position
from cnnviz.project.project import with_network, with_parameter


def screen(app):
    """What stands on the screen, as it was painted last."""
    for _ in range(5):  # one layout asks for another
        QApplication.processEvents()
    return app.window.screen().grabWindow(app.window.winId()).toImage()


def check_screen(app):
    shown = screen(app)
    for widget in app.window.findChildren(QWidget):
        widget.update()
    assert screen(app) == shown


@pytest.mark.parametrize(
    ("network", "node"),
    [
        ("lecture-cnn", "conv1"),
        ("lecture-cnn", "conv2"),
        ("lecture-cnn", "relu1"),
        ("lecture-cnn", "max_pool1"),
        ("lecture-cnn", "flatten1"),
        ("lecture-cnn", "fc1"),
        ("lecture-cnn", "softmax1"),
        ("residual-cnn", "bn1"),
        ("residual-cnn", "block1.add"),
    ],
)
def test_an_explanation_after_steps_edits_and_undo(app, network, node):
    app.window.resize(1280, 720)
    app.window.show()
    app.document.edit("open", with_network(app.document.project, shipped.network(network)))
    app.cursor.open(Position(node, 1))
    random = np.random.default_rng(0)
    for index in random.integers(0, app.cursor.count, 6).tolist():
        app.cursor.go_to_index(index)
        check_screen(app)
    owner = "conv1"
    for value in (0.5, -1.25, 1000):
        app.document.edit(
            "weight", with_parameter(app.document.project, owner, "weight", (1, 0, 0, 0), value)
        )
        check_screen(app)
    app.document.history.undo()
    check_screen(app)
    app.settings.set_theme("dark")
    check_screen(app)


def test_the_network_page_after_edits_and_steps(app):
    app.window.resize(1280, 720)
    app.window.show()
    check_screen(app)
    for value in (0.5, -2):
        app.document.edit(
            "weight", with_parameter(app.document.project, "conv1", "weight", (1, 0, 0, 0), value)
        )
        check_screen(app)
    for number in (3, 10, 11, 0):
        app.cursor.go_to_number(number)
        check_screen(app)
