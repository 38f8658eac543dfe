"""The neighbourhood of a cell, with digits that are read easily."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor

from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.magnifier import Magnifier
from cnnviz.views.maps.shown import MapMarks, MapShown
from tests.views.maps.painted_maps import is_violet


@pytest.fixture
def look(qapp):
    return Look(Settings())


@pytest.fixture
def magnifier(qtbot, look):
    magnifier = Magnifier(look, "Around")
    qtbot.addWidget(magnifier)
    values = np.arange(10000, dtype=np.float32).reshape(100, 100) / 100 - 50
    magnifier.show_around(MapShown(values, 50), 40, 60, MapMarks())
    magnifier.resize(magnifier.sizeHint())
    magnifier.show()
    return magnifier


@pytest.mark.parametrize("percent", [100, 200])
def test_the_digits_of_a_magnifier_are_14_pixels_or_more(magnifier, look, percent, monkeypatch):
    look._settings.set_text_size(percent)
    magnifier.resize(magnifier.sizeHint())
    fonts = []
    monkeypatch.setattr(
        "cnnviz.views.cells.texts.CellTexts.paint",
        lambda self, painter, font, middle, text: fonts.append((font.pixelSize(), text)),
    )
    magnifier.grab()
    assert len(fonts) == 49
    assert min(size for size, _ in fonts) >= 14 * percent / 100
    assert fonts[24][1] == "−9.40"


@pytest.mark.parametrize("side", [3, 5, 7])
def test_it_says_above_its_cells_around_which_one_they_lie(magnifier, monkeypatch, side):
    said = []
    monkeypatch.setattr(
        "cnnviz.views.maps.magnifier.QPainter.drawText",
        lambda painter, room, flags, text: said.append((room, text, painter.fontMetrics())),
    )
    shown = MapShown(np.ones((9, 9), np.float32))
    magnifier.show_around(shown, 4, 4, corner=(1500, 7))
    magnifier.resize(magnifier.room(side))
    magnifier.grab()
    ((room, text, metrics),) = said
    number = "row 1\u202f505, column 12"
    assert text in (f"Around {number}", number.capitalize(), "1\u202f505, 12")
    assert metrics.horizontalAdvance(text) <= magnifier.width()
    assert room.bottom() < magnifier.cells_place().top() + 1
    assert magnifier.accessibleDescription() == f"Around {number}"
    assert magnifier.side() == side


def test_little_room_makes_a_smaller_magnifier(magnifier):
    assert magnifier.side() == 7
    magnifier.resize(magnifier.minimumSizeHint())
    assert magnifier.side() == 5


def test_beyond_the_map_a_magnifier_is_blank(magnifier, look):
    shown = MapShown(np.ones((100, 100), np.float32))
    magnifier.show_around(shown, 0, 99, MapMarks())
    magnifier.resize(magnifier.sizeHint())
    image, place = magnifier.grab().toImage(), magnifier.cells_place()
    ground = QColor(look.colors.ground)
    wide, high = place.width() // 7, place.height() // 7
    for row, column in np.ndindex(7, 7):
        at = place.topLeft() + QPoint(column * wide + 4, row * high + 4)
        assert (image.pixelColor(at) == ground) == (row < 3 or column > 3)


def test_the_centre_of_a_magnifier_is_framed(magnifier):
    image, place = magnifier.grab().toImage(), magnifier.cells_place()
    assert is_violet(image, place.x() + 3 * place.width() // 7 - 1, place.center().y())
