"""What a user does with the window as a whole, with real mouse and key events."""

import re
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, QSize, Qt, QUrl
from PySide6.QtGui import QDropEvent, QFontMetrics, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QToolButton,
    QWidget,
)

from cnnviz.project import shipped
from cnnviz.project.kernel_edits import with_kernel_size
from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import with_network, with_parameter, with_picture
from cnnviz.project.project_file import open_project
from cnnviz.text.numbers import exact_text
from cnnviz.views.look.value_colors import BLUE
from cnnviz.views.sheets.item_id import ItemId, What
from tests.picture_steps import until_read
from tests.whole_app import opened_app

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def key(app, qtbot, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget() or app.window, key, modifiers)


def test_the_keys_of_a_presenter_step_from_input_to_output(app, qtbot, find):
    key(app, qtbot, Qt.Key.Key_Home)
    sentence = find("step-sentence")
    assert app.cursor.node == "input"
    assert "Input" in sentence.text()
    seen = []
    for forward in (Qt.Key.Key_PageDown, Qt.Key.Key_Right) * 6:
        key(app, qtbot, forward)
        seen.append(sentence.text())
    assert app.cursor.node == "softmax1"
    assert "Step 1 of 11 · Convolution 1." in seen[0]
    assert "Step 4 of 11 · Convolution 2." in seen[3]
    assert "16 filters" in seen[3]
    key(app, qtbot, Qt.Key.Key_PageUp)
    key(app, qtbot, Qt.Key.Key_Left)
    assert app.cursor.node == "relu3"
    key(app, qtbot, Qt.Key.Key_End)
    assert app.cursor.node == "softmax1"


def test_space_plays_and_pauses(app, qtbot, find):
    key(app, qtbot, Qt.Key.Key_Space)
    assert app.playback.is_playing
    assert find("play").text() == "&Pause"
    key(app, qtbot, Qt.Key.Key_Space)
    assert not app.playback.is_playing


def test_plus_and_minus_change_the_speed(app, qtbot):
    before = app.playback.speed
    key(app, qtbot, Qt.Key.Key_Plus)
    assert app.playback.speed > before
    key(app, qtbot, Qt.Key.Key_Minus)
    assert app.playback.speed == pytest.approx(before)


def test_a_click_on_the_scrub_bar_goes_there(app, qtbot, find):
    bar = find("scrub-bar")
    place = bar.segment(3).center().toPoint()
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=place)
    assert app.cursor.node == "max_pool1"


def test_keys_typed_into_a_field_do_not_step(app, qtbot, find):
    app.cursor.go_to("relu2")
    bias_of = Position("conv1", 0)
    app.cursor.select(bias_of)
    field = find("kernel-bias")
    field.setFocus()
    for pressed in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_End):
        qtbot.keyClick(field, pressed)
    assert app.cursor.node == "relu2"


def test_the_status_bar_tells_the_value_under_the_pointer(app, qtbot, find):
    page = app.network_page
    rect = page.cell_rect("conv2", 9)
    place = QPointF(rect.x() + 6.5 * rect.width() / 14, rect.y() + 3.5 * rect.height() / 14)
    qtbot.mouseMove(page, place.toPoint())
    text = find("status-value").text()
    value = app.document.forward.trace.values["conv2"][9, 3, 6]
    assert "Convolution 2 · filter 10 · row 4, column 7" in text
    assert ("exactly " + str(value)).replace("-", "−") in text


def test_the_legend_shows_the_limit_of_the_colours(app, find):
    legend = find("legend")
    for mode in range(3):
        box = find("scale-mode")
        box.setCurrentIndex(mode)
        box.activated.emit(mode)
        for at, position in enumerate(
            (Position("conv1", 2), Position("conv2", 7), Position("fc1", 3))
        ):
            app.cursor.select(position)
            expected = app.document.forward.scales.limit(position.node, position.channel)
            assert legend.limit == expected
            project = with_parameter(
                app.document.project, "conv1", "bias", (2,), 1.0 + at + 10 * mode
            )
            app.document.edit("bias", project)
            expected = app.document.forward.scales.limit(position.node, position.channel)
            assert legend.limit == expected, "the legend stayed with the values before"


def test_another_network_is_one_edit(app, find):
    box = find("network-choice")
    index = box.findData("lenet-5")
    box.setCurrentIndex(index)
    box.activated.emit(index)
    assert app.document.project.network.name == "lenet-5"
    assert "61" in find("network-about").text()
    app.document.history.undo()
    assert app.document.project.network.name == "lecture-cnn"
    assert box.currentData() == "lecture-cnn"


def test_undo_and_redo_by_keys(app, qtbot):
    app.document.edit("b", with_parameter(app.document.project, "conv1", "bias", (0,), 5.0))
    control = Qt.KeyboardModifier.ControlModifier
    key(app, qtbot, Qt.Key.Key_Z, control)
    assert app.document.project.network.layers["conv1"].bias[0] != 5.0
    key(app, qtbot, Qt.Key.Key_Y, control)
    assert app.document.project.network.layers["conv1"].bias[0] == 5.0
    key(app, qtbot, Qt.Key.Key_Z, control)
    key(app, qtbot, Qt.Key.Key_Z, control | Qt.KeyboardModifier.ShiftModifier)
    assert app.document.project.network.layers["conv1"].bias[0] == 5.0


def test_a_project_is_saved_marked_and_opened_again(app, qtbot, find, tmp_path):
    path = app.answers.path = tmp_path / "lesson ñ.cnnviz"
    app.document.edit("b", with_parameter(app.document.project, "conv1", "bias", (0,), 5.0))
    assert app.window.isWindowModified()
    assert "•" in find("project-name").text()
    key(app, qtbot, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert not app.window.isWindowModified()
    assert open_project(path).network.layers["conv1"].bias[0] == 5.0
    assert path.name in app.window.windowTitle()
    key(app, qtbot, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert app.document.project.network.layers["conv1"].bias[0] != 5.0
    assert app.answers.asked == 0
    recent = [action.data() for action in find("recent").actions()]
    assert str(path) in recent
    find("recent").actions()[0].trigger()
    assert app.document.project.network.layers["conv1"].bias[0] == 5.0
    assert app.document.path == path


@pytest.mark.parametrize(("answer", "lost"), [("cancel", False), ("discard", True), ("save", True)])
def test_changes_are_not_lost_without_a_question(app, qtbot, tmp_path, answer, lost):
    app.answers.save_first_answer = answer
    app.answers.path = tmp_path / "kept.cnnviz"
    app.document.edit("b", with_parameter(app.document.project, "conv1", "bias", (0,), 5.0))
    key(app, qtbot, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert app.answers.asked == 1
    assert (app.document.project.network.layers["conv1"].bias[0] == 5.0) != lost
    assert app.answers.path.exists() == (answer == "save")


def test_closing_with_changes_can_be_cancelled(app):
    app.answers.save_first_answer = "cancel"
    app.document.edit("b", with_parameter(app.document.project, "conv1", "bias", (0,), 5.0))
    assert not app.window.close()
    assert app.window.isVisible()


def test_a_damaged_project_is_told_and_nothing_is_lost(app, tmp_path):
    path = tmp_path / "broken.cnnviz"
    path.write_bytes(b"PK\x03\x04 nothing")
    before = app.document.project
    app.files.open_path(path)
    assert len(app.answers.told) == 1
    assert "broken.cnnviz" in app.answers.told[0]
    assert app.document.project is before


def test_a_picture_dropped_anywhere_becomes_the_input(app, tmp_path):
    path = tmp_path / "photo.png"
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert image.save(str(path))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    drop = QDropEvent(
        QPointF(600, 400), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    app.window.dropEvent(drop)
    until_read(app.input.opener)
    picture = app.document.project.picture
    assert picture.kind == "image"
    assert picture.values.shape == (3, 30, 40)


def test_the_command_palette_finds_and_does(app, qtbot, find):
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    key(app, qtbot, Qt.Key.Key_P, modifiers)
    field = find("command-palette-field")
    qtbot.keyClicks(field, "dark")
    assert find("command-palette-list").item(0).text() == "Dark theme"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert app.settings.theme == "dark"


def test_text_size_scales_everything_at_once(app, qtbot, find):
    control = Qt.KeyboardModifier.ControlModifier
    before = find("undo-button").height(), app.network_page.cell_rect("softmax1", 0).width()
    for _ in range(3):
        key(app, qtbot, Qt.Key.Key_Plus, control)
    QApplication.processEvents()
    assert app.settings.text_size == 150
    assert find("undo-button").height() > 1.3 * before[0]
    key(app, qtbot, Qt.Key.Key_0, control)
    QApplication.processEvents()
    assert find("undo-button").height() == before[0]


@pytest.mark.parametrize("size", [(1024, 768), (1280, 720), (1600, 900), (1920, 1080)])
def test_the_window_takes_every_size_without_growing(app, size):
    app.window.resize(*size)
    QApplication.processEvents()
    assert (app.window.width(), app.window.height()) == size
    bars = [bar for bar in app.window.findChildren(QWidget) if bar.inherits("QScrollBar")]
    sideways = [b for b in bars if b.isVisible() and b.orientation() == Qt.Orientation.Horizontal]
    assert not sideways


def test_every_action_has_a_name_a_tip_and_a_place_in_the_menus(app):
    actions = app.actions.all()
    names = [action.objectName() for action in actions]
    assert len(set(names)) == len(names)
    in_menus = set()
    for menu in app.window.menuBar().findChildren(QWidget):
        in_menus.update(action.objectName() for action in menu.actions())
    for action in actions:
        assert KEBAB.fullmatch(action.objectName())
        assert action.toolTip()
        assert action.statusTip()
    assert set(names) - in_menus <= {"forget-recent"}


def test_a_menu_is_one_column_on_a_low_screen(app):
    menus = [menu for menu in app.window.menuBar().findChildren(QMenu) if menu.actions()]
    assert len(menus) > 10
    for menu in menus:
        menu.ensurePolished()
        assert menu.sizeHint().height() <= 560, menu.title()


@pytest.mark.parametrize("page", ["filter", "train", "network"])
def test_the_page_is_the_one_the_cursor_is_on(app, find, page):
    app.cursor.show_page("network" if page != "network" else "train")
    app.cursor.show_page(page)
    shown = [name for name in ("network-page", "filter-page", "train-page")
             if (part := app.window.findChild(QWidget, name)) and part.isVisible()]  # fmt: skip
    assert shown == [f"{page}-page"]
    assert [action.data() for action in app.actions.pages.actions() if action.isChecked()] == [page]
    assert find("transport-bar").isVisible() == (page != "train")
    assert app.input.isVisible() == (page != "train")
    assert find("scale-bar").isVisible() == (page != "train")


def test_the_buttons_of_the_header_are_short_and_the_palette_says_it_whole(app, qtbot, find):
    shown = [
        find(f"{name}-button").text() for name in ("page-filter", "page-network", "page-train")
    ]
    assert shown == ["Filter", "Network", "Train"]
    assert [find(f"{name}-button").text() for name in ("undo", "redo", "present")] == [
        "Undo",
        "Redo",
        "Present",
    ]
    find("palette").trigger()
    qtbot.keyClicks(find("command-palette-field"), "page")
    found = find("command-palette-list")
    assert [found.item(i).text() for i in range(3)] == [
        "Filter page   (Ctrl+1)",
        "Network page   (Ctrl+2)",
        "Train page   (Ctrl+3)",
    ]
    qtbot.keyClick(find("command-palette-field"), Qt.Key.Key_Escape)


def test_another_page_closes_an_explanation_which_the_filter_page_has_room_for(app):
    app.cursor.open(Position("conv1", 2))
    app.pages.show_page("filter")
    assert app.cursor.is_open
    app.pages.show_page("network")
    assert not app.cursor.is_open
    assert app.network_page.isVisible()


@pytest.mark.parametrize("theme", ["dark", "contrast", "light"])
def test_the_theme_is_the_one_of_the_settings(app, find, theme):
    find("theme-dark" if theme == "light" else "theme-light").trigger()
    find(f"theme-{theme}").trigger()
    assert app.settings.theme == theme
    find(f"theme-{theme}").trigger()  # the same again leaves it checked
    app.settings.set_text_size(110)
    themes = app.actions.themes.actions()
    assert [action.data() for action in themes if action.isChecked()] == [theme]


def test_no_two_actions_share_a_shortcut(app):
    keys = [k.toString() for action in app.actions.all() for k in action.shortcuts()]
    assert len(set(keys)) == len(keys)


def test_every_control_has_a_stable_name_and_says_what_it_is(app):
    kinds = (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit)
    internal = ("qt_", "ScrollLeftButton", "ScrollRightButton")
    wrong = []
    for widget in app.window.findChildren(QWidget):
        own = isinstance(widget, kinds) and not widget.inherits("QScrollBar")
        if not own or widget.objectName().startswith(internal):
            continue
        if isinstance(widget, QToolButton) and widget.objectName() == "":
            continue
        spoken = widget.accessibleName() or getattr(widget, "text", str)()
        if not KEBAB.fullmatch(widget.objectName()) or not spoken:
            wrong.append((type(widget).__name__, widget.objectName(), spoken))
    assert not wrong


def test_random_weights_and_back(app, find):
    trained = app.document.project.network
    find("randomise").trigger()
    assert app.document.project.network is not trained
    find("reset-network").trigger()
    now = app.document.project.network
    assert all(a is b for a, b in zip(now.layers.values(), trained.layers.values(), strict=True))
    assert not find("reset-network").isEnabled()


def test_a_disabled_action_says_why(app, find):
    assert not find("undo").isEnabled()
    assert find("undo").toolTip() == "Nothing to undo yet (Ctrl+Z)"
    assert "last step" in find("forward").toolTip()


def test_hovering_the_ground_tells_nothing(app, qtbot, find):
    qtbot.mouseMove(app.network_page, QPoint(3, app.network_page.height() - 3))
    assert find("status-value").text() == ""


def test_space_plays_also_after_a_button_was_clicked(app, qtbot, find):
    tool = find("draw-eraser")
    qtbot.mouseClick(tool, Qt.MouseButton.LeftButton)
    tool.setFocus(Qt.FocusReason.MouseFocusReason)
    key(app, qtbot, Qt.Key.Key_Space)
    assert app.playback.is_playing
    assert tool.isChecked()
    app.playback.pause()


def test_a_button_reached_by_tab_keeps_space(app, qtbot, find):
    find("sample-digit-3").setFocus(Qt.FocusReason.TabFocusReason)
    app.window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    key(app, qtbot, Qt.Key.Key_Space)
    assert not app.playback.is_playing
    assert app.document.history.count() == 1


def test_the_status_bar_follows_an_edit(app, qtbot, find):
    qtbot.mouseMove(app.network_page, app.network_page.cell_rect("conv1", 3).center().toPoint())
    before = find("status-value").text()
    app.document.edit("b", with_parameter(app.document.project, "conv1", "bias", (3,), 5))
    assert find("status-value").text() != before
    position = app.network_page.hover
    value = app.document.forward.trace.values["conv1"][3, position.row, position.column]
    assert exact_text(float(value)) in find("status-value").text()


def test_the_status_bar_counts_the_layers(app, find):
    assert find("status-network").text() == "Lecture CNN, 11 layers"
    network = shipped.network("one-filter")
    network = replace(network, title="One layer alone", nodes=network.nodes[:1])
    app.document.edit("x", with_network(app.document.project, network))
    assert find("status-network").text() == "One layer alone, 1 layer"


def test_the_status_bar_tells_exactly_what_is_shown_rounded(app, find):
    values = np.full((1, 28, 28), 0.5, np.float32)
    values[0, 3, 4] = 1 / 3
    picture = Picture("matrix", values)
    app.document.edit("x", with_picture(app.document.project, picture))
    app.network_page.hovered.emit(Position("input", 0, 3, 4))
    assert find("status-value").text().endswith(": 0.33   (exactly 0.33333334)")
    app.network_page.hovered.emit(Position("input", 0, 2, 4))
    assert find("status-value").text().endswith("row 3, column 5: 0.50   (exactly 0.5)")
    app.network_page.hovered.emit(Position("softmax1", 7))
    assert find("status-value").text().startswith("Softmax · class “7”: ")
    app.network_page.hovered.emit(None)
    assert find("status-value").text() == ""


def test_what_is_told_stays_where_nothing_else_is_told(app):
    app.status.tell("This cannot be.")
    app.status.tell("")
    assert app.window.statusBar().currentMessage() == "This cannot be."


def test_the_canvas_keeps_its_size_while_more_is_told(app, qtbot, find):
    """A scroll bar that came in mid-stroke bent the line."""
    app.window.resize(1024, 640)
    QApplication.processEvents()
    canvas = find("draw-canvas")
    sizes = {canvas.size().toTuple()}
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(60, 40))
    for y in range(45, 150, 10):
        qtbot.mouseMove(canvas, QPoint(60, y))
        QApplication.processEvents()
        sizes.add(canvas.size().toTuple())
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(60, 150))
    assert len(sizes) == 1


def test_a_refused_edit_is_told_until_the_next_one_is_done(app):
    document = app.document
    document.edit("x", with_network(document.project, shipped.network("one-filter")))
    document.edit("1×1", with_kernel_size(document.project, "conv1", (1, 1)))
    document.edit("2×2", with_picture(document.project, Picture("matrix", np.zeros((1, 2, 2)))))
    before = document.project
    app.actions["reset-network"].trigger()  # to the kernel of 3×3
    assert document.project is before
    assert "3×3" in app.window.statusBar().currentMessage()
    assert app.input.problem.isHidden()  # told once, by who was asked
    document.edit("b", with_parameter(document.project, "conv1", "bias", (0,), 5.0))
    assert app.window.statusBar().currentMessage() == ""


def test_activity_2_shows_its_sixteen_numbers(app):
    app.files.open_path(shipped.project_file("activity-2"))
    assert app.document.path is None  # it is to start from, not to save over
    values = app.document.forward.trace.values["conv1"][0]
    assert values.tolist() == [[57, 15, 15, 5], [40, 14, 8, 6], [19, 11, 10, 7], [14, 12, 7, 5]]
    page = app.network_page
    shown = QImage(page.size(), QImage.Format.Format_RGB32)
    page.render(shown)
    rect = page.cell_rect("conv1", 0)
    cell = QRect(
        round(rect.x()), round(rect.y()), round(rect.width() / 4), round(rect.height() / 4)
    )
    colors = {shown.pixel(x, y) for x in range(cell.x() + 3, cell.right() - 3)
              for y in range(cell.y() + 3, cell.bottom() - 3)}  # fmt: skip
    assert len(colors) > 5  # a number stands on the colour


def test_a_double_click_shows_one_map_large_and_escape_moves_nothing(app, qtbot):
    page = app.network_page
    place = page.cell_rect("conv2", 9).center().toPoint()
    qtbot.mouseDClick(page, Qt.MouseButton.LeftButton, pos=place)
    rect = page.cell_rect("conv2", 9)
    assert page.rect().contains(rect.toRect())
    assert rect.height() > 0.6 * (page.height() - 64)
    app.cursor.select(Position("conv2", 9))
    before = page.cell_rect("conv2", 9)
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.cell_rect("conv2", 9) == before


def test_another_network_under_the_resting_pointer(app, qtbot, find):
    page = app.network_page
    qtbot.mouseMove(page, page.cell_rect("conv2", 15).center().toPoint())
    for name in ("lenet-5", "tiny-vgg", "one-filter"):
        network = shipped.network(name)
        app.document.edit(name, with_network(app.document.project, network))
        page.repaint()
        shape = app.document.forward.trace.shapes
        hover = page.hover
        assert hover is None or hover.channel < shape[hover.node][0]
    assert page.hover is None
    assert find("status-value").text() == ""


def test_numbers_made_of_a_drawing_get_the_colours_of_numbers(app, find):
    find("sample-digit-3").click()
    page = app.network_page
    place = page.cell_rect("input", 0)
    values = app.document.forward.trace.values["input"][0]
    row, column = np.unravel_index(values.argmax(), values.shape)

    def pixel():
        shown = QImage(page.size(), QImage.Format.Format_RGB32)
        page.render(shown)
        unit = place.width() / values.shape[1]
        x, y = place.x() + (column + 0.5) * unit, place.y() + (row + 0.5) * unit
        return shown.pixelColor(int(x), int(y)).getRgb()[:3]

    assert pixel() == (0, 0, 0)
    find("input-edit-as-numbers").click()
    assert app.document.project.picture.kind == "matrix"
    assert pixel() == BLUE
    app.document.history.undo()
    assert pixel() == (0, 0, 0)


def test_the_play_button_keeps_its_picture_in_another_theme(app, find):
    def picture():
        return find("play").icon().pixmap(20).toImage()

    app.settings.set_theme("dark")
    app.playback.play()
    paused_in_dark = picture()
    app.settings.set_theme("light")
    app.settings.set_theme("dark")
    assert picture() == paused_in_dark
    app.playback.pause()
    assert picture() != paused_in_dark


def test_random_weights_for_kernels_of_another_size(app, qtbot, find):
    document = app.document
    document.edit("size", with_kernel_size(document.project, "conv1", (3, 3)))
    weight = document.project.network.layers["conv1"].weight
    find("randomise").trigger()
    now = document.project.network.layers["conv1"].weight
    assert now.shape == weight.shape == (8, 1, 3, 3)
    assert not (now == weight).any()


def choose_by_mouse(qtbot, box, place):
    """Open the list of a box with a click, and click an entry."""
    left, interval = Qt.MouseButton.LeftButton, QApplication.doubleClickInterval()
    QApplication.setDoubleClickInterval(0)  # else a release so soon belongs to the first click
    try:
        qtbot.mouseClick(box, left)
        QApplication.processEvents()
        view = box.view()
        assert view.isVisible()
        at = view.visualRect(box.model().index(place, 0)).center()
        qtbot.mouseClick(view.viewport(), left, pos=at)
        assert not view.isVisible()
    finally:
        QApplication.setDoubleClickInterval(interval)


def press(app, *keys):
    """Press keys as the window system tells of them: to the window, whatever has the focus."""
    for pressed in keys:
        QTest.keyClick(app.window.windowHandle(), pressed)
        QApplication.processEvents()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize("is_by_keys", [False, True])
def test_a_remote_steps_after_a_network_was_chosen(app, find, qtbot, is_by_keys):
    app.network_page.setFocus()
    box = find("network-choice")
    place = box.findData("residual-cnn")
    if is_by_keys:
        box.setFocus(Qt.FocusReason.TabFocusReason)
        press(app, Qt.Key.Key_F4)
        box.view().setCurrentIndex(box.model().index(place, 0))
        qtbot.keyClick(box.view(), Qt.Key.Key_Return)
    else:
        choose_by_mouse(qtbot, box, place)
        assert QApplication.focusWidget() is app.network_page
    network = app.document.project.network
    assert network.name == "residual-cnn"
    names, last = network.names, network.output
    for pressed, node in (
        (Qt.Key.Key_Home, "input"), (Qt.Key.Key_PageDown, names[1]), (Qt.Key.Key_Right, names[2]),
        (Qt.Key.Key_PageUp, names[1]), (Qt.Key.Key_Left, "input"), (Qt.Key.Key_End, last),
        (Qt.Key.Key_Up, last), (Qt.Key.Key_Down, last),
    ):  # fmt: skip
        press(app, pressed)
        assert app.document.project.network is network
        assert app.cursor.node == node
    press(app, Qt.Key.Key_Space)
    assert app.playback.is_playing
    assert app.document.project.network is network


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_remote_steps_after_a_preset_was_chosen(app, find, qtbot):
    app.network_page.setFocus()
    app.cursor.select(Position("conv1", 0))
    QApplication.processEvents()
    box = find("kernel-preset")
    choose_by_mouse(qtbot, box, box.findText("Sharpen"))
    network = app.document.project.network
    assert box.currentText() == "Sharpen"
    for pressed, node in ((Qt.Key.Key_Home, "input"), (Qt.Key.Key_PageDown, "conv1")):
        press(app, pressed)
        assert app.document.project.network is network
        assert app.cursor.node == node


def test_long_names_and_large_text_keep_the_panels_as_wide_as_their_room(app, find):
    network = shipped.network("residual-cnn")
    long = {name: f"features.denseblock1.denselayer12.{name}" for name in network.layers}
    nodes = tuple(
        replace(node, name=long[node.name], inputs=tuple(long.get(n, n) for n in node.inputs))
        for node in network.nodes
    )
    project = with_network(app.document.project, replace(network, name="long", nodes=nodes))
    app.document.edit("Open", project)
    app.window.resize(1024, 768)
    inspector, area = find("inspector"), find("inspector-panel")
    app.cursor.open(Position(long["block2.add"], 5, 3, 3))
    app.cursor.close()  # the page of explanations is there, and needs no room
    for percent in (100, 150):
        app.settings.set_text_size(percent)
        for name in ("block2.conv2", "block2.add", "block2.downsample.conv"):
            app.cursor.select(Position(long[name], 5, 3, 3))
            QApplication.processEvents()
            assert inspector.width() == area.viewport().width(), (percent, name)
            assert inspector.head.next.geometry().right() < inspector.width()
            title = inspector.head.title
            whole = title.toolTip() or title.text()
            assert long[name] in whole
            assert find("scale-of").accessibleName() or long[name] in find("scale-of").text()
    assert app.window.size() == QSize(1024, 768)


def test_the_step_sentence_shortens_a_name_that_is_wider_than_its_room(app, find):
    network = app.document.project.network
    name = "conv" * 60
    nodes = (replace(network.nodes[0], name=name), *(
        replace(node, inputs=tuple(name if n == "conv1" else n for n in node.inputs))
        for node in network.nodes[1:]
    ))  # fmt: skip
    project = with_network(app.document.project, replace(network, name="long", nodes=nodes))
    app.document.edit("Open", project)
    app.cursor.go_to(name)
    QApplication.processEvents()
    sentence = find("step-sentence")
    assert name not in sentence.text()
    assert "…" in sentence.text()
    assert name in sentence.accessibleName()
    assert name in sentence.toolTip()
    app.cursor.go_to("softmax1")
    assert sentence.toolTip() == ""


def test_the_inspector_shows_the_products_of_the_chosen_input_map(app, find):
    app.cursor.select(Position("conv2", 2, 6, 8))
    QApplication.processEvents()
    sheet = find("short-explanation-sheet")
    values = app.document.forward.trace.values
    weight = app.document.project.network.layers["conv2"].weight
    for k in (0, 3):
        app.cursor.choose_slice(k)
        QApplication.processEvents()
        window, weights, products = (
            sheet.sheet.find(ItemId(what, k))[0].shown.values
            for what in (What.WINDOW, What.WEIGHTS, What.PRODUCTS)
        )
        assert np.array_equal(window, values["max_pool1"][k, 4:9, 6:11])  # padding 2
        assert np.array_equal(weights, weight[2, k])
        assert np.array_equal(products, window * weights)
        assert f"Input map {k + 1} of 8" in [text for _id, text in sheet.sheet.texts()]
    assert sheet.sheet.width <= find("inspector").width()


@pytest.mark.parametrize("width", [800, 860, 1024])
def test_the_name_is_never_cut_without_saying_so(qtbot, width):
    with opened_app(qtbot, (width, 600)) as app:
        for _ in range(3):
            QApplication.processEvents()
        name = app.header.name
        text, metrics = name.text(), QFontMetrics(name.font())
        assert metrics.horizontalAdvance(text) <= max(name.width(), metrics.horizontalAdvance("…"))
