"""The whole program with its window, as tests open and close it."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QApplication

from cnnviz.app import App


@contextmanager
def opened_app(qtbot, size: tuple[int, int] = (1280, 800)) -> Iterator[App]:
    """Open the window at a size, and close it without a question."""
    app = App()
    app.window.resize(*size)
    app.window.show()
    qtbot.waitExposed(app.window)
    yield app
    app.document.history.setClean()
    app.close()
    app.window.close()
    app.window.deleteLater()
    QApplication.processEvents()
