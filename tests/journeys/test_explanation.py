"""Look into a value with keys and mouse, and change everything while looking."""

from decimal import Decimal

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication

from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.network import chain
from cnnviz.explain.printed import read_back
from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import with_network, with_picture
from cnnviz.state.playback import FASTEST_POSITIONS, SLOWEST_POSITIONS
from cnnviz.views.sheets.items import DIGITS, Numbers
from tests.journeys.test_first_light import DRAWINGS, draw
from tests.views.explanation.sheet_steps import called

LEFT = Qt.MouseButton.LeftButton
CONV_2 = "conv2"  # the second convolution of the lecture's network


@pytest.fixture
def opened(app, qtbot, find):
    """An explanation of the second convolution, for a drawn three, opened by Enter."""
    draw(qtbot, find("draw-canvas"), DRAWINGS["3"])
    app.cursor.select(Position(CONV_2, 2, 6, 8))
    app.network_page.setFocus()
    qtbot.keyClick(app.network_page, Qt.Key.Key_Return)
    QApplication.processEvents()
    return app.pages.explanation()


def texts(view, name):
    sheets = (view.rows.sheet, view.result.sheet)
    return [text for sheet in sheets for what, text in sheet.texts() if what == called(name)]


def number(view, name):
    return read_back(texts(view, name)[0].replace("+ ", "").replace("− ", "−"))


def value(app):
    position = app.cursor.selected
    values = app.document.forward.trace.values[position.node]
    return float(values[position.place(values.shape)])


def agrees(view, app):
    """Whether the printed value is the value of the network, rounded as it is printed."""
    printed = number(view, "value")
    digits = -printed.as_tuple().exponent
    return printed == round(Decimal(value(app)), digits)


def press(qtbot, app, *keys):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget() or app.window, key)
    QApplication.processEvents()


def test_enter_opens_and_esc_closes_with_all_as_before(app, opened, qtbot, find):
    assert opened.isVisible()
    assert not app.network_page.isVisible()
    assert opened.hasFocus()
    assert "Convolution 2, filter 3" in opened.bar.title.text()
    assert agrees(opened, app)
    node = app.cursor.node
    press(qtbot, app, Qt.Key.Key_Escape)
    assert app.network_page.isVisible()
    assert app.network_page.hasFocus()
    assert find("inspector-panel").isVisible()
    assert (app.cursor.node, app.cursor.selected) == (node, Position(CONV_2, 2, 6, 8))


def test_the_button_of_the_inspector_opens_too(app, qtbot, find):
    app.cursor.select(Position(CONV_2, 2, 6, 8))
    QApplication.processEvents()
    qtbot.mouseClick(find("explain-button"), LEFT)
    assert app.pages.explanation().isVisible()
    app.window.resize(1900, 1000)  # so wide that the inspector stays beside it
    QApplication.processEvents()
    assert find("inspector-panel").isVisible()
    assert not find("explain-button").isVisible()  # it is explained


def test_keys_go_through_the_positions(app, opened, qtbot):
    columns = app.document.forward.trace.shapes[CONV_2][2]
    press(qtbot, app, Qt.Key.Key_Home)
    assert app.cursor.index == 0
    press(qtbot, app, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left)
    assert app.cursor.index == 1
    press(qtbot, app, Qt.Key.Key_Down)
    assert (app.cursor.index, app.cursor.selected.row) == (1 + columns, 1)
    press(qtbot, app, Qt.Key.Key_Up, Qt.Key.Key_Up)  # there is no row above the first
    assert app.cursor.index == 1
    press(qtbot, app, Qt.Key.Key_End)
    assert app.cursor.index == app.cursor.count - 1
    assert agrees(opened, app)


def test_the_next_layer_is_explained_at_the_same_place(app, opened):
    app.cursor.layers_on(1)
    assert app.cursor.selected == Position("relu2", 2, 6, 8)  # ReLU, the same place
    app.cursor.layers_on(1)
    assert app.cursor.selected == Position("max_pool2", 2, 3, 4)  # half the rows and columns
    app.cursor.layers_on(-1)
    assert app.cursor.selected.node == "relu2"
    assert opened.isVisible()


def test_every_layer_of_the_network_is_explained(app, opened, qtbot):
    for node in app.document.project.network.names:
        app.cursor.open(Position(node, 0))
        QApplication.processEvents()
        assert opened.scene.about.node == node
        assert texts(opened, "value")
        assert agrees(opened, app), node


def test_cells_not_reached_are_empty_and_a_click_jumps(app, opened, qtbot):
    press(qtbot, app, Qt.Key.Key_Home)
    (item,) = opened.result.sheet.find(called("output"))
    assert item.shown.reached == 1
    assert [item.shown.is_shown(0, column) for column in range(3)] == [True, False, False]
    rows, columns = item.shown.size
    wide, high = item.place.width() / columns, item.place.height() / rows
    place = item.place.topLeft() + QPoint(round(2.5 * wide), round(1.5 * high))
    qtbot.mouseClick(opened.result, LEFT, pos=place)
    assert (app.cursor.selected.row, app.cursor.selected.column) == (1, 2)
    (item,) = opened.result.sheet.find(called("output"))
    assert item.shown.reached == columns + 3


def wheel(grid, cell, notches, modifiers=Qt.KeyboardModifier.NoModifier):
    grid.window().activateWindow()
    grid.setFocus()  # as after a click: only then the wheel edits
    place = QPointF(grid.cell_rect(*cell).center())
    event = QWheelEvent(
        place, grid.mapToGlobal(place), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(grid, event)
    QApplication.processEvents()


def test_a_weight_is_edited_in_the_explanation_and_everything_follows(app, opened, qtbot):
    before, output = value(app), app.document.forward.trace.output.copy()
    edits = app.document.history.count()
    grid = opened.rows.grid(called("weights 0"))
    wheel(grid, (3, 3), 2, Qt.KeyboardModifier.ShiftModifier)
    weights = app.document.project.network.layers["conv2"].weight
    opened_weights = app.document.project.original.layers["conv2"].weight
    assert np.argwhere(weights != opened_weights).tolist() == [[2, 0, 3, 3]]
    window = opened.scene.about.window[0, 3, 3]
    assert value(app) == pytest.approx(before + 2 * window, abs=1e-4)
    assert agrees(opened, app)
    assert not np.array_equal(app.document.forward.trace.output, output)
    assert app.document.history.count() == edits + 1
    qtbot.keyClick(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert value(app) == before
    assert agrees(opened, app)


def test_typing_and_scrubbing_work_in_the_explanation(app, opened, qtbot):
    grid = opened.rows.grid(called("weights 0"))
    qtbot.mouseClick(grid, LEFT, pos=grid.cell_rect(0, 1).center())
    qtbot.keyClicks(grid, "1")
    qtbot.keyClicks(QApplication.focusWidget(), ",25")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert app.document.project.network.layers["conv2"].weight[2, 0, 0, 1] == 1.25
    edits = app.document.history.count()
    start = grid.cell_rect(2, 2).center()
    qtbot.mousePress(grid, LEFT, pos=start)
    for up in range(5, 60, 5):
        qtbot.mouseMove(grid, start - QPoint(0, up))
    qtbot.mouseRelease(grid, LEFT, pos=start - QPoint(0, 55))
    assert app.document.history.count() == edits + 1  # one drag, one step back
    assert agrees(opened, app)


def test_the_bias_is_edited_where_it_is_added(app, opened):
    before = value(app)
    wheel(opened.result.grid(called("bias")), (0, 0), 3, Qt.KeyboardModifier.ShiftModifier)
    assert value(app) == pytest.approx(before + 3, abs=1e-4)
    assert agrees(opened, app)


def test_a_flipped_kernel_is_edited_where_it_lies(app, opened):
    from cnnviz.project.kernel_edits import with_window

    app.document.edit("flip", with_window(app.document.project, CONV_2, flipped=True))
    QApplication.processEvents()
    wheel(opened.rows.grid(called("weights 0")), (0, 1), 1, Qt.KeyboardModifier.ShiftModifier)
    changed = app.document.project.network.layers["conv2"].weight
    original = app.document.project.original.layers["conv2"].weight
    assert np.argwhere(changed != original).tolist() == [[2, 0, 4, 3]]
    assert agrees(opened, app)


def test_nothing_is_locked_while_an_explanation_is_open(app, opened, qtbot, find):
    """The image, the scale, the theme, the text size, the network: all can change, all follow."""
    before = value(app)
    draw(qtbot, find("draw-canvas"), [[(20, 60), (80, 60)]])
    assert value(app) != before
    assert agrees(opened, app)
    box = find("scale-mode")
    box.setCurrentIndex(box.findData("network"))
    box.activated.emit(box.currentIndex())
    (item,) = opened.result.sheet.find(called("output"))
    assert item.shown.limit == app.document.forward.scales.limit(CONV_2)
    assert find("legend").limit == item.shown.limit  # the legend belongs to the picture
    app.settings.set_theme("dark")
    app.settings.set_text_size(150)
    QApplication.processEvents()
    assert agrees(opened, app)
    app.settings.set_text_size(100)
    find("network-choice").activated.emit(find("network-choice").findData("lenet-5"))
    QApplication.processEvents()
    assert app.document.project.network.name == "lenet-5"
    assert opened.isVisible()
    assert agrees(opened, app)
    app.settings.set_theme("light")


def test_hovering_a_weight_lights_every_input_it_meets(app, opened, qtbot):
    grid = opened.rows.grid(called("weights 0"))
    qtbot.mouseMove(grid, grid.cell_rect(0, 0).center())
    QApplication.processEvents()
    (item,) = opened.rows.sheet.find(called("input map 0"))
    rows, columns = np.nonzero(item.marks.lit)
    shape = app.document.forward.trace.shapes["max_pool1"]
    assert (rows.min(), columns.min()) == (0, 0)  # padding 2: the corner weight starts outside
    assert (rows.max(), columns.max()) == (shape[1] - 3, shape[2] - 3)


def test_hovering_an_input_lights_every_window_on_it_and_a_click_pins(app, opened, qtbot):
    (item,) = opened.rows.sheet.find(called("input map 0"))
    place = item.place.center()
    row, column = item.cell_at(place)
    qtbot.mouseMove(opened.rows, place)
    QApplication.processEvents()
    lit = opened.result.sheet.find(called("output"))[0].marks.lit
    assert lit.sum() == 25  # 5×5 windows contain a cell in the middle
    assert lit[row, column]
    qtbot.mouseClick(opened.rows, LEFT, pos=place)
    qtbot.mouseMove(opened.rows, QPoint(1, 1))
    QApplication.processEvents()
    assert opened.result.sheet.find(called("output"))[0].marks.lit is not None
    qtbot.mouseClick(opened.rows, LEFT, pos=place)
    qtbot.mouseMove(opened.rows, QPoint(1, 1))
    QApplication.processEvents()
    assert opened.result.sheet.find(called("output"))[0].marks.lit is None


def test_the_exact_value_is_one_hover_away_and_copies_in_full(app, opened, qtbot, find):
    place = opened.result.sheet.find(called("value"))[0].place.center().toPoint()
    qtbot.mouseMove(opened.result, place)
    exact = str(np.float32(value(app)))
    assert exact.replace("-", "−") in find("status-value").text()
    opened.result.setFocus()
    qtbot.keyClick(opened.result, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert np.float32(QGuiApplication.clipboard().text()) == np.float32(value(app))
    opened.bar.copy.click()
    assert f"(exactly {exact.replace('-', '−')})" in QGuiApplication.clipboard().text()


def test_padding_is_shown_as_padding(app, opened, qtbot):
    press(qtbot, app, Qt.Key.Key_Home)
    (window,) = opened.rows.sheet.find(called("window 0"))
    assert window.padding[:2].all()
    assert window.padding[:, :2].all()
    assert not window.padding[2:, 2:].any()
    assert (window.values[window.padding] == 0).all()


@pytest.fixture
def strided(app):
    """A convolution whose windows leave the last column of a 6×6 picture out."""
    random = np.random.default_rng(0)
    layers = (Conv2d(random.normal(size=(1, 1, 3, 3)).astype(np.float32), stride=(2, 2)), ReLU())
    network = chain("s", "Strided", (1, 6, 6), layers, treatment="photo")
    picture = Picture("matrix", random.normal(size=(1, 6, 6)).astype(np.float32), "X")
    app.document.edit("open", with_network(with_picture(app.document.project, picture), network))
    app.cursor.open(Position("conv1", 0))
    QApplication.processEvents()
    return app.pages.explanation()


def test_cells_that_no_window_reaches_are_hatched_with_the_reason(app, strided):
    (item,) = strided.rows.sheet.find(called("input map 0"))
    rows, columns = item.shown.unreached
    assert rows.tolist() == columns.tolist() == [True] * 5 + [False]
    words = " ".join(text for _, text in strided.result.sheet.texts())
    assert "No window reaches" in words
    assert "⌊(6 + 2·0 − 1·(3 − 1) − 1) / 2⌋ + 1 = 2" in words


def test_the_window_moves_by_the_true_stride(app, strided, qtbot):
    places = []
    for _ in range(4):
        marks = strided.rows.sheet.find(called("input map 0"))[0].marks
        places.append((int(marks.window[0][0]), int(marks.window[1][0])))
        press(qtbot, app, Qt.Key.Key_Right)
    assert places == [(0, 0), (0, 2), (2, 0), (2, 2)]


def test_play_goes_through_all_positions_at_any_speed(app, opened, qtbot, find):
    playback = app.playback
    assert playback.limits == (SLOWEST_POSITIONS, FASTEST_POSITIONS) == (0.5, 500)
    press(qtbot, app, Qt.Key.Key_Home)
    playback.set_speed(500)
    with qtbot.waitSignal(playback.changed, timeout=5000):
        press(qtbot, app, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not playback.is_playing, timeout=10_000)
    assert app.cursor.index == app.cursor.count - 1
    before = playback.speed
    press(qtbot, app, Qt.Key.Key_Minus)
    assert playback.speed < before
    press(qtbot, app, Qt.Key.Key_Escape)
    assert playback.speed == 1.0  # layers have a speed of their own


def test_the_scrub_bar_goes_to_any_position(app, opened, qtbot, find):
    bar = find("scrub-bar")
    qtbot.mouseClick(bar, LEFT, pos=QPoint(bar.width() // 2, bar.height() // 2))
    assert abs(app.cursor.index - app.cursor.count / 2) <= 1
    assert "Position" in bar.accessibleDescription()


def test_numbers_are_legible_whatever_the_kernel(app, opened):
    """A 3×3 kernel is not too small, an 11×11 one not too large: 14 px or more."""
    from cnnviz.project.kernel_edits import with_kernel_size

    for side in (3, 11):
        app.document.edit("size", with_kernel_size(app.document.project, CONV_2, (side, side)))
        QApplication.processEvents()
        grids = [item for item in opened.rows.sheet.all_items() if isinstance(item, Numbers)]
        assert side == 11 or {item.values.shape for item in grids} == {(side, side)}
        for item in grids[:3]:
            font, _ = item.cells.digits(opened.scene.look, item.cell)
            assert font.pixelSize() >= DIGITS
        whole = opened.rect()
        for sheet in (opened.rows, opened.result):
            assert whole.contains(sheet.rect().translated(sheet.mapTo(opened, QPoint(0, 0))))


def test_a_large_map_has_a_lens_with_numbers_beside_it(app, opened):
    (lens,) = opened.result.sheet.find(called("neighbourhood"))
    row, column = (int(i[0]) for i in np.nonzero(lens.framed))
    assert lens.values[row, column] == np.float32(value(app))
    (item,) = opened.result.sheet.find(called("output"))
    around = item.shown.values[4:9, 6:11]  # row 6, column 8 in the middle
    np.testing.assert_array_equal(lens.values[:2], around[:2])
    assert lens.texts[-1] == ""  # not reached yet


def test_a_switch_flips_the_kernel_and_says_what_that_means(app, opened, qtbot):
    weights, before = opened.scene.about.weights, value(app)
    assert "correlation" in opened.bar.strict.toolTip()
    qtbot.mouseClick(opened.bar.strict, LEFT)
    np.testing.assert_array_equal(opened.scene.about.weights, weights[:, ::-1, ::-1])
    assert value(app) != before
    assert agrees(opened, app)
    assert "turned by 180°" in opened.bar.strict.toolTip()
    words = " ".join(text for _, text in opened.result.sheet.texts())
    assert "Strict convolution" in words
    app.document.history.undo()
    assert not opened.bar.strict.isChecked()
    assert value(app) == before


def test_in_little_room_one_input_map_is_chosen_from_the_list_of_sums(app, opened, qtbot):
    sums = [read_back(texts(opened, f"subtotal {k}")[0].replace("+ ", "").replace("− ", "−"))
            for k in range(8)]  # fmt: skip
    rest = number(opened, "sum") - sum(sums)  # of all eight, listed
    assert abs(rest) <= Decimal("0.0005")  # half a unit of their sum
    assert texts(opened, "products 0")
    assert not texts(opened, "products 5")
    (line,) = opened.rows.sheet.find(called("choice 5"))
    qtbot.mouseClick(opened.rows, LEFT, pos=line.place.center().toPoint() + QPoint(0, 8))
    products = [read_back(text) for text in texts(opened, "products 5")]
    assert abs(sum(products) - sums[5]) <= Decimal("0.00005")  # half a unit of their sum
    qtbot.keyClick(opened, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert texts(opened, "products 4")


def test_long_explanations_are_turned_by_keys(app, opened, qtbot):
    app.cursor.open(Position("fc1", 5))
    app.cursor.set_order("index")
    QApplication.processEvents()
    first = opened.rows.sheet.leaf
    assert first.first == 0
    assert first.end < first.count == 784
    qtbot.keyClick(opened, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert opened.rows.sheet.leaf.first == first.end
    qtbot.keyClick(opened, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert opened.rows.sheet.leaf.first == 0


def test_what_the_status_bar_tells_follows_an_edit_under_the_pointer(app, opened, qtbot, find):
    grid = opened.rows.grid(called("weights 0"))
    qtbot.mouseMove(grid, grid.cell_rect(3, 3).center())
    before = find("status-value").text()
    wheel(grid, (3, 3), 2, Qt.KeyboardModifier.ShiftModifier)
    weight = app.document.project.network.layers["conv2"].weight[2, 0, 3, 3]
    assert find("status-value").text() != before
    assert str(weight).removesuffix(".0") in find("status-value").text()


def test_a_network_without_layers_shows_and_explains_its_input(app, qtbot, find):
    network = chain("none", "No layers", (1, 28, 28), ())
    assert app.document.edit("none", with_network(app.document.project, network)) == ""
    QApplication.processEvents()
    app.network_page.setFocus()
    press(qtbot, app, Qt.Key.Key_Return)
    view = app.pages.explanation()
    assert view.isVisible()
    assert agrees(view, app)
    app.window.grab()
    press(qtbot, app, Qt.Key.Key_Escape)
    app.window.grab()
    assert find("scrub-bar").isVisible()


@pytest.mark.parametrize("kind", ["conv2d", "linear"])
def test_the_bias_has_the_colour_that_a_weight_as_large_has(app, kind):
    layers = app.document.project.network.layers
    node = next(name for name, layer in layers.items() if layer.kind == kind)
    layer = layers[node]
    app.cursor.open(Position(node, 1, *(3,) * (len(app.document.forward.trace.shapes[node]) - 1)))
    QApplication.processEvents()
    items = app.pages.explanation().result.sheet.all_items()
    (bias,) = [each for each in items if each.id == called("bias")]
    assert bias.limit == max(np.abs(layer.weight).max(), np.abs(layer.bias).max())
