"""Projects: edits share what they do not change, and Reset knows the way back."""

import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.layer_base import ShapeError
from cnnviz.cnn.layers import Conv2d, Linear
from cnnviz.project.picture import Picture, blank_drawing
from cnnviz.project.place import Position
from cnnviz.project.project import (
    forward_pass,
    is_edited,
    new_project,
    with_layer,
    with_network,
    with_original,
    with_parameter,
    with_picture,
    with_reset_filter,
    with_scale_mode,
    with_trial,
    with_weights,
    without_trials,
)


@pytest.fixture
def project():
    return new_project(architectures.build("lecture-cnn"))


def edited(project, value=5.0):
    return with_parameter(project, "conv1", "weight", (2, 0, 1, 1), value)


def test_a_new_project_has_an_empty_canvas_and_nothing_to_reset(project):
    assert not project.picture.values.any()
    assert project.original is project.network
    assert not any(is_edited(project, node) for node in project.network.layers)


def test_changing_a_number_changes_that_number_alone(project):
    after = edited(project)
    before, weight = project.network.layers["conv1"].weight, after.network.layers["conv1"].weight
    assert weight[2, 0, 1, 1] == 5
    assert (weight != before).sum() == 1
    assert not weight.flags.writeable
    assert project.network.layers["conv1"].weight is before


def test_an_edit_shares_what_it_does_not_change(project):
    after = edited(project)
    assert after.picture is project.picture
    assert after.original is project.original
    assert after.network.nodes[1:] == project.network.nodes[1:]  # compared by identity
    assert after.network.layers["conv1"].bias is project.network.layers["conv1"].bias
    moved = with_picture(project, blank_drawing(100))
    assert moved.network is project.network
    scaled = with_scale_mode(project, "map")
    assert scaled.network is project.network
    assert scaled.picture is project.picture


def test_what_is_edited_is_known_by_layer_and_by_channel(project):
    after = edited(project)
    assert [node for node in after.network.layers if is_edited(after, node)] == ["conv1"]
    assert [channel for channel in range(8) if is_edited(after, "conv1", channel)] == [2]
    opened = float(project.network.layers["conv1"].weight[2, 0, 1, 1])
    assert not is_edited(edited(after, opened), "conv1", 2)


def test_a_bias_is_edited_like_a_weight(project):
    after = with_parameter(project, "fc2", "bias", (3,), -1.5)
    assert after.network.layers["fc2"].bias[3] == -1.5
    assert is_edited(after, "fc2", 3)
    assert not is_edited(after, "fc2", 2)


def test_a_filter_is_reset_alone(project):
    after = edited(project)
    after = with_parameter(after, "conv1", "bias", (4,), 9)
    reset = with_reset_filter(after, "conv1", 2)
    assert not is_edited(reset, "conv1", 2)
    assert is_edited(reset, "conv1", 4)
    np.testing.assert_array_equal(
        reset.network.layers["conv1"].weight, project.network.layers["conv1"].weight
    )


def test_a_filter_of_another_size_resets_the_whole_layer(project):
    larger = Conv2d(np.zeros((8, 1, 7, 7)), np.zeros(8), padding=(3, 3))
    after = with_layer(project, "conv1", larger)
    assert is_edited(after, "conv1", 5)
    assert (
        with_reset_filter(after, "conv1", 5).network.layers["conv1"]
        is project.original.layers["conv1"]
    )


def test_everything_is_reset(project):
    after = with_original(with_parameter(edited(project), "fc2", "bias", (0,), 4))
    assert after.network is project.original


def test_other_weights_can_be_reset_and_another_network_cannot(project):
    others = architectures.build("lecture-cnn", seed=9)
    after = with_weights(project, others.parameters())
    assert is_edited(after, "conv1", 0)
    assert after.original is project.original
    replaced = with_network(edited(project), others)
    assert replaced.original is others


def test_a_layer_that_does_not_fit_is_refused(project):
    with pytest.raises(
        ShapeError, match="Layer 10, Fully connected 2: its weights have shape 10×63"
    ):
        with_layer(project, "fc2", Linear(np.zeros((10, 63))))


def test_a_forward_pass_takes_over_what_did_not_change(project):
    drawn = with_picture(project, Picture("drawing", np.eye(280)[None]))
    before = forward_pass(drawn)
    after = forward_pass(with_parameter(drawn, "conv2", "bias", (0,), 1), before)
    assert after.prepared is before.prepared
    same = [n for n, values in after.trace.values.items() if values is before.trace.values[n]]
    assert same == ["input", "conv1", "relu1", "max_pool1"]


def test_a_forward_pass_of_another_picture_is_prepared_anew(project):
    before = forward_pass(project)
    after = forward_pass(with_picture(project, Picture("drawing", np.eye(280)[None])), before)
    assert after.prepared is not before.prepared
    assert after.trace.values["input"].any()


def test_a_forward_pass_fits_the_network_to_the_picture():
    network = architectures.build("one-filter")
    picture = Picture("matrix", np.arange(30, dtype=np.float32).reshape(1, 5, 6))
    made = forward_pass(new_project(network, picture))
    assert [*made.trace.shapes.values()] == [(1, 5, 6), (1, 3, 4), (1, 3, 4), (1, 1, 2)]
    assert made.project.network is network


def test_a_picture_too_small_for_the_layers_is_told_in_words():
    network = architectures.build("one-filter")
    picture = Picture("matrix", np.zeros((1, 2, 2), np.float32))
    with pytest.raises(ShapeError, match="Layer 1, Convolution: its 3×3 window"):
        forward_pass(new_project(network, picture))


def test_a_trial_touches_no_weight_and_computes_nothing(project):
    before = forward_pass(project)
    tried = with_trial(project, Position("fc2", 3), 2.5)
    assert tried.network is project.network
    assert tried.tried == {Position("fc2", 3): 2.5}
    assert project.tried == {}
    after = forward_pass(tried, before)
    assert after.project is tried
    assert after.trace is before.trace
    assert after.scales is before.scales


def test_trials_add_up_and_are_taken_back(project):
    tried = with_trial(with_trial(project, Position("fc2", 3), 2.5), Position("fc2", 4), 1.0)
    assert with_trial(tried, Position("fc2", 3), 7.0).tried == {
        Position("fc2", 3): 7.0,
        Position("fc2", 4): 1.0,
    }
    assert without_trials(tried).tried == {}


@pytest.mark.parametrize(
    "change",
    [
        edited,
        lambda project: with_picture(project, Picture("photo", np.ones((1, 28, 28), np.float32))),
        lambda project: with_network(project, architectures.build("mlp")),
    ],
)
def test_trials_are_about_one_network_and_one_picture(project, change):
    tried = change(with_trial(project, Position("fc2", 3), 2.5))
    assert tried.tried == {}
    again = with_trial(tried, Position("relu1", 0), 1.0)
    assert again.tried == {Position("relu1", 0): 1.0}
    assert with_scale_mode(again, "map").tried == again.tried
