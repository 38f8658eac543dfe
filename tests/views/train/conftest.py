"""What the parts of the Train page are shown with."""

import pytest

from cnnviz.project import shipped
from cnnviz.project.project import new_project
from cnnviz.state.document import Document
from cnnviz.state.settings import Settings
from cnnviz.state.training import WindowTraining
from cnnviz.views.look.theme import Look


@pytest.fixture
def document(qapp):
    document = Document(new_project(shipped.network("nine-steps")))
    yield document
    document.close()


@pytest.fixture
def training(document):
    training = WindowTraining(document, Settings())
    yield training
    training.comparison.put_beside(None)
    training.close()


@pytest.fixture
def look(qapp):
    return Look(Settings())
