"""The wheel scrolls a page past its controls, and turns those that were chosen."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QSlider, QVBoxLayout, QWidget

from cnnviz.state.settings import Settings
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.controls.wheel_guard import WheelGuard
from cnnviz.views.look.theme import Look
from cnnviz.views.train.curve_plot import CurvePlot

NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot):
    """A page that is higher than its window, with a control of each kind."""
    area, page, settings = QScrollArea(), QWidget(), Settings()
    area.setWidgetResizable(True)
    area.box, area.slider = ChoiceBox(), QSlider(Qt.Orientation.Horizontal)
    area.box.addItems(["a", "b", "c"])
    area.box.setCurrentIndex(1)
    area.slider.setValue(50)
    WheelGuard(area.slider)
    area.plot = CurvePlot(Look(settings), "loss", "Loss", is_share=False)
    area.plot.show_curves({"training": [(0.0, 2.0), (10.0, 1.0)]}, "training")
    area.settings = settings
    column = QVBoxLayout(page)
    for part in (area.box, area.slider, area.plot):
        column.addWidget(part)
    page.setMinimumHeight(2000)
    area.setWidget(page)
    qtbot.addWidget(area)
    area.resize(400, 300)
    area.show()
    QTest.qWaitForWindowActive(area)
    area.setFocus()
    return area


def turn(widget, modifiers=NONE):
    """Turn the wheel as the window system does: what a widget does not take goes to its parent."""
    at = QPointF(widget.rect().center())
    while widget is not None:
        event = QWheelEvent(
            at, QPointF(widget.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, -120),
            Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        if QApplication.sendEvent(widget, event) and event.isAccepted():
            return
        widget = widget.parentWidget()


def state(page):
    zoom = page.plot.plot.getViewBox().viewRange()
    return page.box.currentIndex(), page.slider.value(), str(zoom)


def parts(page):
    return page.box, page.slider, page.plot.plot.viewport()


def test_controls_under_the_pointer_let_the_page_scroll(page):
    before, bar = state(page), page.verticalScrollBar()
    for part in parts(page):
        was = bar.value()
        turn(part)
        assert bar.value() > was
        assert not part.hasFocus()
    assert state(page) == before


def test_a_chosen_control_takes_the_wheel(page):
    was = page.verticalScrollBar().value()
    for place, (part, control) in enumerate(
        zip(parts(page), (page.box, page.slider, page.plot.plot), strict=True)
    ):
        before = state(page)
        control.setFocus()
        turn(part)
        assert state(page)[place] != before[place]
    assert page.verticalScrollBar().value() == was


def test_ctrl_zooms_a_plot_that_is_not_chosen(page):
    before = state(page)
    turn(page.plot.plot.viewport(), CTRL)
    assert state(page)[2] != before[2]
