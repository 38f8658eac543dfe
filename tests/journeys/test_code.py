"""The network goes to other programs and comes from them, in the window."""

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from cnnviz.figures.code.onnx_file import onnx_files
from cnnviz.project import shipped

pytest.importorskip("onnx")


@pytest.fixture
def network_file(tmp_path):
    path = tmp_path / "net.onnx"
    path.write_bytes(onnx_files(shipped.network("residual-cnn"), "net")["net.onnx"])
    return path


def assert_open(app):
    expected = shipped.network("residual-cnn")
    found = app.document.project.network
    assert found.title == expected.title
    for name, array in expected.parameters().items():
        np.testing.assert_array_equal(found.parameters()[name], array)
    assert app.document.path is None  # saving asks for a name: the file is another program's


def test_an_onnx_file_opens_by_the_menu(app, network_file, monkeypatch):
    monkeypatch.setattr(app.files.dialogs, "file_to_open", lambda _kinds: network_file)
    app.files.open()
    assert_open(app)


def test_an_onnx_file_opens_where_it_is_dropped(app, network_file):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(network_file))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDropEvent(QPointF(5, 5), copy, mime, left, Qt.KeyboardModifier.NoModifier)
    app.window.dropEvent(event)
    assert_open(app)


def test_an_onnx_file_opens_as_the_argument(app, network_file):
    app.files.open_path(network_file)
    assert_open(app)


def test_a_damaged_onnx_file_changes_nothing(app, tmp_path):
    (tmp_path / "bad.onnx").write_bytes(b"no network")
    before = app.document.project
    app.files.open_path(tmp_path / "bad.onnx")
    assert app.document.project is before
    assert app.files.dialogs.told[-1].startswith("bad.onnx cannot be opened and is left untouched.")


@pytest.mark.parametrize(
    ("name", "beside"),
    [("net.py", ".safetensors"), ("net.R", ".bin"), ("my_keras.py", ".safetensors"),
     ("net.onnx", ""), ("net.safetensors", "")],
)  # fmt: skip
def test_the_network_is_written_as_the_ending_says(app, tmp_path, monkeypatch, name, beside):
    dialogs = app.files.dialogs
    monkeypatch.setattr(dialogs, "file_to_save", lambda *_asked: tmp_path / name)
    app.actions["export-code"].trigger()
    stem = name.rpartition(".")[0]
    expected = {name, *([stem + beside] if beside else [])}
    assert {each.name for each in tmp_path.iterdir()} == expected
    assert "Written" in app.status.currentMessage() or dialogs.told == []


def test_weights_that_lie_there_already_are_asked_about(app, tmp_path, monkeypatch):
    dialogs = app.files.dialogs
    (tmp_path / "net.safetensors").write_bytes(b"mine")
    monkeypatch.setattr(dialogs, "file_to_save", lambda *_asked: tmp_path / "net.py")
    monkeypatch.setattr(dialogs, "may_replace", lambda _path: False, raising=False)
    app.actions["export-code"].trigger()
    assert [each.name for each in tmp_path.iterdir()] == ["net.safetensors"]
    assert (tmp_path / "net.safetensors").read_bytes() == b"mine"


def test_a_folder_that_is_gone_is_told(app, tmp_path, monkeypatch):
    dialogs = app.files.dialogs
    monkeypatch.setattr(dialogs, "file_to_save", lambda *_asked: tmp_path / "gone" / "net.onnx")
    app.actions["export-code"].trigger()
    assert "net.onnx cannot be written" in dialogs.told[-1]
