"""Projects come back bit for bit; damaged, hostile and newer files are refused and untouched."""

import dataclasses
import errno
import json
import os
import random
import re
import struct
import time
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cnnviz.cnn import architectures
from cnnviz.cnn.layer_base import ShapeError
from cnnviz.cnn.layers import LAYERS, BatchNorm2d, Conv2d, Linear
from cnnviz.cnn.network import chain, chained
from cnnviz.cnn.pooling_layers import MaxPool2d
from cnnviz.files.strict_zip import zip_bytes
from cnnviz.files.weights_file import bytes_from_arrays
from cnnviz.project.blueprint import KINDS
from cnnviz.project.picture import Picture, blank_drawing
from cnnviz.project.plan import draft_of
from cnnviz.project.project import Project, new_project, with_layer, with_parameter
from cnnviz.project.project_file import (
    FORMAT,
    ProjectFileError,
    open_project,
    project_bytes,
    project_from_bytes,
    save_project,
)
from tests.graphs import graphs

FIXTURES = Path(__file__).parents[1] / "projects"


def assert_same_layer(mine, expected):
    assert type(mine) is type(expected)
    assert mine.options() == expected.options()
    ours, theirs = mine.parameters(), expected.parameters()
    assert ours.keys() == theirs.keys()
    for name, array in ours.items():
        assert array.shape == theirs[name].shape
        assert array.tobytes() == theirs[name].tobytes()
        assert not array.flags.writeable


def assert_same_network(mine, expected):
    for field in ("name", "title", "input_shape", "classes", "treatment", "block_kinds"):
        assert getattr(mine, field) == getattr(expected, field)
    assert mine.names == expected.names
    assert mine.inputs == expected.inputs
    for name, layer in expected.layers.items():
        assert_same_layer(mine.layers[name], layer)
        assert mine.owner(name) == expected.owner(name)


def assert_same(mine, expected):
    """Every number to the last bit, and shared where it was shared."""
    assert mine.scale_mode == expected.scale_mode
    for field in ("kind", "name", "notes"):
        assert getattr(mine.picture, field) == getattr(expected.picture, field)
    assert mine.picture.values.shape == expected.picture.values.shape
    assert mine.picture.values.tobytes() == expected.picture.values.tobytes()
    assert not mine.picture.values.flags.writeable
    assert_same_network(mine.network, expected.network)
    assert_same_network(mine.original, expected.original)
    assert (mine.network is mine.original) == (expected.network is expected.original)
    assert unedited(mine) == unedited(expected)


def unedited(project):
    """The nodes whose layer is the very one that was opened."""
    then = project.original.layers
    return [name for name, layer in project.network.layers.items() if layer is then.get(name)]


floats = st.floats(width=32)
words = st.text(max_size=20) | st.sampled_from(["ñandú", "🦢", "a\0b", ""])
pairs = st.tuples(*[st.integers(1, 3)] * 2)


def floats_of(*shape):
    return arrays.arrays(np.float32, shape, elements=floats)


@st.composite
def networks(draw):
    channels, outputs = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    biases = st.none() | floats_of(outputs)
    convolution = Conv2d(
        draw(floats_of(outputs, channels, *draw(pairs))),
        draw(biases),
        stride=draw(pairs),
        padding=draw(pairs),
        padding_mode=draw(st.sampled_from(["zeros", "replicate", "reflect", "circular"])),
        dilation=draw(pairs),
        flipped=draw(st.booleans()),
    )
    plain = [LAYERS[kind]() for kind in KINDS if not LAYERS[kind].parameter_names]
    plain = [layer for layer in plain if layer.kind not in ("flatten", "softmax")]
    middle = draw(st.lists(st.sampled_from([*plain, MaxPool2d((3, 2), (1, 2))]), max_size=3))
    norm = BatchNorm2d(*(draw(floats_of(outputs)) for _ in range(4)), eps=draw(st.floats(0, 1)))
    layers = (convolution, norm, *middle)
    title = draw(words)
    shape = (channels, 40, 41)
    try:
        network = chain(draw(words), title, shape, layers, treatment=draw(treatments))
    except ShapeError:  # a window larger than what a global pooling leaves
        reject()
    last = network.shapes[network.output]
    ends = [LAYERS["flatten"](), Linear(np.zeros((2, int(np.prod(last)))))]
    if draw(st.booleans()) and last > (0, 1, 1):
        layers = (*layers, *ends, LAYERS["softmax"]())
        classes = (draw(words), draw(words))
        network = dataclasses.replace(network, nodes=chained(layers), classes=classes)
    return network


treatments = st.sampled_from(["digit", "photo"])
shares = st.floats(0, 1, width=32) | st.integers(0, 255).map(lambda n: n / np.float32(255))


@st.composite
def projects(draw):
    network = draw(networks())
    shape = (draw(st.sampled_from([1, 3])), *draw(pairs))
    kind = draw(st.sampled_from(["drawing", "image", "matrix"]))
    elements = floats if kind == "matrix" else shares
    values = draw(arrays.arrays(np.float32, shape, elements=elements))
    notes = tuple(draw(st.lists(words, max_size=2)))
    project = new_project(network, Picture(kind, values, draw(words), notes))
    if draw(st.booleans()):
        project = with_parameter(project, "conv1", "weight", (0, 0, 0, 0), draw(floats))
    if draw(st.booleans()):
        norm = project.network.layers["bn1"]
        project = with_layer(project, "bn1", dataclasses.replace(norm, eps=0.5))
    return dataclasses.replace(project, scale_mode=draw(st.sampled_from(["map", "network"])))


@given(projects())
def test_a_project_comes_back_bit_for_bit(project):
    assert_same(project_from_bytes(project_bytes(project)), project)


@given(graphs(), st.data())
def test_a_network_with_branches_and_shared_weights_comes_back_bit_for_bit(network, data):
    project = new_project(network)
    convolutions = [name for name, layer in network.layers.items() if layer.kind == "conv2d"]
    for node in data.draw(st.lists(st.sampled_from(convolutions), max_size=2)):
        project = with_parameter(project, node, "weight", (0, 0, 0, 0), data.draw(floats))
    written = project_bytes(project)
    assert_same(project_from_bytes(written), project)
    assert project_bytes(project_from_bytes(written)) == written


def test_weights_that_nodes_share_are_kept_once():
    layer = Conv2d(np.ones((1, 1, 100, 100), np.float32), padding=(50, 50))
    one, two = (chain("c", "C", (1, 9, 9), (layer,) * count) for count in (1, 2))
    assert len(project_bytes(new_project(two))) < len(project_bytes(new_project(one))) + 300


def test_an_edit_of_shared_weights_comes_back_for_all_that_share_them():
    layer = Conv2d(np.ones((1, 1, 3, 3), np.float32), padding=(1, 1))
    project = new_project(chain("c", "C", (1, 9, 9), (layer, layer)))
    project = with_parameter(project, "conv2", "weight", (0, 0, 1, 1), 5.0)
    opened = project_from_bytes(project_bytes(project))
    assert opened.network.layers["conv1"].weight[0, 0, 1, 1] == 5
    for network in (opened.network, opened.original):
        assert network.sharing("conv1") == ("conv1", "conv2")
    assert opened.original.layers["conv2"].weight[0, 0, 1, 1] == 1


@pytest.fixture
def project():
    """The lecture's network with one weight edited, and a few pixels of ink."""
    ink = np.zeros((1, 280, 280), np.float32)
    ink[0, 100:110, 60:200] = 1
    drawn = new_project(architectures.build("lecture-cnn"), Picture("drawing", ink, "Sieben ñ 🦢"))
    return with_parameter(drawn, "conv1", "weight", (1, 0, 2, 2), -0.0)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "own.cnnviz"


def test_what_blocks_are_comes_back_and_is_a_plain_name():
    network = dataclasses.replace(
        architectures.build("residual-cnn", seed=1), block_kinds={"block1": "BasicBlock"}
    )
    made = project_bytes(new_project(network))
    assert_same_network(project_from_bytes(made).network, network)
    strange = dataclasses.replace(network, block_kinds={"block1": "<b>two\nlines"})
    made = project_bytes(new_project(strange))
    with pytest.raises(ValueError, match="block_kinds"):
        project_from_bytes(made)


def test_a_project_is_saved_and_opened(path, project):
    save_project(path, project)
    assert_same(open_project(path), project)
    assert [file.name for file in path.parent.iterdir()] == ["own.cnnviz"]


def test_equal_projects_make_equal_bytes(project):
    assert project_bytes(project) == project_bytes(project)
    assert project_bytes(project_from_bytes(project_bytes(project))) == project_bytes(project)


def test_a_drawing_takes_a_byte_a_pixel_and_unedited_layers_are_kept_once(project):
    weights = sum(array.nbytes for array in project.network.parameters().values())
    layer = project.network.layers["conv1"]
    edited = layer.weight.nbytes + layer.bias.nbytes
    assert len(project_bytes(project)) < 280 * 280 + weights + edited + 9_000


def test_a_file_is_a_plain_zip_that_other_programs_read(path, project):
    save_project(path, project)
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["project.json", "arrays.safetensors"]
        assert archive.testzip() is None
        record = json.loads(archive.read("project.json"))
    assert record["format"] == 3
    first = record["network"]["nodes"][0]
    assert (first["name"], first["inputs"], first["layer"]["kind"]) == (
        "conv1", ["input"], "conv2d",
    )  # fmt: skip


@pytest.mark.parametrize(
    "fixture", sorted(FIXTURES.glob("v*/*.cnnviz")), ids=lambda p: f"{p.parent.name}-{p.stem}"
)
def test_projects_of_every_format_open_for_ever(fixture):
    opened = open_project(fixture)
    expected = json.loads(fixture.with_suffix(".json").read_text(encoding="utf-8"))
    assert opened.picture.name == expected["picture name"]
    assert opened.picture.values.shape == tuple(expected["picture shape"])
    assert [layer.kind for layer in opened.network.layers.values()] == expected["layers"]
    assert list(opened.network.classes) == expected["classes"]
    found = {
        name: struct.pack("<f", array.flat[0]).hex()
        for name, array in opened.network.parameters().items()
    }
    assert found == expected["first number of each array, its bytes"]
    first = opened.network.names[1]
    original = opened.original.layers[first].weight.flat[0]
    assert struct.pack("<f", original).hex() == expected["first weight before the edit"]
    edited = {name for name in opened.network.layers if name not in unedited(opened)}
    assert edited == {*opened.network.sharing(first)}
    nodes = [[node.name, *node.inputs] for node in opened.network.nodes]
    assert nodes == expected.get("nodes", nodes)
    if opened.network.is_chain:
        planned = [plan.kind for plan in draft_of(opened).plans]
        assert planned == expected.get("plan", expected["layers"])


def test_there_is_a_fixture_of_every_format():
    assert all(list(FIXTURES.glob(f"v{number}/*.cnnviz")) for number in range(1, FORMAT + 1))


# Files that are damaged, newer, or made to do harm

ARRAYS = {"picture": np.zeros((1, 2, 2), np.float32), "network.a.weight": np.ones((1, 1, 1, 1))}
ARRAYS = {name: array.astype(np.float32) for name, array in ARRAYS.items()}


def record(**changes):
    """A small good project.json, with some of its parts changed."""
    layer = {
        "kind": "conv2d",
        "options": {
            **{"stride": [1, 1], "padding": [0, 0], "padding_mode": "zeros"},
            **{"dilation": [1, 1], "groups": 1, "flipped": False, **changes.pop("options", {})},
        },
        "arrays": ["weight"],
        **changes.pop("layer", {}),
    }
    node = {"name": "a", "inputs": ["input"], "layer": layer, **changes.pop("node", {})}
    network = {
        **{"name": "own", "title": "Own", "input_shape": [1, 4, 4], "nodes": [node]},
        **{"classes": [], "treatment": "photo", **changes.pop("network", {})},
    }
    picture = {"kind": "matrix", "name": "", "notes": [], **changes.pop("picture", {})}
    return {
        **{"format": 3, "picture": picture, "network": network, "original": None},
        **{"scale_mode": "layer", **changes},
    }


def archive(json_text=None, arrays=None, **entries):
    return zip_bytes(
        {
            "project.json": json.dumps(record()).encode() if json_text is None else json_text,
            "arrays.safetensors": bytes_from_arrays(ARRAYS if arrays is None else arrays),
            **entries,
        }
    )


def changed(**changes):
    return archive(json.dumps(record(**changes)).encode())


def zipped(*entries, compression=zipfile.ZIP_STORED, **options):
    """An archive that Python's zipfile writes, of names or infos with contents."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", compression, **options) as made:
        for name, content in entries:
            made.writestr(name, content)
    return file.getvalue()


def patched(data, at, replacement):
    return data[:at] + replacement + data[at + len(replacement) :]


GOOD = archive()
JSON = json.dumps(record()).encode()
SAFE = bytes_from_arrays(ARRAYS)
DIRECTORY = GOOD.index(b"PK\x01\x02")
SECOND = GOOD.index(b"PK\x01\x02", DIRECTORY + 1)
END = GOOD.index(b"PK\x05\x06")
LINK = zipfile.ZipInfo("arrays.safetensors")
LINK.external_attr = 0o120777 << 16

HOSTILE = {
    "empty": b"",
    "text": b"swan",
    "cut at the end": GOOD[:-1],
    "cut in the middle": GOOD[: len(GOOD) // 2],
    "only an end": GOOD[END:],
    "bytes before": b"#!/bin/sh\n" + GOOD,
    "bytes behind": GOOD + b"more",
    "a comment": patched(GOOD, len(GOOD) - 2, b"\x04\0") + b"more",
    "no manifest": zip_bytes({"arrays.safetensors": SAFE}),
    "no arrays": zip_bytes({"project.json": JSON}),
    "no entry": zip_bytes({}),
    "one entry more": archive(**{"more.json": b"{}"}),
    "climbing": archive(**{"../../evil": b"x"}),
    "absolute": archive(**{"/evil": b"x"}),
    "a drive": archive(**{"C:\\evil": b"x"}),
    "a share": archive(**{"\\\\server\\evil": b"x"}),
    "a reserved name": archive(**{"CON": b"x"}),
    "another case": archive(**{"Project.json": JSON}),
    "nested": archive(**{"inner.cnnviz": GOOD}),
    "a folder": archive(**{"folder/": b""}),
    "a link": zipped(("project.json", JSON), (LINK, b"target")),
    "overlap": patched(GOOD, SECOND + 42, bytes(4)),
    "an entry beyond the end": patched(GOOD, SECOND + 42, b"\xff\xff\xff\x7f"),
    "a gap": patched(GOOD, DIRECTORY + 42, b"\1\0\0\0"),
    "encrypted": patched(GOOD, DIRECTORY + 8, b"\1\0"),
    "sizes that follow": patched(GOOD, DIRECTORY + 8, b"\x08\0"),
    "an unknown method": patched(GOOD, DIRECTORY + 10, b"\x63\0"),
    "another method": zipped(("project.json", JSON), compression=zipfile.ZIP_LZMA),
    "a size that lies": patched(GOOD, DIRECTORY + 24, b"\xff\xff\xff\x7f"),
    "a checksum that lies": patched(GOOD, DIRECTORY + 16, b"\0\0\0\0"),
    "a name that lies": patched(GOOD, 30, b"X"),
    "zip64": zipped(("project.json", JSON), allowZip64=True)[:-22] + b"\xff" * 22,
    "a bomb": zipped(("project.json", bytes(100_000_000)), compression=zipfile.ZIP_DEFLATED),
    "a large manifest": zip_bytes({"project.json": bytes(5_000_000), "arrays.safetensors": SAFE}),
    "many entries": zip_bytes({f"{i}": b"" for i in range(2001)}),
    "JSON that is no JSON": archive(b"{"),
    "JSON that is no text": archive(b"\xff\xfe{}"),
    "JSON that is deep": archive(b'{"format": 1, "network": ' + b"[" * 100_000),
    "JSON with a huge number": archive(b'{"format": ' + b"9" * 5000 + b"}"),
    "no format": archive(b"{}"),
    "format 0": changed(format=0),
    "an unknown field": changed(more=1),
    "an unknown layer": changed(layer={"kind": "exec"}),
    "an unknown option": changed(options={"command": "rm"}),
    "a missing option": changed(layer={"options": {}}),
    "a stride of 0": changed(options={"stride": [0, 1]}),
    "a huge padding": changed(options={"padding": [10**9, 10**9]}),
    "a number beyond all": changed(options={"padding": [10**400, 1]}),
    "no number of groups": changed(options={"groups": 0}),
    "text for a number": changed(options={"groups": "1"}),
    "an array too many": changed(layer={"arrays": ["weight", "bias"]}),
    "an array twice": changed(layer={"arrays": []}),
    "an array of another layer": changed(layer={"arrays": ["running_mean"]}),
    "shapes that do not fit": changed(network={"input_shape": [2, 4, 4]}),
    "a huge input": changed(network={"input_shape": [1, 99_999, 99_999]}),
    "an input without size": changed(network={"input_shape": [1, 0, 4]}),
    "classes without outputs": changed(network={"classes": ["swan", "no swan"]}),
    "a layer that is missing": changed(node={"layer": None}),
    "an original of other layers": changed(original=record()["network"]),
    "a scale of no kind": changed(scale_mode="galaxy"),
    "a picture of no kind": changed(picture={"kind": "film"}),
    "notes of no kind": changed(picture={"notes": [1]}),
    "a picture that is no map": archive(arrays=ARRAYS | {"picture": np.zeros((2, 2), np.float32)}),
    "a picture of floats64": archive(arrays=ARRAYS | {"picture": np.zeros((1, 2, 2))}),
    "a weight of the wrong shape": archive(
        arrays=ARRAYS | {"network.a.weight": np.zeros((1, 1), np.float32)}
    ),
    "weights of bytes": archive(
        arrays=ARRAYS | {"network.a.weight": np.zeros((1, 1, 1, 1), np.uint8)}
    ),
    "no picture": archive(arrays={"network.a.weight": ARRAYS["network.a.weight"]}),
    "a format twice": archive(JSON.replace(b'"format": 3', b'"format": 3, "format": 3')),
    "a name twice": archive(JSON.replace(b'"name": "own"', b'"name": "own", "name": "own"')),
    "an escaped name twice": archive(
        JSON.replace(b'"title": "Own"', b'"title": "Own", "titl\\u0065": "Own"')
    ),
    "a number out of all bounds": archive(JSON.replace(b"[1, 4, 4]", b"[1, 4, 1e999]")),
    "a number of 5,000 digits": archive(JSON.replace(b"[1, 4, 4]", b"[1, 4, %s]" % (b"9" * 5000))),
    "no number": archive(JSON.replace(b"[1, 4, 4]", b"[1, 4, NaN]")),
    "arrays that are none": zip_bytes({"project.json": JSON, "arrays.safetensors": b"swan"}),
    "a pickle": zip_bytes({"project.json": JSON, "arrays.safetensors": b"\x80\x04cos\nsystem\n."}),
}


RELU = {"kind": "relu", "options": {}, "arrays": []}
CONV = record()["network"]["nodes"][0]["layer"]


def joined_network(*nodes):
    """A network of more nodes, each (name, inputs, layer or what it shares)."""
    network = record()["network"]
    network["nodes"] += [
        {"name": name, "inputs": inputs, "shares" if isinstance(rest, str) else "layer": rest}
        for name, inputs, rest in nodes
    ]
    return network


def joined(*nodes, **arrays):
    """A file with more nodes behind the first one."""
    network = joined_network(*nodes)
    return archive(json.dumps(record(network=network)).encode(), ARRAYS | arrays)


def kind(name, **options):
    return {"kind": name, "options": options, "arrays": []}


TWICE = [("b", ["a"], RELU), ("c", ["a", "b"], kind("add"))]
HOSTILE |= {
    f"a node called {name!r}": changed(node={"name": name})
    for name in ("", "a b", "a\n", "ä", "../a", "n" * 201, "input", 1, None)
} | {
    "a name twice": joined(("a", ["a"], RELU)),
    "an input that is not there": joined(("b", ["c"], RELU)),
    "an input that comes later": joined(("b", ["c"], RELU), ("c", ["a"], RELU)),
    "a node that takes itself": joined(("b", ["b"], RELU)),
    "a node without inputs": joined(("b", [], RELU)),
    "two inputs of a ReLU": joined(("b", ["a", "a"], RELU)),
    "one input of a sum": joined(("b", ["a"], kind("add"))),
    "65 inputs of a sum": joined(("b", ["a"] * 65, kind("add"))),
    "two outputs": joined(("b", ["input"], RELU)),
    "a layer that nobody has": joined(("b", ["a"], "c")),
    "a layer of the node itself": joined(("b", ["a"], "b")),
    "a layer of a later node": joined(("b", ["a"], "c"), ("c", ["b"], RELU)),
    "a layer of the input": joined(("b", ["a"], "input")),
    "a layer of its own and of another": changed(node={"shares": "a"}),
    "a shared layer that does not fit": joined(("b", ["a", "a"], kind("cat")), ("c", ["b"], "a")),
    "channels that are not there": joined(("b", ["a"], kind("index_select", channels=[0, 1]))),
    "no channels": joined(("b", ["a"], kind("index_select", channels=[]))),
    "a channel below 0": joined(("b", ["a"], kind("index_select", channels=[-1]))),
    "channels beyond all": joined(("b", ["a"], kind("index_select", channels=[10**400]))),
    "channels of no kind": joined(("b", ["a"], kind("index_select", channels="all"))),
    "an array of a shared layer": joined(
        ("b", ["a"], "a"), **{"network.b.weight": ARRAYS["network.a.weight"]}
    ),
    "very many nodes": joined(*((f"n{i}", ["a"], RELU) for i in range(2000))),
    "nodes that grow without end": joined(
        *((f"n{i}", [f"n{i - 1}" if i else "a"] * 64, kind("cat")) for i in range(1000))
    ),
}


def test_an_original_of_other_inputs_is_refused():
    network = joined_network(*TWICE)
    original = joined_network(TWICE[0], ("c", ["b", "a"], kind("add")))
    original["nodes"] = [{**node, "layer": None} for node in original["nodes"]]
    for nodes, reason in (
        (original["nodes"], "not those it was opened with"),
        ([{**node, "layer": None} for node in network["nodes"]], None),
    ):
        json_text = json.dumps(record(network=network, original={**network, "nodes": nodes}))
        data = archive(json_text.encode())
        if reason is None:
            assert project_from_bytes(data).original.inputs["c"] == ("a", "b")
        else:
            with pytest.raises(ValueError, match=reason):
                project_from_bytes(data)


def test_what_the_hostile_graphs_are_made_from_is_good():
    project = project_from_bytes(joined(*TWICE, ("d", ["c"], "a")))
    assert project.network.inputs["c"] == ("a", "b")
    assert project.network.sharing("a") == ("a", "d")
    assert set(project.network.parameters()) == {"a.weight"}


def other_original(layers=None, arrays=None, **changes):
    """A file whose network was opened with another one, of layers in a row."""
    network = record()["network"]
    names = ["a", "b"]
    nodes = [
        {"name": name, "inputs": [before], "layer": layer}
        for name, before, layer in zip(names, ["input", *names], layers or (), strict=False)
    ]
    nodes = network["nodes"] if layers is None else nodes
    original = {**network, "nodes": nodes, **changes}
    return archive(json.dumps(record(original=original)).encode(), ARRAYS | (arrays or {}))


def weights(*shape):
    return {"original.a.weight": np.ones(shape, np.float32)}


ONE = weights(1, 1, 1, 1)
HOSTILE |= {
    "an original of more layers": other_original([CONV, RELU], ONE),
    "an original of fewer layers": other_original([]),
    "an original of another kind": other_original([RELU]),
    "an original of more filters": other_original([CONV], weights(2, 1, 1, 1)),
    "an original with a bias": other_original(
        [CONV | {"arrays": ["weight", "bias"]}],
        ONE | {"original.a.bias": np.zeros(1, np.float32)},
    ),
    "an original of other names": other_original(
        nodes=[{"name": "b", "inputs": ["input"], "layer": CONV}],
        arrays={"original.b.weight": ARRAYS["network.a.weight"]},
    ),
    "an original of another input": other_original([CONV], ONE, input_shape=[1, 5, 5]),
    "a picture that makes too many values": archive(
        arrays={
            "picture": np.zeros((1, 1500, 1500), np.uint8),
            "network.a.weight": np.ones((200, 1, 1, 1), np.float32),
        },
    ),
}


def test_an_original_with_kernels_of_another_size_is_opened():
    project = project_from_bytes(other_original([CONV], weights(1, 1, 3, 3)))
    assert project.original.layers["a"].kernel_size == (3, 3)


def test_what_the_hostile_files_are_made_from_is_good():
    project = project_from_bytes(GOOD)
    assert project.network.shapes == {"input": (1, 4, 4), "a": (1, 4, 4)}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_at_once_and_left_untouched(path, name):
    path.write_bytes(HOSTILE[name])
    begin = time.process_time()
    with pytest.raises(ProjectFileError, match=r"^own\.cnnviz cannot be opened.*\.$") as refusal:
        open_project(path)
    assert time.process_time() - begin < 1
    assert "\n" not in str(refusal.value)
    assert ".." not in str(refusal.value)  # the reason stands in a sentence, it is none itself
    assert len(str(refusal.value)) < 300
    assert path.read_bytes() == HOSTILE[name]
    assert [file.name for file in path.parent.iterdir()] == ["own.cnnviz"]


def test_an_entry_twice_is_refused(path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        path.write_bytes(zipped(("project.json", JSON), ("project.json", JSON)))
    with pytest.raises(ProjectFileError, match="one of them twice"):
        open_project(path)


@pytest.mark.parametrize("extra", [{}, {"more": {"deep": [1]}}])
def test_a_newer_file_is_told_as_such_and_left_untouched(path, extra):
    json_text = json.dumps({"format": FORMAT + 1, **extra}).encode()
    data = zip_bytes({"project.json": json_text, "a/new/kind/of.entry": b"x"})
    path.write_bytes(data)
    with pytest.raises(ProjectFileError, match="made by a newer cnnviz and is left untouched"):
        open_project(path)
    assert path.read_bytes() == data


def test_mutated_files_are_opened_or_refused(project, thorough):
    chance = random.Random(0)
    for good in (GOOD, project_bytes(project)):
        for _ in range(20_000 if thorough else 1_500):
            data = bytearray(good)
            for _ in range(chance.choice((1, 3))):
                edge = chance.choice((len(data), 3000, -600))  # most of it is only numbers
                at = chance.randrange(edge) if edge > 0 else len(data) - chance.randrange(1, -edge)
                data[min(max(at, 0), len(data) - 1)] = chance.randrange(256)
            try:
                project_from_bytes(bytes(data))
            except ValueError as error:
                assert str(error)  # noqa: PT017 - both ends are right


@given(
    st.recursive(
        st.none() | st.booleans() | floats | words,
        lambda x: st.lists(x) | st.dictionaries(words, x),
    )
)
def test_any_json_is_refused(value):
    with pytest.raises(ValueError, match=r"project\.json"):
        project_from_bytes(archive(json.dumps(value).encode()))


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(data):
    with pytest.raises(ValueError, match="it is"):
        project_from_bytes(data)


def test_what_is_no_file_is_told(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name, words_of in [
        ("none", "there is no such file"),
        ("pipe", "a device or a pipe"),
        ("", "it is a folder"),
    ]:
        with pytest.raises(ProjectFileError, match=words_of):
            open_project(tmp_path / name)


# Saving where it cannot be done


@pytest.mark.parametrize("call", ["fsync", "replace", "open"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO])
def test_a_failing_disk_leaves_the_old_project(path, project, monkeypatch, call, number):
    save_project(path, project)
    before = path.read_bytes()

    def fail(*_, **__):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        broken.setattr(os, call, fail)
        with pytest.raises(ProjectFileError, match=r"own\.cnnviz cannot be saved: .*another place"):
            save_project(path, new_project(project.original))
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["own.cnnviz"]


def test_a_missing_folder_is_told(tmp_path, project):
    with pytest.raises(ProjectFileError, match="cannot be saved: its folder is not there"):
        save_project(tmp_path / "none" / "own.cnnviz", project)


def test_what_could_not_be_opened_again_replaces_no_good_file(path, project):
    save_project(path, project)
    before = path.read_bytes()
    names = dataclasses.replace(project.network, classes=("only one",))
    odd = Picture("drawing", blank_drawing().values, "lone surrogate \udcff")
    spaced = chained(project.network.layers.values())
    spaced = (*spaced[:-1], dataclasses.replace(spaced[-1], name="soft max"))
    spaced = new_project(dataclasses.replace(project.network, nodes=spaced))
    for bad in [Project(project.picture, names, names), new_project(project.network, odd), spaced]:
        with pytest.raises(ProjectFileError, match=r"own\.cnnviz cannot be saved"):
            save_project(path, bad)
    assert path.read_bytes() == before


ODD_JSON = ["NaN", "-Infinity", "1e999", "-1e999", "-1", "0", "0.5", "1e3", "null", "true", '""']
ODD_JSON += ["[]", "{}", "[[]]", '{"kind": 1}', '{"a": 1, "a": 2}', "18446744073709551616", "'"]
ODD_JSON += ['"\\ud800"', '"\\u0000"', "//"]
ODD_JSON += ["9" * 5000, "1" + "0" * 400, "[" * 5000, '{"a":' * 5000, "\ufeff"]


def test_a_project_whose_texts_were_tampered_with_is_opened_or_refused(path, thorough, monkeypatch):
    text, chance = json.dumps(record()), random.Random(0)
    pieces = re.findall(r'"[^"]*"|[0-9.]+|[^"0-9]', text)
    for _ in range(100_000 if thorough else 5_000):
        broken = list(pieces)
        for _ in range(chance.choice((1, 1, 2, 5))):
            at = chance.randrange(len(broken))
            broken[at] = chance.choice((*ODD_JSON, "", broken[at] * 2, chance.choice(pieces)))
        content = archive("".join(broken).encode("utf-8", "surrogatepass"))
        monkeypatch.setattr(
            "cnnviz.project.project_file.content_of", lambda path, largest, of=content: of
        )
        with suppress(ProjectFileError):
            open_project(path)
