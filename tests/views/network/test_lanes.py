"""How deep nodes stand, in which lanes, and how edges get past what stands between."""

from hypothesis import given

from cnnviz.cnn import architectures
from cnnviz.cnn.network import INPUT
from cnnviz.views.network.lanes import lanes_of
from cnnviz.views.network.routes import Route, routes_of, tracks
from tests.graphs import graphs

# A block as in ResNet: two convolutions, beside them one, and a second block with an identity.
BLOCKS = {
    INPUT: (),
    "conv1": (INPUT,),
    "conv2": ("conv1",),
    "down": (INPUT,),
    "add1": ("conv2", "down"),
    "conv3": ("add1",),
    "conv4": ("conv3",),
    "add2": ("conv4", "add1"),
}


def routes(inputs):
    return {(each.source, each.target): each for each in routes_of(inputs, lanes_of(inputs))}


def test_a_node_is_as_deep_as_its_longest_way_from_the_input():
    depth = lanes_of(BLOCKS).depth
    assert depth == {
        INPUT: 0, "conv1": 1, "conv2": 2, "down": 1, "add1": 3, "conv3": 4, "conv4": 5, "add2": 6,
    }  # fmt: skip


def test_the_longest_path_is_on_top_and_the_branch_below():
    lanes = lanes_of(BLOCKS)
    assert lanes.count == 2
    assert [node for node, lane in lanes.lane.items() if lane] == ["down"]


def test_of_branches_equally_long_the_first_is_on_top():
    inputs = {INPUT: (), "a": (INPUT,), "b": (INPUT,), "c": (INPUT,), "cat": ("b", "a", "c")}
    assert lanes_of(inputs).lane == {INPUT: 0, "b": 0, "cat": 0, "a": 1, "c": 2}


def test_branches_behind_each_other_share_a_lane():
    more = {
        "down2": ("add2",),
        "conv5": ("add2",),
        "conv6": ("conv5",),
        "add3": ("conv6", "down2"),
    }
    lanes = lanes_of(BLOCKS | more)
    assert lanes.count == 2
    assert lanes.lane["down"] == lanes.lane["down2"] == 1


def test_edges_change_the_lane_at_their_ends_and_an_identity_goes_under():
    found = routes(BLOCKS)
    assert found[INPUT, "conv1"].turn == "beside"
    assert found[INPUT, "down"].turn == "early"
    assert found["down", "add1"].turn == "late"
    assert found["conv2", "add1"].turn == "beside"
    assert found["add1", "add2"] == Route("add1", "add2", "under", 0, 0)


def test_edges_from_one_node_share_a_track_and_others_do_not_where_they_meet():
    """As in DenseNet: every node takes all that come before it."""
    dense = {
        INPUT: (),
        "a": (INPUT,),
        "b": ("a", INPUT),
        "c": ("b", "a", INPUT),
        "d": ("c", "b", "a", INPUT),
    }
    found = routes(dense)
    assert found[INPUT, "b"].track == found[INPUT, "c"].track == found[INPUT, "d"].track
    assert len({found[source, "d"].track for source in (INPUT, "a", "b")}) == 3
    assert found["b", "d"].track == 0  # the shortest runs next to the nodes
    assert tracks(found.values(), 0) == 3


def test_edges_behind_each_other_share_a_track():
    inputs = {INPUT: (), "a": (INPUT,), "add1": ("a", INPUT), "b": ("add1",), "add2": ("b", "add1")}
    assert tracks(routes(inputs).values(), 0) == 1


def test_a_chain_has_one_lane_and_nothing_goes_under():
    network = architectures.build("lecture-cnn", None)
    assert lanes_of(network.inputs).count == 1
    assert {each.turn for each in routes(network.inputs).values()} == {"beside"}


@given(graphs())
def test_no_two_nodes_of_a_lane_are_equally_deep_and_the_main_path_has_every_depth(network):
    lanes = lanes_of(network.inputs)
    places = [(lanes.depth[node], lanes.lane[node]) for node in network.names]
    assert len(set(places)) == len(places)
    main = sorted(depth for depth, lane in places if lane == 0)
    assert main == list(range(lanes.depth[network.output] + 1))
    for node, befores in network.inputs.items():
        assert all(lanes.depth[before] < lanes.depth[node] for before in befores)


@given(graphs())
def test_every_edge_has_one_way_and_those_of_a_track_do_not_meet(network):
    depth, found = lanes_of(network.inputs).depth, routes(network.inputs)
    pairs = {(before, node) for node, befores in network.inputs.items() for before in befores}
    assert found.keys() == pairs
    under = [each for each in found.values() if each.turn == "under"]
    for one in under:
        for other in under:
            if one.source != other.source and (one.lane, one.track) == (other.lane, other.track):
                first, last = sorted((one, other), key=lambda each: depth[each.source])
                assert depth[first.target] <= depth[last.source]
