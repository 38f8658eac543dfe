"""Code that is written for other programs gives, in them, what the window shows."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
import torch

from cnnviz.cnn import architectures
from cnnviz.cnn.layers import LAYERS
from cnnviz.cnn.network import INPUT, Network, Node
from cnnviz.cnn.trace import trace
from cnnviz.figures.code import keras_layers, onnx_layers, pytorch_layers
from cnnviz.figures.code.keras_python import keras_python_files
from cnnviz.figures.code.keras_r import keras_r_files
from cnnviz.figures.code.names import identifiers
from cnnviz.figures.code.onnx_file import onnx_files
from cnnviz.figures.code.pytorch import pytorch_files
from cnnviz.figures.code.written import FitChoices, InexpressibleError
from cnnviz.project import shipped
from tests.figures.code.networks import PYTORCH_ONLY, REFLECTING, everything, single

ALL = everything() | {name: shipped.network(name) for name in architectures.NAMES}
ALL["random"] = architectures.build("lecture-cnn", 3)
HERE = Path(__file__).parent
CLOSE, GRAPHS_CLOSE = 1e-5, 1e-4  # of the range of the output


def picture(network):
    return np.random.default_rng(0).normal(0, 1, network.input_shape).astype(np.float32)


def assert_same(network, found):
    expected = trace(network, picture(network)).output
    spread = max(float(np.ptp(expected)), 1e-6)
    close = CLOSE if network.is_chain else GRAPHS_CLOSE
    np.testing.assert_allclose(found, expected, rtol=0, atol=close * spread)


def loaded(files, folder):
    """What the code defines."""
    folder = Path(tempfile.mkdtemp(dir=folder))  # Python takes code of one name, age, size as one
    for name, content in files.items():
        (folder / name).write_bytes(content)
    spec = importlib.util.spec_from_file_location("net", folder / "net.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ALL)
def test_pytorch_computes_the_same(name, tmp_path):
    network = ALL[name]
    module = loaded(pytorch_files(network, "net"), tmp_path)
    assert network.classes == module.CLASSES
    with torch.inference_mode():
        assert_same(network, module.load()(torch.tensor(picture(network))[None])[0])


@pytest.mark.parametrize("name", ALL)
def test_onnxruntime_computes_the_same(name):
    onnx, onnxruntime = pytest.importorskip("onnx"), pytest.importorskip("onnxruntime")
    network = ALL[name]
    content = onnx_files(network, "net")["net.onnx"]
    onnx.checker.check_model(content, full_check=True)
    session = onnxruntime.InferenceSession(content, _one_thread(onnxruntime))
    three = np.stack([picture(network)] * 3)  # of the batch every picture is computed by itself
    assert_same(network, session.run(None, {INPUT: three})[0][2])


def _one_thread(onnxruntime):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return options


@pytest.fixture(scope="module")
def keras():
    os.environ["KERAS_BACKEND"] = "torch"
    return pytest.importorskip("keras")


def last_first(values):
    """Channels first again."""
    return values.transpose(2, 0, 1) if values.ndim == 3 else values


def in_keras(write):
    """Which of the networks can be written, and why the others cannot."""
    files, refused = {}, {}
    for name, network in ALL.items():
        try:
            files[name] = write(network, "net", FitChoices(("strokes:40",), epochs=1))
        except InexpressibleError as error:
            refused[name] = str(error)
    return files, refused


def names_of(refused):
    return sorted((ALL[name] for name in refused), key=lambda n: n.nodes[0].layer.kind == "pad")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_keras_in_python_computes_the_same(keras, tmp_path):
    files, refused = in_keras(keras_python_files)
    for name, each in files.items():
        model = loaded(each, tmp_path).load()
        found = np.asarray(model(picture(ALL[name]).transpose(1, 2, 0)[None]).detach())[0]
        assert_same(ALL[name], last_first(found))
    assert names_of(refused) == [n for n in PYTORCH_ONLY if n.nodes[0].layer.kind != "pad"] + [
        n for n in PYTORCH_ONLY if getattr(n.nodes[0].layer, "mode", "") == "replicate"
    ]
    reflecting = next(n for n, network in ALL.items() if network is REFLECTING)
    assert refused[reflecting] == (
        "Keras in Python has nothing for the layer Convolution with padding mode reflect; "
        "export PyTorch or ONNX."
    )


def test_keras_in_r_computes_the_same_and_learns(tmp_path, keras):
    if not shutil.which("Rscript"):
        pytest.skip("R is not installed")
    files, refused = in_keras(keras_r_files)
    kinds = {ALL[n].nodes[0].layer.kind for n in refused if ALL[n] not in PYTORCH_ONLY}
    assert kinds == {"adaptive_avg_pool2d", "group_norm", "instance_norm"}
    folders = {name: tmp_path / name for name in files}
    for name, folder in folders.items():
        folder.mkdir()
        for file, content in files[name].items():
            (folder / file).write_bytes(content)
        x = picture(ALL[name]).transpose(1, 2, 0)[None]
        (folder / "x.bin").write_bytes(x.tobytes(order="F"))
        (folder / "x.txt").write_text(" ".join(map(str, x.shape)))
    learning = folders["lecture-cnn"]
    (learning / "fit").touch()
    _make_data(learning / "data")
    run_r(HERE / "run_r.R", HERE, *folders.values())
    for name, folder in folders.items():
        found = np.frombuffer((folder / "y.bin").read_bytes(), "<f4")
        shape = ALL[name].shapes[ALL[name].output]
        found = found.reshape((*shape[1:], shape[0]) if len(shape) == 3 else shape)
        assert_same(ALL[name], last_first(found))
    assert (learning / "z.bin").read_bytes() != (learning / "y.bin").read_bytes()


def _make_data(folder):
    words = [sys.executable, "-m", "cnnviz", "data", "make", "strokes:40", "-o", folder, "-q"]
    subprocess.run(words, check=True, capture_output=True)


def run_r(*words):
    environment = {
        **os.environ, "KERAS_BACKEND": "torch", "SHIM_PYTHON": sys.executable,
        "SHIM_FOLDER": str(HERE), "OMP_NUM_THREADS": "1",
    }  # fmt: skip
    done = subprocess.run(
        ["Rscript", *map(str, words)], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize(
    "table",
    [
        pytorch_layers.MODULES | pytorch_layers.EXPRESSIONS,
        keras_layers.LAYERS,
        onnx_layers.LAYERS,
    ],
    ids=["pytorch", "keras", "onnx"],
)
def test_every_kind_of_layer_is_in_every_table_and_in_these_tests(table):
    assert table.keys() == LAYERS.keys()
    tested = {layer.kind for network in ALL.values() for layer in network.layers.values()}
    assert tested == LAYERS.keys()


# Names


def test_names_are_no_words_of_python_r_or_a_module():
    words = [*dir(torch.nn.Module()), "class", "None", "match", "x", "picture", "T", "c", "if"]
    words += ["0", "a.b", "a_b", "_", "__", "ñandú"]
    names = [each for each in words if not each.startswith("__") or each == "__"]
    conv = single(LAYERS["relu"]()).nodes[0].layer
    nodes = [Node(n, conv, (b,)) for n, b in zip(names, [INPUT, *names], strict=False)]
    found = identifiers(Network("n", "N", (1, 2, 2), tuple(nodes)))
    made = [*found.values()]
    assert len(set(made)) == len(names)
    assert not set(made) & set(dir(torch.nn.Module()))
    assert all(each.isidentifier() and each.isascii() and each[0] != "_" for each in made)


def test_a_title_and_classes_end_no_text_of_the_code(tmp_path):
    title = 'A """quoted""" \\ title\nimport os'
    classes = ('"', "\\", "'''", "a\nb")
    network = Network("odd", title, (4, 1, 1), (Node("f", LAYERS["flatten"](), (INPUT,)),), classes)
    assert classes == loaded(pytorch_files(network, "net"), tmp_path).CLASSES
    compile(keras_python_files(network, "net", FitChoices())["net.py"], "net.py", "exec")
    code = keras_r_files(network, "net", FitChoices())["net.R"].decode()
    assert code.splitlines()[0].startswith("# A ")


def test_a_layer_that_a_target_lacks_is_named_with_its_own_name():
    odd = LAYERS["pad"](1, 1, 1, 1, "replicate")
    relu = LAYERS["relu"]()
    nodes = (Node("stem.relu", relu, (INPUT,)), Node("stem.pad", odd, ("stem.relu",)))
    with pytest.raises(InexpressibleError, match=r"stem\.pad with mode replicate"):
        keras_r_files(Network("n", "N", (1, 3, 3), nodes), "net", FitChoices())


@pytest.mark.parametrize("optimizer", ["adam", "adamw", "sgd", "rmsprop"])
def test_choices_stand_in_the_code(optimizer):
    network = architectures.build("simplest-cnn")
    choices = FitChoices(("fashion-mnist",), optimizer, 0.125, 0.5, 32, 7)
    python = keras_python_files(network, "net", choices)["net.py"].decode()
    r = keras_r_files(network, "net", choices)["net.R"].decode()
    for code in (python, r):
        assert "0.125" in code
        assert "32" in code
        assert "7" in code
    assert "dataset_fashion_mnist()" in r
