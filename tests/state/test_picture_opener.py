import gzip
import os
from io import BytesIO
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QByteArray, QMimeData, QThreadPool, QUrl
from PySide6.QtGui import QImage

from cnnviz.cnn import architectures
from cnnviz.project.picture import Picture, PictureError
from cnnviz.project.project import new_project
from cnnviz.state.document import Document
from cnnviz.state.picture_opener import PictureOpener, can_open, source_of
from tests.picture_steps import until_read


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
    """A file of 2,002,000 pixels."""
    path = tmp_path / name
    Image.new("L", (2000, 1001), 70).save(path)
    return path


def test_a_file_is_one_edit_and_a_quick_one_is_not_told_of(document, opener, tmp_path, qtbot):
    with qtbot.assertNotEmitted(opener.started):
        opener.open_path(saved(tmp_path / "ñandú 1.png"))
        assert document.history.count() == 0  # the window was not kept waiting
        until_read(opener)
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
    assert document.project.picture.notes == (
        "Made smaller: 1001×2000 to 513×1024 pixels, rows × columns.",
    )
    assert not opener.is_reading


def test_what_takes_a_while_is_told_of(document, opener, tmp_path, qtbot, monkeypatch):
    may_end = Event()

    def read(path, is_wanted):
        assert may_end.wait(10)
        raise PictureError("No.")

    monkeypatch.setattr("cnnviz.project.picture_file.read_picture", read)
    with qtbot.waitSignal(opener.started) as started:
        opener.open_path(tmp_path / "slow.png")
    assert started.args == ["slow.png"]
    may_end.set()
    until_read(opener)


def test_of_two_wishes_the_later_one_comes_true(document, opener, tmp_path, qtbot):
    opener.open_path(large(tmp_path))
    opener.open_path(saved(tmp_path / "small.png"))
    until_read(opener)
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
    until_read(opener)
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
    until_read(opener)
    expected = pixels.transpose(2, 0, 1) / np.float32(255)
    np.testing.assert_array_equal(document.project.picture.values, expected)


def test_transparent_parts_of_the_clipboard_are_put_on_white(document, opener):
    image = QImage(4, 4, QImage.Format.Format_ARGB32)
    image.fill(0)
    mime = QMimeData()
    mime.setImageData(image)
    opener.open_mime(mime)
    until_read(opener)
    assert (document.project.picture.values == 1).all()
    assert "Transparent parts put on white." in document.project.picture.notes


def test_numbers_in_the_clipboard_become_a_matrix(document, opener):
    mime = QMimeData()
    mime.setText("1\t2\n3\t-4\n")
    opener.open_mime(mime)
    until_read(opener)
    assert document.project.picture.kind == "matrix"
    np.testing.assert_array_equal(document.project.picture.values, [[[1, 2], [3, -4]]])


def test_an_empty_clipboard_is_told(opener, qtbot):
    assert source_of(QMimeData()) is None
    with qtbot.waitSignal(opener.refused):
        opener.open_mime(QMimeData())


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9"/></svg>'
DRAWINGS = {
    "SVG": SVG,
    "a late SVG": b"\xef\xbb\xbf<?xml version='1.0'?>\n" + SVG,
    "SVG in UTF-16": SVG.decode().encode("utf-16"),
    "packed SVG": gzip.compress(SVG, mtime=0),
    "EPS": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "PDF": b"%PDF-1.7\n",
    "FITS": b"SIMPLE  =                    T" + b" " * 50,
}


@pytest.mark.parametrize("suffix", ["svg", "png", "jpg", "csv", "txt", ""])
@pytest.mark.parametrize("kind", DRAWINGS)
def test_a_drawing_in_commands_is_refused_under_every_name(opener, tmp_path, qtbot, kind, suffix):
    path = tmp_path / f"swan.{suffix}"
    path.write_bytes(DRAWINGS[kind])
    for act in (lambda: opener.open_path(path), lambda: opener.open_mime(mime_of(path))):
        with qtbot.waitSignal(opener.refused) as refused:
            act()
        assert refused.args[0].startswith("swan.")


@pytest.mark.parametrize("kind", ["image/svg+xml", "image/svg+xml-compressed", "image/x-eps"])
def test_qt_decodes_nothing_of_the_clipboard(opener, qtbot, kind, monkeypatch):
    class Tempting(QMimeData):
        def imageData(self):
            raise AssertionError("this would decode it here")

        def hasImage(self):
            return True

    mime = Tempting()
    mime.setData(kind, QByteArray(SVG))
    assert not can_open(mime)
    with qtbot.waitSignal(opener.refused):
        opener.open_mime(mime)
    mime.setData("image/jpeg", QByteArray(b"\xff\xd8\xff and no more"))
    with qtbot.waitSignal(opener.refused) as refused:
        opener.open_mime(mime)
    assert "damaged" in refused.args[0]


@pytest.mark.parametrize("kind", ["SVG", "EPS", "PDF"])
def test_a_drawing_pasted_as_text_is_refused(opener, qtbot, kind):
    mime = QMimeData()
    mime.setText(DRAWINGS[kind].decode())
    with qtbot.waitSignal(opener.refused) as refused:
        opener.open_mime(mime)
    assert f"has the format {kind}" in refused.args[0]


def test_the_content_decides_whatever_the_name_says(document, opener, tmp_path):
    for name in ("swan.csv", "swan.svg", "swan.npy", "swan"):
        Image.new("L", (3, 2), 9).save(tmp_path / name, "PNG")
        opener.open_path(tmp_path / name)
        until_read(opener)
        assert document.project.picture.name == name
        assert document.project.picture.kind == "image"


@pytest.mark.timeout(30, method="thread")
def test_odd_paths_are_told_in_a_sentence(opener, tmp_path, qtbot):
    (tmp_path / "loop.png").symlink_to(tmp_path / "loop.png")
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "closed").mkdir(mode=0)
    (tmp_path / "vanished.png").symlink_to(tmp_path / "gone")
    odd = [tmp_path / "loop.png", tmp_path / "folder.png", tmp_path / "closed" / "a.png"]
    odd += [tmp_path / "vanished.png", tmp_path / ("a" * 300), tmp_path / "a\0.png"]
    odd += [Path("/dev/zero"), Path("/dev/null"), Path("/"), Path("")]
    for path in odd:
        for act in (opener.open_path, lambda path: opener.open_mime(mime_of(path))):
            with qtbot.waitSignal(opener.refused) as refused:
                act(path)
            assert refused.args[0].endswith("Nothing was changed.")


def test_of_ten_thousand_dropped_files_the_first_is_taken(document, opener, tmp_path):
    first = saved(tmp_path / "a.png")
    mime = mime_of(first, *(tmp_path / f"{number}.png" for number in range(9_999)))
    assert can_open(mime)
    opener.open_mime(mime)
    until_read(opener)
    assert document.project.picture.notes == ("The first of 10000 files taken.",)
