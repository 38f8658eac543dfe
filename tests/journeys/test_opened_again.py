"""What is opened again and again is there once: nothing piles up in a long lesson."""

from collections import Counter

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from tests.journeys.random_events import LEFT_OUT, RESTYLING

FEW = ("help", "palette", "history", "export", "shortcuts", "about")  # where nobody asked for all


def kept():
    """Return how many widgets there are of each class."""
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return Counter(type(each).__name__ for each in QApplication.allWidgets())


def answer():
    """Leave what is asked."""
    popup, dialog = QApplication.activePopupWidget(), QApplication.activeModalWidget()
    if popup is not None:
        popup.close()
    elif isinstance(dialog, QDialog):
        dialog.reject()


def test_the_help_is_one_window_however_often_it_is_asked_for(app):
    app.actions["help"].trigger()
    once = kept()
    for _ in range(3):
        app.actions["help"].trigger()
    assert kept() == once
    (dialog,) = [each for each in QApplication.topLevelWidgets() if each.objectName() == "help"]
    assert dialog.isVisible()
    dialog.close()
    app.actions["help"].trigger()
    assert kept() == once


@pytest.mark.timeout(300)
def test_no_action_leaves_a_widget_behind_each_time(app, thorough, tmp_path):
    """The first time, and in both states of a switch, what is kept for the next time is made."""
    app.answers.path = tmp_path / "file.png"
    leaves = QTimer(interval=5)
    leaves.timeout.connect(answer)
    leaves.start()
    names = [each.objectName() for each in app.actions.all()] if thorough else FEW
    grown = {}
    for name in (name for name in names if name not in (*LEFT_OUT, *RESTYLING)):
        counts = []
        for _ in range(4):
            if app.actions[name].isEnabled():
                app.actions[name].trigger()
                QApplication.processEvents()
            answer()
            counts.append(kept())
        if more := counts[3] - counts[1]:
            grown[name] = dict(more)
    leaves.stop()
    assert grown == {}
