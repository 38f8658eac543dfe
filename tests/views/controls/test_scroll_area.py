"""What does not fit scrolls; what fits leaves the room of the scroll bar empty, or has none."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from cnnviz.views.controls.scroll_area import HidingScrollBar, scroll_area

NEVER, ALWAYS = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAlwaysOn


@pytest.fixture
def made(qtbot):
    def make(size, **how):
        part = QWidget()
        part.setMinimumSize(*size)
        part.resize(*size)
        area = scroll_area(part, "area", **how)
        qtbot.addWidget(area)
        area.resize(100, 100)
        area.show()
        QApplication.processEvents()  # scroll bars come with the layout
        return area

    return make


def test_a_high_widget_scrolls_down_and_keeps_its_height(made):
    area = made((50, 300))
    assert area.objectName() == "area"
    assert area.verticalScrollBar().maximum() == 200
    assert area.widget().height() == 300


@pytest.mark.parametrize(("sideways", "is_seen"), [(True, True), (False, False)])
def test_a_wide_widget_scrolls_to_the_side_only_where_it_may(made, sideways, is_seen):
    area = made((300, 50), sideways=sideways)
    assert area.horizontalScrollBar().isVisible() == is_seen


@pytest.mark.parametrize(("resizes", "width"), [(True, 100), (False, 50)])
def test_a_small_widget_fills_the_area_only_where_it_resizes(made, resizes, width):
    area = made((50, 50), resizes=resizes)
    assert area.widget().width() == width


def test_room_that_is_kept_for_the_scroll_bar_shows_nothing_while_all_is_seen(made):
    empty, full = (made((50, high), keeps_room=True) for high in (50, 300))
    assert empty.viewport().width() == full.viewport().width() < 100
    bar, scrolling = empty.verticalScrollBar(), full.verticalScrollBar()
    assert isinstance(bar, HidingScrollBar)
    assert len(colors(bar)) == 1
    assert len(colors(scrolling)) > 1


def colors(part):
    picture = part.grab().toImage()
    return {picture.pixel(x, y) for x, y in np.ndindex(picture.width(), picture.height())}
