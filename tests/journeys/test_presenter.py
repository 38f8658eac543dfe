"""What a presenter has besides the picture: notes, a clock, a pen, and screens that come and go."""

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from cnnviz.cnn.network import INPUT
from cnnviz.explain.present import present_title
from cnnviz.project.notes import note_of
from cnnviz.project.project_file import open_project
from cnnviz.views.present.pointer import FADES, STAYS
from cnnviz.views.present.screens import room_of
from tests.lecture.layer_projects import FOLDER

KEY = Qt.Key
LAPTOP, PROJECTOR = QRect(0, 0, 1366, 768), QRect(1366, 0, 1024, 768)


class FakeScreens(QObject):
    """Screens that a test plugs in and pulls out."""

    changed = Signal()

    def __init__(self, *rooms):
        super().__init__()
        self._rooms = list(rooms)

    def rooms(self):
        return self._rooms

    def become(self, *rooms):
        self._rooms = list(rooms)
        self.changed.emit()
        QApplication.processEvents()


@pytest.fixture
def screens(app):
    made = FakeScreens(LAPTOP, PROJECTOR)
    app.desk.screens.changed.disconnect()
    app.desk.follow(made)
    app.window.setGeometry(100, 100, 900, 600)
    return made


def press(qtbot, app, *keys, modifier=Qt.KeyboardModifier.NoModifier):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget() or app.window, key, modifier)
        QApplication.processEvents()


def present(app, qtbot):
    app.cursor.go_to(INPUT)
    app.presenter.start()
    QApplication.processEvents()
    return app.presenter.view


@pytest.mark.parametrize(("key", "colour"), [
    (KEY.Key_B, "#000000"), (KEY.Key_Period, "#000000"), (KEY.Key_W, "#ffffff"),
])  # fmt: skip
def test_a_key_makes_the_screen_black_or_white_and_any_key_brings_it_back(app, qtbot, key, colour):
    view = present(app, qtbot)
    press(qtbot, app, key)
    blank = view.findChild(QWidget, "present-blank")
    assert blank.isVisible()
    assert blank.geometry() == view.rect()
    assert view.grab().toImage().pixelColor(50, 50).name() == colour
    press(qtbot, app, KEY.Key_PageDown)
    assert not blank.isVisible()
    assert app.cursor.step == INPUT


def test_the_spotlight_leaves_one_place_bright(app, qtbot):
    view = present(app, qtbot)
    press(qtbot, app, KEY.Key_L)
    pointer = view.findChild(QWidget, "present-pointer")
    qtbot.mouseMove(pointer, QPoint(200, 200))
    after = view.grab().toImage()
    pointer.hide()
    before = view.grab().toImage()
    pointer.show()
    assert after.pixelColor(200, 200) == before.pixelColor(200, 200)
    corner = QPoint(view.width() - 5, 5)
    assert after.pixelColor(corner).lightness() < before.pixelColor(corner).lightness() / 2
    press(qtbot, app, KEY.Key_PageDown)  # it goes on below the light
    assert app.cursor.number == 1
    press(qtbot, app, KEY.Key_Escape)
    assert not pointer.isVisible()
    assert app.presenter.view is view
    press(qtbot, app, KEY.Key_Escape)
    assert app.presenter.view is None


def test_a_line_of_the_pen_vanishes(app, qtbot):
    view = present(app, qtbot)
    press(qtbot, app, KEY.Key_P)
    pointer = view.findChild(QWidget, "present-pointer")
    now = [100.0]
    pointer._now = lambda: now[0]
    qtbot.mousePress(pointer, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    qtbot.mouseMove(pointer, QPoint(200, 150))
    qtbot.mouseRelease(pointer, Qt.MouseButton.LeftButton)
    drawn = view.grab().toImage()
    pointer.tick()
    assert pointer.lines == 1
    now[0] += STAYS + FADES + 0.1
    pointer.tick()
    assert pointer.lines == 0
    assert view.grab().toImage() != drawn
    assert not app.document.history.canUndo()  # it is no edit of the drawing below


def test_notes_are_edits_of_the_project(app, qtbot, tmp_path, screens):
    present(app, qtbot)
    own = app.desk.own
    assert own.isVisible()
    assert PROJECTOR.contains(own.geometry().center())
    assert "The network sees numbers" in own.shown.text()
    own.notes.setFocus()
    qtbot.keyClicks(own.notes, "Ask: how many?")
    assert note_of(app.document.project, f"node/{INPUT}") == "Ask: how many?"
    assert app.document.history.count() == 1
    qtbot.keyClick(own.notes, KEY.Key_PageDown)
    assert app.cursor.number == 1
    assert own.notes.toPlainText() == ""
    qtbot.keyClick(own.notes, KEY.Key_PageUp)
    assert own.notes.toPlainText() == "Ask: how many?"
    app.answers.path = tmp_path / "noted.cnnviz"
    app.files.save_as()
    assert open_project(app.answers.path).notes == ((f"node/{INPUT}", "Ask: how many?"),)
    app.actions["undo"].trigger()
    assert own.notes.toPlainText() == ""
    assert app.document.project.notes == ()
    app.actions["redo"].trigger()
    assert own.notes.toPlainText() == "Ask: how many?"


def test_the_own_window_can_be_opened_when_nothing_is_presented_any_more(app, qtbot, screens):
    """It asked a view that was gone for its words, and the program ended by a signal."""
    present(app, qtbot)
    app.presenter.leave()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    app.actions["presenter-window"].trigger()
    assert app.desk.own.isVisible()
    assert app.desk.own.shown.text() == ""
    app.desk.own.hide()


def test_the_clock_counts_from_the_beginning(app, qtbot, screens):
    present(app, qtbot)
    own = app.desk.own
    now = [50.0]
    own._now = lambda: now[0]
    own.count_from_now()
    now[0] += 61
    own.show_time()
    assert own.spoken.text() == "1:01 min"
    now[0] -= 100  # the clock of the machine is never asked, but whatever it is, time is not < 0
    own.show_time()
    assert own.spoken.text() == "0:00 min"


def test_pulling_a_screen_out_brings_both_windows_back(app, qtbot, screens):
    app.window.setGeometry(1400, 50, 900, 600)  # on the projector
    present(app, qtbot)
    app.window.setGeometry(PROJECTOR)
    own = app.desk.own
    assert LAPTOP.contains(own.geometry().center())
    screens.become(LAPTOP)
    assert not own.isVisible()  # there is one screen: the room's
    assert LAPTOP.contains(app.window.geometry().topLeft())
    assert app.presenter.view is not None
    screens.become(LAPTOP, PROJECTOR)
    assert own.isVisible()
    assert room_of(screens.rooms(), own.geometry()) != room_of(
        screens.rooms(), app.window.geometry()
    )
    press(qtbot, app, KEY.Key_Escape)
    assert not own.isVisible()
    assert any(room.contains(app.window.geometry().topLeft()) for room in screens.rooms())


def test_a_lost_screen_of_the_presenter_brings_that_window_back(app, qtbot, screens):
    present(app, qtbot)
    third = QRect(0, 768, 800, 600)
    screens.become(LAPTOP, third)
    own = app.desk.own
    assert own.isVisible()
    assert third.contains(own.geometry().center())


def test_the_windows_exchange_their_screens(app, qtbot, screens):
    present(app, qtbot)
    own = app.desk.own
    app.window.setWindowState(Qt.WindowState.WindowNoState)  # the only real screen is the first
    own.exchange.click()
    QApplication.processEvents()
    rooms = screens.rooms()
    assert room_of(rooms, own.geometry()) == 0
    assert room_of(rooms, app.window.geometry()) == 1


def test_on_one_screen_the_window_is_asked_for(app, qtbot, screens):
    screens.become(LAPTOP)
    present(app, qtbot)
    assert app.desk.own is None
    press(qtbot, app, KEY.Key_F5, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert app.desk.own.isVisible()
    assert not app.desk.own.exchange.isVisible()
    assert app.presenter.view is not None


def test_what_comes_next_is_told(app, qtbot, screens):
    present(app, qtbot)
    own = app.desk.own
    trace = app.document.forward.trace
    assert own.following.text() == f"Next: {present_title(trace, trace.network.names[1])}"
    app.cursor.go_to(app.cursor.last)
    assert own.following.text() == ""
    app.presenter.view.show_kind("train")
    assert own.following.text() == "Next: the settings"


def test_a_value_that_is_open_has_its_title_at_once(app, qtbot, screens):
    app.files.open_path(FOLDER / "activity-2.cnnviz")
    app.presenter.start()
    app.window.resize(app.window.size())  # no other size may be needed for it
    for _ in range(3):
        QApplication.processEvents()
    title = "Convolution, filter 1: where the value comes from"
    assert app.presenter.view.title.text == title
    own = app.desk.own
    assert own.shown.text().startswith(title)
    assert own.following.text() == "Next: the products"
    press(qtbot, app, *3 * [KEY.Key_PageDown])
    assert own.shown.text().startswith("Convolution, filter 1: where 57 comes from")
    assert own.following.text() == "Next: position 2"
