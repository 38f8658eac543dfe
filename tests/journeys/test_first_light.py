"""The main job: draw a digit and see it read, edit a weight and see everything follow."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from cnnviz.project.place import Position

NO_KEY = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton

# Digits as people draw them, on a canvas of 100 by 100: lines of points, a line for each stroke.
DRAWINGS = {
    "1": [[(35, 35), (52, 18), (52, 85)]],
    "2": [[(30, 32), (36, 20), (52, 16), (66, 24), (66, 38), (50, 58), (30, 80), (70, 80)]],
    "3": [[(32, 20), (52, 16), (66, 26), (46, 48), (64, 56), (68, 72), (52, 84), (30, 78)]],
    "4": [[(55, 15), (28, 60), (74, 60)], [(60, 40), (60, 88)]],
    "7": [[(28, 20), (70, 20), (46, 85)]],
    "crossed 7": [[(28, 20), (70, 20), (46, 85)], [(36, 52), (66, 52)]],
    "0": [
        [(50, 15), (34, 26), (28, 50), (34, 74), (50, 85), (66, 74), (72, 50), (64, 24), (50, 15)]
    ],
}  # fmt: skip


def draw(qtbot, canvas, lines):
    """Draw with the mouse, moving a few pixels at a time as a hand does."""

    def on_canvas(point):
        return QPoint(
            round(point[0] / 100 * canvas.width()), round(point[1] / 100 * canvas.height())
        )

    for line in lines:
        qtbot.mousePress(canvas, LEFT, pos=on_canvas(line[0]))
        for start, end in pairwise(line):
            for t in np.linspace(0, 1, 8)[1:]:
                between = (
                    start[0] + t * (end[0] - start[0]),
                    start[1] + t * (end[1] - start[1]),
                )
                qtbot.mouseMove(canvas, on_canvas(between))
        qtbot.mouseRelease(canvas, LEFT, pos=on_canvas(line[-1]))


def read_class(app):
    return app.document.project.network.classes[int(app.document.forward.trace.output.argmax())]


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_digit_drawn_with_the_mouse_is_read(app, qtbot, find, name):
    blank = app.document.forward.trace.output.copy()
    draw(qtbot, find("draw-canvas"), DRAWINGS[name])
    assert read_class(app) == name[-1]
    assert f"“{name[-1]}”" in find("step-sentence").text()
    assert app.document.history.count() == len(DRAWINGS[name])  # each stroke is one step
    for _ in DRAWINGS[name]:
        app.document.history.undo()
    np.testing.assert_array_equal(app.document.forward.trace.output, blank)


def test_the_network_answers_while_the_mouse_still_moves(app, qtbot, find):
    canvas = find("draw-canvas")
    seen = []
    qtbot.mousePress(canvas, LEFT, pos=QPoint(60, 40))
    for y in range(45, 150, 15):
        qtbot.mouseMove(canvas, QPoint(60, y))
        seen.append(app.document.forward.trace.output.copy())
    assert len({values.tobytes() for values in seen}) > 3
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(60, 150))


def wheel(widget, place, notches, modifiers=NO_KEY):
    event = QWheelEvent(
        QPointF(place), widget.mapToGlobal(QPointF(place)), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


@pytest.fixture
def kernel(app, qtbot, find):
    """The kernel of the second convolution's third filter, for a drawn three."""
    draw(qtbot, find("draw-canvas"), DRAWINGS["3"])
    app.cursor.select(Position("conv2", 2))
    QApplication.processEvents()
    return find("kernel-grid")


def by_wheel(qtbot, grid, place):
    grid.setFocus()
    for _ in range(3):
        wheel(grid, place, 1, Qt.KeyboardModifier.ShiftModifier)


def by_drag(qtbot, grid, place):
    qtbot.mousePress(grid, LEFT, pos=place)
    for up in range(5, 60, 5):
        qtbot.mouseMove(grid, place - QPoint(0, up))
    qtbot.mouseRelease(grid, LEFT, pos=place - QPoint(0, 55))


def by_keys(qtbot, grid, place):
    qtbot.mouseClick(grid, LEFT, pos=place)
    qtbot.keyClicks(grid, "2")
    editor = QApplication.focusWidget()
    qtbot.keyClicks(editor, ",5")
    qtbot.keyClick(editor, Qt.Key.Key_Return)


@pytest.mark.parametrize("edit", [by_wheel, by_drag, by_keys])
def test_a_weight_is_edited_and_undo_restores_every_bit(app, qtbot, kernel, edit):
    before = app.document.forward.trace.output.copy()
    weights = app.document.project.network.layers["conv2"].weight
    edits = app.document.history.count()
    edit(qtbot, kernel, QPoint(kernel.width() // 10, kernel.height() // 10))
    now = app.document.project.network.layers["conv2"].weight
    assert np.argwhere(now != weights).tolist() == [[2, 0, 0, 0]]
    if edit is by_keys:
        assert now[2, 0, 0, 0] == 2.5
    assert not np.array_equal(app.document.forward.trace.output, before)
    assert app.document.history.count() == edits + 1
    app.document.history.undo()
    np.testing.assert_array_equal(app.document.forward.trace.output, before)
    assert app.document.project.network.layers["conv2"].weight is weights


def test_the_bias_takes_a_comma_and_a_point_and_refuses_words(app, qtbot, find, kernel):
    field = find("kernel-bias")
    for typed, expected in (("1,5", 1.5), ("-0.25", -0.25)):
        field.setFocus()
        field.selectAll()
        qtbot.keyClicks(field, typed)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert app.document.project.network.layers["conv2"].bias[2] == expected
    edits = app.document.history.count()
    field.selectAll()
    qtbot.keyClicks(field, "many")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert app.document.history.count() == edits
    assert "many" in field.accessibleDescription() or "number" in field.accessibleDescription()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "−0.25"
