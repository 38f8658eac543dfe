import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from tests.picture_steps import until_read
from tests.views.input.input_steps import LEFT, made_panel, part


@pytest.fixture
def panel(qtbot):
    made = made_panel(qtbot)
    made.show_tab("image")
    return made


@pytest.fixture
def document(panel):
    return panel.document


def grey16():
    pixels = np.linspace(0, 65535, 48).astype(np.uint16).reshape(6, 8)
    return Image.fromarray(pixels)


def turned():
    image = Image.new("RGB", (8, 6), (200, 30, 30))
    image.getexif()[0x0112] = 6
    return image


FILES = {
    "grey": (
        lambda: Image.new("L", (8, 6), 100),
        (1, 6, 8),
        "8 pixels wide, 6 high, 1 channel, values 0.39 to",
    ),
    "palette": (lambda: Image.new("RGB", (8, 6), "red").quantize(4), (3, 6, 8), "3 channels"),
    "16 bits": (grey16, (1, 6, 8), "16 bits"),
    "transparent": (lambda: Image.new("RGBA", (8, 6), (0, 0, 0, 0)), (1, 6, 8), "on white"),
    "turned": (turned, (3, 8, 6), "EXIF"),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_of_every_kind_opens_and_what_was_done_is_told(
    panel, document, kind, tmp_path, monkeypatch, qtbot
):
    image, shape, note = (FILES[kind][0](), *FILES[kind][1:])
    path = tmp_path / f"{kind}.png"
    image.save(path, exif=image.getexif())
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    qtbot.mouseClick(part(panel, "image-open"), LEFT)
    until_read(panel.opener)
    assert document.project.picture.values.shape == shape
    assert note in part(panel, "input-notes").text()
    assert panel.page("image").view.image.height() == shape[1]


def test_a_dialog_that_is_given_up_changes_nothing(panel, document, monkeypatch, qtbot):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    qtbot.mouseClick(part(panel, "image-open"), LEFT)
    assert document.history.count() == 0


def test_a_bad_file_is_told_in_a_sentence_and_nothing_is_lost(panel, document, tmp_path):
    before = document.project
    path = tmp_path / "film.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
    panel.opener.open_path(path)
    until_read(panel.opener)
    problem = part(panel, "input-problem")
    assert problem.isVisible()
    assert problem.property("role") == "problem"
    assert "film.png" in problem.text()
    assert document.project is before


def test_a_picture_of_the_clipboard_is_pasted(panel, document, qtbot):
    image = QImage(9, 5, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    QGuiApplication.clipboard().setImage(image)
    qtbot.mouseClick(part(panel, "image-paste"), LEFT)
    until_read(panel.opener)
    expected = np.array([0x33, 0x66, 0x99], np.float32) / 255
    np.testing.assert_allclose(document.project.picture.values[:, 2, 3], expected, rtol=1e-6)


def test_the_picture_is_shown_in_its_colours(panel, document):
    part(panel, "sample-sailing-boat").click()
    values, image = document.project.picture.values, panel.page("image").view.image
    for x, y in ((10, 10), (90, 200), (204, 46)):
        rgb = image.pixelColor(x, y).getRgb()[:3]
        np.testing.assert_allclose(rgb, values[:, y, x] * 255, atol=1)


def painted(view):
    image = view.grab().toImage()
    return [image.pixelColor(x, image.height() // 2).red() for x in range(image.width())]


def test_small_pictures_show_hard_pixels_and_large_ones_are_smooth(panel, tmp_path):
    board = np.indices((4, 4)).sum(axis=0) % 2 * 255
    Image.fromarray(board.astype(np.uint8)).save(tmp_path / "small.png")
    panel.opener.open_path(tmp_path / "small.png")
    until_read(panel.opener)
    inside = painted(panel.page("image").view)[4:-4]
    assert {*inside} <= {0, 255}
    board = np.indices((800, 800)).sum(axis=0) % 2 * 255
    Image.fromarray(board.astype(np.uint8)).save(tmp_path / "large.png")
    panel.opener.open_path(tmp_path / "large.png")
    until_read(panel.opener)
    inside = painted(panel.page("image").view)[4:-4]
    assert 100 < min(inside) <= max(inside) < 160  # no pattern that is not there


def test_the_panel_tells_while_it_reads_what_takes_long(panel, document, tmp_path, qtbot):
    path = tmp_path / "large.png"
    Image.new("RGB", (2000, 1001), "navy").save(path)
    reading = part(panel, "input-reading")
    panel.opener.open_path(path)
    panel.opener.started.emit("large.png")  # as after a while
    assert reading.isVisible()
    assert "large.png" in reading.text()
    until_read(panel.opener)
    assert not reading.isVisible()
    assert (
        "Made smaller: 1001×2000 to 513×1024 pixels, rows × columns."
        in part(panel, "input-notes").text()
    )


def test_a_matrix_file_goes_to_the_matrix_tab(panel, tmp_path):
    (tmp_path / "m.csv").write_text("1;2\n3;4\n")
    panel.opener.open_path(tmp_path / "m.csv")
    until_read(panel.opener)
    assert panel.tab == "matrix"


def test_without_a_picture_there_is_a_hint(panel):
    assert panel.page("image").view.image is None
    assert "Drop a picture" in panel.page("image").view.accessibleDescription()
    part(panel, "sample-swan").click()
    assert panel.page("image").view.accessibleDescription() == ""
    panel.document.history.undo()
    assert panel.page("image").view.image is None
