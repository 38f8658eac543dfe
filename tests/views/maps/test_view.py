"""The widget that shows a map: zoom, pan, clicks, what it tells."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QToolTip, QWidget

from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.maps.view import NOWHERE, MapView
from cnnviz.views.maps.viewport import Viewport
from tests.views.maps.painted_maps import ACTIVITY

NONE, LEFT, MIDDLE = (
    Qt.KeyboardModifier.NoModifier,
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.MiddleButton,
)


@pytest.fixture
def look(qapp):
    return Look(Settings())


@pytest.fixture
def pair(qtbot, look):
    """Two views of a photo, side by side, with one viewport."""
    window = QWidget()
    qtbot.addWidget(window)
    viewport = Viewport(window)
    values = np.random.default_rng(seed=0).normal(size=(60, 80)).astype(np.float32)
    views = [MapView(look, name, viewport, parent=window) for name in ("Photo", "Result")]
    layout = QHBoxLayout(window)
    for view in views:
        layout.addWidget(view)
        view.show_map(MapShown(values, 2), MapMarks())
    window.resize(700, 320)
    window.show()
    QTest.qWaitForWindowExposed(window)
    yield views  # noqa: PT022 - the window lives until the test ends


def middle(view, row, column):
    return view.cell_rect(row, column).center()


def wheel(view, at, notches=1):
    event = QWheelEvent(
        QPointF(at), QPointF(view.mapToGlobal(at)), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)
    return event


def drag(view, button, start, end):
    QTest.mousePress(view, button, NONE, start)
    QTest.mouseMove(view, (start + end) / 2)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, button, NONE, end)


def test_linked_views_are_zoomed_and_panned_together(pair):
    one, other = pair
    wheel(one, middle(one, 20, 30), 5)
    assert one.place() == other.place()
    assert one.place().width() > one.width()
    before = other.place().topLeft()
    drag(one, LEFT, QPoint(150, 150), QPoint(120, 130))
    assert other.place().topLeft() == one.place().topLeft() == before - QPoint(30, 20)
    QTest.mouseDClick(other, LEFT, NONE, QPoint(50, 50))
    assert one.rect().contains(one.place())


@pytest.mark.parametrize("at", [(3, 3), (150, 120), (20, 250), (200, 77)])
def test_the_wheel_keeps_the_cell_under_the_pointer(pair, at):
    view, point = pair[0], QPoint(*at)
    wheel(view, view.rect().center(), 3)  # so that the picture covers the view
    cell = view.cell_at(point)
    for _ in range(20):
        wheel(view, point)
        assert view.cell_at(point) == cell
    assert view.cell_rect(*cell).width() > 100
    wheel(view, point, -40)
    assert view.rect().contains(view.place())


def test_every_notch_makes_cells_larger(pair):
    view = pair[0]
    sides = [view.cell_rect(0, 0).width()]
    for _ in range(10):
        wheel(view, QPoint(100, 100))
        sides.append(view.cell_rect(0, 0).width())
    assert sides == sorted(set(sides))


def test_a_picture_cannot_be_dragged_out_of_sight(pair):
    view = pair[0]
    wheel(view, view.rect().center(), 6)
    for far in (QPoint(9000, 9000), QPoint(-9000, -9000)):
        drag(view, MIDDLE, view.rect().center(), view.rect().center() + far)
        assert view.place().contains(view.rect().adjusted(1, 1, -1, -1))


def test_a_linked_view_of_another_shape_is_covered_too(pair, qtbot, look):
    wide = MapView(look, "Wide", pair[0]._viewport)
    qtbot.addWidget(wide)
    wide.show_map(pair[0]._shown, MapMarks())
    wide.resize(900, 100)
    wheel(pair[0], QPoint(5, 5), 12)
    assert wide.place().contains(wide.rect().adjusted(1, 1, -1, -1))


class Paints(QObject):
    """Writes down which of the widgets it watches are painted."""

    def __init__(self, widgets):
        super().__init__()
        self.names = []
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, widget, event):
        if event.type() == QEvent.Type.Paint:
            self.names.append(widget.accessibleName())
        return False


def test_linked_views_are_painted_again(pair):
    QApplication.processEvents()
    paints = Paints(pair)
    wheel(pair[0], QPoint(50, 50))
    QApplication.processEvents()
    assert sorted(paints.names) == ["Photo", "Result"]


def test_a_click_is_told_and_a_drag_is_none(pair, qtbot):
    view = pair[0]
    with qtbot.waitSignal(view.cell_clicked) as clicked:
        QTest.mouseClick(view, LEFT, NONE, middle(view, 7, 11))
    assert clicked.args == [7, 11]
    wheel(view, view.rect().center(), 4)
    with qtbot.assertNotEmitted(view.cell_clicked):
        drag(view, LEFT, QPoint(100, 100), QPoint(140, 100))


def test_the_wheel_is_left_to_the_page_where_nothing_can_be_zoomed(qtbot, look):
    view = MapView(look, "Map")
    qtbot.addWidget(view)
    view.show_map(MapShown(ACTIVITY, 9), MapMarks())
    assert not wheel(view, QPoint(20, 20)).isAccepted()


def test_hovering_tells_cells_and_leaving_tells_nowhere(qtbot, look):
    view = MapView(look, "Input")
    qtbot.addWidget(view)
    view.show_map(MapShown(ACTIVITY, 9, padding=(1, 1)), MapMarks())
    view.resize(300, 300)
    view.show()
    with qtbot.waitSignal(view.cell_hovered) as hovered:
        QTest.mouseMove(view, middle(view, -1, 2))
    assert hovered.args == [-1, 2]
    with qtbot.waitSignal(view.cell_hovered) as hovered:
        QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert hovered.args == list(NOWHERE)


def test_a_screen_reader_hears_size_and_current_cell(qtbot, look):
    view = MapView(look, "Input")
    qtbot.addWidget(view)
    view.show_map(MapShown(ACTIVITY, 9), MapMarks(current=(1, 0)))
    assert view.accessibleName() == "Input"
    assert view.accessibleDescription() == "6×6, row 2 column 1: 9"
    view.show_map(MapShown(ACTIVITY, 9, reached=3), MapMarks(current=(1, 0)))
    assert view.accessibleDescription() == "6×6, row 2 column 1: not reached yet"


@pytest.mark.qt_log_ignore("This plugin does not support raise")  # the screenless one
@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ((0, 1), "Row 1, column 2: −0.1234567"),
        ((1, 1), "Row 2, column 2: not reached yet"),
        ((-1, 0), "Padding: 0"),
    ],
)
def test_a_tool_tip_tells_the_exact_value(qtbot, look, cell, told):
    values = np.array([[1, -0.1234567], [2, 3]], np.float32)
    view = MapView(look, "Map")
    qtbot.addWidget(view)
    view.show_map(MapShown(values, padding=(1, 1), reached=3), MapMarks())
    view.resize(200, 200)
    view.show()
    at = middle(view, *cell)
    QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, at, view.mapToGlobal(at)))
    assert QToolTip.text() == told
    QToolTip.hideText()


@pytest.mark.parametrize(
    ("reached", "text"), [(None, "1\t2.5\n-3\t4"), (3, "1\t2.5\n-3"), (2, "1\t2.5"), (0, "")]
)
def test_what_is_reached_is_copied(qtbot, look, reached, text):
    view = MapView(look, "Map")
    qtbot.addWidget(view)
    view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    values = np.array([[1, 2.5], [-3, 4]], np.float32)
    view.show_map(MapShown(values, 4, reached=reached), MapMarks())
    view.show()
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == text


def test_cells_are_square_in_every_width(qtbot, look):
    view = MapView(look, "Map", largest_cell=40)
    qtbot.addWidget(view)
    view.show_map(MapShown(ACTIVITY, 9), MapMarks())
    assert view.sizeHint() == QSize(242, 242)
    assert view.heightForWidth(122) == 122
    view.show_map(MapShown(np.zeros((768, 1024), np.float32)), MapMarks())
    assert view.sizeHint().width() <= 642
