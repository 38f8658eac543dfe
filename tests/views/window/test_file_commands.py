"""What the File menu does with files that cannot be used."""

import numpy as np
import pytest
from PySide6.QtCore import QObject

from cnnviz.cnn import architectures
from cnnviz.project.picture import Picture
from cnnviz.project.project import new_project
from cnnviz.project.project_file import project_bytes
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.picture_opener import PictureOpener
from cnnviz.state.project_on_disk import ProjectOnDisk
from cnnviz.state.settings import Settings, home
from cnnviz.views.window.file_commands import FileCommands


class Told:
    """Stands for the dialogs: notes what they tell."""

    def __init__(self):
        self.problems = []

    def tell(self, problem):
        self.problems.append(problem)


@pytest.fixture
def files(qapp):
    document, parent = Document(new_project(architectures.build("mlp"))), QObject()
    disk = ProjectOnDisk(document, Cursor(document), Settings(), home() / "open")
    files = FileCommands(document, disk, PictureOpener(document), Told(), parent)
    files.document, files.parent_ = document, parent
    yield files
    document.close()


def test_a_project_with_a_picture_smaller_than_its_kernel_is_told(files, tmp_path):
    path, before = tmp_path / "tiny.cnnviz", files.document.project
    tiny = Picture("matrix", np.zeros((1, 2, 2), np.float32))
    path.write_bytes(project_bytes(new_project(architectures.build("one-filter"), tiny)))
    files.open_path(path)
    (told,) = files.dialogs.problems
    assert told.startswith("tiny.cnnviz cannot be opened: Layer 1")
    assert "3×3" in told
    assert files.document.project is before
    assert Settings().recent_files == []
