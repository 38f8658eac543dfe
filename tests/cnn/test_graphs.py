"""Networks with branches, skips and shared weights, against PyTorch at every node."""

import dataclasses

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnviz.cnn import architectures
from cnnviz.cnn.activation_layers import ReLU, Tanh
from cnnviz.cnn.branch_layers import Add, Concatenate, Multiply, SelectChannels, source_of
from cnnviz.cnn.graph_edits import with_layer_after, with_layer_instead, without_node
from cnnviz.cnn.layer_base import OptionError, ShapeError
from cnnviz.cnn.layers import Conv2d, Flatten
from cnnviz.cnn.network import INPUT, GraphError, Network, Node, chain
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d, MaxPool2d
from cnnviz.cnn.receptive_field import receptive_field
from cnnviz.cnn.trace import trace
from tests.graphs import graphs, image_for, tensors


def zeros(*shape):
    return np.zeros(shape, np.float32)


def graph(*nodes, input_shape=(2, 6, 6)):
    return Network("own", "Own", input_shape, tuple(Node(*each) for each in nodes))


@settings(max_examples=500)
@given(graphs())
def test_every_node_gives_what_it_gives_in_pytorch(network):
    image = image_for(network)
    traced = trace(network, image)
    assert {node: values.shape for node, values in traced.values.items()} == network.shapes
    reach = 1.0
    for node, expected in tensors(network, image).items():
        assert traced.values[node].shape == expected.shape
        reach = max(reach, float(np.abs(expected).max()))  # what was added up on the way here
        np.testing.assert_allclose(traced.values[node], expected, rtol=1e-5, atol=2e-6 * reach)


# One node each, over random shapes


@given(st.integers(2, 5), st.sampled_from([Add, Multiply]), st.data())
def test_inputs_that_are_one_long_count_for_the_whole_axis_as_in_pytorch(count, kind, data):
    random = np.random.default_rng(data.draw(st.integers(0, 1000)))
    full = [data.draw(st.integers(1, 4)) for _axis in range(data.draw(st.sampled_from([1, 3])))]
    shapes = [tuple(data.draw(st.sampled_from([n, 1])) for n in full) for _input in range(count)]
    inputs = [random.normal(size=shape).astype(np.float32) for shape in shapes]
    expected = torch.from_numpy(inputs[0])
    for other in map(torch.from_numpy, inputs[1:]):
        expected = expected + other if kind is Add else expected * other
    made = kind().forward(*inputs)
    assert made.dtype == np.float32
    np.testing.assert_array_equal(made, expected.numpy())
    assert kind().output_shape(*shapes) == made.shape


def test_a_channel_of_a_concatenation_is_found_again():
    shapes = (2, 4, 4), (1, 4, 4), (3, 4, 4)
    found = [source_of(shapes, channel) for channel in range(6)]
    assert found == [(0, 0), (0, 1), (1, 0), (2, 0), (2, 1), (2, 2)]
    with pytest.raises(IndexError):
        source_of(shapes, 6)


# What does not fit is told


@pytest.mark.parametrize(
    ("nodes", "words"),
    [
        (
            [("a", MaxPool2d(), (INPUT,)), ("sum", Add(), ("a", INPUT))],
            ["Layer 2, sum:", "2 maps of 3×3, 2 maps of 6×6", "same filters, strides and padding"],
        ),
        (
            [("a", Flatten(), (INPUT,)), ("sum", Multiply(), ("a", INPUT))],
            ["Layer 2, sum:", "72 values, 2 maps of 6×6", "flatten all of them or none"],
        ),
        (
            [("a", MaxPool2d(), (INPUT,)), ("both", Concatenate(), ("a", INPUT))],
            ["Layer 2, both:", "2 maps of 3×3, 2 maps of 6×6", "same strides and padding"],
        ),
        (
            [("some", SelectChannels((1, 2)), (INPUT,))],
            ["Layer 1, some:", "keeps channel 3", "2 maps of 6×6", "choose from 1 to 2"],
        ),
    ],
)
def test_a_shape_error_names_the_node_the_shapes_and_a_remedy(nodes, words):
    with pytest.raises(ShapeError) as refusal:
        graph(*nodes)
    assert [word for word in words if word not in str(refusal.value)] == []


@pytest.mark.parametrize(
    ("nodes", "words"),
    [
        ([("a", ReLU(), (INPUT,)), ("a", ReLU(), ("a",))], "Two nodes are called 'a'"),
        ([(INPUT, ReLU(), (INPUT,))], "Two nodes are called 'input'"),
        ([("a", ReLU(), ("b",)), ("b", ReLU(), (INPUT,))], "'a' takes 'b', but no node before it"),
        ([("a", ReLU(), ("a",))], "'a' takes 'a', but no node before it"),
        ([("a", ReLU(), (INPUT, INPUT))], "'a' (ReLU) takes one input, but is given 2"),
        ([("a", Add(), (INPUT,))], "'a' (Add) takes 2 to 64 inputs, but is given 1"),
        ([("a", ReLU(), ())], "'a' (ReLU) takes one input, but is given 0"),
        ([("a", ReLU(), (INPUT,)), ("b", ReLU(), (INPUT,))], "nothing takes what a, b give"),
    ],
)
def test_nodes_that_are_no_network_are_refused(nodes, words):
    with pytest.raises(GraphError) as refusal:
        graph(*nodes)
    assert words in str(refusal.value)


def test_no_channels_are_no_choice():
    with pytest.raises(OptionError, match="it keeps no channels; choose at least one"):
        SelectChannels(())


def test_a_channel_before_the_first_is_no_choice():
    with pytest.raises(OptionError, match="it keeps channel −2; channels count from 0"):
        SelectChannels((0, -2, -1))


# Weights that several nodes share


@pytest.fixture
def twice():
    """One convolution at two places."""
    conv = Conv2d(np.ones((2, 2, 3, 3), np.float32), padding=(1, 1))
    return graph(
        ("first", conv, (INPUT,)),
        ("relu", ReLU(), ("first",)),
        ("second", conv, ("relu",)),
        ("sum", Add(), ("second", "first")),
    )


def test_shared_weights_are_there_once_and_edited_together(twice):
    assert list(twice.parameters()) == ["first.weight"]
    assert twice.parameter_count == 36
    assert twice.sharing("second") == twice.sharing("first") == ("first", "second")
    for node in ("first", "second"):
        layer = twice.layers[node].with_parameters({"weight": zeros(2, 2, 3, 3)})
        edited = twice.with_layer(node, layer)
        assert edited.layers["first"] is edited.layers["second"] is layer
    given = twice.with_parameters({"first.weight": zeros(2, 2, 3, 3)})
    assert given.layers["first"] is given.layers["second"]


def test_layers_without_weights_share_nothing():
    pool = MaxPool2d()
    network = graph(("a", pool, (INPUT,)), ("b", pool, ("a",)))
    edited = network.with_layer("b", MaxPool2d((3, 3)))
    assert edited.layers["a"] is pool
    assert edited.layers["b"] is not pool


# What an edit leaves as it is


def changed(network, node):
    arrays = {name: array + 1 for name, array in network.layers[node].parameters().items()}
    return network.with_layer(node, network.layers[node].with_parameters(arrays))


def downstream(network, nodes):
    """Everything that is computed from some nodes, and they themselves."""
    found = set(nodes)
    for node in network.nodes:
        if found & set(node.inputs):
            found.add(node.name)
    return found


@given(graphs(), st.data())
def test_after_an_edit_only_what_depends_on_it_is_computed(network, data):
    before = trace(network, image_for(network))
    node = data.draw(st.sampled_from([n for n in network.layers if network.layers[n].parameters()]))
    edited = changed(network, node)
    after = trace(edited, before.image, before)
    same = {name for name, values in after.values.items() if values is before.values[name]}
    assert same == set(network.names) - downstream(network, network.sharing(node))
    fresh = trace(edited, before.image)
    for name, values in after.values.items():
        np.testing.assert_array_equal(values, fresh.values[name])


# Receptive fields: the union over all paths


@given(graphs(most=7), st.data())
def test_a_value_depends_on_nothing_outside_its_field(network, data):
    """What is changed outside changes nothing; the field is found without the weights."""
    node = data.draw(st.sampled_from(network.names[1:]))
    back_to = data.draw(st.sampled_from(network.names[: network.number(node)]))
    before = trace(network, image_for(network))
    place = tuple(data.draw(st.integers(0, n - 1)) for n in network.shapes[node])
    field = receptive_field(before, node, place, back_to)
    assert field.shape == network.shapes[back_to]
    with torch.no_grad():
        given = before.values[back_to].copy()
        given[~field] += 100
    after = continued(network, before, back_to, given)
    np.testing.assert_array_equal(after[node][place], before.values[node][place])


def continued(network, before, node, values):
    """The values of all nodes where one of them gives something else."""
    found = {**before.values, node: values}
    for each in network.nodes[network.number(node) :]:
        found[each.name] = each.layer.forward(*(found[name] for name in each.inputs))
    return found


def test_the_field_is_the_union_over_all_paths():
    small, large = (
        Conv2d(np.ones((1, 1, k, k), np.float32), padding=(k // 2,) * 2) for k in (1, 3)
    )
    network = graph(
        ("near", small, (INPUT,)),
        ("far", large, (INPUT,)),
        ("sum", Add(), ("near", "far")),
        ("both", Concatenate(), ("near", "far")),
        ("one", SelectChannels((0,)), ("both",)),
        ("end", Add(), ("sum", "one")),
        input_shape=(1, 6, 6),
    )
    traced = trace(network, image_for(network))
    counts = {
        node: int(receptive_field(traced, node, (0, 2, 2)).sum())
        for node in ("near", "far", "sum", "one", "end")
    }
    assert counts == {"near": 1, "far": 9, "sum": 9, "one": 1, "end": 9}
    assert receptive_field(traced, "both", (1, 2, 2)).sum() == 9
    assert not receptive_field(traced, "one", (0, 2, 2), back_to="far").any()  # on no path


def test_a_gate_makes_the_field_the_whole_picture():
    network = graph(
        ("mean", AdaptiveAvgPool2d((1, 1)), (INPUT,)), ("gated", Multiply(), (INPUT, "mean"))
    )
    traced = trace(network, image_for(network))
    field = receptive_field(traced, "gated", (1, 0, 0))
    assert field[1].all()
    assert not field[0].any()
    assert receptive_field(traced, "gated", (1, 0, 0), back_to="mean").sum() == 1


# Nodes put in and taken out


def test_in_a_chain_the_names_count_again():
    network = chain("c", "C", (1, 8, 8), (ReLU(), MaxPool2d(), ReLU()))
    more = with_layer_after(network, INPUT, ReLU())
    assert list(more.layers) == ["relu1", "relu2", "max_pool1", "relu3"]
    assert more.is_chain
    less = without_node(more, "max_pool1")
    assert list(less.layers) == ["relu1", "relu2", "relu3"]
    assert list(with_layer_instead(less, "relu2", Tanh()).layers) == ["relu1", "tanh1", "relu2"]


def test_in_a_graph_the_names_stay_and_a_new_one_is_of_the_same_block():
    network = architectures.build("residual-cnn")
    more = with_layer_after(network, "block1.add", ReLU())
    assert set(more.names) - set(network.names) == {"block1.relu3"}
    assert more.inputs["block1.relu3"] == ("block1.add",)
    assert more.inputs["block1.relu2"] == ("block1.relu3",)
    again = without_node(more, "block1.relu3")
    assert (again.names, again.inputs) == (network.names, network.inputs)


def test_what_several_nodes_take_is_taken_from_the_new_node_by_all():
    network = graph(("a", ReLU(), (INPUT,)), ("sum", Add(), ("a", "a")))
    more = with_layer_after(network, "a", Tanh())
    assert more.inputs["sum"] == ("tanh1", "tanh1")


def test_a_chain_is_a_graph_whose_nodes_stand_in_a_row():
    network = architectures.build("lecture-cnn")
    assert network.is_chain
    assert not network.has_own_names
    assert [*network.inputs.values()] == [(), *((name,) for name in network.names[:-1])]
    residual = architectures.build("residual-cnn")
    assert not residual.is_chain
    assert residual.has_own_names
    assert residual.takers["max_pool"] == ("block1.conv1", "block1.add")
    assert dataclasses.replace(network, title="Other").layers["conv1"] is network.layers["conv1"]
