"""What cannot be is prevented or explained: no shape, option or joint ends in anything else."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnviz.cnn import activation_layers as ac
from cnnviz.cnn import branch_layers as joins
from cnnviz.cnn import layers as la
from cnnviz.cnn import pooling_layers as pools
from cnnviz.cnn.network import INPUT, Network, Node
from cnnviz.explain.values import explain
from cnnviz.project import shipped
from cnnviz.project.kernel_edits import with_dilation, with_kernel_size, with_window
from cnnviz.project.picture import Picture
from cnnviz.project.plan import checked, draft_of, problem_of, with_blueprint
from cnnviz.project.plan_edits import ADDED, with_added, with_moved, with_option, with_removed
from cnnviz.project.project import forward_pass, new_project

many = settings(max_examples=200 * max(1, settings().max_examples // 50))
numbers = st.sampled_from([-1, 0, 1, 1, 1, 2, 2, 3, 5, 31, 32, 1000])
pairs = st.tuples(numbers, numbers)
sides = st.sampled_from([1, 1, 2, 3, 5, 28, 31])
few = st.integers(0, 3)


def weights(*shape):
    return np.full(shape, 0.5, np.float32)


@st.composite
def convolutions(draw):
    outputs, inputs = draw(few), draw(few)
    weight = weights(outputs, inputs, draw(sides), draw(sides))
    return la.Conv2d(
        weight, draw(st.sampled_from([None, weights(outputs), weights(2)])), draw(pairs),
        draw(pairs), draw(st.sampled_from(["zeros", "reflect", "replicate", "circular"])),
        draw(pairs), draw(st.sampled_from([0, 1, 1, 2, 3])), draw(st.booleans()),
    )  # fmt: skip


@st.composite
def pooled(draw):
    kind = draw(st.sampled_from([pools.MaxPool2d, pools.AvgPool2d]))
    options = {"kernel_size": draw(pairs), "stride": draw(pairs), "padding": draw(pairs)}
    return kind(**options, ceil_mode=draw(st.booleans()))


@st.composite
def others(draw):
    kind = draw(st.sampled_from(
        [ac.ReLU, ac.Sigmoid, la.Dropout, la.Flatten, la.Softmax, joins.Add, joins.Multiply,
         joins.Concatenate, "linear", "norm", "adaptive", "select"]))  # fmt: skip
    match kind:
        case "linear":
            return la.Linear(weights(draw(few), draw(st.sampled_from([0, 1, 4, 784]))))
        case "norm":
            return la.BatchNorm2d(*(weights(draw(st.sampled_from([1, 1, 1, 3]))) for _ in range(4)))
        case "adaptive":
            return draw(st.sampled_from([pools.AdaptiveAvgPool2d, pools.AdaptiveMaxPool2d]))(
                draw(pairs)
            )
        case "select":
            return joins.SelectChannels(tuple(draw(st.lists(numbers, max_size=3))))
    return kind()


@st.composite
def networks(draw):
    """A network of anything, if it can be made; else the sentence that says why not."""
    count = draw(st.integers(0, 5))
    names = [INPUT, *(f"node{number}" for number in range(count))]
    nodes = []
    for number in range(count):
        known = st.sampled_from(names[: number + 1] if draw(st.integers(0, 9)) else names)
        inputs = draw(st.lists(known, min_size=1, max_size=3 if draw(st.booleans()) else 1))
        layer = draw(st.one_of(convolutions(), pooled(), others()))
        nodes.append(Node(names[number + 1], layer, tuple(inputs)))
    shape = draw(few), draw(sides), draw(sides)
    classes = tuple(map(str, range(draw(few))))
    treatment = draw(st.sampled_from(["photo", "digit"]))
    return Network("odd", "Odd", shape, tuple(nodes), classes, treatment)


@st.composite
def pictures(draw):
    kind = draw(st.sampled_from(["image", "drawing", "matrix"]))
    channels = draw(st.sampled_from([1, 3])) if kind == "image" else 1
    return Picture(kind, weights(channels, draw(sides), draw(sides)))


def refused(make):
    """What is made, or None where it is refused in a sentence."""
    try:
        return make()
    except ValueError as error:
        told = str(error)
        assert told
        assert not any(sign in told for sign in ("Traceback", "array(", "numpy", "operands", "{"))
        return None


@many
@given(st.data())
def test_any_layers_joined_in_any_way_are_refused_or_computed_and_explained(data):
    network = refused(lambda: data.draw(networks()))
    if network is None:
        return
    forward = refused(lambda: forward_pass(new_project(network, data.draw(pictures()))))
    for node in network.names if forward else ():
        values = forward.trace.values[node]
        assert values.shape == forward.trace.shapes[node]
        place = tuple(n - 1 for n in values.shape)
        assert np.isclose(explain(forward.trace, node, place).value, values[place], equal_nan=True)


@many
@given(st.data(), st.sampled_from(["one-filter", "lecture-cnn", "tiny-vgg"]))
def test_any_edit_of_a_window_is_done_or_refused(data, name):
    project = new_project(shipped.network(name), data.draw(pictures()))
    edit = data.draw(st.sampled_from(
        [lambda p: with_kernel_size(p, "conv1", data.draw(pairs)),
         lambda p: with_dilation(p, "conv1", data.draw(pairs)),
         lambda p: with_window(p, "conv1", stride=data.draw(pairs)),
         lambda p: with_window(p, "conv1", padding=data.draw(pairs)),
         lambda p: with_window(p, "conv1", padding_mode=data.draw(
             st.sampled_from(["reflect", "circular", "replicate"])))]))  # fmt: skip
    after = refused(lambda: edit(project))
    if after is not None:
        refused(lambda: forward_pass(after))


def with_odd_option(draw, plan, index):
    name = draw(st.sampled_from(sorted(plan.plans[index].options) or [""]))
    value = plan.plans[index].options.get(name)
    if isinstance(value, tuple):
        return with_option(plan, index, name, draw(pairs))
    if isinstance(value, int) and not isinstance(value, bool):
        return with_option(plan, index, name, draw(numbers))
    return plan


PLANNED = {
    "add": lambda draw, plan, index: with_added(plan, index, draw(st.sampled_from(ADDED))),
    "remove": lambda draw, plan, index: with_removed(plan, index),
    "move": lambda draw, plan, index: with_moved(plan, index, draw(st.integers(0, index))),
    "option": with_odd_option,
    "input": lambda draw, plan, index: replace(plan, input_shape=(draw(few), draw(sides), 1)),
}


@many
@given(st.data())
def test_any_plan_is_built_or_its_problem_is_told(data):
    project = new_project(shipped.network("lecture-cnn"))
    plan = draft_of(project)
    for _ in range(data.draw(st.integers(1, 4))):
        index = data.draw(st.integers(0, len(plan.plans) - 1))
        plan = PLANNED[data.draw(st.sampled_from(sorted(PLANNED)))](data.draw, plan, index)
    problem = problem_of(checked(plan))
    drawn = with_blueprint(project, plan)
    if problem is None and plan.plans:
        refused(lambda: forward_pass(drawn))
    else:
        assert drawn.network is project.network


@pytest.mark.parametrize("count", [0, 1])
def test_a_network_of_no_class_or_one_is_computed(count):
    layers = (la.Flatten(), la.Linear(weights(max(1, count), 4)), la.Softmax())
    nodes = []
    for number, layer in enumerate(layers):
        nodes.append(Node(f"n{number}", layer, (nodes[-1].name if nodes else INPUT,)))
    made = Network("n", "N", (1, 2, 2), tuple(nodes), ("only",) * count, "photo")
    forward = forward_pass(new_project(made, Picture("image", weights(1, 2, 2))))
    assert forward.trace.output.tolist() == [1]
