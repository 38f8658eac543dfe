"""The confusion matrix says which side is true and which is the answer, and what its ends are."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics

from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import LargeLook, Look
from cnnviz.views.train.confusion_view import ConfusionView


@pytest.mark.parametrize("classes", [("swan", "no swan"), tuple("0123456789")])
@pytest.mark.parametrize("factor", [1.0, 1.6])
def test_sides_and_ends_are_named_beside_the_cells(qapp, classes, factor):
    look = LargeLook(Look(Settings(), is_ready=False), factor)
    view = ConfusionView(look)
    count = len(classes)
    view.show_counts(np.arange(count**2, dtype=np.int64).reshape(count, count), classes)
    view.resize(view.minimumSizeHint())
    named = view.headings()
    assert [text for _place, text in named] == ["answer", "true", "recall", "precision"]
    cells = QRect(
        view.cell_rect(0, 0).topLeft(), view.cell_rect(count - 1, count - 1).bottomRight()
    )
    metrics = QFontMetrics(look.font(11))
    for place, text in named:
        assert metrics.horizontalAdvance(text) <= place.width()
        assert view.rect().contains(place)
        assert not place.intersects(cells)
    assert not any(a.intersects(b) for (a, _), (b, _) in combinations(named, 2))
