"""A refused edit is told once, beside the control that asked for it."""

from functools import partial

import numpy as np
import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from cnnviz.cnn import architectures
from cnnviz.project.picture import Picture
from cnnviz.project.project import new_project, with_picture
from cnnviz.state.document import Document
from cnnviz.state.settings import Settings
from cnnviz.views.controls.bubble import told
from cnnviz.views.controls.document_edits import DocumentEdits
from cnnviz.views.look.theme import Look


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.button = QPushButton(window)
    window.document = Document(new_project(architectures.build("one-filter")))
    window.shown = []
    show = partial(window.shown.append, "as it is")
    window.edits = DocumentEdits(window.document, Look(Settings()), show)
    window.show()
    yield window
    window.document.close()


def matrix(side):
    picture = Picture("matrix", np.zeros((1, side, side), np.float32))
    return partial(with_picture, picture=picture)


def test_what_cannot_be_computed_is_told_beside_the_control_until_an_edit_is_done(window):
    before = window.document.project
    window.edits.edit(window.button, "Tiny", matrix(2))
    assert window.document.project is before
    assert told(window.button).endswith("Nothing was changed.")
    assert "3×3" in told(window.button)
    assert window.shown == ["as it is"]  # a control that was ahead of the project goes back
    window.edits.edit(window.button, "Large enough", matrix(4))
    assert told(window.button) == ""
    assert window.document.history.count() == 1


def test_what_the_edit_itself_refuses_is_told_in_its_words(window):
    def impossible(project):
        raise ValueError("There is no such layer.")

    window.edits.edit(window.button, "Impossible", impossible)
    assert told(window.button) == "There is no such layer."
    assert window.document.history.count() == 0
