"""The dialogs of exercises and exports fit on a small screen, with large text too."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QDialog

from cnnviz.project import shipped

SCREEN = QRect(0, 0, 1024, 768)


@pytest.mark.parametrize("name", ["new-exercise", "answer-sheet", "hand-out", "export"])
def test_a_dialog_fits_on_a_small_screen(app, monkeypatch, name):
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _screen: SCREEN)
    app.window.resize(1000, 720)
    app.settings.set_text_size(150)
    app.files.open_path(shipped.project_file("activity-2"))
    app.actions[name].trigger()
    made = app.window.findChild(QDialog, f"{name}-dialog")
    if name == "export":
        made.choices.choose("explanation", ".gif")
    needed = made.size().expandedTo(made.minimumSizeHint())
    assert needed.height() <= SCREEN.height() - 40
    assert needed.width() <= SCREEN.width()
    made.reject()
