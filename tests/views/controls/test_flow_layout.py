import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from cnnviz.state.settings import Settings
from cnnviz.views.controls.flow_layout import FlowLayout
from cnnviz.views.look.theme import Look


class Box(QWidget):
    """60 × 20 pixels."""

    def sizeHint(self):
        return QSize(60, 20)

    minimumSizeHint = sizeHint


@pytest.fixture
def row(qtbot):
    """Four boxes with gaps of 10 pixels."""
    settings = Settings()
    window = QWidget()
    qtbot.addWidget(window)
    layout = FlowLayout(Look(settings), 10, window)
    window.boxes = [Box() for _ in range(4)]
    for box in window.boxes:
        layout.addWidget(box)
    window.settings = settings
    return window


@pytest.mark.parametrize(
    ("width", "places"),
    [
        (270, [(0, 0), (70, 0), (140, 0), (210, 0)]),
        (269, [(0, 0), (70, 0), (140, 0), (0, 30)]),
        (130, [(0, 0), (70, 0), (0, 30), (70, 30)]),
        (60, [(0, 0), (0, 30), (0, 60), (0, 90)]),
    ],
)
def test_what_does_not_fit_begins_a_new_row(row, qtbot, width, places):
    row.resize(width, 200)
    with qtbot.waitExposed(row):
        row.show()
    assert [(box.x(), box.y()) for box in row.boxes] == places
    assert row.layout().heightForWidth(width) == places[-1][1] + 20
    assert row.layout().minimumSize() == QSize(60, 20)


def test_hidden_controls_take_no_place_and_gaps_grow_with_the_text(row, qtbot):
    row.boxes[1].hide()
    row.settings.set_text_size(200)
    row.resize(270, 200)
    with qtbot.waitExposed(row):
        row.show()
    assert [box.x() for box in row.boxes if box.isVisible()] == [0, 80, 160]


def test_the_height_follows_what_is_hidden_shown_and_added(row, qtbot):
    row.resize(130, 200)
    with qtbot.waitExposed(row):
        row.show()
    heights = [row.layout().heightForWidth(130)]
    for box in row.boxes[:2]:
        box.hide()
    heights.append(row.layout().heightForWidth(130))
    row.boxes[0].show()
    heights.append(row.layout().heightForWidth(130))
    for box in (Box(), Box()):
        row.layout().addWidget(box)
        box.show()
    heights.append(row.layout().heightForWidth(130))
    row.settings.set_text_size(200)
    heights.append(row.layout().heightForWidth(130))
    assert heights == [50, 20, 50, 80, 5 * 20 + 4 * 20]
