import pytest

from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from cnnviz.views.train.curve_plot import MOST, CurvePlot


@pytest.fixture
def plot(qtbot):
    made = CurvePlot(Look(Settings()), "loss", "Loss", is_share=False)
    qtbot.addWidget(made)
    return made


def drawn(plot, name="training"):
    x, y = plot._curves[name].getData()
    return list(zip(x.tolist(), y.tolist(), strict=True))


def test_another_run_with_as_many_points_is_drawn(plot):
    for points in ([(1, 2.0), (2, 1.5)], [(1, 0.5), (2, 0.25)]):
        plot.show_curves({"training": points}, "training")
        assert drawn(plot) == points


def test_every_point_of_a_short_curve_is_drawn_once_and_a_long_one_keeps_both_ends(plot):
    for count in (1, 2, MOST, 2 * MOST, 2 * MOST + 1):
        points = [(step, 1.0 / (step + 1)) for step in range(count)]
        plot.show_curves({"training": points}, "training")
        shown = drawn(plot)
        assert shown == sorted(set(shown))
        assert (shown[0], shown[-1]) == (points[0], points[-1])
        if count <= MOST:
            assert shown == points
