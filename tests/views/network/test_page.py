import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication

from cnnviz.project import shipped
from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import new_project, with_network, with_parameter, with_scale_mode
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.reveal import Reveal
from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from cnnviz.views.look.value_colors import diverging
from cnnviz.views.network.page import NetworkPage


@pytest.fixture
def settings(qapp):
    return Settings()


def drawn(name):
    """A shipped network with a stroke of ink."""
    ink = np.zeros((1, 28, 28), np.float32)
    ink[0, 6:22, 12:16] = 1
    return Document(new_project(shipped.network(name), Picture("drawing", ink)))


@pytest.fixture
def document(qapp):
    return drawn("lecture-cnn")


@pytest.fixture
def cursor(document):
    return Cursor(document)


@pytest.fixture
def reveal(document, cursor):
    return Reveal(document, cursor)


@pytest.fixture
def page(document, cursor, reveal, settings, qtbot):
    page = NetworkPage(document, cursor, reveal, Look(settings))
    qtbot.addWidget(page)
    page.resize(1000, 640)
    page.show()
    qtbot.waitExposed(page)
    return page


def painted(page):
    image = QImage(page.size(), QImage.Format.Format_RGB32)
    page.render(image)
    return image


def center(page, node, channel, row=None, column=None):
    """Where a map or one of its values stands on the page."""
    rect = page.cell_rect(node, channel)
    if row is None:
        return rect.center().toPoint()
    height, width = page._document.forward.trace.values[node].shape[1:]
    return QPointF(
        rect.x() + (column + 0.5) * rect.width() / width,
        rect.y() + (row + 0.5) * rect.height() / height,
    ).toPoint()


@pytest.mark.parametrize(
    ("node", "channel", "row", "column"), [("conv2", 3, 6, 8), ("max_pool2", 15, 0, 6)]
)
def test_the_pixel_painted_has_the_colour_of_its_value(page, node, channel, row, column):
    page.zoom_by(3, QPointF(center(page, node, channel)))
    forward = page._document.forward
    value = forward.trace.values[node][channel, row, column]
    expected = diverging(np.array([value]), forward.scales.limit(node, channel))[0]
    place = center(page, node, channel, row, column)
    assert painted(page).pixel(place) == int(expected)


@pytest.mark.parametrize("mode", ["map", "layer", "network"])
def test_colours_follow_the_scale_mode(page, document, mode):
    document.edit("scale", with_scale_mode(document.project, mode))
    limit = document.forward.scales.limit("relu2", 2)
    channel = document.forward.trace.values["relu2"][2]
    row, column = np.unravel_index(channel.argmax(), channel.shape)
    expected = diverging(np.array([channel.max()]), limit)[0]
    assert painted(page).pixel(center(page, "relu2", 2, int(row), int(column))) == int(expected)


def test_what_the_pointer_is_told_is_the_value_painted_there(page, qtbot):
    """Inspector and picture of another program differed by one."""
    told = []
    page.hovered.connect(told.append)
    for row, column in [(0, 0), (13, 13), (6, 8)]:
        qtbot.mouseMove(page, center(page, "conv2", 9, row, column))
        assert told[-1] == Position("conv2", 9, row, column)


def test_a_click_selects_and_a_click_on_the_ground_selects_nothing(page, cursor, qtbot):
    qtbot.mouseClick(page, Qt.MouseButton.LeftButton, pos=center(page, "conv2", 3, 6, 8))
    assert cursor.selected == Position("conv2", 3, 6, 8)
    ground = QPoint(page.width() // 2, page.height() - 2)
    qtbot.mouseClick(page, Qt.MouseButton.LeftButton, pos=ground)
    assert cursor.selected is None


def test_steps_not_reached_are_empty_and_cannot_be_selected(page, cursor, qtbot):
    full = painted(page)
    cursor.go_to("max_pool1")
    place = center(page, "relu2", 2)
    empty = painted(page)
    rect = page.cell_rect("relu2", 2).toRect().adjusted(2, 2, -3, -3)
    colors = {empty.pixel(rect.x() + x, rect.y() + y) for x in range(20) for y in range(20)}
    assert len(colors) == 1
    assert full.pixel(center(page, "conv1", 0)) == empty.pixel(center(page, "conv1", 0))
    qtbot.mouseClick(page, Qt.MouseButton.LeftButton, pos=place)
    assert cursor.selected is None


def test_an_edit_repaints_everything_that_follows(page, document):
    before = painted(page)
    document.edit("w", with_parameter(document.project, "conv1", "weight", (2, 0, 2, 2), 9.0))
    after = painted(page)

    def changed(node, channel):
        rect = page.cell_rect(node, channel).toRect()
        return before.copy(rect) != after.copy(rect)

    assert changed("conv1", 2)
    assert changed("conv2", 0)
    assert not changed("input", 0)


def test_selecting_lights_edges_in_the_colour_of_their_sign(page, document, cursor):
    weight = np.zeros((16, 8, 5, 5), np.float32)
    weight[0, 0], weight[0, 7] = 1, -1
    layer = document.project.network.layers["conv2"].with_parameters({"weight": weight})
    document.edit(
        "w", with_network(document.project, document.project.network.with_layer("conv2", layer))
    )
    cursor.select(Position("conv2", 0))
    image = painted(page)
    target = page.cell_rect("conv2", 0)

    def colors_beside(channel):
        source = page.cell_rect("max_pool1", channel)
        x, y = round(source.right()) + 2, round(source.center().y())
        return {image.pixel(x + dx, y + dy) & 0xFFFFFF for dx in range(4) for dy in (-1, 0, 1)}

    colors = page._look.colors
    assert int(colors.positive[1:], 16) in colors_beside(0)
    assert int(colors.negative[1:], 16) in colors_beside(7)
    frame = image.pixel(round(target.left()) - 2, round(target.center().y())) & 0xFFFFFF
    assert frame == int(colors.accent[1:], 16)


def wheel(page, place, notches, modifiers=Qt.KeyboardModifier.NoModifier):
    event = QWheelEvent(
        QPointF(place), page.mapToGlobal(QPointF(place)), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(page, event)


def test_the_wheel_zooms_at_the_pointer(page):
    place = center(page, "conv2", 9, 6, 8)
    before = page.position_at(QPointF(place))
    for _ in range(6):
        wheel(page, place, 1)
    assert page.zoom > 2
    assert page.position_at(QPointF(place)) == before
    for _ in range(12):
        wheel(page, place, -1)
    assert page.zoom == 1


def test_dragging_the_ground_pans_and_a_double_click_brings_all_back(page, qtbot):
    wheel(page, center(page, "conv2", 9), 5)
    before = page.cell_rect("conv2", 9)
    start = QPoint(page.width() // 2, 70)
    while page.position_at(QPointF(start)) is not None:
        start += QPoint(0, 5)
    qtbot.mousePress(page, Qt.MouseButton.MiddleButton, pos=start)
    qtbot.mouseMove(page, start + QPoint(-40, -20))
    qtbot.mouseRelease(page, Qt.MouseButton.MiddleButton, pos=start + QPoint(-40, -20))
    after = page.cell_rect("conv2", 9)
    assert (after.x() - before.x(), after.y() - before.y()) == pytest.approx((-40, -20), abs=1)
    page.fit()
    assert page.zoom == 1


def test_arrow_keys_move_the_selection(page, document, cursor, qtbot):
    page.setFocus()
    cursor.select(Position("conv2", 3))
    qtbot.keyClick(page, Qt.Key.Key_Down)
    assert cursor.selected == Position("conv2", 4)
    qtbot.keyClick(page, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert cursor.selected == Position("max_pool1", 4)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert cursor.selected is None
    qtbot.keyClick(page, Qt.Key.Key_Return)
    leading = int(document.forward.trace.output.argmax())
    assert cursor.selected == Position("softmax1", leading)


def test_any_network_fits(page, document, qtbot):
    for name in ("tiny-vgg", "mlp", "one-filter", "one-filter-rgb", "lenet-5", "nine-steps"):
        document.edit(name, with_network(document.project, shipped.network(name)))
        painted(page)
        last = document.project.network.output
        assert page.rect().contains(page.cell_rect(last, 0).toRect())


def test_the_selection_is_told_to_screen_readers(page, cursor):
    cursor.select(Position("conv2", 3))
    assert "Convolution 2, filter 4" in page.accessibleDescription()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("percent", [75, 150, 300])
def test_every_theme_and_size_is_painted(page, settings, theme, percent):
    settings.set_theme(theme)
    settings.set_text_size(percent)
    image = painted(page)
    assert image.pixelColor(3, page.height() - 3).name() == page._look.colors.ground


def test_numbers_that_are_none_are_painted_without_a_warning(page, document):
    for value in (np.nan, np.inf, -np.inf, 3e38):
        document.edit("w", with_parameter(document.project, "conv1", "bias", (0,), value))
        painted(page)


def inside(page, image, node, channel):
    """The colours within a map or the row of a class."""
    rect = page.cell_rect(node, channel).toRect().adjusted(1, 1, -1, -1)
    return {
        image.pixel(x, y)
        for x in range(rect.left(), rect.right())
        for y in range(rect.top(), rect.bottom())
    }


def test_what_is_still_to_be_found_is_not_painted(page, document, reveal):
    full = painted(page)
    assert len(inside(page, full, "conv2", 3)) > 2
    reveal.show_only([Position("conv2", 3, 6, 8), Position("fc1", 5)])
    image = painted(page)
    assert inside(page, image, "input", 0) == inside(page, full, "input", 0)  # the input is given
    for node in ("conv1", "conv2", "relu2", "max_pool2"):
        for channel in range(len(document.forward.trace.values[node])):
            colors = len(inside(page, image, node, channel))
            assert colors == (2 if (node, channel) == ("conv2", 3) else 1), (node, channel)
    place = center(page, "conv2", 3, 6, 8)
    assert image.pixel(place) == full.pixel(place)
    units = [page.cell_rect("fc1", channel).toRect() for channel in range(10)]
    assert [image.copy(at) == full.copy(at) for at in units].count(True) == 1  # unit 6


def test_no_share_is_told_by_a_bar_or_a_bold_name(page, document, reveal):
    last = document.project.network.output
    answer = page.cell_rect(last, 0).united(page.cell_rect(last, 9)).toRect()
    reveal.show_only([])
    image = painted(page)
    bars = {image.pixel(round(page.cell_rect(last, k).left()) + 1, y(page, last, k))
            for k in range(10)}  # fmt: skip
    assert len(bars) == 1
    reveal.show_only([Position(last, k) for k in range(10)])
    told = painted(page).copy(answer)
    assert told != image.copy(answer)
    reveal.show_all()
    assert painted(page).copy(answer) == told


def y(page, node, channel):
    """The height at which the bar of a class stands."""
    rect = page.cell_rect(node, channel)
    return round(rect.y() + 0.62 * rect.height()) + 2


def test_numbers_of_hidden_cells_are_not_written(page, reveal):
    page.look_at(Position("max_pool2", 3))
    full = painted(page)
    reveal.show_only([Position("max_pool2", 3, 2, 2)])
    image = painted(page)
    rect = page.cell_rect("max_pool2", 3)
    side = rect.width() / 7

    def cell(row, column):
        corner = QPointF(rect.x() + column * side + 2, rect.y() + row * side + 2)
        return QRect(corner.toPoint(), QSize(round(side) - 5, round(side) - 5))

    assert image.copy(cell(2, 2)) == full.copy(cell(2, 2))
    hidden = image.copy(cell(3, 3))
    places = [(x, y) for x in range(hidden.width()) for y in range(hidden.height())]
    assert {hidden.pixel(*place) for place in places} == {hidden.pixel(0, 0)}
