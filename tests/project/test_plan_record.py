"""A plan that does not fit yet is kept in the project's file, with the weights it came with."""

import json
import zipfile
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnviz.cnn import architectures
from cnnviz.cnn.layers import Conv2d, Flatten, Linear
from cnnviz.cnn.network import chain
from cnnviz.files.strict_zip import zip_bytes
from cnnviz.project import shipped
from cnnviz.project.plan import checked, draft_of, is_possible, with_blueprint
from cnnviz.project.plan_edits import with_added, with_option, with_removed
from cnnviz.project.project import new_project, with_parameter
from cnnviz.project.project_file import project_bytes, project_from_bytes


@pytest.fixture
def drafted():
    """A project whose layers are planned as they cannot be: without the flatten layer."""
    project = new_project(shipped.network("lecture-cnn"))
    plan = with_option(draft_of(project), 0, "stride", (2, 1))
    project = with_blueprint(project, with_removed(with_added(plan, 1, "batch_norm2d"), 7))
    assert not is_possible(project)
    return project


def with_plans(project, plans):
    """Open a project's file in which other plans were written."""
    with zipfile.ZipFile(BytesIO(project_bytes(project))) as made:
        record, arrays = json.loads(made.read("project.json")), made.read("arrays.safetensors")
    record |= {"draft": {"plans": plans, "input_shape": [1, 28, 28], "classes": ["a"]}}
    files = {"project.json": json.dumps(record).encode(), "arrays.safetensors": arrays}
    return project_from_bytes(zip_bytes(files))


def test_a_plan_that_does_not_fit_yet_comes_back_with_its_weights(drafted):
    opened = project_from_bytes(project_bytes(drafted))
    mine, theirs = draft_of(opened), draft_of(drafted)
    assert [p.kind for p in mine.plans] == [p.kind for p in theirs.plans]
    assert [dict(p.options) for p in mine.plans] == [dict(p.options) for p in theirs.plans]
    assert (mine.input_shape, mine.classes) == (theirs.input_shape, theirs.classes)
    assert checked(mine) == checked(theirs)
    for name, array in drafted.network.parameters().items():
        np.testing.assert_array_equal(opened.network.parameters()[name], array)
    mended = with_blueprint(opened, with_added(draft_of(opened), 7, "flatten"))
    assert is_possible(mended)
    assert mended.network.layers["conv1"].weight is opened.network.layers["conv1"].weight
    assert project_bytes(opened) == project_bytes(drafted)


def test_only_what_is_not_possible_yet_is_written_as_a_draft(drafted):
    for project, is_there in ((drafted, True), (new_project(drafted.network), False)):
        with zipfile.ZipFile(BytesIO(project_bytes(project))) as made:
            assert ("draft" in json.loads(made.read("project.json"))) == is_there


def test_a_draft_names_the_nodes_that_its_weights_come_from(drafted):
    with zipfile.ZipFile(BytesIO(project_bytes(drafted))) as made:
        plans = json.loads(made.read("project.json"))["draft"]["plans"]
    assert [plan["origin"] for plan in plans[:4]] == ["conv1", None, "relu1", "max_pool1"]
    assert plans[-1]["origin"] == "softmax1"


def test_a_draft_of_a_network_with_branches_is_refused():
    project = new_project(architectures.build("residual-cnn"))
    with pytest.raises(ValueError, match="its network has branches"):
        with_plans(project, [{"kind": "relu", "options": {}, "origin": None}])


def test_an_original_of_other_weights_is_what_reset_of_a_draft_knows(drafted):
    project = with_parameter(drafted, "fc2", "bias", (4,), 50.0)
    opened = project_from_bytes(project_bytes(project))
    mended = with_blueprint(opened, with_added(draft_of(opened), 7, "flatten"))
    assert mended.network.layers["fc2"].bias[4] == 50
    assert mended.original.layers["fc2"].bias[4] == drafted.network.layers["fc2"].bias[4]


@pytest.mark.parametrize(
    ("plan", "reason"),
    [
        ({"kind": "magic"}, "no layer of kind"),
        ({"origin": "conv1"}, "a layer that it does not have"),
        ({"origin": "input"}, "a layer that it does not have"),
        ({"origin": "relu9"}, "a layer that it does not have"),
        ({"origin": 0}, "damaged"),
        ({"kind": "add"}, "joins branches"),
        ({"options": {"outputs": 1}}, "an option of its relu is damaged"),
        ({"kind": "linear", "options": {"outputs": 10_001, "bias": True}}, "too large"),
        ({"kind": "linear", "options": {"outputs": "ten", "bias": True}}, "damaged"),
        ({"kind": "linear", "options": {"outputs": 10}}, "damaged"),
    ],
)
def test_a_damaged_plan_is_refused(drafted, plan, reason):
    with pytest.raises(ValueError, match=reason):
        with_plans(drafted, [{"kind": "relu", "options": {}, "origin": None, **plan}])


def test_a_draft_keeps_a_layer_that_has_more_units_than_a_plan_may_add():
    linear = Linear(np.zeros((10_001, 4), np.float32), None)
    conv = Conv2d(np.zeros((1, 1, 1, 1), np.float32), None)
    network = chain("wide", "Wide", (1, 2, 2), (conv, Flatten(), linear))
    project = new_project(network)
    project = with_blueprint(project, with_removed(draft_of(project), 1))
    assert not is_possible(project)
    opened = project_from_bytes(project_bytes(project))
    assert opened.network.layers["fc1"].weight.shape == (10_001, 4)
    assert [plan.kind for plan in draft_of(opened).plans] == ["conv2d", "linear"]


@given(st.data())
def test_any_plan_that_is_read_can_be_shown(data):
    numbers = st.integers(-2, 1024)
    sizes = st.lists(numbers, min_size=2, max_size=2)
    kinds = {
        "conv2d": {"stride": sizes, "padding": sizes, "dilation": sizes, "groups": numbers,
                   "padding_mode": st.sampled_from(["zeros", "reflect"]), "outputs": numbers,
                   "flipped": st.booleans(), "bias": st.booleans(), "kernel_size": sizes},
        "linear": {"outputs": numbers, "bias": st.booleans()},
        "max_pool2d": {"kernel_size": sizes, "stride": st.none() | sizes, "padding": sizes,
                       "ceil_mode": st.booleans(), "dilation": sizes},
        "flatten": {}, "relu": {}, "dropout": {"p": st.floats(-2, 2)},
        "batch_norm2d": {"eps": st.floats(-2, 2)},
    }  # fmt: skip
    names = data.draw(st.lists(st.sampled_from(list(kinds)), max_size=6))
    plans = [
        {"kind": name, "options": data.draw(st.fixed_dictionaries(kinds[name])), "origin": None}
        for name in names
    ]
    opened = with_plans(new_project(architectures.build("lecture-cnn", 0)), plans)
    assert len(checked(draft_of(opened))) == len(plans)
    assert project_bytes(opened) == project_bytes(project_from_bytes(project_bytes(opened)))
