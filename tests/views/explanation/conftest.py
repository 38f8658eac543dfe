"""Fixtures of the tests of explanations."""

import pytest

from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from tests.views.explanation.sheet_steps import (
    Random,
    branched,
    every_kind,
    forward_of,
    forward_of_graph,
)


@pytest.fixture(scope="module")
def look(qapp):
    return Look(Settings(), is_ready=False)


@pytest.fixture(scope="module")
def deep():
    """A network of every kind of layer in a row."""
    return forward_of(*every_kind(Random(5)))


@pytest.fixture(scope="module")
def graph():
    """A network of every way to join and to choose."""
    return forward_of_graph(*branched(Random(5)))


@pytest.fixture(scope="module")
def of_node(deep, graph):
    """Return the network that has a node."""

    def of_node(node):
        return graph if node in graph.trace.network.layers else deep

    return of_node
