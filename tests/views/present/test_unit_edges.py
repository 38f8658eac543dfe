"""A fully connected layer as a graph: which units are drawn, and whose edges have colours."""

import numpy as np
import pytest

from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from cnnviz.views.present.unit_edges import ALL, UnitEdges, drawn


@pytest.mark.parametrize(("count", "ends"), [(3, (0, 2)), (ALL, (0, ALL - 1)), (784, (0, 783))])
def test_both_ends_are_drawn_and_others_stand_for_the_rest(count, ends):
    found = drawn(count)
    assert (found[0], found[-1]) == ends
    assert (None in found) == (count > ALL)
    assert len(found) <= ALL


def test_the_chosen_unit_is_always_drawn(qtbot):
    edges = UnitEdges(Look(Settings(), is_ready=False), "edges")
    qtbot.addWidget(edges)
    edges.show_units(np.ones((500, 4), np.float32), 250, "")
    assert 250 in edges.units()
    edges.show_units(np.ones((500, 4), np.float32), 3, "")
    assert None in edges.units()


def test_edges_have_the_colours_of_their_weights(qtbot):
    look = Look(Settings(), is_ready=False)
    edges = UnitEdges(look, "edges")
    qtbot.addWidget(edges)
    edges.resize(200, 200)

    def colours(weight):
        edges.show_units(np.array([[weight]], np.float32), 0, "")
        image = edges.grab().toImage()
        return image.pixelColor(image.width() // 2, image.height() // 2)

    up, down = colours(2.0), colours(-2.0)
    assert up.blue() > up.red()
    assert down.red() > down.blue()
