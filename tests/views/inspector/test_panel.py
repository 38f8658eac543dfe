import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget

from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Dropout, Flatten, Linear, Softmax
from cnnviz.cnn.network import INPUT, chain
from cnnviz.cnn.pooling_layers import AvgPool2d
from cnnviz.project import shipped
from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import new_project, with_network, with_parameter, with_picture
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.reveal import Reveal
from cnnviz.state.settings import Settings
from cnnviz.text.numbers import exact_text
from cnnviz.views.inspector.panel import Inspector
from cnnviz.views.look.theme import Look

KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton


def picture(seed=0):
    values = np.random.default_rng(seed).random((1, 28, 28), dtype=np.float32)
    return Picture("matrix", values)


@pytest.fixture
def settings(qapp):
    return Settings()


@pytest.fixture
def inspect(qtbot, settings):
    """Return a function that opens a network in an inspector."""

    def open_(network, *position):
        document = Document(new_project(network, picture()))
        cursor = Cursor(document)
        inspector = Inspector(document, cursor, Reveal(document, cursor), Look(settings))
        qtbot.addWidget(inspector)
        if position:
            cursor.select(Position(*position))
        inspector.resize(280, 900)
        inspector.show()
        QTest.qWaitForWindowActive(inspector)
        inspector.document, inspector.cursor = document, cursor
        return inspector

    return open_


@pytest.fixture
def lecture(inspect):
    return inspect(shipped.network("lecture-cnn"))


def part(inspector, name):
    return inspector.findChild(QWidget, name)


@pytest.mark.parametrize(
    ("position", "title", "subtitle", "says"),
    [
        (("input", 0), "Input · channel 1", "28×28×1", "from 0"),
        (("conv1", 2), "Convolution 1 · filter 3", "One 5×5 kernel. None edited", ""),
        (("relu1", 2), "ReLU 1 · map 3", "28×28×8", "0 weights"),
        (("max_pool1", 2), "Max pool 1 · map 3", "14×14×8", "0 weights"),
        (("conv2", 2), "Convolution 2 · filter 3", "One 5×5 slice per input map. None edited", ""),
        (("flatten1", 100), "Flatten · value 101", "values", "map 3"),
        (("fc1", 5), "Fully connected 1 · unit 6", "784 inputs", ""),
        (("softmax1", 3), "Softmax · class “3”", "10 values", "0 weights"),
    ],
)
def test_what_is_selected_is_shown(lecture, position, title, subtitle, says):
    lecture.cursor.select(Position(*position))
    assert lecture.head.title.text() == title
    assert subtitle in lecture.head.subtitle.text()
    assert says in (lecture.facts.text() if lecture.facts.isVisible() else "")
    assert lecture.document.history.count() == 0


def test_without_a_selection_the_current_node_is_shown(lecture):
    for node, title in (
        ("input", "Input"), ("relu1", "ReLU 1"), ("conv2", "Convolution 2 · filter 1"),
    ):  # fmt: skip
        lecture.cursor.go_to(node)
        assert lecture.head.title.text() == title


def test_the_size_of_a_map_follows_another_picture(inspect):
    inspector = inspect(shipped.network("one-filter"), "relu1", 0)
    assert inspector.head.subtitle.text() == "26×26×1"
    small = Picture("matrix", np.ones((1, 6, 5), np.float32))
    document = inspector.document
    document.edit("picture", with_picture(document.project, small))
    assert inspector.head.subtitle.text() == "4×3×1"
    assert "12 values" in inspector.facts.text() or "of 12" in inspector.facts.text().replace(
        "\xa0", " "
    )
    document.history.undo()
    assert inspector.head.subtitle.text() == "26×26×1"


def test_the_numbers_of_a_relu_follow_every_edit(lecture):
    lecture.cursor.select(Position("relu1", 2))
    project = lecture.document.project
    lecture.document.edit("Bias", with_parameter(project, "conv1", "bias", (2,), -1e5))
    assert "784 of 784 (100 %) of map 3" in lecture.facts.text().replace("\xa0", " ")
    lecture.document.history.undo()
    assert "784 of 784" not in lecture.facts.text().replace("\xa0", " ")


def test_a_share_never_parts_from_its_sign(lecture):
    drawing = np.zeros((1, 28, 28), np.float32)
    drawing[0, 4:24, 14] = 1
    picture = Picture("matrix", drawing, "one")
    lecture.document.edit("Draw", with_picture(lecture.document.project, picture))
    lecture.cursor.go_to("softmax1")
    said = lecture.facts.text()
    assert "\N{NO-BREAK SPACE}%" in said
    assert " %" not in said


def test_the_input_follows_the_picture(lecture):
    lecture.cursor.go_to(INPUT)
    values = np.zeros((1, 28, 28), np.float32)
    values[0, 3, 3] = 7
    project = with_picture(lecture.document.project, Picture("matrix", values))
    lecture.document.edit("Picture", project)
    assert "from 0 to 7" in lecture.facts.text()


def test_layers_of_every_kind_are_shown_with_true_numbers(inspect):
    channels = np.array([1, 2, 3], np.float32)
    network = chain(
        "n", "N", (1, 28, 28),
        (
            Conv2d(np.ones((3, 1, 3, 3), np.float32)),
            BatchNorm2d(channels, channels / 10, channels / 100, channels + 0.5),
            AvgPool2d((2, 2)),
            Dropout(0.25),
            Flatten(),
            Linear(np.ones((2, 3 * 13 * 13), np.float32)),
            Softmax(),
        ),
    )  # fmt: skip
    inspector = inspect(network)
    for node, title, says in (
        ("avg_pool1", "Average pool", "Of every 2×2 window the mean stays"),
        ("dropout1", "Dropout", "with a chance of 0.25"),
        ("flatten1", "Flatten", "3 maps of 13×13"),
        ("softmax1", "Softmax", "shares that add up to 1"),
    ):
        inspector.cursor.go_to(node)
        assert inspector.head.title.text().startswith(title)
        assert says in inspector.facts.text()
    inspector.cursor.select(Position("bn1", 1))
    assert part(inspector, "norm-weight").text() == "2"
    assert part(inspector, "norm-running-var").text() == "2.50"
    field = part(inspector, "norm-bias")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0,5")
    QTest.keyClick(field, KEY.Key_Return)
    np.testing.assert_allclose(
        inspector.document.project.network.layers["bn1"].bias, [0.1, 0.5, 0.3], rtol=1e-6
    )
    inspector.document.history.undo()
    assert field.text() == "0.2"
    assert inspector.document.history.count() == 1


def test_a_weight_of_a_fully_connected_unit_is_edited_over_its_map(lecture):
    lecture.cursor.select(Position("fc1", 5))
    strip, grid = part(lecture, "unit-strip"), part(lecture, "unit-grid")
    QTest.mouseClick(
        strip.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, strip.slice_rect(3).center()
    )
    QTest.mouseClick(grid, LEFT, Qt.KeyboardModifier.NoModifier, grid.cell_rect(2, 1).center())
    QTest.keyClicks(grid, "2")
    QTest.keyClick(grid.editor, KEY.Key_Return)
    now = lecture.document.project.network.layers["fc1"].weight
    old = lecture.document.project.original.layers["fc1"].weight
    np.testing.assert_array_equal(np.argwhere(now != old), [[5, 3 * 49 + 2 * 7 + 1]])
    assert "1 edited" in lecture.head.subtitle.text()
    QTest.mouseClick(part(lecture, "unit-reset"), LEFT)
    np.testing.assert_array_equal(lecture.document.project.network.layers["fc1"].weight, old)
    field = part(lecture, "unit-bias")
    field.setFocus()
    QTest.keyClick(field, KEY.Key_Up)
    assert lecture.document.history.count() == 3


def test_a_unit_after_other_units_shows_its_weights_in_a_grid(lecture):
    lecture.cursor.select(Position("fc2", 4))
    np.testing.assert_array_equal(
        part(lecture, "unit-grid").values.ravel(),
        lecture.document.project.network.layers["fc2"].weight[4],
    )
    assert not part(lecture, "unit-strip").isVisible()


def test_compare_shows_before_and_now_and_follows_every_edit(lecture):
    lecture.cursor.select(Position("conv2", 2))
    assert not lecture.parts.compare().isVisible()
    QTest.mouseClick(part(lecture, "kernel-compare"), LEFT)
    assert lecture.parts.compare().isVisible()
    original = lecture.document.forward.trace
    for value in (3.0, -3.0):
        after = with_parameter(lecture.document.project, "conv2", "weight", (2, 0, 1, 1), value)
        lecture.document.edit("Weight", after, gesture="drag 1")
        before, now = lecture.parts.compare().grids
        assert now.values[1, 1] == value
        opened = lecture.document.project.original.layers["conv2"].weight
        assert before.values[1, 1] == opened[2, 0, 1, 1]
        maps = [each._shown.values for each in lecture.parts.compare().maps]
        np.testing.assert_array_equal(maps[0], original.values["conv2"][2])
        np.testing.assert_array_equal(maps[1], lecture.document.forward.trace.values["conv2"][2])
    best = lecture.parts.compare().shares[0]
    place = int(np.maximum(original.output, lecture.document.forward.trace.output).argmax())
    assert [label.text() for label in best] == [
        f"“{place}”",
        f"{100 * original.output[place]:.1f} %",
        f"→ {100 * lecture.document.forward.trace.output[place]:.1f} %",
    ]
    lecture.cursor.select(Position("fc1", 5))
    assert part(lecture, "unit-compare").isChecked()
    assert "Its value: " in lecture.parts.compare().value.text()
    lecture.cursor.select(Position("max_pool1", 1))
    assert not lecture.parts.compare().isVisible()


def test_compare_of_maps_of_another_size_shows_both(inspect):
    conv = Conv2d(np.ones((1, 1, 3, 3), np.float32))
    inspector = inspect(chain("n", "N", (1, 28, 28), (conv,)), "conv1", 0)
    QTest.mouseClick(part(inspector, "kernel-compare"), LEFT)
    field = part(inspector, "kernel-rows")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "5")
    QTest.keyClick(field, KEY.Key_Return)
    shapes = [view._shown.values.shape for view in inspector.parts.compare().maps]
    assert shapes == [(26, 26), (24, 26)]
    assert [grid.values.shape for grid in inspector.parts.compare().grids] == [(3, 3), (5, 3)]


def test_the_channels_can_be_gone_through(lecture):
    lecture.cursor.select(Position("conv1", 0))
    back, forward = part(lecture, "inspector-previous"), part(lecture, "inspector-next")
    assert not back.isEnabled()
    for _ in range(7):
        QTest.mouseClick(forward, LEFT)
    assert lecture.cursor.selected == Position("conv1", 7)
    assert not forward.isEnabled()
    assert forward.toolTip() == "There is no further one"
    QTest.mouseClick(back, LEFT)
    assert lecture.head.title.text() == "Convolution 1 · filter 7"


def test_another_network_is_shown_at_once(lecture):
    lecture.cursor.select(Position("conv2", 15))
    project = with_network(lecture.document.project, shipped.network("nine-steps"))
    lecture.document.edit("Network", project)
    lecture.cursor.select(Position("conv2", 7))
    assert lecture.head.subtitle.text().startswith("One 3×3 slice per input map")
    lecture.document.history.undo()
    lecture.cursor.select(Position("conv2", 15))
    assert lecture.head.subtitle.text().startswith("One 5×5 slice per input map")


def test_an_edit_of_another_layer_leaves_the_editor_alone(lecture, monkeypatch):
    lecture.cursor.select(Position("conv2", 2))
    shown = []
    monkeypatch.setattr(lecture.parts.kernel(), "show_channel", lambda *which: shown.append(which))
    for node in ("conv1", "fc2"):
        after = with_parameter(lecture.document.project, node, "bias", (0,), 1.5)
        lecture.document.edit("Bias", after)
    assert shown == []
    lecture.document.edit("B", with_parameter(lecture.document.project, "conv2", "bias", (0,), 1.5))
    assert shown == [("conv2", 2)]


def test_an_edit_builds_no_widgets(lecture):
    lecture.cursor.select(Position("conv2", 2))
    QTest.mouseClick(part(lecture, "kernel-compare"), LEFT)
    before = set(map(id, lecture.findChildren(QWidget)))
    after = with_parameter(lecture.document.project, "conv2", "weight", (2, 0, 1, 1), 2.0)
    lecture.document.edit("Weight", after)
    assert set(map(id, lecture.findChildren(QWidget))) == before


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize(("percent", "width"), [(75, 228), (100, 250), (150, 375), (300, 750)])
def test_nothing_is_cut_off_in_narrow_panels_at_any_text_size(
    qtbot, settings, inspect, theme, percent, width
):
    inspector = inspect(shipped.network("lecture-cnn"), "conv2", 2)
    settings.set_theme(theme)
    settings.set_text_size(percent)
    area = QScrollArea()
    qtbot.addWidget(area)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inspector)
    area.resize(width, 400)
    area.show()
    for position in (
        Position("conv2", 2),
        Position("fc1", 5),
        Position("max_pool1", 1),
        Position("softmax1", 1),
    ):
        inspector.cursor.select(position)
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        assert inspector.width() <= area.viewport().width()
        for label in inspector.findChildren(QLabel):
            if label.isVisible() and not label.wordWrap():
                needed = label.fontMetrics().horizontalAdvance(label.text())
                assert label.width() >= needed, label.text()


def test_digits_are_9_pixels_high_or_left_out(lecture):
    lecture.cursor.select(Position("conv2", 2))
    QTest.mouseClick(part(lecture, "kernel-compare"), LEFT)
    QApplication.processEvents()
    for grid in (part(lecture, "kernel-grid"), *lecture.parts.compare().grids):
        font, _ = grid._cells.digits(lecture._look, grid._cell())
        assert font is None or font.pixelSize() >= 9


def test_the_weight_under_the_mouse_is_told_in_words(inspect, qtbot):
    lecture = inspect(shipped.network("lecture-cnn"), "conv2", 2)
    grid = part(lecture, "kernel-grid")
    with qtbot.waitSignal(lecture.hovered) as told:
        at = QPointF(grid.cell_rect(1, 2).center())
        none = Qt.MouseButton.NoButton
        move = QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, Qt.KeyboardModifier(0))
        QApplication.sendEvent(grid, move)
    value = lecture.document.project.network.layers["conv2"].weight[2, 0, 1, 2]
    assert told.args == ["Weight for input map 1, row 2, column 3: " + exact_text(value)]
    with qtbot.waitSignal(lecture.hovered) as told:
        QApplication.sendEvent(grid, QEvent(QEvent.Type.Leave))
    assert told.args == [""]
