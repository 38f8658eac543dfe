"""The view of a sheet: grids over numbers that can be edited, and the number under the pointer."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, QRectF

from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.item_id import ItemId, Spot, What
from cnnviz.views.sheets.items import Numbers, Text
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.sheet_view import SheetView

BIAS, FIRST, SECOND = ItemId(What.BIAS), ItemId(What.WEIGHTS, 0), ItemId(What.WEIGHTS, 1)


def weights(item_id, top):
    values = np.array([[1.5, 2.25]], np.float32)
    return Numbers(
        QPoint(4, top), (60, 30), values, ["1.50", "2.25"], 3.0, item_id, is_editable=True
    )


@pytest.fixture
def view(qtbot):
    look = Look(Settings(), is_ready=False)
    made = SheetView(look, "sheet")
    qtbot.addWidget(made)
    bias = Text(QRectF(4, 60, 60, 20), "0.33", id=BIAS, exact=float(np.float32(1 / 3)))
    sheet = Sheet((weights(FIRST, 4), bias, weights(SECOND, 400)), 200, 500)
    made.show_sheet(sheet, look, QRect(0, 0, 200, 100))
    made.show()
    return made


def test_a_grid_has_a_name_for_the_program_and_one_for_people(view):
    grid = view.grid(FIRST)
    assert grid.objectName() == "explanation-weights-0"
    assert grid.accessibleName().startswith("Weights of slice 1,")
    assert view.grid(SECOND) is None  # out of view
    view.show_part(QRect(0, 390, 200, 100))
    assert view.grid(FIRST) is None
    assert view.grid(SECOND) is grid  # the same widget, for other numbers
    assert grid.accessibleName().startswith("Weights of slice 2,")
    assert grid.objectName() == "explanation-weights-1"


def test_an_edit_tells_which_item_it_is_of(view, qtbot):
    view.show_part(QRect(0, 0, 200, 500))
    for item_id in (FIRST, SECOND):
        with qtbot.waitSignal(view.number_edited) as edited:
            view.grid(item_id).cell_edited.emit(0, 1, 7.0, "drag 1")
        assert edited.args == [item_id, 0, 1, 7.0, "drag 1"]


def test_the_exact_number_is_that_of_the_item(view):
    assert view.exact(Spot(BIAS, 0, 0)) == "0.33333334"
    assert view.exact(Spot(FIRST, 0, 1)) == "2.25"
    assert view.exact(Spot(ItemId(What.SUM), 0, 0)) == ""
