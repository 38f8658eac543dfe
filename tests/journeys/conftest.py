"""The whole window, with questions answered by the test."""

from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from cnnviz.state.run_process import COMMAND
from tests.warm_trainer import WarmTrainer
from tests.whole_app import opened_app


class Answers:
    """Stands for the user in front of a dialog."""

    def __init__(self):
        self.save_first_answer = "discard"
        self.save_over_answer = "cancel"
        self.opens_copies = False
        self.path: Path | None = None
        self.asked = 0
        self.told: list[str] = []

    def save_first(self, name):
        self.asked += 1
        return self.save_first_answer

    def save_over(self, name):
        self.asked += 1
        return self.save_over_answer

    def may_open_copy(self, name):
        self.asked += 1
        return self.opens_copies

    def file_to_open(self, kinds):
        return self.path

    def file_to_save(self, proposed, kind, endings):
        return self.path

    def tell(self, problem):
        self.told.append(problem)

    def show_text(self, title, text):
        self.told.append(f"{title}: {text}")


@pytest.fixture
def app(qtbot):
    with opened_app(qtbot) as app:
        app.answers = app.files.dialogs = Answers()
        app.window.activateWindow()
        yield app


@pytest.fixture
def find(app):
    """Find a control or an action by its object name."""

    def find(name):
        found = app.window.findChild(QObject, name)
        assert found is not None, f"nothing is called {name!r}"
        return found

    return find


@pytest.fixture(scope="session")
def warm_trainer(tmp_path_factory):
    """A process that has PyTorch loaded, and forks to train."""
    made = WarmTrainer(tmp_path_factory.mktemp("warm"))
    yield made
    made.close()


@pytest.fixture
def quick_start(request, thorough, monkeypatch):
    """Let runs start without loading PyTorch each time; in a thorough run, as they really do.

    Returns a function that chooses: False for the command itself, the only one to be killed.
    """

    def choose(is_quick):
        is_warm = is_quick and not thorough
        command = request.getfixturevalue("warm_trainer").command if is_warm else COMMAND
        monkeypatch.setattr("cnnviz.state.run_process.COMMAND", command)

    choose(True)
    return choose
