"""`cnnviz explain`: term by term, at a layer that is named or counted."""

import json

import numpy as np
import pytest

from cnnviz.__main__ import main
from cnnviz.project import shipped
from cnnviz.project.picture import Picture
from cnnviz.project.project import forward_pass, new_project
from cnnviz.project.project_file import save_project


@pytest.mark.parametrize("layer", ["1", "conv1"])
def test_explain_tells_activity_2_term_by_term(capsys, layer):
    words = ["activity-2", "--layer", layer, "--at", "0,1,0", "--format", "json"]
    assert main(["explain", *words]) == 0
    known = json.loads(capsys.readouterr().out)
    assert (known["node"], known["layer"]) == ("conv1", 1)
    assert [term["product"] for term in known["terms"]] == [0, 4, 3, 28, 1, 0, 3, 0, 1]
    assert (known["bias"], known["value"]) == (0, 40)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["activity-2", "--layer", "1", "--at", "0,9,0"], "no value (0, 9, 0)"),
        (["activity-2", "--layer", "7", "--at", "0,0,0"], "no step 7"),
        (["activity-2", "--layer", "-1", "--at", "0,0,0"], "no step -1"),
        (
            ["activity-2", "--layer", "conv2", "--at", "0,0,0"],
            "no layer 'conv2' in One filter, grey; there is input, conv1, relu1, max_pool1.",
        ),
        (["activity-2", "--layer", "1", "--at", "here"], "'here' is no place"),
        (["lecture-cnn", "--layer", "1", "--at", "0,0,0"], "has no picture of its own"),
    ],
)
def test_explain_says_what_is_wrong(capsys, words, reason):
    assert main(["explain", *words]) == 2
    told = capsys.readouterr().err
    assert reason in told
    assert told.count("\n") == 1


@pytest.fixture
def residual(tmp_path):
    """The file of a project with branches, and its trace."""
    network = shipped.network("residual-cnn")
    numbers = np.random.default_rng(0).random((1, 28, 28), dtype=np.float32)
    project = new_project(network, Picture("matrix", numbers))
    save_project(tmp_path / "residual.cnnviz", project)
    return str(tmp_path / "residual.cnnviz"), forward_pass(project).trace


def test_explain_names_what_an_addition_takes(capsys, residual):
    file, trace = residual
    words = ["explain", file, "--layer", "block2.add", "--at", "3,4,5"]
    assert main([*words, "--format", "json"]) == 0
    known = json.loads(capsys.readouterr().out)
    assert (known["node"], known["name"]) == ("block2.add", "block2.add")
    assert [each["node"] for each in known["inputs"]] == ["block2.bn2", "block2.downsample.bn"]
    for each in known["inputs"]:
        assert each["value"] == trace.values[each["node"]][tuple(each["position"])]
    assert main(words) == 0
    told = capsys.readouterr().out
    assert "  channel 3, row 4, column 5 of block2.downsample.bn: " in told


@pytest.mark.parametrize(
    ("layer", "told"),
    [
        ("9", "are no chain, so name one instead of '9': "),
        ("block3.add", "There is no layer 'block3.add' in Residual CNN; there is block"),
        ("block3.add", "block2.add"),
        ("swan", "there is input, conv1, bn1, …."),
    ],
)
def test_a_layer_of_a_network_with_branches_is_named_not_counted(capsys, residual, layer, told):
    assert main(["explain", residual[0], "--layer", layer, "--at", "0,0,0"]) == 2
    problem = capsys.readouterr().err
    assert told in problem
    assert problem.count("\n") == 1
