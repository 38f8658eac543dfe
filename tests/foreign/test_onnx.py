"""ONNX files as projects: the same numbers, and a sentence where it cannot be."""

import io
import json
import subprocess
import sys
import warnings
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from cnnviz.cnn.trace import trace
from cnnviz.figures.code.onnx_file import onnx_files
from cnnviz.foreign import onnx_process
from cnnviz.foreign.errors import ForeignError
from cnnviz.foreign.onnx_file import parsed
from cnnviz.foreign.onnx_process import project_of
from cnnviz.foreign.onnx_reading import network_of
from cnnviz.project import onnx_project, shipped
from cnnviz.project.onnx_project import open_onnx
from cnnviz.project.project_file import ProjectFileError, open_project
from tests.figures.code.networks import everything
from tests.foreign import networks, zoo
from tests.torch_threads import one_thread  # noqa: F401 - acts by being here

onnx = pytest.importorskip("onnx")
ReferenceEvaluator = pytest.importorskip("onnx.reference").ReferenceEvaluator
ALL = everything()
CANNOT = {"conv1d", "row-scale", "adaptive_avg_pool2d-2"}  # written as several operators
TEN = (
    "squeezenet1_1", "mobilenet_v3_small", "shufflenet_v2_x0_5", "resnet18", "mobilenet_v2",
    "googlenet", "densenet121", "efficientnet_b0", "mnasnet0_5", "regnet_x_400mf",
    "convnext_tiny",
)  # fmt: skip


def nothing_beside(_name):
    raise ForeignError("nothing lies beside it")


def opened(content, external=nothing_beside):
    return network_of(parsed(content, external), "Mine")


def picture(network):
    return np.random.default_rng(0).normal(0, 1, network.input_shape).astype(np.float32)


def assert_same(network, expected):
    spread = max(float(np.ptp(expected)), 1e-6)
    found = trace(network, picture(network)).output
    np.testing.assert_allclose(found.ravel(), expected.ravel(), rtol=0, atol=1e-4 * spread)


# Files of this program


@pytest.mark.parametrize("name", sorted(ALL.keys() - CANNOT))
def test_what_was_written_opens_with_the_same_numbers(name):
    network = ALL[name]
    made = opened(onnx_files(network, "net")["net.onnx"])
    assert_same(made, trace(network, picture(network)).output)


@pytest.mark.parametrize("name", sorted(CANNOT))
def test_what_is_written_as_other_operators_is_refused_by_name(name):
    with pytest.raises(ForeignError, match=r"Its operator (Conv|MatMul) \(\w+\) cannot be opened"):
        opened(onnx_files(ALL[name], "net")["net.onnx"])


@pytest.mark.parametrize("name", ["lecture-cnn", "residual-cnn", "swan-cnn"])
def test_names_classes_and_weights_come_back(name):
    network = shipped.network(name)
    made = opened(onnx_files(network, "net")["net.onnx"])
    assert [(n.name, n.layer.kind, n.inputs) for n in made.nodes] == [
        (n.name, n.layer.kind, n.inputs) for n in network.nodes
    ]
    assert (made.classes, made.treatment) == (network.classes, network.treatment)
    assert made.title == network.title
    for key, array in network.parameters().items():
        np.testing.assert_array_equal(made.parameters()[key], array)


def test_weights_that_two_nodes_share_are_shared_again():
    made = opened(onnx_files(ALL["branches"], "net")["net.onnx"])
    assert made.sharing("again") == ("block.0.a", "again")


# Files of PyTorch


def written(model, side=64, *, dynamo=True):
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        x = torch.zeros(1, 3, side, side)
        if dynamo:
            torch.onnx.export(model, (x,), dynamo=True, verbose=False).save(file)
        else:
            torch.onnx.export(model, (x,), file, dynamo=False)
    return file.getvalue()


def assert_as_torch(name, *, dynamo):
    model = zoo.model(name)
    made = opened(written(model, dynamo=dynamo))
    with torch.inference_mode():
        expected = model(torch.tensor(picture(made))[None])[0].numpy()
    assert_same(made, expected)
    return made


def test_a_small_network_of_torchvision_opens():
    pytest.importorskip("onnxscript")
    made = assert_as_torch("squeezenet1_1", dynamo=True)
    assert made.names[1:4] == ("features.0", "features.1", "features.2")


def computed(nodes):
    """An ONNX file with one input (1, 3, 4, 5), and its values by the reference evaluator."""
    used = {name for node in nodes for name in node.input}
    numbers = {"three": 3.0, "two": 2.0, "eps": 1e-5}
    graph = onnx.helper.make_graph(
        nodes,
        "g",
        [onnx.helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, (1, 3, 4, 5))],
        [onnx.helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, None)],
        [
            onnx.numpy_helper.from_array(np.array(value, np.float32), name)
            for name, value in numbers.items()
            if name in used
        ],
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)])
    model.ir_version = 8
    return model.SerializeToString()


def of(operator, inputs, output, **attributes):
    return onnx.helper.make_node(operator, inputs.split(), [output], **attributes)


def mean(of_what, output):
    return of("ReduceMean", of_what, output, axes=[1], keepdims=1)


COMPUTED = {
    "logarithm": [of("Exp", "x", "a"), of("Log", "a", "y")],
    "root": [of("Abs", "x", "a"), of("Sqrt", "a", "y")],
    "reciprocal": [of("Exp", "x", "a"), of("Reciprocal", "a", "y")],
    "cube": [of("Pow", "x three", "y")],
    "quotient": [of("Exp", "x", "a"), of("Div", "x a", "y")],
    "of a number": [of("Exp", "x", "a"), of("Div", "three a", "y")],
    "layer norm": [
        mean("x", "m"), of("Sub", "x m", "d"), of("Pow", "d two", "q"), mean("q", "v"),
        of("Add", "v eps", "ve"), of("Sqrt", "ve", "s"), of("Div", "d s", "y"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("nodes", COMPUTED.values(), ids=COMPUTED.keys())
def test_powers_and_quotients_of_what_is_computed_open(nodes):
    model = computed(nodes)
    network = opened(model)
    given = {"x": picture(network)[None]}
    assert_same(network, ReferenceEvaluator(model).run(None, given)[0])


def test_shapes_that_an_exporter_computes_become_one_layer():
    pytest.importorskip("onnxscript")
    made = assert_as_torch("shufflenet_v2_x0_5", dynamo=False)
    kinds = [node.layer.kind for node in made.nodes]
    assert kinds.count("channel_shuffle") == 16
    assert made.nodes[0].name == "conv1.0"


@pytest.mark.parametrize("dynamo", [True, False])
def test_a_gate_that_is_spread_over_its_maps_opens(dynamo):
    pytest.importorskip("onnxscript")
    model, image = networks.made(networks.Expanded), networks.image_for(networks.Expanded)
    made = opened(written(model, 40, dynamo=dynamo))
    with torch.inference_mode():
        np.testing.assert_allclose(
            trace(made, image[0].numpy()).output, model(image)[0].numpy(), rtol=1e-4, atol=1e-5
        )
    assert "index_select" not in {node.layer.kind for node in made.nodes}


@pytest.mark.timeout(3600)
def test_ten_networks_of_torchvision_open_from_both_exporters(thorough):
    if not thorough:
        pytest.skip("by --thorough")
    for name in TEN:
        for dynamo in (True, False):
            assert_as_torch(name, dynamo=dynamo)


# Files that cannot be opened


def model_of(nodes, shape=(1, 2, 4, 4), inputs=1, constants=()):
    helper = onnx.helper
    given = [helper.make_tensor_value_info(f"x{i}", 1, shape) for i in range(inputs)]
    result = helper.make_tensor_value_info("y", 1, None)
    graph = helper.make_graph(nodes, "g", given, [result], constants)
    return helper.make_model(graph)


def node(operator, inputs=("x0",), outputs=("y",), **attributes):
    return onnx.helper.make_node(operator, inputs, outputs, name=f"a/{operator}", **attributes)


@pytest.mark.parametrize(
    ("model", "told"),
    [
        (lambda: model_of([node("Det")]), "cnnviz knows no Det; it knows these operators"),
        (lambda: model_of([node("LSTM", domain="my.own")]), "LSTM of my.own is none"),
        (lambda: model_of([node("Relu")], inputs=2), "takes 2 inputs"),
        (lambda: model_of([node("Relu")], shape=(8, 2, 4, 4)), "8 × 2 × 4 × 4"),
        (lambda: model_of([node("Relu")], shape=("n", 2, "h", "w")), "how large its pictures"),
        (lambda: model_of([node("Relu", ["z"])]), "z is taken before it is there"),
        (lambda: model_of([node("Softmax", axis=1)]), "Softmax (a) cannot be opened"),
        (lambda: model_of([node("Cast", to=6)]), "Cast (a) cannot be opened: it rounds to whole"),
        (lambda: model_of([node("Identity")]), "gives its input as it is"),
        (lambda: model_of([node("Constant", (), value_float=1.0)]), "not depend on the picture"),
        (lambda: model_of([node("MaxPool", kernel_shape=[9, 9])]), "MaxPool"),
    ],
)
def test_what_cannot_be_opened_is_told_in_a_sentence(model, told):
    with pytest.raises(ForeignError) as error:
        opened(model().SerializeToString())
    assert told in str(error.value)


def mutated(content, random):
    """A file with some bytes changed, moved, cut or grown."""
    made = bytearray(content)
    for _ in range(random.integers(1, 6)):
        at = int(random.integers(0, max(1, len(made))))
        match random.integers(0, 6):
            case 0:
                made[at : at + 1] = bytes([int(random.integers(256))])
            case 1:
                del made[at : at + int(random.integers(1, 40))]
            case 2:
                made[at:at] = made[at : at + int(random.integers(1, 40))]
            case 3:
                made[at : at + 4] = b"\xff\xff\xff\x7f"
            case 4:
                del made[at:]
            case _:
                made[at : at + 1] = bytes([made[at] ^ 1 << int(random.integers(8))] if made else [])
    return bytes(made)


@pytest.mark.timeout(3600)
def test_a_damaged_file_is_told_in_a_sentence(thorough):
    random = np.random.default_rng(11)
    files = [onnx_files(network, "net")["net.onnx"] for network in ALL.values()]
    small = [content for content in files if len(content) < 4000]
    count, refused, told = 5000 if thorough else 500, 0, set()
    for _ in range(count):
        content = mutated(small[random.integers(len(small))], random)
        try:
            project_of(content, "Mine", nothing_beside)
        except ForeignError as error:
            refused += 1
            told.add(str(error))
    assert refused > count // 4
    assert [text for text in told if not text.endswith((".", "beside it"))] == []
    assert [text for text in told if not text.isprintable() or len(text) > 1500] == []


# Pictures with their channels last, as TensorFlow takes them


def convolving(*before, inputs=3, shape=(1, 6, 8, 3), **constants):
    """A network whose convolution takes what some operators give."""
    random, numpy_helper = np.random.default_rng(3), onnx.numpy_helper
    arrays = {"w": random.normal(size=(4, inputs, 3, 3)).astype(np.float32), **constants}
    nodes = [*before, node("Conv", ["turned", "w"], ["c"], pads=[1, 1, 1, 1])]
    nodes += [node("Transpose", ["c"], ["last"], perm=[0, 2, 3, 1]), node("Flatten", ["last"])]
    made = model_of(
        nodes, shape, constants=[numpy_helper.from_array(np.array(a), n) for n, a in arrays.items()]
    )
    del made.opset_import[:]
    made.opset_import.append(onnx.helper.make_opsetid("", 17))
    return made


def turned(name="x0"):
    return node("Transpose", [name], ["turned"], perm=[0, 3, 1, 2])


@pytest.mark.parametrize(
    ("model", "shape"),
    [
        (lambda: convolving(turned()), (3, 6, 8)),
        (lambda: convolving(turned(), shape=("n", 6, 8, 3)), (3, 6, 8)),
        (
            lambda: convolving(
                node("Sub", ["x0", "mean"], ["x1"]), turned("x1"), mean=np.float32([0.1, 0.2, 0.3])
            ),
            (3, 6, 8),
        ),
        (
            lambda: convolving(
                node("Reshape", ["x0", "to"], ["turned"]), to=[-1, 1, 6, 8],
                inputs=1, shape=("n", 6, 8, 1),
            ),
            (1, 6, 8),
        ),
        (lambda: convolving(node("Relu", ["x0"], ["turned"]), inputs=6), (6, 8, 3)),
    ],
)  # fmt: skip
def test_a_picture_with_its_channels_last_is_one_with_its_channels_first(model, shape):
    file = model()
    made = opened(file.SerializeToString())
    assert made.input_shape == shape
    pixels = picture(made)
    given = pixels[None] if shape[0] == 6 else pixels.transpose(1, 2, 0)[None]
    (expected,) = ReferenceEvaluator(file).run(None, {"x0": given})
    np.testing.assert_allclose(
        trace(made, pixels).output.ravel(), expected.ravel(), rtol=1e-4, atol=1e-5
    )
    assert made.nodes[0].layer.kind != "permute"


# In a process of its own


def test_a_file_is_read_by_a_process_of_its_own(tmp_path):
    file = tmp_path / "lecture.onnx"
    file.write_bytes(onnx_files(shipped.network("lecture-cnn"), "net")["net.onnx"])
    assert_same(open_onnx(file).network, trace_of_lecture())
    done = cnnviz("convert", file, "-o", tmp_path / "out.cnnviz")
    assert done.returncode == 0, done.stderr
    assert open_project(tmp_path / "out.cnnviz").network.classes == tuple("0123456789")


def trace_of_lecture():
    network = shipped.network("lecture-cnn")
    return trace(network, picture(network)).output


def cnnviz(*words):
    return subprocess.run(
        [sys.executable, "-m", "cnnviz", *map(str, words)], capture_output=True, text=True
    )


def beside(folder, location, offset="0", length=None):
    """A file whose weights lie in another one; returns it and the content of that one."""
    model = onnx.load_model_from_string(onnx_files(ALL["conv2d"], "net")["net.onnx"])
    (weight,) = (each for each in model.graph.initializer if each.name == "conv1.weight")
    content = weight.raw_data
    weight.ClearField("raw_data")
    weight.data_location = 1
    told = {"location": location, "offset": offset, "length": length or str(len(content))}
    for key, value in told.items():
        weight.external_data.add(key=key, value=value)
    file = folder / "net.onnx"
    file.write_bytes(model.SerializeToString())
    return file, content


def test_weights_in_a_file_beside_are_read(tmp_path):
    file, content = beside(tmp_path, "net.onnx.data", "8")
    (tmp_path / "net.onnx.data").write_bytes(bytes(8) + content)
    network = open_onnx(file).network
    assert_same(network, trace(ALL["conv2d"], picture(network)).output)


@pytest.mark.parametrize("location", ["../secret", "/etc/passwd", "a/b", "..", "", "x\n", ".hid"])
def test_weights_elsewhere_are_refused(tmp_path, location):
    file, content = beside(tmp_path, location)
    (tmp_path.parent / "secret").write_bytes(content)
    with pytest.raises(ProjectFileError, match="no plain name of a file beside it"):
        open_onnx(file)


@pytest.mark.parametrize(("offset", "length"), [("999999", None), ("-4", None), ("0", "4")])
def test_weights_at_odd_places_are_refused(tmp_path, offset, length):
    file, content = beside(tmp_path, "data", offset, length)
    (tmp_path / "data").write_bytes(content)
    with pytest.raises(ProjectFileError, match="do not lie where it says"):
        open_onnx(file)


def test_weights_behind_a_link_or_missing_are_refused(tmp_path):
    file, content = beside(tmp_path, "data")
    with pytest.raises(ProjectFileError, match="which cannot be read"):
        open_onnx(file)
    (tmp_path / "other").write_bytes(content)
    (tmp_path / "data").symlink_to(tmp_path / "other")
    with pytest.raises(ProjectFileError, match="it is a link"):
        open_onnx(file)


def test_a_file_that_wants_all_memory_is_told(tmp_path):
    big = onnx.numpy_helper.from_array(np.array([90_000_000, 8], np.int64), "n")
    nodes = [node("ConstantOfShape", ["n"], ["c"]), node("Add", ["x0", "c"])]
    file = tmp_path / "big.onnx"
    file.write_bytes(model_of(nodes, constants=[big]).SerializeToString())
    with pytest.raises(ProjectFileError, match="ConstantOfShape"):
        open_onnx(file)


@pytest.mark.parametrize("content", [b"", b"\x00" * 100, b"PK\x03\x04", b"\x08\x08"])
def test_no_onnx_file_is_told(tmp_path, content):
    file = tmp_path / "odd.onnx"
    file.write_bytes(content)
    with pytest.raises(ProjectFileError, match=r"odd.onnx cannot be opened and is left untouched"):
        open_onnx(file)


def test_without_the_package_what_to_install_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx.numpy_helper", None)
    told, content = onnx_process.answer(io.BytesIO(), io.BytesIO(), "Mine")
    assert (told, content) == ({"problem": "missing"}, b"")
    file = tmp_path / "net.onnx"
    file.touch()
    process = SimpleNamespace(stdin=io.BytesIO(), stdout=io.BytesIO(json.dumps(told).encode()))
    with pytest.raises(Exception, match=r'pip install "cnnviz\[onnx\]"'):
        onnx_project._answered(process, b"", file)
