import numpy as np
import pytest

from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from cnnviz.views.train.curve_plot import CurvePlot, Mark
from cnnviz.views.train.curve_values import MEMORY, MOST, smoothed


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


SPIKE = [(1, 2.3), (2, 3000.0), *((step, 2.0 / step) for step in range(3, 60))]


def draw(plot, *, log=False, smooth=False):
    plot.draw_so(is_logarithmic=log, is_smooth=smooth, bottom="steps")


def heights(plot):
    return plot.plot.getViewBox().viewRange()[1]


def test_an_empty_plot_shows_no_numbers(plot):
    plot.show_curves({}, "")
    plot.see_all()
    axes = [plot.plot.getAxis(side) for side in ("left", "bottom")]
    assert not any(axis.style["showValues"] for axis in axes)
    assert plot.latest.text() == ""
    plot.show_curves({"training": [(1, 2.0), (2, 1.0)]}, "training")
    assert all(axis.style["showValues"] for axis in axes)
    plot.show_curves({}, "")
    assert not any(axis.style["showValues"] for axis in axes)


def test_one_spike_is_cut_and_told_of_and_the_logarithmic_axis_shows_it(plot):
    plot.show_curves({"training": SPIKE}, "training")
    assert heights(plot)[1] < 10
    assert "cut: up to 3000" in plot.told.text()
    draw(plot, log=True)
    assert "cut" not in plot.told.text()
    plot.plot.getViewBox().updateAutoRange()
    low, high = heights(plot)
    assert low <= np.log10(2 / 59)
    assert high >= np.log10(3000)
    draw(plot)
    assert heights(plot)[1] < 10


def test_an_even_curve_is_not_cut(plot):
    plot.show_curves({"training": [(step, 2.3 - step / 50) for step in range(100)]}, "training")
    assert "cut" not in plot.told.text()


def test_what_was_zoomed_stays_zoomed_until_all_is_asked_for(plot):
    plot.show_curves({"training": SPIKE}, "training")
    view = plot.plot.getViewBox()
    view.setRange(yRange=(0, 1), padding=0)
    view.sigRangeChangedManually.emit([True, True])
    plot.show_curves({"training": [*SPIKE, (60, 0.1)]}, "training")
    assert heights(plot) == pytest.approx([0, 1])
    plot.see_all()
    assert heights(plot) != pytest.approx([0, 1])


def test_a_logarithmic_axis_leaves_out_what_is_not_above_zero(plot):
    draw(plot, log=True)
    plot.show_curves({"training": [(1, 1.0), (2, 0.0), (3, -1.0), (4, 0.1)]}, "training")
    x, y = plot._curves["training"].getOriginalDataset()
    assert (x.tolist(), y.tolist()) == ([1, 4], [1.0, 0.1])


def test_the_first_curve_is_averaged_and_its_values_stay_behind(plot):
    points = [(step, float(step % 2)) for step in range(50)]
    plot.show_curves({"training": points, "validation": points}, "training")
    draw(plot, smooth=True)
    assert drawn(plot) == points
    (mean,) = plot._means.values()
    x, y = mean.getData()
    assert x.tolist() == [step for step, _value in points]
    weights = MEMORY ** np.arange(49, -1, -1)
    expected = (weights * [value for _step, value in points]).sum() / weights.sum()
    assert y[-1] == pytest.approx(expected)
    draw(plot)
    assert mean.getData()[0] is None or not len(mean.getData()[0])


def test_a_mean_begins_at_the_first_value():
    assert smoothed(np.array([[1, 5.0], [2, 5.0]]))[:, 1].tolist() == pytest.approx([5.0, 5.0])


def test_a_changed_rate_is_marked(plot):
    mark = Mark(30.0, "peak rate 0.02")
    plot.show_curves({"training": SPIKE}, "training", marks=[mark])
    assert plot.marks == (mark,)
    (line,) = plot._marks
    assert (line.value(), line.label.format) == (30.0, "peak rate 0.02")
    plot.show_curves({"training": SPIKE}, "training")
    assert not plot._marks


def test_best_and_last_are_told_apart(plot):
    validation = [(10, 0.5), (20, 0.25), (30, 0.75)]
    plot.show_curves(
        {"training": SPIKE, "validation": validation}, "training", best=("validation", 20)
    )
    assert "0.750 (last), 0.250 in the best epoch" in plot.told.text()
    assert [(spot.pos().x(), spot.pos().y()) for spot in plot._ring.points()] == [(20, 0.25)]
