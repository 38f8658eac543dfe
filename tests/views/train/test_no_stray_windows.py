"""No part of a page is ever a window of its own: it would flash, and take the keys with it."""

import pytest
from PySide6.QtWidgets import QApplication

from tests.lecture.training_projects import FOLDER, RUN
from tests.whole_app import opened_app


@pytest.fixture
def app(qtbot):
    with opened_app(qtbot) as app:
        app.window.activateWindow()
        yield app


@pytest.fixture
def other_windows(app):
    """The names of the windows that take the keys meanwhile, "" where none has them."""
    seen = []

    def on_changed(window):
        if window is not app.window.windowHandle():
            seen.append(window.objectName() if window is not None else "")

    QApplication.instance().focusWindowChanged.connect(on_changed)
    yield seen
    QApplication.instance().focusWindowChanged.disconnect(on_changed)


def test_pages_are_made_within_the_window(app, other_windows):
    app.training.open(RUN)  # while its page is not made yet
    app.files.open_path(FOLDER / "filters-learnt.cnnviz")
    for page in ("train", "filter", "network"):
        app.pages.show_page(page)
        QApplication.processEvents()
    assert not other_windows
    assert app.window.isActiveWindow()
