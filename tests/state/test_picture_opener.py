import os
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QByteArray, QMimeData, QThreadPool, QUrl
from PySide6.QtGui import QImage

from cnnviz.cnn import architectures
from cnnviz.project.picture import Picture
from cnnviz.project.project import new_project
from cnnviz.state.document import Document
from cnnviz.state.picture_opener import PictureOpener, can_open, source_of


@pytest.fixture
def document(qapp):
    return Document(new_project(architectures.build("lecture-cnn")))


@pytest.fixture
def opener(document):
    yield PictureOpener(document)
    QThreadPool.globalInstance().waitForDone()


def saved(path, mode="RGB", size=(40, 30), **options):
    random = np.random.default_rng(0)
    pixels = random.integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    Image.fromarray(pixels).convert(mode).save(path, **options)
    return path


def mime_of(*paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def large(tmp_path, name="large.png"):
    """A file that is read in the other thread, for its pixels: 2,001,000 of them."""
    path = tmp_path / name
    Image.new("L", (2000, 1001), 70).save(path)
    return path


def test_a_small_file_is_there_at_once_as_one_edit(document, opener, tmp_path):
    opener.open_path(saved(tmp_path / "ñandú 1.png"))
    assert document.project.picture.values.shape == (3, 30, 40)
    assert document.project.picture.name == "ñandú 1.png"
    assert document.history.count() == 1


def test_a_large_file_arrives_later_and_small_enough(document, opener, tmp_path, qtbot):
    before = document.project
    with qtbot.waitSignal(document.changed, timeout=10_000):
        opener.open_path(large(tmp_path))
        assert document.project is before  # the window was not kept waiting
        assert opener.is_reading
    assert document.project.picture.values.shape == (1, 513, 1024)
    assert document.project.picture.notes == ("Made smaller: 2000×1001 to 1024×513 pixels.",)
    assert not opener.is_reading


def test_of_two_wishes_the_later_one_comes_true(document, opener, tmp_path, qtbot):
    opener.open_path(large(tmp_path))
    with qtbot.waitSignal(opener.ended):
        opener.open_path(saved(tmp_path / "small.png"))
    QThreadPool.globalInstance().waitForDone()
    qtbot.wait(1)  # what the other thread sent is delivered
    assert document.project.picture.name == "small.png"
    assert document.history.count() == 1


def test_a_picture_that_comes_after_another_edit_is_dropped(document, opener, tmp_path, qtbot):
    opener.open_path(large(tmp_path))
    matrix = Picture("matrix", np.eye(4, dtype=np.float32)[None])
    opener.put("Matrix", matrix)
    assert not opener.is_reading
    QThreadPool.globalInstance().waitForDone()
    qtbot.wait(1)
    assert document.project.picture is matrix


def test_an_opener_that_is_gone_when_its_picture_arrives_does_no_harm(document, tmp_path, qtbot):
    opener = PictureOpener(document)
    opener.open_path(large(tmp_path))
    opener.deleteLater()
    with qtbot.waitSignal(opener.destroyed):
        del opener
    QThreadPool.globalInstance().waitForDone()
    assert document.history.count() == 0


@pytest.mark.parametrize("make_large", [False, True])
def test_a_file_that_is_no_picture_is_told_and_changes_nothing(
    document, opener, tmp_path, qtbot, make_large
):
    path = tmp_path / "notes.png"
    path.write_bytes(b"no picture" * (300_000 if make_large else 1))
    before = document.project
    with qtbot.waitSignal(opener.refused, timeout=10_000) as refused:
        opener.open_path(path)
    assert refused.args[0].startswith("notes.png is no ")
    assert refused.args[0].endswith("Nothing was changed.")
    assert document.project is before


def test_a_missing_file_is_told(document, opener, tmp_path, qtbot):
    with qtbot.waitSignal(opener.refused) as refused:
        opener.open_path(tmp_path / "gone.png")
    assert "There is no file" in refused.args[0]


@pytest.mark.timeout(20, method="thread")
def test_a_pipe_is_told_and_holds_nothing_up(opener, tmp_path, qtbot):
    os.mkfifo(tmp_path / "pipe.png")
    with qtbot.waitSignal(opener.refused) as refused:
        opener.open_path(tmp_path / "pipe.png")
    assert "a device or a pipe" in refused.args[0]


def test_a_picture_too_small_for_the_network_is_told(opener, document, qtbot):
    document.open(new_project(architectures.build("one-filter")), None)
    tiny = Picture("matrix", np.ones((1, 1, 1)))
    with qtbot.waitSignal(opener.refused):
        assert not opener.put("Tiny", tiny)
    with qtbot.assertNotEmitted(opener.refused):  # an edit of somebody else's
        document.edit("Tiny", new_project(document.project.network, tiny))


def test_a_dropped_file_is_opened_and_of_several_the_first(document, opener, tmp_path):
    first, second = saved(tmp_path / "a.png"), saved(tmp_path / "b.png")
    assert can_open(mime_of(first, second))
    opener.open_mime(mime_of(first, second))
    assert document.project.picture.name == "a.png"
    assert document.project.picture.notes == ("The first of 2 files taken.",)


def test_a_project_file_is_left_to_the_window(tmp_path):
    assert not can_open(mime_of(tmp_path / "lesson.cnnviz"))
    assert not can_open(QMimeData())


@pytest.mark.parametrize("as_png", [False, True])
def test_a_picture_of_the_clipboard_arrives_to_the_bit(document, opener, as_png):
    pixels = np.random.default_rng(0).integers(0, 256, (5, 7, 3), dtype=np.uint8)
    mime = QMimeData()
    if as_png:
        file = BytesIO()
        Image.fromarray(pixels).save(file, "PNG")
        mime.setData("image/png", QByteArray(file.getvalue()))
    else:
        mime.setImageData(QImage(pixels.tobytes(), 7, 5, 21, QImage.Format.Format_RGB888))
    assert can_open(mime)
    opener.open_mime(mime)
    expected = pixels.transpose(2, 0, 1) / np.float32(255)
    np.testing.assert_array_equal(document.project.picture.values, expected)


def test_transparent_parts_of_the_clipboard_are_put_on_white(document, opener):
    image = QImage(4, 4, QImage.Format.Format_ARGB32)
    image.fill(0)
    mime = QMimeData()
    mime.setImageData(image)
    opener.open_mime(mime)
    assert (document.project.picture.values == 1).all()
    assert "Transparent parts put on white." in document.project.picture.notes


def test_numbers_in_the_clipboard_become_a_matrix(document, opener):
    mime = QMimeData()
    mime.setText("1\t2\n3\t-4\n")
    opener.open_mime(mime)
    assert document.project.picture.kind == "matrix"
    np.testing.assert_array_equal(document.project.picture.values, [[[1, 2], [3, -4]]])


def test_an_empty_clipboard_is_told(opener, qtbot):
    assert source_of(QMimeData()) is None
    with qtbot.waitSignal(opener.refused):
        opener.open_mime(QMimeData())
