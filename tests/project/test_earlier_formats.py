"""Formats 1 and 2 of a project's file counted layers; damaged ones are refused in words."""

import json

import numpy as np
import pytest

from cnnviz.files.strict_zip import zip_bytes
from cnnviz.files.weights_file import bytes_from_arrays
from cnnviz.project.plan import draft_of
from cnnviz.project.project_file import project_from_bytes

RELU = {"kind": "relu", "options": {}, "arrays": []}
CONV = {
    "kind": "conv2d",
    "options": {
        "stride": [1, 1], "padding": [0, 0], "padding_mode": "zeros", "dilation": [1, 1],
        "groups": 1, "flipped": False,
    },
    "arrays": ["weight"],
}  # fmt: skip
ARRAYS = {
    "picture": np.zeros((1, 2, 2), np.float32),
    "network.0.weight": np.ones((1, 1, 1, 1), np.float32),
    "network.2.weight": np.full((1, 1, 1, 1), 2, np.float32),
}


def network(layers):
    return {
        "name": "own", "title": "Own", "input_shape": [1, 4, 4], "layers": layers, "classes": [],
        "treatment": "photo",
    }  # fmt: skip


def opened(layers=(CONV, RELU, CONV), original=None, arrays=None, **changes):
    record = {
        "format": 2, "picture": {"kind": "matrix", "name": "", "notes": []},
        "network": network(layers), "original": original and network(original),
        "scale_mode": "layer", **changes,
    }  # fmt: skip
    files = {
        "project.json": json.dumps(record).encode(),
        "arrays.safetensors": bytes_from_arrays(ARRAYS if arrays is None else arrays),
    }
    return project_from_bytes(zip_bytes(files))


def draft(*origins):
    plans = [{"kind": "relu", "options": {}, "origin": origin} for origin in origins]
    return {"plans": plans, "input_shape": [1, 4, 4], "classes": []}


def test_layers_become_nodes_that_count_their_kinds():
    project = opened()
    assert project.network.inputs == {
        "input": (), "conv1": ("input",), "relu1": ("conv1",), "conv2": ("relu1",),
    }  # fmt: skip
    assert project.network.layers["conv2"].weight == 2
    assert project.original is project.network


def test_what_was_edited_and_what_was_not_is_known():
    weight = {"original.2.weight": np.full((1, 1, 1, 1), 3, np.float32)}
    project = opened(original=(None, None, CONV), arrays=ARRAYS | weight)
    assert project.original.layers["conv2"].weight == 3
    assert project.original.layers["conv1"] is project.network.layers["conv1"]
    assert project.original.names == project.network.names


def test_a_draft_has_the_weights_of_the_layer_that_was_counted():
    project = opened(draft=draft(1, None))
    assert [plan.origin for plan in draft_of(project).plans] == [
        project.network.layers["relu1"],
        None,
    ]


@pytest.mark.parametrize("number", [1, 2])
def test_both_formats_are_alike(number):
    assert opened(format=number).network.names == ("input", "conv1", "relu1", "conv2")


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ({"layers": (None, RELU, CONV)}, "lacks a layer"),
        ({"original": (None, None, None, None)}, "lacks a layer"),
        ({"original": (None, None)}, "not those it was opened with"),
        ({"original": (None, None, RELU)}, "not those it was opened with"),
        ({"layers": (CONV, {**RELU, "kind": "exec"}, CONV)}, "no layer of kind"),
        ({"layers": (CONV, {**RELU, "kind": "add"}, CONV)}, "do not make a network"),
        ({"arrays": {}}, "not those it should have"),
        ({"arrays": ARRAYS | {"network.1.weight": ARRAYS["picture"]}}, "not those it should have"),
        ({"arrays": ARRAYS | {"network.conv1.weight": ARRAYS["picture"]}}, "not those it should"),
        ({"draft": draft(3)}, "a layer that it does not have"),
        ({"draft": draft(0)}, "a layer that it does not have"),  # of another kind
        ({"draft": draft(-1)}, "damaged"),
        ({"draft": draft("relu1")}, "damaged"),
        ({"place": None}, "damaged"),
        ({"network": {**network(()), "nodes": []}}, "damaged"),
    ],
    ids=lambda value: "" if isinstance(value, dict) else value,
)
def test_a_damaged_file_is_refused(damage, reason):
    with pytest.raises(ValueError, match=reason):
        opened(**damage)


def test_names_of_today_are_none_of_an_earlier_format():
    named = {"picture": ARRAYS["picture"], "network.conv1.weight": ARRAYS["network.0.weight"]}
    with pytest.raises(ValueError, match="not those it should have"):
        opened(layers=(CONV,), arrays=named)
