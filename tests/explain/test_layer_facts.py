"""What is true of the input and of layers without weights."""

import pytest

from cnnviz.explain.layer_facts import facts
from cnnviz.project import shipped
from cnnviz.project.project import forward_pass, new_project


@pytest.fixture
def lecture():
    return new_project(shipped.network("lecture-cnn"))


def test_facts_are_true_of_the_numbers(lecture):
    forward = forward_pass(lecture)
    relu = " ".join(facts(forward, "relu1", 3)).replace("\N{NO-BREAK SPACE}", " ")
    zeros = int((forward.trace.values["relu1"][3] == 0).sum())
    assert f"{zeros} of 784" in relu
    assert "Nothing is learnt here: 0 weights." in relu
    flat = " ".join(facts(forward, "flatten1", 100)).replace("\N{NO-BREAK SPACE}", " ")
    assert "row 1, column 3 of map 3: 2 · 49 + 0 · 7 + 2 = 100" in flat
    assert forward.trace.values["flatten1"][100] == forward.trace.values["max_pool2"][2, 0, 2]


@pytest.mark.parametrize("name", ["lecture-cnn", "tiny-vgg", "lenet-5", "mlp", "one-filter-rgb"])
def test_every_node_has_facts(name):
    forward = forward_pass(new_project(shipped.network(name)))
    for node, values in forward.trace.values.items():
        for channel in (None, len(values) - 1):
            assert all(sentence.endswith(".") for sentence in facts(forward, node, channel))
