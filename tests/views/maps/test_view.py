import re
from dataclasses import replace
from itertools import groupby

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QEvent, QObject, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QHelpEvent, QImage, QPainter, QWheelEvent
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QToolTip, QWidget

from cnnviz.state.settings import Settings
from cnnviz.views.cells.painting import FRAME
from cnnviz.views.look.theme import Look
from cnnviz.views.look.value_colors import diverging, grey
from cnnviz.views.maps import shown as map_shown
from cnnviz.views.maps.geometry import cell_at, cell_rect, fitted
from cnnviz.views.maps.magnifier import Magnifier
from cnnviz.views.maps.painter import paint_map
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.maps.view import NOWHERE, MapView
from cnnviz.views.maps.viewport import Viewport

NONE, LEFT, MIDDLE = (
    Qt.KeyboardModifier.NoModifier,
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.MiddleButton,
)
PLACE = QRect(10, 20, 240, 240)
ACTIVITY = np.array(
    [
        [4, 5, 1, 0, 0, 0],
        [9, 2, 3, 1, 0, 0],
        [7, 1, 1, 1, 1, 0],
        [3, 1, 1, 1, 0, 0],
        [2, 2, 1, 1, 1, 0],
        [1, 0, 0, 0, 0, 0],
    ],
    np.float32,
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


def painted(shown, look, marks=None, place=PLACE, exposed=None):
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    painter = QPainter(image)
    paint_map(painter, place, shown, marks or MapMarks(), look, exposed)
    painter.end()
    return image


def texts(shown, look, place=PLACE):
    """Return the texts that are painted, with the height of their font, from top left."""
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(2000, 2000))
    painter = QPainter(generator)
    paint_map(painter, place, shown, MapMarks(), look)
    painter.end()
    svg = bytes(buffer.data().data()).decode()
    return re.findall(r"<text[^>]*?font-size=\"(\d+)[^>]*>([^<]*)</text>", svg, re.DOTALL)


def signs(shown, look, place=PLACE):
    return [text.strip() for _, text in texts(shown, look, place)]


def corner(image, shown, row, column, place=PLACE):
    """Return the colour near the corner of a cell, where no digit is."""
    return image.pixelColor(cell_rect(place, shown, row, column).topLeft().toPoint() + QPoint(4, 4))


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


# Where the cells lie


@pytest.mark.parametrize("size", [(1, 1), (6, 6), (1, 300), (28, 20), (768, 1024)])
@pytest.mark.parametrize("padding", [(0, 0), (1, 2)])
@pytest.mark.parametrize("side", [100, 333, 2111])
def test_a_cell_is_found_where_it_lies(size, padding, side):
    shown = MapShown(np.zeros(size, np.float32), padding=padding)
    place = fitted(QRect(7, 9, side, side - 20), shown, largest_cell=48)
    assert QRect(7, 9, side, side - 20).contains(place)
    last = (size[0] - 1 + padding[0], size[1] - 1 + padding[1])
    for cell in [(0, 0), (size[0] // 2, size[1] // 3), (-padding[0], -padding[1]), last]:
        rect = cell_rect(place, shown, *cell)
        assert cell_at(place, shown, rect.center()) == cell
        assert rect.width() == pytest.approx(rect.height(), rel=0.3) or place.height() == 1
        if rect.width() >= 2:
            assert rect.width() == rect.height() == int(rect.width()) <= 48
            assert cell_at(place, shown, rect.topLeft()) == cell
            assert cell_at(place, shown, rect.bottomRight() - QPointF(0.1, 0.1)) == cell


def test_places_in_the_padding_are_negative_and_beyond_it_are_none():
    shown = MapShown(ACTIVITY, padding=(1, 2))
    place = QRect(100, 50, 10 * 20, 8 * 20)
    assert cell_at(place, shown, QPoint(100, 50)) == (-1, -2)
    assert cell_at(place, shown, QPointF(299.9, 209.9)) == (6, 7)
    assert cell_at(place, shown, QPoint(99, 60)) is None
    assert cell_at(place, shown, QPoint(110, 210)) is None


def test_a_place_that_is_no_multiple_of_the_cells_has_whole_cells_in_its_middle():
    shown = MapShown(ACTIVITY)
    place = QRect(0, 0, 6 * 20 + 5, 6 * 20 + 3)
    assert cell_rect(place, shown, 0, 0).getRect() == (2, 1, 20, 20)
    assert cell_at(place, shown, QPoint(1, 10)) is None


# What is painted


@pytest.mark.parametrize("side", [1, 3, 13, 14, 24, 25, 40])
def test_cells_have_the_colours_of_the_scale(look, side):
    values = np.array([[-1, 0.4, 0], [2, np.nan, -0.2], [np.inf, -0.9, 0.1]], np.float32)
    shown = MapShown(values, 1.5)
    place = QRect(30, 30, 3 * side, 3 * side)
    image = painted(shown, look, place=place)
    for (row, column), pixel in np.ndenumerate(diverging(values, 1.5)):
        rect = cell_rect(place, shown, row, column).toRect()
        inside = (0, 0) if side < 14 else (side - 2, side - 2)
        for offset in ((0, 0), inside):
            assert image.pixel(rect.topLeft() + QPoint(*offset)) == int(pixel)


def test_intensities_are_grey_and_ink_is_black(look):
    values = np.array([[0, 0.5], [0.75, 1]], np.float32)
    for is_ink in (True, False):
        shown = MapShown(values, is_grey=True, is_ink=is_ink)
        image = painted(shown, look)
        for (row, column), pixel in np.ndenumerate(grey(values, is_ink)):
            assert corner(image, shown, row, column) == QColor(int(pixel))


def test_a_colour_picture_has_its_colours_and_no_numbers(look):
    values = np.zeros((3, 2, 2), np.float32)
    values[:, 0, 1] = 1, 0.5, 0
    values[:, 1, 0] = np.nan, 2, -1
    shown = MapShown(values)
    image = painted(shown, look)
    assert corner(image, shown, 0, 1) == QColor(255, 128, 0)
    assert corner(image, shown, 1, 0) == QColor(0, 255, 0)
    assert texts(shown, look) == []


def test_not_a_number_is_grey_and_told(look):
    shown = MapShown(np.array([[np.nan, -np.inf], [1, 2]], np.float32), 2)
    assert corner(painted(shown, look), shown, 0, 0) == QColor(128, 128, 128)
    assert signs(shown, look) == ["NaN", "−∞", "1", "2"]


def test_large_cells_have_gaps_and_small_ones_none(look):
    shown = MapShown(np.ones((4, 4), np.float32))
    for side, color in ((14, look.colors.surface), (13, "#145cb2")):
        image = painted(shown, look, place=QRect(30, 30, 4 * side, 4 * side))
        assert image.pixelColor(30 + side - 1, 33) == QColor(color)
        assert image.pixelColor(29, 33) == QColor(look.colors.pale)
        assert image.pixelColor(28, 33) == QColor("red")


def test_only_what_is_exposed_is_painted(look):
    shown = MapShown(np.ones((6, 6), np.float32))
    image = painted(shown, look, exposed=QRect(10, 20, 30, 30))
    assert corner(image, shown, 0, 0) == QColor("#145cb2")
    assert corner(image, shown, 5, 5) == QColor("red")


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1)])
def test_thin_maps_are_painted(look, shape):
    shown = MapShown(np.ones(shape, np.float32))
    place = fitted(PLACE, shown, largest_cell=48)
    image = painted(shown, look, MapMarks(current=(shape[0] - 1, 0)), place)
    assert image.pixelColor(place.center()) == QColor("#145cb2") or shape == (1, 1)


def test_a_map_shown_again_is_not_coloured_again(look, monkeypatch):
    coloured = []
    colour = map_shown.diverging
    monkeypatch.setattr(map_shown, "diverging", lambda *given: coloured.append(1) or colour(*given))
    shown = MapShown(ACTIVITY, 9)
    painted(shown, look)
    painted(replace(shown, reached=7), look, MapMarks(current=(1, 0)))
    assert len(coloured) == 1
    painted(replace(shown, limit=4), look)
    painted(replace(shown, values=ACTIVITY.copy()), look)
    assert len(coloured) == 3


def test_the_painter_is_left_as_it_was(look):
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setClipRect(QRect(0, 0, 50, 50))
    before = painter.pen().color(), painter.clipBoundingRect(), painter.font()
    paint_map(painter, PLACE, MapShown(ACTIVITY, 9), MapMarks(current=(0, 0)), look)
    assert (painter.pen().color(), painter.clipBoundingRect(), painter.font()) == before
    painter.end()


# Numbers


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("values", [ACTIVITY, ACTIVITY * 0.37, -ACTIVITY * 1234.5], ids=str)
def test_numbers_are_9_pixels_high_or_left_out_and_fit(look, percent, values):
    look._settings.set_text_size(percent)
    shown, smallest = MapShown(values, 9), None
    for side in range(8, 90):
        found = texts(shown, look, QRect(0, 0, 6 * side, 6 * side))
        assert len(found) in (0, 36)
        if smallest is None and found:
            smallest = side
            assert int(found[0][0]) == 9
        if found:
            assert 9 <= int(found[0][0]) <= 16 * percent / 100
        assert bool(found) == (smallest is not None)  # once there is room, they stay
    assert smallest is not None
    assert smallest == 15 or values is not ACTIVITY


def test_numbers_have_as_many_decimals_as_fit(look):
    shown = MapShown(np.array([[-12.345, 3], [0.5, -0.25]], np.float32), 9)
    found = [signs(shown, look, QRect(0, 0, 2 * side, 2 * side)) for side in range(90, 10, -1)]
    assert [texts for texts, _ in groupby(found)] == [
        ["−12.35", "3", "0.50", "−0.25"],
        ["−12.3", "3", "0.5", "−0.2"],
        ["−12", "3", "0.5", "−0.2"],
        [],
    ]


def test_the_largest_digits_can_be_chosen(look):
    place = QRect(0, 0, 600, 600)
    assert texts(MapShown(ACTIVITY, 9), look, place)[0][0] == "16"
    assert texts(MapShown(ACTIVITY, 9, largest_digits=40), look, place)[0][0] == "40"


def test_digits_have_their_own_size_whatever_was_painted_before(look):
    shown, other = MapShown(ACTIVITY, 9), Look(look._settings)
    painted(shown, look, place=QRect(10, 20, 90, 90))
    assert painted(shown, look) == painted(shown, other)


def test_padding_holds_zeros_or_what_it_is_given(look):
    values = np.array([[1, 2], [3, 4]], np.float32)
    shown = MapShown(values, 4, padding=(1, 1))
    assert sorted(signs(shown, look)) == ["0"] * 12 + ["1", "2", "3", "4"]
    wrapped = replace(shown, padded=np.pad(values, 1, mode="wrap"))
    assert sorted(signs(wrapped, look)) == sorted("1234" * 4)


# What is reached


def test_cells_not_reached_are_empty(look):
    shown = MapShown(np.ones((4, 4), np.float32), reached=6)
    image = painted(shown, look)
    empty = QColor(look.colors.raised)
    colors = [corner(image, shown, *divmod(place, 4)) for place in range(16)]
    assert colors == [QColor("#145cb2")] * 6 + [empty] * 10
    assert signs(shown, look) == ["1"] * 6


@pytest.mark.parametrize(("reached", "count"), [(0, 0), (4, 4), (16, 16), (None, 16)])
def test_as_many_numbers_as_cells_reached(look, reached, count):
    assert len(signs(MapShown(np.ones((4, 4), np.float32), reached=reached), look)) == count


@pytest.mark.parametrize("place", [PLACE, QRect(0, 0, 600, 600)])
def test_a_hidden_cell_has_neither_number_nor_colour(look, place):
    values = np.arange(36, dtype=np.float32).reshape(6, 6)
    hidden = np.zeros((6, 6), np.bool_)
    hidden[2, 3] = hidden[5, 5] = True
    shown = MapShown(values, 40, hidden=hidden)
    found = signs(shown, look, place)
    assert sorted(map(int, found)) == [n for n in range(36) if n not in (15, 35)]
    others = MapShown(np.where(hidden, np.float32(22), values), 40, hidden=hidden)
    assert painted(shown, look, place=place) == painted(others, look, place=place)


def test_columns_that_no_window_reaches_are_hatched(look):
    shown = MapShown(ACTIVITY, 9)
    reached = np.ones(6, np.bool_), np.arange(6) < 5
    plain, hatched = painted(shown, look), painted(replace(shown, unreached=reached), look)
    for row, column in np.ndindex(6, 6):
        cell = cell_rect(PLACE, shown, row, column).toRect()
        assert (plain.copy(cell) == hatched.copy(cell)) == (column < 5)


# Marks


def is_violet(image, x, y):
    return image.pixelColor(x, y) == QColor(FRAME)


def test_a_window_has_a_frame_around_its_cells_only(look):
    shown = MapShown(np.zeros((6, 6), np.float32))
    marks = MapMarks(window=(np.arange(1, 4), np.arange(2, 5)))
    image = painted(shown, look, marks)
    left, top = PLACE.x() + 2 * 40, PLACE.y() + 40
    assert is_violet(image, left - 1, top + 60)  # in the gap before
    assert is_violet(image, left + 119, top + 60)  # and in the gap after
    assert not is_violet(image, left - 2, top + 60)
    assert not is_violet(image, left + 120, top + 60)
    assert not is_violet(image, left + 39, top + 60)  # between its cells


def test_each_cell_of_a_dilated_window_has_a_frame(look):
    shown = MapShown(np.zeros((6, 6), np.float32))
    image = painted(shown, look, MapMarks(window=(np.array([0, 2, 4]), np.array([0, 2, 4]))))
    for row, column in np.ndindex(5, 5):
        place = cell_rect(PLACE, shown, row, column).toRect()
        edges = place.left(), place.right() - 1
        framed = all(is_violet(image, x, place.center().y()) for x in edges)
        assert framed == (row % 2 == column % 2 == 0)


def test_a_window_reaches_into_the_padding(look):
    shown = MapShown(np.zeros((4, 4), np.float32), padding=(1, 1))
    image = painted(shown, look, MapMarks(window=(np.arange(-1, 2), np.arange(-1, 2))))
    assert is_violet(image, PLACE.x() - 1, PLACE.y() + 60)
    assert is_violet(image, PLACE.x() + 119, PLACE.y() + 60)


def test_lit_cells_keep_their_colours_apart(look):
    values = np.array([[1, 0], [-1, 1]], np.float32)
    shown, lit = MapShown(values), np.array([[True, True], [True, False]])
    plain, image = painted(shown, look), painted(shown, look, MapMarks(lit=lit))
    colors = [corner(image, shown, row, column).name() for row, column in np.ndindex(2, 2)]
    assert len(set(colors)) == 4
    before = [corner(plain, shown, row, column).name() for row, column in np.ndindex(2, 2)]
    assert [a != b for a, b in zip(before, colors, strict=True)] == lit.ravel().tolist()


@pytest.mark.parametrize("side", [4, 40])
def test_winners_are_framed(look, side):
    shown, winners = MapShown(np.ones((6, 6), np.float32)), np.eye(6, dtype=np.bool_)
    place = QRect(20, 20, 6 * side, 6 * side)
    plain = painted(shown, look, place=place)
    image = painted(shown, look, MapMarks(winners=winners), place)
    for row, column in np.ndindex(6, 6):
        cell = cell_rect(place, shown, row, column).toRect()
        assert (plain.copy(cell) == image.copy(cell)) != winners[row, column]


@pytest.mark.parametrize("thinned", [False, True])
def test_marks_on_a_large_map_are_seen_at_its_borders(look, thinned):
    shown = MapShown(np.zeros((200, 200) if not thinned else (2000, 2000), np.float32))
    size = shown.size[0]
    window = np.arange(size - 3, size), np.arange(3)
    image = painted(
        shown, look, MapMarks(current=(0, size - 1), window=window), QRect(20, 20, 200, 200)
    )
    violet = [(x, y) for x in range(300) for y in range(300) if is_violet(image, x, y)]
    assert any(x > 210 and y < 30 for x, y in violet)
    assert any(x < 30 and y > 210 for x, y in violet)


# The widget


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


def test_a_viewport_stays_inside_the_picture():
    viewport = Viewport()
    viewport.zoom_by(4, (0, 0))
    assert (viewport.zoom, viewport.center) == (4, (0.125, 0.125))
    viewport.pan_by(2, 0.25)
    assert viewport.center == (0.875, 0.375)
    viewport.zoom_by(1000)
    assert viewport.zoom == 64
    viewport.fit()
    assert (viewport.zoom, viewport.center) == (1, (0.5, 0.5))


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


# The magnifier


@pytest.fixture
def magnifier(qtbot, look):
    magnifier = Magnifier(look, "Around")
    qtbot.addWidget(magnifier)
    values = np.arange(10000, dtype=np.float32).reshape(100, 100) / 100 - 50
    magnifier.show_around(MapShown(values, 50), 40, 60, MapMarks())
    magnifier.resize(magnifier.sizeHint())
    magnifier.show()
    return magnifier


@pytest.mark.parametrize("percent", [100, 200])
def test_the_digits_of_a_lens_are_14_pixels_or_more(magnifier, look, percent, monkeypatch):
    look._settings.set_text_size(percent)
    magnifier.resize(magnifier.sizeHint())
    fonts = []
    monkeypatch.setattr(
        "cnnviz.views.cells.texts.CellTexts.paint",
        lambda self, painter, font, middle, text: fonts.append((font.pixelSize(), text)),
    )
    magnifier.grab()
    assert len(fonts) == 49
    assert min(size for size, _ in fonts) >= 14 * percent / 100
    assert fonts[24][1] == "−9.40"


def test_little_room_makes_a_smaller_lens(magnifier):
    assert magnifier.side() == 7
    magnifier.resize(magnifier.minimumSizeHint())
    assert magnifier.side() == 5


def test_beyond_the_map_a_lens_is_blank(magnifier, look):
    shown = MapShown(np.ones((100, 100), np.float32))
    magnifier.show_around(shown, 0, 99, MapMarks())
    magnifier.resize(magnifier.sizeHint())
    image, place = magnifier.grab().toImage(), magnifier.cells_place()
    ground = QColor(look.colors.ground)
    wide, high = place.width() // 7, place.height() // 7
    for row, column in np.ndindex(7, 7):
        at = place.topLeft() + QPoint(column * wide + 4, row * high + 4)
        assert (image.pixelColor(at) == ground) == (row < 3 or column > 3)


def test_the_centre_of_a_lens_is_framed(magnifier):
    image, place = magnifier.grab().toImage(), magnifier.cells_place()
    assert is_violet(image, place.x() + 3 * place.width() // 7 - 1, place.center().y())
