"""What a fresh window shows, and that without ink there is no answer, wherever one looks."""

import csv
import io
import json

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cnnviz.__main__ import main
from cnnviz.project.picture import Picture, blank_drawing
from cnnviz.project.place import Position
from cnnviz.project.project import with_picture
from cnnviz.project.project_file import open_project
from cnnviz.views.input.samples import (
    sample_drawing,
    sample_paths,
    sample_picture,
    sample_title,
)

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def test_it_opens_on_a_sample_digit_that_went_through_the_network(app, find):
    picture = app.document.project.picture
    path = next(path for path in sample_paths("digits") if path.stem == "3")
    np.testing.assert_array_equal(picture.values, sample_drawing(path).values)
    assert picture.is_sample
    assert find("sample-said").text() == "A sample"
    assert find("draw-your-own").isVisible()
    output = app.document.forward.trace.output
    assert output.argmax() == 3
    assert output.max() > 0.9
    assert app.document.history.isClean()
    assert "“3”" in find("step-sentence").text()
    assert not find("digits-only").isVisible()


def drag(app, canvas, *places):
    window = app.window.windowHandle()
    first, *others = (canvas.mapTo(app.window, QPoint(*place)) for place in places)
    QTest.mousePress(window, LEFT, NONE, first)
    for place in others:
        QTest.mouseMove(window, place)
    QTest.mouseRelease(window, LEFT, NONE, others[-1] if others else first)
    QApplication.processEvents()


def test_the_first_stroke_begins_a_fresh_drawing(app, find):
    before = app.document.project.picture
    drag(app, find("draw-canvas"), (100, 40), (100, 120))
    drawn = app.document.project.picture
    assert not drawn.is_sample
    columns = np.nonzero(drawn.values[0])[1]
    assert np.ptp(columns) < 40  # one stroke, nothing of the sample
    assert find("sample-note").isHidden()
    app.document.history.undo()
    assert app.document.project.picture is before
    assert find("sample-note").isVisible()


def test_draw_your_own_clears_the_canvas(app, find):
    button = find("draw-your-own")
    QTest.mouseClick(
        app.window.windowHandle(), LEFT, NONE, button.mapTo(app.window, button.rect().center())
    )
    assert not app.document.project.picture.values.any()
    assert app.document.history.count() == 1


def test_a_saved_sample_is_an_ordinary_drawing(app, tmp_path, find):
    app.answers.path = tmp_path / "sample.cnnviz"
    assert app.files.save()
    picture = open_project(app.answers.path).picture
    assert not picture.is_sample
    np.testing.assert_array_equal(picture.values, app.document.project.picture.values)


@pytest.fixture
def empty(app):
    app.document.edit("blank", with_picture(app.document.project, blank_drawing()))
    QApplication.processEvents()
    return app


def test_without_ink_no_class_is_told_on_the_network_page(empty, find):
    assert "no ink yet" in find("step-sentence").text().lower()
    cell = empty.network_page.cell_rect("softmax1", 1).center().toPoint()
    QTest.mouseMove(empty.network_page, cell)
    told = find("status-value").text()
    assert told == "Softmax · class “1”"


def test_without_ink_the_bars_are_grey(empty):
    empty.cursor.go_to(empty.cursor.last)
    image = empty.network_page.grab().toImage()
    accent, track = empty.look.colors.accent, empty.look.colors.track
    rect = empty.network_page.cell_rect("softmax1", 1)
    column = [
        image.pixelColor(round(rect.x() + rect.width() / 2), y).name()
        for y in range(round(rect.top()), round(rect.bottom()))
    ]
    assert track in column
    assert accent not in column


def test_without_ink_present_tells_no_class(empty):
    empty.cursor.go_to(empty.cursor.last)
    empty.presenter.start()
    QApplication.processEvents()
    scene = empty.presenter.view.scene("layer")
    assert scene.after.bars.texts() == ["no ink yet", *[""] * 9]
    assert "no ink yet" in scene.sentence.text().lower()
    empty.presenter.leave()


def test_without_ink_the_value_of_a_class_is_not_told(empty):
    empty.cursor.open(Position("softmax1", 1))
    QApplication.processEvents()
    share = float(empty.document.forward.trace.output[1])
    texts = " ".join(
        item.text for sheet in (empty.pages.explanation().result,) for item in sheet.sheet.items
        if hasattr(item, "text")
    )  # fmt: skip
    assert f"{100 * share:.1f}" not in texts
    assert empty.reveal.hides(Position("softmax1", 1))
    assert not empty.reveal.hides(Position("fc1", 1))
    assert empty.reveal.hidden_cells("conv1", 0) is None


def test_with_the_first_stroke_the_answer_is_there(empty, find):
    drag(empty, find("draw-canvas"), (100, 40), (100, 120))
    assert empty.reveal.has_answer
    assert "no ink yet" not in find("step-sentence").text().lower()


@pytest.mark.parametrize("kind", ["text", "json", "csv"])
def test_without_ink_the_command_line_gives_no_answer(tmp_path, capsys, kind):
    path = tmp_path / "white.png"
    Image.new("L", (60, 60), 255).save(path)
    assert main(["predict", "lecture-cnn", str(path), "--format", kind]) == 0
    printed = capsys.readouterr().out
    if kind == "text":
        assert printed.splitlines()[0] == f"{path}: no ink, so there is no answer"
    elif kind == "json":
        (told,) = json.loads(printed)
        assert told.pop("notes")[-1] == "No ink was found in it."
        assert told == {"image": str(path), "label": None, "probabilities": None}
    else:
        row = list(csv.reader(io.StringIO(printed)))[1]
        assert row == [str(path), *[""] * 11]


@pytest.fixture
def swan(app):
    path = next(path for path in sample_paths("samples") if "swan-flying" in path.stem)
    app.input.opener.put("Sample", sample_picture(path))
    QApplication.processEvents()
    return app


def test_a_photo_in_a_network_of_digits_says_so_where_the_answer_stands(swan, find):
    assert find("digits-only").isVisible()
    assert "knows digits only" in find("step-sentence").text()
    swan.presenter.start()
    swan.cursor.go_to(swan.cursor.last)
    QApplication.processEvents()
    assert "knows digits only" in swan.presenter.view.scene("layer").sentence.text()
    swan.presenter.leave()


def test_the_switch_opens_a_network_for_pictures_as_one_edit(swan, find):
    find("digits-only").menu().aboutToShow.emit()
    edits = swan.document.history.count()
    find("switch-to-swan-cnn").trigger()
    assert swan.document.project.network.name == "swan-cnn"
    assert not find("digits-only").isVisible()
    assert "digits only" not in find("step-sentence").text()
    assert swan.document.history.count() == edits + 1
    swan.document.history.undo()
    assert find("digits-only").isVisible()


@pytest.mark.parametrize("name", ["drawing", "matrix"])
def test_what_is_drawn_or_typed_is_not_warned_of(app, find, name):
    picture = Picture(name, np.eye(28, dtype=np.float32)[None])
    app.document.edit("x", with_picture(app.document.project, picture))
    assert not find("digits-only").isVisible()


def test_the_samples_tell_the_whole_story_of_the_swans():
    titles = {sample_title(path) for path in sample_paths("samples")}
    assert {
        "Swan swimming", "Swan flying", "Swan, wings spread", "Swan, contorted",
        "Swan, half hidden", "Several swans", "Black swan", "Swan standing", "Goose", "Heron",
        "Flamingo", "Sailing boat",
    } <= titles  # fmt: skip


@pytest.mark.parametrize(
    ("size", "percent"),
    [((1024, 768), 100), ((1280, 720), 100), ((1920, 1080), 100), ((1920, 1080), 150)],
)
def test_what_is_said_of_the_sample_is_whole(app, find, size, percent):
    app.window.resize(*size)
    app.settings.set_text_size(percent)
    for _ in range(5):
        QApplication.processEvents()
    note = find("sample-note")
    assert note.isVisible()
    for part in (find("sample-said"), find("draw-your-own")):
        assert note.rect().contains(part.geometry())
        assert part.width() >= part.minimumSizeHint().width()
        assert part.height() >= part.minimumSizeHint().height()
