"""Which nodes are a block, and what is shown of a network with folded blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnviz.cnn import architectures
from cnnviz.cnn.blocks import MOST, blocks_of, shown_nodes
from cnnviz.cnn.network import INPUT
from tests.deep_network import deep_network
from tests.graphs import graphs


def chain(*names):
    return dict(zip((INPUT, *names), ((), *((each,) for each in (INPUT, *names))), strict=False))


def test_rows_of_blocks_are_no_block_themselves():
    network = deep_network()
    assert list(network.blocks) == [f"layer{k}.{n}" for k in (1, 2, 3) for n in range(4)]
    assert network.blocks["layer2.0"] == tuple(
        f"layer2.0.{part}" for part in ("conv1", "relu", "conv2", "downsample.0", "add", "relu_1")
    )
    assert network.is_large


@pytest.mark.parametrize("name", [name for name in architectures.NAMES if name != "residual-cnn"])
def test_the_shipped_chains_have_none(name):
    network = architectures.build(name, None)
    assert not network.blocks
    assert not network.is_large


def test_what_holds_most_of_the_network_is_no_block():
    features = [f"features.{k}" for k in range(6)]
    assert list(blocks_of(chain(*features, "head.0", "head.1"))) == ["head"]


def test_what_has_too_many_nodes_is_looked_into():
    names = [f"wide.part{part}.conv{k}" for part in "ab" for k in range(MOST // 2 + 1)]
    rest = [f"other{k}" for k in range(60)]
    assert list(blocks_of(chain(*names, *rest))) == ["wide.parta", "wide.partb"]


def test_a_block_gives_one_thing_alone():
    inputs = chain("a.one", "a.two", "b", "c", "d")
    assert list(blocks_of(inputs)) == ["a"]
    assert not blocks_of(inputs | {"d": ("c", "a.one")})


@given(graphs(), st.data())
def test_a_folded_network_is_one_whatever_is_folded(network, data):
    network = network[0] if isinstance(network, tuple) else network
    blocks = network.blocks
    folded = data.draw(st.sets(st.sampled_from(sorted(blocks))) if blocks else st.just(set()))
    shown = shown_nodes(network.inputs, blocks, folded)
    hidden = {node for block in folded for node in blocks[block][:-1]}
    assert shown.names == tuple(name for name in network.names if name not in hidden)
    known = set()
    for name, befores in shown.inputs.items():
        assert known.issuperset(befores)  # in topological order, and nothing hidden is taken
        assert len({*befores}) == len(befores) or befores == network.inputs[name]
        known.add(name)
    taken = {before for befores in shown.inputs.values() for before in befores}
    assert {*shown.names} - taken == {network.output}
    assert shown.folded == {blocks[block][-1]: block for block in folded}
