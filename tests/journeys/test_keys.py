"""What a key means, wherever the focus is: keys go to the window, and the focus carries them."""

import random

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

from cnnviz.project import shipped
from cnnviz.project.place import Position
from cnnviz.project.project import with_network
from cnnviz.views.cells.grid import CellGrid
from cnnviz.views.window.screen_order import in_screen_order
from cnnviz.views.window.screen_order import reach as screen_reach

KEY, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
REMOTE = (KEY.Key_PageDown, KEY.Key_PageUp)
STEPS = (
    *REMOTE, KEY.Key_Home, KEY.Key_End, KEY.Key_Left, KEY.Key_Right, KEY.Key_Space,
    KEY.Key_Plus, KEY.Key_Minus,
)  # fmt: skip
MORE = (KEY.Key_Up, KEY.Key_Down, KEY.Key_Return, KEY.Key_Enter, KEY.Key_S, KEY.Key_T)
PAGES = ("filter", "network", "train")


def press(app, key, modifiers=NONE):
    """Press a key as the window system does: what has the focus gets it."""
    QTest.keyClick(app.window.windowHandle(), key, modifiers)


def edits_kept(app):
    """What no key of the steps may change."""
    project = app.document.project
    return project.network, project.picture, app.document.history.count()


def reach(app, control):
    """Give a control the focus as Tab does."""
    screen_reach(control)


def look_at(app, page):
    if page == "filter":
        app.actions["activity-2"].trigger()
    else:
        app.cursor.select(Position("conv2", 3))
        app.pages.show_page(page)
    QApplication.processEvents()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_presenter_steps_after_a_network_or_a_preset_was_chosen(app, find):
    app.cursor.select(Position("conv1", 0))
    for name, entry in (("network-choice", "LeNet-5"), ("kernel-preset", "Scharr horizontal")):
        box = find(name)
        place = next(i for i in range(box.count()) if box.itemText(i).startswith(entry.split()[0]))
        reach(app, box)
        press(app, KEY.Key_F4)
        box.view().setCurrentIndex(box.model().index(place, 0))
        QTest.keyClick(box.view(), KEY.Key_Return)
        assert QApplication.focusWidget() is app.network_page
        before = edits_kept(app)
        for key in (*STEPS, *MORE):
            press(app, key)
        assert edits_kept(app) == before
        app.playback.pause()
        app.cursor.close()
        app.cursor.select(Position("conv1", 0))


@pytest.mark.parametrize("page", PAGES)
def test_no_step_key_changes_a_number_from_any_focus(app, page, thorough):
    """Boxes take no key at all; whatever else has the focus keeps a remote's keys from nothing."""
    look_at(app, page)
    choose = random.Random(5)
    stops = in_screen_order(app.window.centralWidget())
    assert len(stops) > 20
    per_stop = -(-5000 // len(stops)) if thorough else 4
    before = edits_kept(app)
    for stop in stops:
        keys = REMOTE
        if isinstance(stop, QComboBox):
            keys = (*STEPS, *MORE)
        elif not isinstance(stop, QLineEdit | CellGrid | QAbstractButton):
            keys = STEPS
        if stop.objectName() == "draw-canvas":
            keys = (*REMOTE, KEY.Key_Home, KEY.Key_End)  # Space puts its pen down
        for _press in range(per_stop):
            if not (stop.isVisible() and stop.isEnabled()):
                break
            reach(app, stop)
            press(app, choose.choice(keys))
            assert edits_kept(app) == before, f"{stop.objectName()} was changed"
        app.playback.pause()


@pytest.mark.parametrize("name", ["kernel-bias", "kernel-grid", "speed", "draw-size", "draw-clear"])
def test_the_keys_of_a_remote_act_wherever_the_focus_is(app, find, name):
    app.cursor.go_to("conv1")
    app.cursor.select(Position("conv1", 0))
    control = find(name)
    reach(app, control)
    before = edits_kept(app)
    press(app, KEY.Key_PageDown)
    assert app.cursor.node == "relu1"
    app.cursor.go_to(app.cursor.last)
    reach(app, find("speed"))
    speed = app.playback.speed
    press(app, KEY.Key_PageDown)  # there is no further layer: nothing happens
    assert (app.playback.speed, edits_kept(app)) == (speed, before)
    press(app, KEY.Key_F5)
    assert app.presenter.view is not None
    press(app, KEY.Key_Escape)
    assert app.presenter.view is None


def test_a_key_whose_action_cannot_be_done_now_does_nothing_else(app, find):
    app.cursor.go_to(app.cursor.last)
    reach(app, find("input-tab-draw"))
    press(app, KEY.Key_Right)
    assert find("input-tab-draw").isChecked()
    assert find("input-tab-draw").hasFocus()


@pytest.mark.parametrize(
    "name", ["kernel-grid", "kernel-bias", "draw-canvas", "speed", "kernel-preset"]
)
def test_esc_leaves_a_control_and_then_the_keys_step(app, find, name):
    app.cursor.select(Position("conv1", 0))
    app.cursor.go_to("conv1")
    reach(app, find(name))
    press(app, KEY.Key_Escape)
    assert QApplication.focusWidget() is app.network_page
    assert app.cursor.selected == Position("conv1", 0)
    press(app, KEY.Key_Right)
    assert app.cursor.node == "relu1"


def test_esc_takes_back_what_is_typed_before_it_leaves_the_field(app, find):
    app.cursor.select(Position("conv1", 0))
    field = find("kernel-bias")
    reach(app, field)
    text = field.text()
    press(app, KEY.Key_7)
    press(app, KEY.Key_Escape)
    assert field.hasFocus()
    assert field.text() == text
    press(app, KEY.Key_Escape)
    assert QApplication.focusWidget() is app.network_page


def test_a_button_that_was_clicked_leaves_the_keys_with_the_page(app, find):
    app.cursor.select(Position("conv1", 0))
    button = find("kernel-negate")
    QTest.mouseClick(
        app.window.windowHandle(), Qt.MouseButton.LeftButton, NONE,
        button.mapTo(app.window, button.rect().center()),
    )  # fmt: skip
    assert app.document.history.count() == 1
    assert QApplication.focusWidget() is app.network_page
    press(app, KEY.Key_Space)
    assert app.document.history.count() == 1
    assert app.playback.is_playing


def test_enter_presses_a_button_that_was_reached_by_tab(app, find):
    app.cursor.go_to("conv1")
    reach(app, find("forward-button"))
    press(app, KEY.Key_Return)
    assert app.cursor.node == "relu1"


def test_a_button_that_is_pressed_to_its_end_gives_the_keys_to_the_page(app, find):
    """Qt would give them to the next button, which Enter would press then."""
    app.cursor.go_by(-1)
    reach(app, find("forward-button"))
    press(app, KEY.Key_Return)
    assert not find("forward-button").isEnabled()
    assert QApplication.focusWidget() is app.network_page


def test_the_speed_stands_in_figures_above_its_slider(app, find):
    slider, said = find("speed"), find("speed-label")
    width = said.width()
    for key in (KEY.Key_Plus, KEY.Key_Minus, *[KEY.Key_Plus] * 20):
        press(app, key)
        number = float(said.text().removeprefix("Speed: ").removesuffix(" a second"))
        assert number == pytest.approx(app.playback.speed, rel=0.06)
        assert said.fontMetrics().horizontalAdvance(said.text()) <= said.width() == width
    assert said.geometry().bottom() < slider.geometry().top()


def parts_with_focus(app):
    names = ("header", "input-panel", "centre", "inspector-panel", "transport-bar")
    focus = QApplication.focusWidget()
    return [
        name for name in names if app.window.findChild(QWidget, name).isAncestorOf(focus)
    ]  # fmt: skip


def test_f6_goes_from_panel_to_panel_and_shift_f6_back(app):
    app.network_page.setFocus()
    seen = []
    for _panel in range(5):
        press(app, KEY.Key_F6)
        seen += parts_with_focus(app)
    assert seen == ["inspector-panel", "transport-bar", "header", "input-panel", "centre"]
    assert QApplication.focusWidget() is app.network_page
    press(app, KEY.Key_F6, SHIFT)
    assert parts_with_focus(app) == ["input-panel"]


@pytest.mark.parametrize("page", PAGES)
def test_tab_goes_through_the_screen_as_it_is_read(app, page):
    look_at(app, page)
    stops = in_screen_order(app.window.centralWidget())
    reach(app, stops[0])
    seen = [stops[0]]
    for _stop in stops[1:]:
        press(app, KEY.Key_Tab, CTRL if isinstance(seen[-1], CellGrid) else NONE)
        seen.append(QApplication.focusWidget())
    assert seen == stops
    corners = [stop.mapTo(app.window, QPoint(0, 0)) for stop in stops]
    panels = [app.window.findChild(QWidget, name) for name in ("header", "input-panel")]
    for panel in panels:  # in one column nothing is reached before what stands above it
        ends = [
            (corner.y(), corner.y() + stop.height())
            for stop, corner in zip(stops, corners, strict=True)
            if panel.isAncestorOf(stop)
        ]
        assert all(
            top < below for (_start, below), (top, _end) in zip(ends[1:], ends, strict=False)
        )


def seen_of(app):
    image = app.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : image.width() * 4].reshape(image.height(), image.width(), 4).copy()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_the_focus_is_seen_on_every_control(app, theme):
    app.actions[f"theme-{theme}"].trigger()
    look_at(app, "network")
    accent = np.array([int(app.look.colors.accent[i : i + 2], 16) for i in (5, 3, 1)])
    for stop in in_screen_order(app.window.centralWidget()):
        reach(app, stop)
        QApplication.processEvents()
        image = seen_of(app)[:, :, :3].astype(int)
        corner = stop.mapTo(app.window, QPoint(-3, -3))
        top, left = max(corner.y(), 0), max(corner.x(), 0)
        part = image[top : top + stop.height() + 6, left : left + stop.width() + 6]
        ring = (np.abs(part - accent).max(axis=2) < 12).sum()
        assert ring >= 2 * min(stop.width(), 40), stop.objectName()


@pytest.mark.parametrize(
    ("key", "code", "page"),
    [
        (KEY.Key_Ampersand, 0, "filter"),
        (KEY.Key_QuoteDbl, 0, "train"),
        (KEY.Key_Ampersand, 10, "filter"),
        (KEY.Key_Agrave, 48, "network"),  # an Italian one: not the key of 0
    ],
)
def test_shortcuts_with_digits_go_by_the_place_of_the_key_too(app, key, code, page):
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
        event = QKeyEvent(kind, key, CTRL, code, 0, 0, "", False, 1)
        QApplication.sendEvent(QApplication.focusWidget(), event)
    assert app.cursor.page == page


def test_a_french_keyboard_brings_the_text_back_to_its_size(app):
    app.settings.set_text_size(125)
    QTest.keyClick(app.window.focusWidget(), KEY.Key_Agrave, CTRL)
    assert app.settings.text_size == 100


def turn(app, control, x=0, y=0, modifiers=NONE):
    at = QPointF(control.rect().center())
    event = QWheelEvent(
        at, control.mapToGlobal(at), QPoint(), QPoint(x, y), Qt.MouseButton.NoButton,
        modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(control, event)


@pytest.mark.parametrize(
    "name",
    ["kernel-grid", "kernel-bias", "kernel-rows", "kernel-preset", "network-choice", "scale-mode",
     "speed", "draw-size"],
)  # fmt: skip
def test_the_wheel_changes_only_what_has_the_focus_and_never_sideways(app, find, name):
    app.cursor.select(Position("conv1", 0))
    control = find(name)

    def state():
        value = getattr(control, "value", getattr(control, "currentIndex", None))
        return edits_kept(app), value() if callable(value) else value, app.document.project

    app.network_page.setFocus()
    before = state()
    for modifiers in (NONE, CTRL, SHIFT):
        turn(app, control, y=120, modifiers=modifiers)
        turn(app, control, y=-120, modifiers=modifiers)
    control.setFocus()
    turn(app, control, x=120)
    turn(app, control, x=240, y=120)
    turn(app, control, y=15)
    assert state() == before


def test_choosing_by_a_fine_wheel_takes_whole_notches(app, find):
    box = find("scale-mode")
    box.setFocus(Qt.FocusReason.TabFocusReason)
    place = box.currentIndex()
    for _turn in range(7):
        turn(app, box, y=-15)
    assert box.currentIndex() == place
    turn(app, box, y=-15)
    assert box.currentIndex() == place + 1


def test_undo_takes_back_a_trial_first(app):
    app.document.open(app.document.project, None)
    from cnnviz.project.project import with_parameter, with_trial

    app.document.edit("bias", with_parameter(app.document.project, "conv1", "bias", (0,), 5.0))
    tried = with_trial(app.document.project, Position("fc1", 2), 9.0)
    app.document.edit("Try a score", tried)
    press(app, KEY.Key_Z, CTRL)
    assert app.document.project.tried == {}
    assert app.document.project.network.layers["conv1"].bias[0] == 5.0


def test_a_hovered_product_is_copied_by_the_keys_of_the_window(app):
    app.cursor.open(Position("conv1", 0, 9, 9))
    QApplication.processEvents()
    sheet = app.pages.explanation().result
    (item,) = [each for each in sheet.sheet.items if getattr(each, "exact", None) is not None][-1:]
    place = item.place.center().toPoint()
    QTest.mouseMove(sheet, place)
    QApplication.clipboard().clear()
    assert not sheet.hasFocus()
    press(app, KEY.Key_C, CTRL)
    assert float(QApplication.clipboard().text()) == pytest.approx(item.exact, rel=1e-6)


def test_another_network_is_opened_and_the_shape_is_read_again(app):
    app.document.edit("x", with_network(app.document.project, shipped.network("lenet-5")))
    assert QApplication.focusWidget() is app.network_page


def test_nothing_moves_when_the_batch_is_no_longer_that_of_a_preset(app, find):
    app.actions["page-train"].trigger()
    QApplication.processEvents()
    box = find("setup-preset")
    box.setCurrentIndex(0)
    box.activated.emit(0)
    QApplication.processEvents()
    form = find("setup-form")
    assert find("preset-why").text()
    before = form.notes.mapTo(form, QPoint(0, 0)), form.height()
    form.fields["batch_size"].setFocus()
    press(app, KEY.Key_3)
    press(app, KEY.Key_Return)
    QApplication.processEvents()
    assert app.training.config.batch_size == 3
    assert find("preset-why").text() == ""
    assert (form.notes.mapTo(form, QPoint(0, 0)), form.height()) == before
