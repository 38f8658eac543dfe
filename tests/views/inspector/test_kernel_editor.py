import os

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from cnnviz.cnn.kernels import resized
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.network import chain
from cnnviz.explain.kernel_presets import PRESETS
from cnnviz.project import shipped
from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import new_project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.reveal import Reveal
from cnnviz.state.settings import Settings
from cnnviz.views.controls.bubble import told
from cnnviz.views.inspector.panel import Inspector
from cnnviz.views.look.theme import Look

KEY, NONE, LEFT = Qt.Key, Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def inspect(qtbot, qapp):
    """Return a function that opens a network in an inspector with one position selected."""

    def open_(network, *position):
        values = np.random.default_rng(0).random(network.input_shape, dtype=np.float32)
        document = Document(new_project(network, Picture("matrix", values)))
        cursor = Cursor(document)
        inspector = Inspector(document, cursor, Reveal(document, cursor), Look(Settings()))
        qtbot.addWidget(inspector)
        cursor.select(Position(*position))
        inspector.resize(280, 900)
        inspector.show()
        QTest.qWaitForWindowActive(inspector)
        inspector.document, inspector.cursor = document, cursor
        return inspector

    return open_


@pytest.fixture
def lecture(inspect):
    """Filter 3 of the second convolution of the lecture's network."""
    return inspect(shipped.network("lecture-cnn"), "conv2", 2)


@pytest.fixture
def single(inspect):
    """A network of one filter, of which every size is possible."""
    weight = np.arange(9, dtype=np.float32).reshape(1, 1, 3, 3)
    return inspect(chain("single", "Single", (1, 28, 28), (Conv2d(weight),)), "conv1", 0)


def part(inspector, name):
    return inspector.findChild(QWidget, name)


def weight(inspector):
    return layer(inspector).weight


def layer(inspector):
    return inspector.document.project.network.layers[inspector.cursor.selected.node]


def press(inspector, name):
    QTest.mouseClick(part(inspector, name), LEFT)


def choose(inspector, name, text):
    box = part(inspector, name)
    box.setCurrentIndex(box.findText(text))
    box.activated.emit(box.currentIndex())  # as a click into the list does


def type_in(field, text):
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, KEY.Key_Return)


def wheel(grid, cell, notches):
    grid.window().activateWindow()
    grid.setFocus()  # as after a click: only then the wheel edits
    at = grid.cell_rect(*cell).center()
    event = QWheelEvent(
        QPointF(at), QPointF(grid.mapToGlobal(at)), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(grid, event)


def edit_by_wheel(grid):
    for _ in range(3):
        wheel(grid, (1, 2), 1)


def edit_by_drag(grid):
    at = grid.cell_rect(1, 2).center()
    QTest.mousePress(grid, LEFT, NONE, at)
    for height in (8, 16, 30):
        QTest.mouseMove(grid, at - QPoint(0, height))
    QTest.mouseRelease(grid, LEFT, NONE, at)


def edit_by_keys(grid):
    QTest.mouseClick(grid, LEFT, NONE, grid.cell_rect(1, 2).center())
    QTest.keyClicks(grid, "0")
    QTest.keyClicks(grid.editor, ",75")
    QTest.keyClick(grid.editor, KEY.Key_Return)


@pytest.mark.parametrize("way", [edit_by_wheel, edit_by_drag, edit_by_keys])
def test_an_edit_changes_that_weight_alone_and_undoes_in_one_step_to_the_bit(lecture, way):
    before, grid = lecture.document.project, part(lecture, "kernel-grid")
    old = weight(lecture)
    probabilities = lecture.document.forward.trace.output
    way(grid)
    changed = np.argwhere(weight(lecture) != old)
    np.testing.assert_array_equal(changed, [[2, 0, 1, 2]])
    assert grid.values[1, 2] == weight(lecture)[2, 0, 1, 2]
    assert lecture.document.history.count() == 1
    assert (lecture.document.forward.trace.output != probabilities).any()
    lecture.document.history.undo()
    assert lecture.document.project is before
    assert grid.values[1, 2] == old[2, 0, 1, 2]
    np.testing.assert_array_equal(lecture.document.forward.trace.output, probabilities)
    assert lecture.document.history.count() == 1  # showing the old weight was no edit


def test_the_strip_chooses_the_slice_that_is_edited(lecture):
    strip, grid = part(lecture, "kernel-strip"), part(lecture, "kernel-grid")
    old = weight(lecture)
    QTest.mouseClick(strip.viewport(), LEFT, NONE, strip.slice_rect(4).center())
    np.testing.assert_array_equal(grid.values, old[2, 4])
    QTest.keyClick(strip, KEY.Key_Right)
    np.testing.assert_array_equal(grid.values, old[2, 5])
    assert "input map 6 (6 of 8)" in strip.accessibleName()
    QTest.keyClick(grid, KEY.Key_Delete)
    np.testing.assert_array_equal(np.argwhere(weight(lecture) != old), [[2, 5, 0, 0]])
    assert strip.accessibleName().endswith(", edited")
    assert "1 edited" in lecture.head.subtitle.text()


def test_a_bias_is_edited_with_point_or_comma(lecture):
    field = part(lecture, "kernel-bias")
    for text, value in (("1,5", 1.5), ("-0.25", -0.25)):
        type_in(field, text)
        assert layer(lecture).bias[2] == value
    old = lecture.document.project.original.layers["conv2"].bias
    np.testing.assert_array_equal(np.flatnonzero(layer(lecture).bias != old), [2])
    lecture.document.history.undo()
    assert field.value == 1.5
    assert lecture.document.history.count() == 2


def test_nonsense_in_every_field_is_told_and_the_editor_lives_on(lecture):
    for name in ("bias", "stride", "padding", "rows", "columns", "dilation"):
        field = part(lecture, f"kernel-{name}")
        old = field.value
        type_in(field, "many")
        assert "“many” is no number" in told(field)
        QTest.keyClick(field, KEY.Key_Escape)
        assert field.value == old
    assert lecture.document.history.count() == 0
    type_in(part(lecture, "kernel-bias"), "2")
    assert layer(lecture).bias[2] == 2


@pytest.mark.parametrize(
    ("name", "value", "refusal"),
    [
        ("stride", "2", "Stride 2×2 is not possible here."),
        ("padding", "0", "Padding 0×0 is not possible here."),
        ("rows", "4", "Kernels of 4×5 are not possible here."),
    ],
)
def test_what_a_later_layer_cannot_take_is_refused_at_the_field(lecture, name, value, refusal):
    before, field = lecture.document.project, part(lecture, f"kernel-{name}")
    old = field.text()
    type_in(field, value)
    assert lecture.document.project is before
    assert refusal in told(field)
    assert "784 values" in told(field)
    assert field.text() == old
    assert field.problem
    assert lecture.document.history.count() == 0


def test_stride_padding_dilation_and_size_change_rows_and_columns(single):
    for name, value in (("stride", 2), ("padding", 3), ("dilation", 2)):
        type_in(part(single, f"kernel-{name}"), str(value))
        assert getattr(layer(single), name) == (value, value)
    type_in(part(single, "kernel-rows"), "5")
    assert layer(single).kernel_size == (5, 3)
    assert part(single, "kernel-grid").values.shape == (5, 3)
    choose(single, "kernel-padding-mode", "reflect")
    assert layer(single).padding_mode == "reflect"
    assert single.document.history.count() == 5
    while single.document.history.canUndo():
        single.document.history.undo()
    assert part(single, "kernel-rows").text() == "3"
    assert part(single, "kernel-padding-mode").currentText() == "zeros"


def test_what_differs_in_rows_and_columns_is_shown_truthfully(inspect):
    conv = Conv2d(np.ones((1, 1, 3, 3)), stride=(1, 2), padding=(0, 1))
    inspector = inspect(chain("n", "N", (1, 28, 28), (conv,)), "conv1", 0)
    texts = [part(inspector, f"kernel-{name}").text() for name in ("stride", "padding", "dilation")]
    assert texts == ["1×2", "0×1", "1"]
    assert inspector.document.history.count() == 0
    type_in(part(inspector, "kernel-stride"), "2x1")
    assert layer(inspector).stride == (2, 1)


def test_a_kernel_of_the_size_that_same_padding_allows_is_taken(lecture):
    for name in ("rows", "columns"):
        type_in(part(lecture, f"kernel-{name}"), "3")
    assert (layer(lecture).kernel_size, layer(lecture).padding) == ((3, 3), (1, 1))
    lecture.document.history.undo()
    lecture.document.history.undo()
    assert layer(lecture) is lecture.document.project.original.layers["conv2"]


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_presets_are_put_in_named_and_undone(lecture, preset):
    choose(lecture, "kernel-preset", preset.name)
    np.testing.assert_array_equal(weight(lecture)[2, 0], resized(preset.weights, 5, 5))
    assert part(lecture, "kernel-preset").currentText() == preset.name
    assert part(lecture, "kernel-preset-sentence").text() == preset.sentence
    lecture.document.history.undo()
    assert part(lecture, "kernel-preset").currentText() == "Trained values"
    assert lecture.document.history.count() == 1


def test_a_preset_is_recognised_and_an_edit_of_it_is_called_edited(lecture):
    choose(lecture, "kernel-preset", "Sharpen")
    wheel(part(lecture, "kernel-grid"), (0, 0), 1)
    assert part(lecture, "kernel-preset").currentText() == "Edited"
    wheel(part(lecture, "kernel-grid"), (0, 0), -1)
    assert part(lecture, "kernel-preset").currentText() == "Sharpen"
    choose(lecture, "kernel-preset", "Trained values")
    assert not part(lecture, "kernel-reset").isEnabled()
    choose(lecture, "kernel-preset", "Random")
    assert part(lecture, "kernel-preset").currentText() == "Edited"


def test_values_of_a_network_without_training_are_not_called_trained(single):
    assert part(single, "kernel-preset").currentText() == "Values as opened"


def test_a_preset_larger_than_the_kernel_grows_the_layer_or_says_why_not(single, inspect):
    choose(single, "kernel-preset", "Motion blur")
    assert layer(single).kernel_size == (5, 5)
    vgg = inspect(shipped.network("tiny-vgg"), "conv1", 0)
    choose(vgg, "kernel-preset", "Motion blur")
    assert vgg.document.history.count() == 0
    assert "all share one size" in told(part(vgg, "kernel-preset"))
    assert part(vgg, "kernel-preset").currentText() == "Trained values"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("rotate", [[6, 3, 0], [7, 4, 1], [8, 5, 2]]),
        ("flip", [[2, 1, 0], [5, 4, 3], [8, 7, 6]]),
        ("flip-vertical", [[6, 7, 8], [3, 4, 5], [0, 1, 2]]),
        ("transpose", [[0, 3, 6], [1, 4, 7], [2, 5, 8]]),
        ("negate", [[0, -1, -2], [-3, -4, -5], [-6, -7, -8]]),
    ],
)
def test_the_tools_change_the_kernel_in_one_step(single, name, expected):
    press(single, f"kernel-{name}")
    np.testing.assert_array_equal(weight(single)[0, 0], expected)
    np.testing.assert_array_equal(part(single, "kernel-grid").values, expected)
    single.document.history.undo()
    np.testing.assert_array_equal(weight(single)[0, 0], np.arange(9).reshape(3, 3))


def test_normalise_divides_by_the_sum_and_says_when_that_is_0(single):
    press(single, "kernel-normalise")
    assert weight(single).sum() == pytest.approx(1)
    choose(single, "kernel-preset", "Sobel, vertical edges")
    before = single.document.project
    press(single, "kernel-normalise")
    assert "sum of the weights is 0" in told(part(single, "kernel-normalise"))
    assert single.document.project is before
    assert single.document.history.count() == 2


def test_a_table_from_a_spreadsheet_is_pasted_and_a_ragged_one_refused(single):
    QGuiApplication.clipboard().setText("1\t0,5\t−1\r\n2\t0\t-2\r\n1\t0\t-1\r\n")
    QTest.keyClick(part(single, "kernel-grid"), KEY.Key_V, CTRL)
    np.testing.assert_array_equal(weight(single)[0, 0], [[1, 0.5, -1], [2, 0, -2], [1, 0, -1]])
    before = single.document.project
    QGuiApplication.clipboard().setText("1 2 3\n4 5")
    press(single, "kernel-paste")
    assert "Row 2 has 2 numbers" in told(part(single, "kernel-grid"))
    assert single.document.project is before
    press(single, "kernel-copy")
    assert QGuiApplication.clipboard().text() == "1\t0.5\t-1\n2\t0\t-2\n1\t0\t-1"
    QGuiApplication.clipboard().setText("\n".join(["1;2;3;4"] * 12))
    press(single, "kernel-paste")
    assert "1 to 11 rows and columns" in told(part(single, "kernel-grid"))


class Files:
    def __init__(self, path):
        self.path = path

    def to_open(self, parent):
        return self.path

    to_save = to_open


def test_a_kernel_is_saved_as_text_and_opened_again(single, tmp_path):
    single.parts.kernel().files = Files(tmp_path / "kernel ñ.txt")
    press(single, "kernel-save")
    press(single, "kernel-negate")
    press(single, "kernel-open")
    np.testing.assert_array_equal(weight(single)[0, 0], np.arange(9).reshape(3, 3))


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"\xff\xfe\x00", "no text file"), (b"1 2\n3", "Row 2"), (b"1 " * 60_000, "too large")],
    ids=["binary", "ragged", "large"],
)
def test_a_file_that_is_no_matrix_is_told(single, tmp_path, content, why):
    single.parts.kernel().files = Files(tmp_path / "kernel.txt")
    single.parts.kernel().files.path.write_bytes(content)
    press(single, "kernel-open")
    assert why in told(part(single, "kernel-open"))
    single.parts.kernel().files.path.unlink()
    press(single, "kernel-open")
    assert "kernel.txt" in told(part(single, "kernel-open"))
    assert single.document.history.count() == 0


@pytest.mark.timeout(20, method="thread")
def test_a_pipe_is_no_kernel_and_holds_nothing_up(single, tmp_path):
    """Opened by the system's own call it waits for a writer, for ever."""
    single.parts.kernel().files = Files(tmp_path / "pipe.txt")
    os.mkfifo(single.parts.kernel().files.path)
    press(single, "kernel-open")
    assert told(part(single, "kernel-open")) == "pipe.txt: it is a device or a pipe"
    assert single.document.history.count() == 0


def test_reset_brings_the_filter_back_and_says_when_there_is_nothing_to_do(lecture):
    reset = part(lecture, "kernel-reset")
    assert not reset.isEnabled()
    assert "Nothing to reset" in reset.toolTip()
    wheel(part(lecture, "kernel-grid"), (0, 0), 2)
    type_in(part(lecture, "kernel-bias"), "3")
    assert reset.isEnabled()
    press(lecture, "kernel-reset")
    opened = lecture.document.project.original.layers["conv2"]
    np.testing.assert_array_equal(layer(lecture).weight, opened.weight)
    np.testing.assert_array_equal(layer(lecture).bias, opened.bias)
    assert not reset.isEnabled()
    lecture.document.history.undo()
    assert part(lecture, "kernel-bias").value == 3


def test_reset_layer_brings_options_back_too(lecture):
    assert not lecture.parts.kernel().reset_row.reset_layer.isEnabled()
    press(lecture, "kernel-strict")
    assert not part(lecture, "kernel-reset").isEnabled()
    lecture.parts.kernel().reset_row.reset_layer.trigger()
    assert layer(lecture) is lecture.document.project.original.layers["conv2"]
    assert not part(lecture, "kernel-strict").isChecked()


def test_strict_convolution_flips_and_names_the_difference(single):
    correlation = single.document.forward.trace.output
    assert "correlation, as CNNs do it" in single.parts.kernel().strict_sentence.text()
    press(single, "kernel-strict")
    assert layer(single).flipped
    assert "turned by 180°" in single.parts.kernel().strict_sentence.text()
    np.testing.assert_array_equal(weight(single)[0, 0], np.arange(9).reshape(3, 3))
    assert not np.allclose(single.document.forward.trace.output, correlation)
    press(single, "kernel-rotate")
    press(single, "kernel-rotate")
    turned_twice = single.document.forward.trace.output
    np.testing.assert_allclose(turned_twice, correlation, rtol=1e-6)
    single.document.history.undo()
    single.document.history.undo()
    single.document.history.undo()
    assert not part(single, "kernel-strict").isChecked()


def test_the_colours_reach_to_the_largest_weight_of_the_layer_and_the_tip_says_so(lecture):
    limit = np.abs(weight(lecture)).max()
    assert f"±{limit:.2f}" in part(lecture, "kernel-grid").toolTip()
    type_in_cell = part(lecture, "kernel-grid")
    QTest.keyClicks(type_in_cell, "9")
    QTest.keyClick(type_in_cell.editor, KEY.Key_Return)
    assert "±9," in type_in_cell.toolTip()


def test_64_input_maps_wrap_into_rows_and_are_all_in_reach(inspect):
    conv = Conv2d(np.random.default_rng(0).normal(size=(2, 64, 3, 3)).astype(np.float32))
    first = Conv2d(np.ones((64, 1, 3, 3), np.float32))
    inspector = inspect(chain("n", "N", (1, 28, 28), (first, conv)), "conv2", 1)
    inspector.resize(280, 1000)
    strip = part(inspector, "kernel-strip")
    assert strip.rect().contains(strip.slice_rect(63))
    QTest.mouseClick(strip.viewport(), LEFT, NONE, strip.slice_rect(63).center())
    np.testing.assert_array_equal(part(inspector, "kernel-grid").values, conv.weight[1, 63])


def test_every_control_has_a_name_a_tip_and_can_be_reached_by_keyboard(lecture):
    controls = [
        child
        for child in lecture.parts.kernel().findChildren(QWidget)
        if child.objectName().startswith("kernel-")
        and child.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    assert len(controls) >= 22
    for control in controls:
        name = control.accessibleName() or control.text()
        assert name, control.objectName()
        if not isinstance(control, QLineEdit):
            assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
        if control.objectName() not in ("kernel-strip",):
            assert control.toolTip(), control.objectName()
