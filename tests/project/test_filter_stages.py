"""The stages of one filter: edits that go there and back, and refusals in words."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnviz.cnn import architectures
from cnnviz.cnn.activation_layers import ACTIVATIONS, LeakyReLU, ReLU, Tanh
from cnnviz.cnn.graph_edits import with_chain
from cnnviz.cnn.layer_base import ShapeError
from cnnviz.cnn.layers import BatchNorm2d, Conv2d
from cnnviz.cnn.network import chain
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d, AvgPool2d, MaxPool2d
from cnnviz.project.filter_stages import (
    POOLINGS,
    Stages,
    stages_at,
    stages_of,
    with_activation,
    with_pooling,
)
from cnnviz.project.kernel_edits import with_kernel_size, with_reset_layer
from cnnviz.project.one_filter import filter_alone, with_channels
from cnnviz.project.picture import Picture, prepare
from cnnviz.project.project import (
    forward_pass,
    is_edited,
    new_project,
    with_parameter,
    with_picture,
    with_reset_filter,
)
from tests.artwork.projects import activity_2


def kinds(network):
    return [layer.kind for layer in network.layers.values()]


def after_edit(project, edit, *arguments):
    """The edited project, the one before it unchanged."""
    before = kinds(project.network), kinds(project.original)
    edited = edit(project, stages_of(project.network), *arguments)
    assert (kinds(project.network), kinds(project.original)) == before
    assert kinds(edited.network) == kinds(edited.original)
    assert edited.picture is project.picture
    return edited


@pytest.fixture
def project():
    """Activity 2, one weight changed: Reset has something to bring back."""
    return with_parameter(activity_2(), "conv1", "weight", (0, 0, 0, 0), 9)


def test_the_stages_of_networks_are_found():
    lecture = architectures.build("lecture-cnn")
    first = Stages("conv1", None, "relu1", "max_pool1")
    assert stages_of(lecture) == stages_of(lecture, "conv1") == first
    assert stages_of(lecture, "conv2") == Stages("conv2", None, "relu2", "max_pool2")
    assert stages_of(lecture, "relu1") is None
    assert stages_of(architectures.build("mlp")) is None
    vgg = architectures.build("tiny-vgg")
    assert stages_of(vgg) == Stages("conv1", None, "relu1")
    assert stages_of(vgg, "conv2") == Stages("conv2", None, "relu2", "max_pool1")


def test_a_batch_norm_is_a_stage_and_stages_may_lack():
    one = np.ones(1, np.float32)
    conv, norm = Conv2d(np.ones((1, 1, 2, 2), np.float32)), BatchNorm2d(one, one, one, one)
    normed = chain("n", "n", (1, 6, 6), (conv, norm, Tanh(), AvgPool2d()))
    assert stages_of(normed) == Stages("conv1", "bn1", "tanh1", "avg_pool1")
    assert stages_of(normed).nodes == ("conv1", "bn1", "tanh1", "avg_pool1")
    assert stages_at(normed, "bn1") == stages_of(normed)
    mean = with_chain(normed, (conv, AdaptiveAvgPool2d()))
    assert stages_of(mean) == Stages("conv1", None, None, "adaptive_avg_pool1")
    assert stages_of(mean).last_before == "conv1"
    plain = with_chain(normed, (conv, norm))
    assert stages_of(plain) == Stages("conv1", "bn1")
    assert stages_of(plain).last_before == "bn1"
    project = new_project(plain)
    pooled = after_edit(project, with_pooling, "max_pool2d")
    assert kinds(pooled.network) == ["conv2d", "batch_norm2d", "max_pool2d"]
    assert kinds(after_edit(pooled, with_activation, "relu").network) == [
        *("conv2d", "batch_norm2d", "relu", "max_pool2d"),
    ]


@pytest.mark.parametrize("kind", [*(each.kind for each in ACTIVATIONS), None])
@pytest.mark.parametrize("then", ["relu", "prelu", "tanh", None])
def test_an_activation_is_exchanged_and_comes_back(project, kind, then):
    for each in (kind, then):
        project = after_edit(project, with_activation, each)
        expected = ["conv2d", *([each] if each else []), "max_pool2d"]
        assert kinds(project.network) == expected
        assert stages_of(project.network).activation == (f"{each}1" if each else None)
        assert [node for node in project.network.layers if is_edited(project, node)] == ["conv1"]


@pytest.mark.parametrize("kind", [*POOLINGS, None])
@pytest.mark.parametrize("then", [*POOLINGS, None])
def test_a_pooling_is_exchanged_and_comes_back(project, kind, then):
    for each in (kind, then):
        project = after_edit(project, with_pooling, each)
        assert kinds(project.network) == ["conv2d", "relu", *([each] if each else [])]
    if kind is None and then == "max_pool2d":
        np.testing.assert_array_equal(
            forward_pass(project).trace.output,
            forward_pass(
                with_parameter(activity_2(), "conv1", "weight", (0, 0, 0, 0), 9)
            ).trace.output,
        )


def test_other_layers_are_shared_and_reset_still_works(project):
    edited = after_edit(project, with_activation, None)
    assert edited.network.layers["conv1"] is project.network.layers["conv1"]
    assert edited.original.layers["conv1"] is project.original.layers["conv1"]
    edited = after_edit(edited, with_activation, "tanh")
    assert (
        with_reset_layer(edited, "conv1").network.layers["conv1"]
        is project.original.layers["conv1"]
    )
    assert with_reset_filter(edited, "conv1", 0).network.layers["conv1"].weight[0, 0, 0, 0] == 0
    unedited = after_edit(activity_2(), with_pooling, None)
    assert unedited.network is unedited.original


def test_what_is_so_already_changes_nothing(project):
    stages = stages_of(project.network)
    assert with_activation(project, stages, "relu") is project
    assert with_pooling(project, stages, "max_pool2d") is project
    bare = after_edit(after_edit(project, with_pooling, None), with_activation, None)
    assert with_activation(bare, stages_of(bare.network), None) is bare
    assert with_pooling(bare, stages_of(bare.network), None) is bare


def test_the_window_of_a_pooling_is_chosen(project):
    def pool(project):
        layer = project.network.layers[project.network.output]
        return layer.kernel_size, layer.step

    wide = after_edit(project, with_pooling, "max_pool2d", (3, 2), (1, 2))
    assert pool(wide) == ((3, 2), (1, 2))
    assert pool(after_edit(wide, with_pooling, "avg_pool2d")) == ((3, 2), (1, 2))
    assert pool(after_edit(wide, with_pooling, "max_pool2d", (2, 2))) == ((2, 2), (2, 2))
    assert pool(after_edit(wide, with_pooling, "max_pool2d", None, (2, 2))) == ((3, 2), (2, 2))
    whole = after_edit(wide, with_pooling, "adaptive_max_pool2d")
    assert whole.network.layers["adaptive_max_pool1"].output_size == (1, 1)
    two = after_edit(whole, with_pooling, "adaptive_avg_pool2d", (2, 2))
    assert forward_pass(two).trace.output.shape == (1, 2, 2)
    assert two.network.shapes[two.network.output] == (1, 2, 2)
    kept = after_edit(two, with_pooling, "adaptive_max_pool2d")
    assert kept.network.layers["adaptive_max_pool1"].output_size == (2, 2)


def test_the_options_of_a_pooling_stay_where_they_can(project):
    pool = MaxPool2d((3, 3), (2, 2), (1, 1), True, (1, 1))
    project = new_project(project.network.with_layer("max_pool1", pool), project.picture)
    average = after_edit(project, with_pooling, "avg_pool2d").network.layers["avg_pool1"]
    assert (average.padding, average.ceil_mode) == ((1, 1), True)
    small = after_edit(project, with_pooling, "max_pool2d", (1, 2)).network.layers["max_pool1"]
    assert (small.kernel_size, small.padding, small.ceil_mode) == ((1, 2), (0, 1), True)


@pytest.mark.parametrize(
    ("edit", "arguments", "sentence"),
    [
        (
            with_pooling,
            ("max_pool2d", (5, 5), (2, 2)),
            "Max pool 5×5 with stride 2×2 is not possible here. Layer 3, Max pool: its 5×5 window "
            "is larger than its input, 1 map of 4×4; use a smaller window, or take this pooling "
            "layer out. Nothing was changed.",
        ),
        (
            with_pooling,
            ("avg_pool2d", (0, 2)),
            "Average pool 0×2 is not possible: kernel size is 0; choose at least 1. "
            "Nothing was changed.",
        ),
    ],
)
def test_an_impossible_stage_is_refused_in_words(project, edit, arguments, sentence):
    with pytest.raises(ShapeError) as refused:
        edit(project, stages_of(project.network), *arguments)
    assert str(refused.value) == sentence


def test_a_pooling_larger_than_the_map_of_this_picture_is_refused():
    project = new_project(architectures.build("one-filter"), activity_2().picture)
    with pytest.raises(
        ShapeError, match=r"its 6×6 window .* 1 map of 4×4; .* Nothing was changed\.$"
    ):
        with_pooling(project, stages_of(project.network), "max_pool2d", (6, 6))


def test_a_network_that_counts_values_keeps_its_pooling():
    project = new_project(architectures.build("lecture-cnn"))
    with pytest.raises(ShapeError) as refused:
        with_pooling(project, stages_of(project.network), None)
    text = str(refused.value)
    assert text.startswith(
        "Taking the pooling out is not possible here. Layer 7, Fully connected 1: "
    )
    assert text.endswith("The maps must keep their size. Nothing was changed.")
    average = after_edit(project, with_pooling, "avg_pool2d")
    assert average.network.layers["max_pool1"] is project.network.layers["max_pool2"]


def test_an_unknown_kind_is_told(project):
    for edit, first in ((with_activation, "relu"), (with_pooling, "max_pool2d")):
        with pytest.raises(ValueError, match=rf"no 'softmax' here\. Choose one of: {first},"):
            edit(project, stages_of(project.network), "softmax")


def colour_picture(seed):
    pixels = np.random.default_rng(seed).random((3, 9, 8), dtype=np.float32)
    return Picture("image", pixels, "Colours")


@given(st.integers(0, 2**32 - 1), st.booleans(), st.sampled_from(["zeros", "reflect"]))
def test_a_filter_for_colour_gives_what_the_grey_one_gives(seed, flipped, mode):
    random = np.random.default_rng(seed)
    weight = random.normal(size=(1, 1, 3, 2)).astype(np.float32)
    conv = Conv2d(weight, np.array([0.5], np.float32), padding=(1, 1), padding_mode=mode)
    layers = (replace(conv, flipped=flipped), LeakyReLU(), AvgPool2d())
    network = chain("one-filter", "One filter, grey", (1, 9, 8), layers, treatment="photo")
    grey = new_project(network, colour_picture(seed))
    colour = with_channels(grey, 3)
    found, expected = (forward_pass(each).trace.output for each in (colour, grey))
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-5)
    assert prepare(colour.picture, colour.network).values.shape[0] == 3
    back = with_channels(colour, 1)
    np.testing.assert_array_equal(back.network.layers["conv1"].weight, weight)


def test_grey_and_colour_are_the_networks_of_these_names(project):
    colour = with_channels(after_edit(project, with_activation, "tanh"), 3)
    known = architectures.build("one-filter-rgb")
    assert (colour.network.name, colour.network.title) == (known.name, known.title)
    assert colour.network.input_shape == (3, 6, 6)
    assert kinds(colour.network) == kinds(colour.original) == ["conv2d", "tanh", "max_pool2d"]
    assert with_reset_filter(colour, "conv1", 0).network.layers["conv1"].weight[0, 0, 0, 0] == 0
    back = with_channels(colour, 1)
    assert (back.network.name, back.network.title) == ("one-filter", "One filter, grey")
    for one, other in ((back.network, project.network), (back.original, project.original)):
        np.testing.assert_array_equal(one.layers["conv1"].weight, other.layers["conv1"].weight)
        assert one.layers["max_pool1"] is other.layers["max_pool1"]
    assert with_channels(project, 1) is project


def test_a_change_of_colour_is_no_edit_of_the_filter():
    colour = with_channels(activity_2(), 3)
    assert colour.network is colour.original
    changed = with_channels(with_parameter(colour, "conv1", "bias", (0,), 2), 1)
    assert changed.network.layers["conv1"].bias == 2
    assert changed.original.layers["conv1"].bias == 0
    assert not is_edited(changed, "relu1")
    only_activation = activity_2()
    only_activation = replace(
        only_activation, network=only_activation.network.with_layer(1, ReLU())
    )
    assert not is_edited(with_channels(only_activation, 3), "conv1")


def test_other_networks_have_no_second_version():
    project = new_project(architectures.build("lecture-cnn"))
    with pytest.raises(ShapeError, match=r"Only a network that begins with a single .* changed\.$"):
        with_channels(project, 3)


def test_a_filter_alone_gives_its_part_of_the_sum():
    project = new_project(architectures.build("lecture-cnn"), activity_2().picture)
    project = with_kernel_size(project, "conv1", (3, 3))
    project = with_parameter(project, "conv2", "bias", (7,), 0.25)
    conv = project.network.layers["conv2"]
    alone = filter_alone(project, "conv2", 7, 2)
    assert alone.network is alone.original
    assert (alone.network.name, alone.network.treatment) == ("one-filter", "photo")
    assert kinds(alone.network) == ["conv2d", "relu", "max_pool2d"]
    assert alone.picture is project.picture
    assert alone.network.layers["relu1"] is project.network.layers["relu2"]
    np.testing.assert_array_equal(alone.network.layers["conv1"].weight[0, 0], conv.weight[7, 2])
    assert alone.network.layers["conv1"].bias.tolist() == [0.25]
    assert alone.network.layers["conv1"].padding == conv.padding
    assert forward_pass(alone).trace.values["input"].shape == (1, 6, 6)


def test_a_filter_alone_keeps_the_norm_of_its_channel():
    random = np.random.default_rng(0)
    weight = random.normal(size=(3, 1, 3, 3)).astype(np.float32)
    numbers = [random.uniform(0.5, 2, 3).astype(np.float32) for _ in range(4)]
    layers = (Conv2d(weight, None), BatchNorm2d(*numbers, eps=0.25), ReLU(), MaxPool2d((2, 2)))
    project = new_project(chain("n", "n", (1, 6, 6), layers), activity_2().picture)
    alone = filter_alone(project, "conv1", 2, 0)
    assert kinds(alone.network) == ["conv2d", "batch_norm2d", "relu", "max_pool2d"]
    norm = alone.network.layers["bn1"]
    assert [array.tolist() for array in norm.parameters().values()] == [[n[2]] for n in numbers]
    assert norm.eps == 0.25
    found, whole = (forward_pass(each).trace for each in (alone, project))
    for node in ("conv1", "bn1", "relu1", "max_pool1"):
        np.testing.assert_allclose(found.values[node][0], whole.values[node][2], rtol=1e-5)


def test_a_filter_of_a_group_keeps_its_options_and_may_have_no_bias():
    weight = np.random.default_rng(0).normal(size=(4, 2, 3, 2)).astype(np.float32)
    conv = Conv2d(weight, None, (2, 1), (1, 1), "reflect", (1, 2), groups=2, flipped=True)
    project = new_project(chain("n", "n", (4, 9, 9), (conv,)), activity_2().picture)
    alone = filter_alone(project, "conv1", 3, 1).network.layers
    assert len(alone) == 1
    assert alone["conv1"].bias is None
    assert alone["conv1"].options() == {**conv.options(), "groups": 1}


def test_a_filter_too_large_for_the_picture_is_refused():
    project = new_project(architectures.build("simplest-cnn"), activity_2().picture)
    tiny = with_picture(project, Picture("matrix", np.ones((1, 4, 4), np.float32)))
    with pytest.raises(ShapeError, match=r"^This filter alone is not possible .* changed\.$"):
        filter_alone(tiny, "conv1", 0, 0)
