import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.scale import largest
from cnnviz.project.picture import Picture
from cnnviz.project.project import forward_pass, new_project, with_parameter, with_scale_mode


@pytest.fixture
def project():
    values = np.random.default_rng(0).random((1, 28, 28), dtype=np.float32)
    return new_project(architectures.build("lecture-cnn"), Picture("drawing", values))


@pytest.mark.parametrize(
    ("values", "limit"),
    [
        ([1, -3, 2], 3),
        ([0, 0], 0),
        ([np.inf, -2, np.nan], 2),
        ([np.nan, np.nan], 0),
        ([], 0),
        ([5], 5),
    ],
)
def test_largest_is_the_largest_distance_of_a_finite_value_from_zero(values, limit):
    assert largest(np.array(values, np.float32)) == limit


def test_each_mode_reaches_as_far_as_its_values(project):
    for mode in ("map", "layer", "network"):
        forward = forward_pass(with_scale_mode(project, mode))
        values = forward.trace.values
        expected = {
            "map": np.abs(values["conv2"][3]).max(),
            "layer": np.abs(values["conv2"]).max(),
            "network": max(np.abs(v).max() for v in [*values.values()][1:]),
        }[mode]
        assert forward.scales.limit("conv2", 3) == pytest.approx(float(expected))


def test_the_scale_follows_the_values_after_an_edit(project):
    """The legend of another program stayed with the image before."""
    before = forward_pass(project)
    edited = with_parameter(project, "conv1", "bias", (0,), 100.0)
    after = forward_pass(edited, before)
    assert after.scales.limit("conv1") >= 99
    assert after.scales.limit("conv1") == float(np.abs(after.trace.values["conv1"]).max())
    assert before.scales.limit("conv1") < 99


def test_limits_of_maps_are_their_own_in_map_mode_only(project):
    by_layer = forward_pass(project).scales.limits("conv2")
    by_map = forward_pass(with_scale_mode(project, "map")).scales.limits("conv2")
    assert len(set(by_layer)) == 1
    assert len(set(by_map)) == 16
    assert max(by_map) == by_layer[0]
