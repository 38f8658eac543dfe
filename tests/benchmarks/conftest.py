"""What the benchmarks share: the window as it starts, and how long until it is painted."""

import pytest
from PySide6.QtWidgets import QApplication


@pytest.fixture
def app(qapp):
    from cnnviz.app import App

    app = App()
    app.files.may_lose = lambda: True
    app.window.resize(1280, 800)
    app.window.show()
    QApplication.processEvents()
    yield app
    app.close()
    app.window.close()
    app.window.deleteLater()
    QApplication.processEvents()
