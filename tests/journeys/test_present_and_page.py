"""What the page behind Present mode does meanwhile, and what it shows afterwards."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cnnviz.project.place import Position
from tests.journeys.test_present import hidden_parts, resize

KEY = Qt.Key


def press(qtbot, app, *keys):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget() or app.window, key)
        QApplication.processEvents()


@pytest.fixture
def narrow(app):
    """A small window with panels of chosen widths, at the fourth step."""
    app.window.resize(900, 620)
    app.panels.setSizes([200, 398, 300])
    app.cursor.go_to(4)
    QApplication.processEvents()
    return app.window


def test_a_value_looked_at_while_presenting_leaves_the_panels_alone(app, narrow, qtbot):
    sizes, screen = app.panels.sizes(), narrow.windowHandle().screen()
    press(qtbot, app, KEY.Key_F5, KEY.Key_Return, KEY.Key_Right)
    assert app.presenter.view.kind == "value"
    assert app.pages.explanation.made is None  # the page behind makes none of its own
    press(qtbot, app, KEY.Key_Return, KEY.Key_Escape)
    assert app.panels.sizes() == sizes
    assert narrow.size().toTuple() == (900, 620)
    assert narrow.windowHandle().screen() is screen


def test_a_value_still_open_after_presenting_is_explained_by_the_page(app, narrow, qtbot):
    press(qtbot, app, KEY.Key_F5, KEY.Key_Return, KEY.Key_Right, KEY.Key_Escape)
    explanation = app.pages.explanation()
    assert explanation.isVisible()
    assert explanation.hasFocus()
    assert explanation.scene.about.place == (0, 0, 1)
    press(qtbot, app, KEY.Key_Escape)
    assert app.network_page.isVisible()
    assert app.network_page.hasFocus()


def test_a_value_open_before_and_closed_while_presenting_shows_the_network(app, narrow, qtbot):
    app.cursor.open(Position(4, 2, 6, 8))
    QApplication.processEvents()
    press(qtbot, app, KEY.Key_F5, KEY.Key_Return, KEY.Key_Escape)
    assert not app.cursor.is_open
    assert app.network_page.isVisible()
    assert app.network_page.hasFocus()
    assert app.cursor.selected == Position(4, 2, 6, 8)


@pytest.mark.parametrize("size", [(800, 600), (1024, 768)])
def test_large_text_on_a_small_screen_leaves_every_control_in_reach(app, qtbot, size):
    app.settings.set_text_size(150)
    QApplication.processEvents()
    least = app.window.minimumSizeHint()
    press(qtbot, app, KEY.Key_F5)
    resize(app, *size)  # less than the page behind needs
    view = app.presenter.view
    for step in (0, 1, 4, 11):
        app.cursor.go_to(step)
        QApplication.processEvents()
        assert not list(hidden_parts(view)), step
    app.cursor.open(Position(4, 2, 6, 8))
    QApplication.processEvents()
    assert not list(hidden_parts(view))
    app.settings.set_text_size(75)  # while presenting
    assert view.look.scale < 1.2
    press(qtbot, app, KEY.Key_Escape)
    app.settings.set_text_size(150)
    QApplication.processEvents()
    assert app.window.minimumSizeHint().width() >= least.width()
