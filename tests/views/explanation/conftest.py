"""Fixtures of the tests of explanations."""

import pytest

from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from tests.views.explanation.sheet_steps import Random, every_kind, forward_of


@pytest.fixture(scope="module")
def look(qapp):
    return Look(Settings(), is_ready=False)


@pytest.fixture(scope="module")
def deep():
    return forward_of(*every_kind(Random(5)))
