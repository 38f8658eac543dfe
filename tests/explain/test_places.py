"""Which names are told where one is not known."""

import pytest

from cnnviz.cnn import architectures
from cnnviz.explain.places import names_near


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("add", ["block1.add", "block2.add"]),
        ("BLOCK2.ADD", ["block2.add", "block1.add"]),
        ("Conv1", ["conv1", "block1.conv1", "block2.conv1"]),
        ("downsample", ["block2.downsample.bn"]),
    ],
)
def test_the_nearest_names_come_first_whatever_their_letters(asked, first):
    told = names_near(architectures.build("residual-cnn"), asked).split(", ")
    assert told[: len(first)] == first
    assert told[-1] == "…"


def test_of_few_names_all_are_told():
    assert names_near(architectures.build("mlp"), "fc").split(", ") == [
        *("input", "flatten1", "fc1", "relu1", "fc2", "softmax1"),
    ]
