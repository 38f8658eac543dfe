"""The parts of a network, from one end to the other."""

from cnnviz.cnn.network import INPUT
from cnnviz.cnn.parts import LONGEST, NetworkPart, parts_of
from tests.deep_network import deep_network


def test_blocks_stand_between_what_is_before_and_after_them():
    network = deep_network()
    parts = parts_of(network.shapes, network.blocks)
    assert parts[:2] == (NetworkPart((INPUT,)), NetworkPart(("conv1",)))
    assert [part.block for part in parts[2:-1]] == [*network.blocks]
    assert parts[-1] == NetworkPart(("avgpool", "flatten", "fc"))


def test_every_node_is_in_one_part():
    network = deep_network()
    nodes = [node for part in parts_of(network.shapes, network.blocks) for node in part.nodes]
    assert sorted(nodes) == sorted(network.names)


def test_what_is_long_and_no_block_is_parted_by_the_size_of_its_maps():
    shapes = {INPUT: (3, 8, 8)}
    for size in (8, 4, 2):
        shapes |= {f"conv{size}_{at}": (5, size, size) for at in range(4)}
    parts = parts_of(shapes, {})
    assert [len(part.nodes) for part in parts] == [1, 4, 4, 4]
    short = dict([*shapes.items()][: LONGEST + 1])
    assert [len(part.nodes) for part in parts_of(short, {})] == [1, LONGEST]


def test_a_block_whose_nodes_stand_apart_is_where_it_ends():
    shapes = dict.fromkeys((INPUT, "a", "b.0", "c", "b.1", "d"), (1, 2, 2))
    parts = parts_of(shapes, {"b": ("b.0", "b.1")})
    assert parts == (
        NetworkPart((INPUT,)),
        NetworkPart(("a", "c")),
        NetworkPart(("b.0", "b.1"), "b"),
        NetworkPart(("d",)),
    )
