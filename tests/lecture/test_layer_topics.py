"""The lecture's topics of layers and values, each opened from its project and told by a remote."""

import itertools
import re

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.network import Network, Node
from cnnviz.cnn.norm_layers import InstanceNorm2d
from cnnviz.explain.present import present_title
from cnnviz.project.place import Position
from cnnviz.project.project import new_project
from cnnviz.views.input.first_drawing import first_drawing
from cnnviz.views.present.texts import CAPTION
from tests.lecture.layer_projects import FOLDER, PROJECTS
from tests.whole_app import opened_app

KEY = Qt.Key
RESULT = (57, 15, 15, 5, 40, 14, 8, 6, 19, 11, 10, 7, 14, 12, 7, 5)
SIZES = [(800, 600), (1024, 768), (1280, 720), (1920, 1080)]


@pytest.fixture
def app(qtbot):
    with opened_app(qtbot) as app:
        app.window.activateWindow()
        yield app


@pytest.fixture
def presented(app, qtbot):
    """Open a project of the lecture and present it with the key of a remote."""

    def present(name, size=(1280, 720)):
        app.files.open_path(FOLDER / f"{name}.cnnviz")
        press(qtbot, app, KEY.Key_F5)
        app.window.setWindowState(Qt.WindowState.WindowNoState)
        app.window.resize(*size)
        for _ in range(3):
            QApplication.processEvents()
        return app.presenter.view

    return present


def press(qtbot, app, *keys):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget() or app.window, key)
        for _round in range(3):  # layouts in layouts
            QApplication.processEvents()


def forth(qtbot, app, times=1):
    press(qtbot, app, *[KEY.Key_PageDown] * times)


def part(view, name):
    found = view.findChild(QWidget, name)
    assert found is not None, name
    return found


def shown_texts(view):
    """Every number and word on the sheet of the value."""
    return [text for _id, text in part(view, "explanation-rows").sheet.texts()]


def open_value(app):
    trace, at = app.document.forward.trace, app.cursor.selected
    return trace.values[at.node][at.place(trace.shapes[at.node])]


def test_activity_2_is_filled_by_page_down_alone(app, presented, qtbot):
    view = presented("activity-2")
    assert view.kind == "value"
    for number, value in enumerate(RESULT):
        assert app.cursor.index == number
        assert "?" not in shown_texts(view)  # not even the sum is begun
        assert str(value) not in view.title.text
        forth(qtbot, app, 2)
        assert "?" in shown_texts(view)
        forth(qtbot, app)
        assert str(value) in shown_texts(view)
        assert f"where {value} comes from" in view.title.text
        hidden = app.reveal.hidden_cells("conv1", 0)
        assert hidden.sum() == 15 - number
        forth(qtbot, app)
    assert app.cursor.selected.node == "relu1"
    press(qtbot, app, KEY.Key_PageUp)
    assert app.cursor.selected == Position("conv1", 0, 3, 3)


def cut_buttons(view):
    """The buttons of the line below that are narrower than their words."""
    buttons = part(view, "present-bottom").findChildren(QPushButton)
    return [b.text() for b in buttons if b.isVisible() and b.width() < b.sizeHint().width()]


@pytest.mark.parametrize("width", [1024, 1152, 1280, 1440, 1920])
def test_no_word_of_the_line_below_is_cut(app, presented, qtbot, width):
    names = ["convolution", "instance_norm", "a_norm_with_a_long_name", "e"]
    kinds = [Conv2d(np.ones((2, 1, 3, 3), np.float32)), InstanceNorm2d(), InstanceNorm2d(), ReLU()]
    before = ["input", *names]
    nodes = [Node(*each) for each in zip(names, kinds, [(n,) for n in before[:4]], strict=True)]
    view = presented("nine-steps", (width, 720))
    made = new_project(Network("n", "N", (1, 28, 28), tuple(nodes)), first_drawing())
    app.document.open(made, None)
    app.cursor.go_to("input")
    said = []
    for _ in range(4):
        press(qtbot, app, KEY.Key_PageDown)
        assert not cut_buttons(view)
        said.append(part(view, "present-next").text())
    if width >= 1280:
        assert said[0] == "Next: instance_norm"  # rather than the speed


@pytest.mark.parametrize("name", ["nine-steps", "volumes"])
def test_layers_follow_each_other(app, presented, qtbot, name):
    view = presented(name)
    assert view.kind == "input"
    for node in app.document.project.network.names:
        assert app.cursor.node == node
        assert view.title.text == present_title(app.document.forward.trace, node)
        assert not cut_buttons(view)
        forth(qtbot, app)
    assert app.cursor.node == app.cursor.last


@pytest.mark.parametrize(
    "name", ["relu-asked-first", "max-pooling", "average-pooling", "global-average"]
)
def test_a_value_is_asked_first(app, presented, qtbot, name):
    view = presented(name)
    asked, text = app.cursor.selected, app.document.forward
    assert view.kind == "value"
    assert app.reveal.hides(asked)
    assert "where the value comes from" in view.title.text
    shape = text.trace.shapes[asked.node]
    assert app.reveal.hidden_cells(asked.node, asked.channel).sum() == shape[1] * shape[2]
    while app.reveal.hides(asked):
        forth(qtbot, app)
        assert app.cursor.selected == asked
    assert "where the value comes from" not in view.title.text
    assert any(item in shown_texts(view) for item in view.title.text.split())


def test_a_unit_says_swan(app, presented, qtbot):
    view = presented("swan-or-not")
    stages = []
    while app.reveal.hides(app.cursor.selected):
        stages.append(app.teller.stage_name)
        forth(qtbot, app)
    assert stages == ["window", "products", "sum"]
    assert view.kind == "value"
    assert open_value(app) > 0
    forth(qtbot, app)
    assert app.cursor.selected.node == "softmax1"
    words = part(view, "present-next").text()
    assert words == "Next: exp of the scores"  # it multiplies nothing


def test_two_filters_are_looked_at_with_a_remote(app, presented, qtbot):
    view = presented("two-filters")
    assert view.kind == "pair"
    names = []
    while view.kind == "pair":
        names.append([part(view, f"present-pair-name-{n}").text() for n in (0, 1)])
        words = part(view, "present-pair-next").text()
        forth(qtbot, app)
    assert names == [["filter 1", f"filter {n}"] for n in (2, 3, 4)]
    assert words == "Next: the layer"
    assert part(view, "present-caption-after").text() == "Convolution, filter 1"
    assert part(view, "present-next").text() == "Next: ReLU"
    forth(qtbot, app)
    assert view.title.text == "ReLU sets every negative value to zero"


def test_relu_is_asked_of_both_signs(app, presented, qtbot):
    view, told = presented("relu-asked-first"), []
    while app.cursor.selected.node == "relu1":
        at, trace = app.cursor.selected, app.document.forward.trace
        told.append(float(trace.values["conv1"][at.channel, at.row, at.column]) > 0)
        forth(qtbot, app, 2)
    assert told == [False, True, True]
    assert view.kind == "value"


def test_a_drawn_digit_follows_another(app, presented, qtbot):
    presented("digit-by-two")
    forth(qtbot, app)
    assert app.document.project.picture.name == "Digit 4"
    press(qtbot, app, KEY.Key_PageUp, KEY.Key_PageUp)
    assert app.document.project.picture.name == "Digit 2"
    assert app.document.project.picture.kind == "drawing"


def test_typed_numbers_have_no_next_picture(app, presented, qtbot):
    view = presented("activity-2")
    view.show_kind("verdict")
    assert not part(view, "present-next").isEnabled()


def test_a_unit_has_the_name_of_its_class_and_factors_as_long_as_products(app, presented, qtbot):
    view = presented("swan-or-not")
    assert "unit “swan”" in view.title.text
    assert "no swan, swan" in shown_texts(view)
    forth(qtbot, app)
    (equals,) = {text for text in shown_texts(view) if text in ("=", "≈")}
    assert equals == "≈"
    numbers = [text for text in shown_texts(view) if re.fullmatch(r"−?\d+\.\d+", text)]
    inputs, weights, products = (numbers[n::1] for n in (0, 10, 20))
    for one, other, product in zip(inputs[:10], weights[:10], products[:10], strict=True):
        one, other, product = (float(text.replace("−", "-")) for text in (one, other, product))
        assert one * other == pytest.approx(product, abs=1e-4)


def test_a_score_is_the_same_number_in_its_layer_and_in_the_softmax(app, presented, qtbot):
    view = presented("swan-or-not")
    while app.reveal.hides(app.cursor.selected):
        forth(qtbot, app)
    (score,) = {text for text in shown_texts(view) if text.startswith("9.5") and len(text) == 4}
    forth(qtbot, app)
    assert app.cursor.selected.node == "softmax1"
    assert score in shown_texts(view)
    assert "9.572" not in shown_texts(view)


@pytest.mark.parametrize(("name", "maps"), [("volumes", 8), ("nine-steps", 6)])
def test_the_strip_shows_every_map_of_a_volume(app, presented, qtbot, name, maps):
    view = presented(name)
    forth(qtbot, app)
    strip = part(view, "present-strip-after")
    assert not strip.more()
    places = [strip.place(channel) for channel in range(maps)]
    assert all(strip.rect().contains(place) and place.width() >= 30 for place in places)
    assert all(one.right() < other.left() for one, other in itertools.pairwise(places))


@pytest.mark.parametrize("size", [(800, 600), (1024, 768), (1280, 720)])
def test_how_many_maps_there_are_stands_beside_those_that_are_shown(app, presented, qtbot, size):
    view = presented("volumes", size)
    forth(qtbot, app, 4)  # the second convolution, of 16 filters
    for name in ("present-strip-before", "present-strip-after"):
        strip = part(view, name)
        right = max(strip.place(channel).right() for channel in strip._shown())
        words = view.look.metrics(CAPTION).horizontalAdvance(strip.more())
        assert right + 2 <= strip.width() - words


def test_all_means_are_given_where_one_is_asked_in_little_room(app, presented, qtbot):
    presented("global-average", (800, 600))
    forth(qtbot, app, 3)
    assert app.cursor.selected.node == "flatten1"
    values = app.document.forward.trace.values["adaptive_avg_pool1"].ravel()
    view = app.presenter.view
    texts = shown_texts(view)
    assert "?" in texts
    assert all(f"{value:.2f}" in texts for value in values if value)
    assert "9 to 16" in texts


def test_swans_follow_each_other(app, presented, qtbot):
    view = presented("swan-pictures")
    assert view.kind == "verdict"
    column, seen = part(view, "present-verdict-1"), []
    for _ in range(4):
        seen.append((app.document.project.picture.name, column.verdict.answer))
        forth(qtbot, app)
    assert len({name for name, _answer in seen}) == 4
    press(qtbot, app, *[KEY.Key_PageUp] * 4)
    assert app.document.project.picture.name == seen[0][0]
    assert {answer for _name, answer in seen} <= {"swan", "no swan"}


def test_a_black_swan_and_two_networks(app, presented, qtbot):
    view = presented("black-swan")
    first, second = (part(view, f"present-verdict-{n}") for n in (1, 2))
    qtbot.waitUntil(lambda: second.verdict is not None and second.verdict.answer != "")
    assert first.verdict.answer == "no swan"  # it never saw a black one
    assert second.verdict.answer == "swan"
    assert "Even the colour" in part(view, "present-verdict-sentence").text()


def test_the_best_five_are_sorted(app, presented):
    view = presented("best-classes")
    rows = part(view, "present-verdict-1").verdict.rows
    assert len(rows) == 5
    shares = [share for *_texts, share in rows]
    assert shares == sorted(shares, reverse=True)
    logits = app.document.forward.trace.values[app.document.project.network.names[-2]]
    assert shares[0] == app.document.forward.trace.output.max()
    assert len(logits) == 10


def test_one_drawing_and_two_networks_live(app, presented, qtbot):
    view = presented("digit-by-two")
    first, second = (part(view, f"present-verdict-{n}") for n in (1, 2))
    qtbot.waitUntil(lambda: second.verdict is not None and second.verdict.answer != "")
    assert first.verdict.answer == "3"
    before = second.verdict.rows
    canvas = part(view, "present-verdict-canvas")
    middle = canvas.rect().center()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(canvas, middle - middle / 2)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle - middle / 2)
    qtbot.waitUntil(lambda: second.verdict.rows != before)
    assert first.verdict.rows


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PROJECTS)
def test_nothing_is_cut(app, presented, qtbot, name, size, thorough):
    if not thorough and (SIZES.index(size) + list(PROJECTS).index(name)) % len(SIZES):
        pytest.skip("each topic at one of the sizes; at all of them: --thorough")
    from tests.journeys.test_present import hidden_parts, overlapping

    view = presented(name, size)
    for _ in range(4):
        assert not list(hidden_parts(view))
        assert not overlapping(view)
        if view.kind == "value":
            sheet = part(view, "explanation-rows").sheet
            assert sheet.width <= part(view, "explanation-rows").parent().width()
            assert sheet.height <= part(view, "explanation-rows").parent().height()
        forth(qtbot, app)
