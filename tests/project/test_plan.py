import itertools
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from cnnviz.cnn import architectures
from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.layer_base import ShapeError
from cnnviz.cnn.layers import LAYERS, Conv2d
from cnnviz.cnn.network import INPUT, chain
from cnnviz.project import shipped
from cnnviz.project.blueprint import KINDS
from cnnviz.project.plan import (
    blueprint_of,
    build,
    checked,
    draft_of,
    is_possible,
    problem_of,
    with_blueprint,
)
from cnnviz.project.plan_edits import (
    ADDED,
    fitted_to,
    with_added,
    with_filters,
    with_moved,
    with_option,
    with_removed,
)
from cnnviz.project.plan_words import detail
from cnnviz.project.project import forward_pass, new_project, with_network, with_parameter


@pytest.fixture(scope="module")
def lecture():
    return shipped.network("lecture-cnn")


CHAINS = [name for name in architectures.NAMES if architectures.build(name, seed=None).is_chain]


def kind_of(node):
    return node.layer.kind


@pytest.mark.parametrize("name", CHAINS)
def test_the_plan_of_a_network_gives_that_network_again(name):
    network = architectures.build(name)
    plan = blueprint_of(network)
    again = build(plan)
    assert again.layers == network.layers  # the very same layers: compared by identity
    assert (again.name, again.title, again.classes) == (name, network.title, network.classes)
    rows = checked(plan)
    assert problem_of(rows) is None
    assert [row.shape for row in rows] == [*network.shapes.values()][1:]
    assert sum(row.count for row in rows) == network.parameter_count


def test_counts_and_formulas_are_those_of_pytorch():
    network = architectures.build("lecture-cnn")
    plan = with_added(blueprint_of(network), 1, "batch_norm2d")
    rows = checked(plan)
    oracles = {
        0: torch.nn.Conv2d(1, 8, 5), 1: torch.nn.BatchNorm2d(8), 4: torch.nn.Conv2d(8, 16, 5),
        8: torch.nn.Linear(784, 64),
    }  # fmt: skip
    for index, oracle in oracles.items():
        assert rows[index].count == sum(p.numel() for p in oracle.parameters())
    assert rows[0].formula == "8 filters × (5×5 weights × 1 input map) + 8 biases = 208"
    assert rows[1].formula == "2 × 8 maps = 16"
    assert rows[8].formula == "64 units × 784 inputs + 64 biases = 50\u202f240"
    assert rows[2].formula == "Nothing is learnt here: 0"


def test_a_new_number_of_filters_makes_new_weights_there_and_behind_it_only(lecture):
    plan = with_option(blueprint_of(lecture), 3, "outputs", 12)
    made = build(plan)
    assert made.layers["conv1"] is lecture.layers["conv1"]
    assert made.layers["conv2"].weight.shape == (12, 8, 5, 5)
    assert made.layers["fc1"].weight.shape == (64, 12 * 7 * 7)
    assert made.layers["fc2"] is lecture.layers["fc2"]
    assert np.abs(made.layers["conv2"].weight).max() <= (8 * 25) ** -0.5
    assert made.layers["conv2"].weight.std() > 0.02
    assert (made.name, made.title) == ("lecture-cnn-changed", "Lecture CNN, changed")
    again = build(with_option(blueprint_of(made), 3, "outputs", 14))
    assert again.title == "Lecture CNN, changed"  # said once


def test_another_stride_keeps_the_kernels(lecture):
    made = build(with_option(blueprint_of(lecture), 0, "stride", (2, 2)))
    assert made.layers["conv1"].weight is lecture.layers["conv1"].weight
    assert made.layers["conv1"].stride == (2, 2)
    np.testing.assert_array_equal(made.shapes["conv1"], (8, 14, 14))


def test_moving_there_and_back_keeps_every_weight(lecture):
    plan = blueprint_of(lecture)
    for index, to in ((0, 3), (9, 2), (6, 0)):
        back = with_moved(with_moved(plan, index, to), to, index)
        assert build(back).layers == lecture.layers


@pytest.mark.parametrize(
    ("there", "back"),
    [
        (lambda b: with_option(b, 0, "outputs", 9), lambda b: with_option(b, 0, "outputs", 8)),
        (lambda b: with_moved(b, 0, 3), lambda b: with_moved(b, 3, 0)),
        (lambda b: with_removed(b, 2), lambda b: with_added(b, 2, "max_pool2d")),
    ],
)
def test_there_and_back_over_a_built_network_brings_the_trained_weights(lecture, there, back):
    project = new_project(lecture)
    away = with_blueprint(project, there(draft_of(project)))
    assert away.network is not lecture
    again = with_blueprint(away, back(draft_of(away)))
    for name, array in lecture.parameters().items():
        np.testing.assert_array_equal(again.network.parameters()[name], array)


def test_reset_still_knows_the_opened_weights_of_layers_that_stay(lecture):
    project = new_project(lecture)
    edited = with_parameter(project, "conv1", "weight", (0, 0, 0, 0), 5.0)
    after = with_blueprint(edited, with_added(draft_of(edited), 2, "dropout"))
    assert after.network.layers["conv1"].weight[0, 0, 0, 0] == 5
    np.testing.assert_array_equal(
        after.original.layers["conv1"].weight, lecture.layers["conv1"].weight
    )
    assert after.original.layers["conv2"] is after.network.layers["conv2"]


def test_a_layer_without_bias_stays_so(lecture):
    bare = replace(lecture.layers["conv1"], bias=None)
    plan = with_option(blueprint_of(lecture.with_layer("conv1", bare)), 0, "outputs", 12)
    assert build(plan).layers["conv1"].bias is None
    assert checked(plan)[0].count == 12 * 25


def test_without_layers_there_is_no_network(lecture):
    project = new_project(lecture)
    empty = draft_of(project)
    while empty.plans:
        empty = with_removed(empty, 0)
    after = with_blueprint(project, empty)
    assert after.network is lecture
    assert not is_possible(after)


def test_errors_stand_at_the_layer_that_causes_them_with_a_remedy(lecture):
    plan = blueprint_of(lecture)
    rows = checked(with_removed(plan, 6))
    assert problem_of(rows) == 6
    assert "add a flatten layer before it" in rows[6].problem
    assert all(row.shape is None and not row.problem for row in rows[7:])
    huge = checked(with_option(plan, 3, "kernel_size", (11, 11)))
    assert problem_of(huge) is None  # 14 pixels and padding 2 hold 11
    tight = with_option(with_option(plan, 5, "kernel_size", (16, 16)), 5, "stride", (1, 1))
    assert "use a smaller window" in checked(tight)[5].problem
    odd = checked(with_option(plan, 3, "groups", 3))
    assert "choose a number that divides both" in odd[3].problem
    with pytest.raises(ShapeError, match="flatten"):
        build(with_removed(plan, 6))


def test_the_end_must_fit_the_classes(lecture):
    plan = with_option(blueprint_of(lecture), 9, "outputs", 12)
    rows = checked(plan)
    assert problem_of(rows) == 10
    assert rows[10].problem == (
        "The network ends in 12 values, but has 10 classes; give its last fully connected layer "
        "10 units."
    )
    cut = blueprint_of(lecture)
    for _ in range(5):
        cut = with_removed(cut, len(cut.plans) - 1)
    assert "ends in 16 maps of 7×7, but has 10 classes" in checked(cut)[-1].problem


def test_too_many_weights_are_refused_before_they_are_made(lecture):
    plan = with_option(blueprint_of(lecture), 7, "outputs", 1_000_000)
    assert "too many for this program" in checked(plan)[7].problem


def test_an_impossible_plan_is_a_draft_and_the_network_stays(lecture):
    project = new_project(lecture)
    broken = with_blueprint(project, with_removed(blueprint_of(lecture), 6))
    assert broken.network is lecture
    assert len(draft_of(broken).plans) == len(lecture.layers) - 1
    mended = with_blueprint(broken, with_added(draft_of(broken), 6, "flatten"))
    assert is_possible(mended)
    assert not is_possible(broken)
    assert mended.network.names == lecture.names
    assert [*map(kind_of, mended.network.nodes)] == [*map(kind_of, lecture.nodes)]
    assert mended.network.layers["fc1"] is lecture.layers["fc1"]  # its weights were kept meanwhile
    other = architectures.build("mlp")
    assert len(draft_of(with_network(broken, other)).plans) == len(other.layers)  # no old draft


def test_a_plan_is_fitted_to_other_data(lecture):
    made = build(fitted_to(blueprint_of(lecture), (3, 32, 32), ("not a swan", "swan")))
    assert made.input_shape == (3, 32, 32)
    assert made.shapes[made.output] == (2,)
    assert made.classes == ("not a swan", "swan")


@pytest.mark.parametrize(
    ("name", "shape", "treatment"),
    [
        ("lecture-cnn", (3, 32, 32), "photo"),
        ("lecture-cnn", (1, 28, 28), "digit"),
        ("lecture-cnn", (1, 32, 32), "digit"),
        ("tiny-vgg", (1, 32, 32), "photo"),
        ("mlp", (3, 64, 64), "photo"),
        ("tiny-vgg", (1, 28, 28), "digit"),
        ("tiny-vgg", (3, 32, 32), "photo"),
    ],
)
def test_a_fitted_network_takes_the_picture_that_is_open(name, shape, treatment):
    """A drawing becomes an input as the new data do: as MNIST was made, or as light."""
    project = new_project(architectures.build(name, seed=0))
    after = with_blueprint(project, fitted_to(draft_of(project), shape, ("one", "other")))
    assert after.network.treatment == treatment
    assert forward_pass(after).trace.image.shape == shape


def test_one_filter_for_each_convolution(lecture):
    made = build(with_filters(blueprint_of(lecture), (1, 1)))
    assert [len(layer.weight) for layer in made.layers.values() if layer.kind == "conv2d"] == [1, 1]


@pytest.mark.parametrize("name", ["lecture-cnn", "tiny-vgg", "mlp", "one-filter", "cnn-gap"])
def test_every_kind_at_every_place_is_built_or_explained(name):
    plan = blueprint_of(architectures.build(name, seed=None))
    for index, kind in itertools.product(range(len(plan.plans) + 1), KINDS):
        added = with_added(plan, index, kind)
        rows = checked(added)
        at = problem_of(rows)
        if at is None:
            network = build(added)
            assert [*network.shapes.values()][1:] == [row.shape for row in rows]
        else:
            assert rows[at].problem.endswith(".")
            assert "Traceback" not in rows[at].problem


@given(
    edits=st.lists(
        st.tuples(
            st.sampled_from(["add", "remove", "move"]), st.integers(0, 14), st.integers(0, 14)
        ),
        max_size=6,
    )
)
def test_whatever_is_edited_either_computes_or_is_explained(edits):
    network = architectures.build("nine-steps", seed=None)
    plan = blueprint_of(network)
    for what, one, other in edits:
        count = len(plan.plans)
        if what == "add":
            plan = with_added(plan, one % (count + 1), KINDS[other % len(KINDS)])
        elif count and what == "remove":
            plan = with_removed(plan, one % count)
        elif count:
            plan = with_moved(plan, one % count, other % count)
    project = with_blueprint(new_project(network), plan)
    forward_pass(project)
    assert is_possible(project) == (bool(plan.plans) and problem_of(checked(plan)) is None)


def test_details_are_short_and_leave_out_what_is_usual(lecture):
    plan = blueprint_of(lecture)
    assert [detail(each.options) for each in plan.plans[:4]] == [
        "8 filters, 5×5, pad 2", "", "2×2", "16 filters, 5×5, pad 2",
    ]  # fmt: skip
    assert detail(with_option(plan, 0, "stride", (2, 1)).plans[0].options).endswith("stride 2×1")
    assert detail(with_option(plan, 2, "stride", (1, 1)).plans[2].options) == "2×2, stride 1"
    assert detail(with_option(plan, 7, "outputs", 1).plans[7].options) == "1 unit"


def test_an_unfinished_plan_survives_an_edit_of_a_weight(lecture):
    project = new_project(lecture)
    project = with_blueprint(project, with_removed(draft_of(project), 6))  # without flatten
    edited = with_parameter(project, "fc2", "bias", (4,), 50.0)
    assert not is_possible(edited)
    assert [plan.kind for plan in draft_of(edited).plans] == [
        kind_of(node) for node in lecture.nodes if node.name != "flatten1"
    ]
    mended = with_blueprint(edited, with_added(draft_of(edited), 6, "flatten"))
    assert is_possible(mended)
    assert mended.network.layers["fc2"].bias[4] == 50


def test_so_does_an_edit_of_a_layer_that_the_plan_had_changed_before(lecture):
    project = new_project(lecture)
    nine = with_blueprint(project, with_option(draft_of(project), 0, "outputs", 9))
    project = with_blueprint(nine, with_removed(draft_of(nine), 6))
    edited = with_parameter(project, "conv1", "weight", (8, 0, 0, 0), 0.75)
    mended = with_blueprint(edited, with_added(draft_of(edited), 6, "flatten"))
    assert is_possible(mended)
    assert mended.network.layers["conv1"].weight[8, 0, 0, 0] == np.float32(0.75)
    back = with_blueprint(mended, with_option(draft_of(mended), 0, "outputs", 8))
    assert back.network.layers["conv1"].weight.shape == lecture.layers["conv1"].weight.shape


def test_a_chain_with_names_of_its_own_keeps_them_until_its_layers_change(lecture):
    named = replace(
        lecture,
        nodes=tuple(
            replace(node, name=f"block.{node.name}", inputs=tuple(map(in_block, node.inputs)))
            for node in lecture.nodes
        ),
    )
    project = new_project(named)
    same = with_blueprint(project, draft_of(project))
    assert same.network.names == named.names
    changed = with_blueprint(project, with_removed(draft_of(project), 1))
    assert changed.network.names[:3] == ("input", "conv1", "max_pool1")


def in_block(name):
    return name if name == INPUT else f"block.{name}"


def test_layers_in_a_row_that_share_weights_still_do_after_an_edit_elsewhere(lecture):
    conv = Conv2d(np.ones((1, 1, 3, 3), np.float32), padding=(1, 1))
    twice = chain("twice", "Twice", (1, 6, 6), (conv, ReLU(), conv, ReLU()))
    made = build(with_removed(blueprint_of(twice), 1))
    assert made.sharing("conv1") == ("conv1", "conv2")
    apart = build(with_option(blueprint_of(twice), 0, "stride", (2, 2)))
    assert apart.sharing("conv1") == ("conv1",)


def test_a_network_with_branches_has_no_plan_and_is_possible():
    project = new_project(architectures.build("residual-cnn"))
    assert is_possible(project)
    with pytest.raises(ValueError, match="branches"):
        draft_of(project)


def test_what_joins_branches_is_not_in_a_plan():
    assert {"add", "mul", "cat"}.isdisjoint(KINDS)
    assert {*ADDED} < {*KINDS} < {*LAYERS}
