import numpy as np
import pytest

from cnnviz.training.schedule import FACTORS, one_cycle, snapshot_steps


def test_the_learning_rate_rises_and_falls():
    rates = [one_cycle(progress) for progress in np.linspace(0, 1, 101)]
    assert np.argmax(rates) == 10
    assert (np.diff(rates[:11]) > 0).all()
    assert (np.diff(rates[10:]) < 0).all()
    np.testing.assert_allclose([rates[0], rates[10], rates[-1]], [0.05, 1, 0], atol=1e-9)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("constant", [1, 1, 1]), ("cosine", [1, 0.5, 0]), ("step", [1, 0.1, 0.01])],
)
def test_the_other_schedules(name, expected):
    rates = [FACTORS[name](progress) for progress in (0, 0.5, 1)]
    np.testing.assert_allclose(rates, expected, atol=1e-9)


@pytest.mark.parametrize("steps", [1, 10, 59, 60, 61, 100, 450, 3600, 100_000])
def test_there_are_enough_snapshots_and_the_first_steps_are_among_them(steps):
    kept = snapshot_steps(steps, 60)
    assert {0, steps} <= kept <= set(range(steps + 1))
    assert len(kept) >= min(60, steps + 1)
    assert steps < 3 or {1, 2} & kept or steps > 3600
