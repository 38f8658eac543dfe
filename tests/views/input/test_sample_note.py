"""The line over a sample: at rest, however narrow its canvas is."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from cnnviz.state.settings import Settings
from cnnviz.views.input.sample_note import SampleNote
from cnnviz.views.look.theme import Look


class Counts(QObject):
    def __init__(self):
        super().__init__()
        self.count = 0

    def eventFilter(self, watched, event):
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


@pytest.mark.parametrize("width", [90, 140, 320])
def test_it_asks_for_no_layout_without_end(qtbot, width):
    """Where it was narrow, each layout changed its direction there and back, and so the next."""
    canvas = QWidget()
    qtbot.addWidget(canvas)
    note = SampleNote(Look(Settings()), canvas)
    canvas.resize(width, 200)
    canvas.show()
    qtbot.waitExposed(canvas)
    counts = Counts()
    note.installEventFilter(counts)
    for _ in range(30):
        QApplication.processEvents()
    assert counts.count < 5
    assert note.geometry().bottom() == canvas.height() - 2
    beside = note.draw.geometry().top() < note.findChild(QObject, "sample-said").geometry().bottom()
    assert beside == (width == 320)


def test_it_is_one_line_where_its_words_have_just_the_room(qtbot):
    canvas = QWidget()
    qtbot.addWidget(canvas)
    note = SampleNote(Look(Settings()), canvas)
    canvas.resize(400, 200)
    canvas.show()
    qtbot.waitExposed(canvas)
    least = note.minimumSizeHint().width()
    said = note.findChild(QObject, "sample-said")
    for width, is_line in ((least + 2, True), (least + 1, False)):
        canvas.resize(width, 200)
        for _ in range(10):
            QApplication.processEvents()
        assert (note.draw.geometry().top() < said.geometry().bottom()) == is_line
