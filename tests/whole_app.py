"""The whole program with its window, as tests open and close it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from PySide6.QtWidgets import QApplication

from cnnviz.app import App

FEW = 8  # closed windows that may wait for Python's collector
_CLOSED = count(1)


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
    if next(_CLOSED) % FEW == 0:
        gc.collect()
