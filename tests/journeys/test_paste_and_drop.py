"""One rule for what is pasted and what is dropped: the place decides which form is taken."""

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cnnviz.project.picture import Picture
from cnnviz.project.project import with_picture
from tests.picture_steps import until_read

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
CELLS = np.array([[4, 5.5], [9, -2]], np.float32)
PRINTED = {
    "spreadsheet": "4\t5.5\r\n9\t-2\r\n",
    "R": "     [,1] [,2]\n[1,]    4  5.5\n[2,]    9 -2.0",
    "NumPy": "[[ 4.   5.5]\n [ 9.  -2. ]]",
    "PyTorch": "tensor([[ 4.0000,  5.5000],\n        [ 9.0000, -2.0000]])",
    "MATLAB": "A =\n\n    4.0000    5.5000\n    9.0000   -2.0000\n",
    "typed in MATLAB": "[4 5.5; 9 -2]",
    "LaTeX": "\\begin{pmatrix} 4 & 5.5 \\\\ 9 & -2 \\end{pmatrix}",
    "Markdown": "| 4 | 5.5 |\n| --- | ---: |\n| 9 | -2 |",
    "a data frame of R": "   a    b\n1  4  5.5\n2  9 -2.0",
    "a matrix of R with names": "     left right\nup      4   5.5\ndown    9  -2.0",
    "pandas": "   0    1\n0  4  5.5\n1  9 -2.0",
    "Markdown with a header": "| a | b |\n|---|---|\n| 4 | 5.5 |\n| 9 | -2 |",
}


def cells_of_a_spreadsheet():
    """Numbers as text, as HTML, and as a picture of the cells, as spreadsheets copy them."""
    mime, image = QMimeData(), QImage(120, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    mime.setImageData(image)
    mime.setText(PRINTED["spreadsheet"])
    mime.setHtml("<table><tr><td>4</td><td>5.5</td></tr><tr><td>9</td><td>-2</td></tr></table>")
    return mime


@pytest.fixture
def matrix(app, find):
    """A matrix in the Matrix tab, and the focus on the page."""
    app.document.edit(
        "matrix", with_picture(app.document.project, Picture("matrix", np.ones((1, 3, 3))))
    )
    app.network_page.setFocus()
    return find("matrix-grid")


def put_into_clipboard(mime):
    QApplication.clipboard().setMimeData(mime)


def drop(control, mime):
    at = control.rect().center()
    action = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(at, action, mime, Qt.MouseButton.LeftButton, NONE)
    QApplication.sendEvent(control, enter)
    if enter.isAccepted():
        event = QDropEvent(QPointF(at), action, mime, Qt.MouseButton.LeftButton, NONE)
        QApplication.sendEvent(control, event)
    return enter.isAccepted()


@pytest.mark.parametrize("focus", ["page", "grid"])
def test_beside_a_matrix_numbers_are_taken_before_a_picture_of_them(app, qtbot, matrix, focus):
    put_into_clipboard(cells_of_a_spreadsheet())
    if focus == "grid":
        matrix.setFocus()
    QTest.keyClick(app.window.windowHandle(), Qt.Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: app.document.project.picture.values.shape == (1, 2, 2), timeout=10_000)
    np.testing.assert_array_equal(app.document.project.picture.values[0], CELLS)


def test_elsewhere_the_picture_is_taken(app, qtbot, find):
    app.input.show_tab("image")
    put_into_clipboard(cells_of_a_spreadsheet())
    QTest.keyClick(app.window.windowHandle(), Qt.Key.Key_V, CTRL)
    until_read(app.input.opener)
    assert app.document.project.picture.kind == "image"


@pytest.mark.parametrize("program", PRINTED)
@pytest.mark.parametrize("way", ["paste", "drop"])
def test_what_programs_print_is_pasted_and_dropped(app, matrix, program, way):
    mime = QMimeData()
    mime.setText(PRINTED[program])
    if way == "paste":
        put_into_clipboard(mime)
        matrix.setFocus()
        QTest.keyClick(app.window.windowHandle(), Qt.Key.Key_V, CTRL)
    else:
        assert drop(matrix, mime)
    np.testing.assert_array_equal(app.document.project.picture.values[0], CELLS)


def test_what_cannot_be_read_says_where(app, find, matrix):
    mime = QMimeData()
    mime.setText("4 5\n9 two")
    before = app.document.project
    assert drop(matrix, mime)
    assert app.document.project is before
    assert "'two' in row 2, column 2 is no number" in find("bubble").text()


def test_text_is_dropped_wherever_it_could_be_pasted(app, qtbot, find):
    mime = QMimeData()
    mime.setText(PRINTED["NumPy"])
    assert drop(app.window, mime)
    until_read(app.input.opener)
    np.testing.assert_array_equal(app.document.project.picture.values[0], CELLS)


def test_what_is_dropped_beside_a_project_is_named(app, find, tmp_path):
    app.answers.path = tmp_path / "lesson.cnnviz"
    assert app.files.save()
    mime = QMimeData()
    paths = tmp_path / "photo.png", tmp_path / "lesson.cnnviz"
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    assert drop(app.window, mime)
    assert app.document.path == tmp_path / "lesson.cnnviz"
    assert "photo.png" in app.status.currentMessage()
