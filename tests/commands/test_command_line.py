"""The commands that need no screen, in this process and as people start them."""

import csv
import io
import json
import os
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image, ImageDraw

import cnnviz
from cnnviz.__main__ import main
from cnnviz.cnn import architectures
from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.network import Network, Node
from cnnviz.files.weights_file import bytes_from_arrays
from cnnviz.project import shipped
from cnnviz.project.picture import Picture
from cnnviz.project.project import new_project, with_parameter
from cnnviz.project.project_file import save_project
from cnnviz.runs.config import Config
from cnnviz.runs.directory import RunDirectory


def seven(side=280, paper="white", ink="black", mode="L"):
    """A thick seven as people draw it."""
    image = Image.new(mode, (side, side), paper)
    corners = [(0.3, 0.25), (0.7, 0.25), (0.45, 0.8)]
    points = [(x * side, y * side) for x, y in corners]
    ImageDraw.Draw(image).line(points, ink, width=side // 14, joint="curve")
    return image


@pytest.fixture
def drawing(tmp_path):
    path = tmp_path / "seven.png"
    seven().save(path)
    return str(path)


@pytest.fixture
def run(capsys, monkeypatch):
    """Run a command in this process; return its exit code, stdout and stderr."""
    monkeypatch.delenv("CNNVIZ_DEBUG", raising=False)

    def run(*words):
        try:
            code = main([str(word) for word in words])
        except SystemExit as end:  # argparse, after --help
            code = end.code
        return code, *capsys.readouterr()

    return run


def start(*words, **environ):
    """Run a command as a process of its own."""
    command = [sys.executable, "-m", "cnnviz", *map(str, words)]
    return subprocess.run(
        command,
        env=os.environ | environ,
        capture_output=True,
        text=True,
        errors="surrogateescape",
        timeout=60,
    )


def is_sentence(text):
    return text.startswith("cnnviz: ") and text.count("\n") == 1 and text.endswith(".\n")


def test_networks_are_listed_with_title_input_parameters_and_accuracy(run):
    code, text, _ = run("networks")
    assert code == 0
    lines = text.splitlines()
    assert [line.split()[0] for line in lines] == ["NAME", *architectures.NAMES]
    assert lines[0].index("TITLE") == lines[1].index("Lecture CNN")
    assert "1×28×28" in lines[1]
    assert "54,314" in lines[1]
    assert "MNIST test" in lines[1]


def test_networks_are_listed_for_programs(run):
    networks = {
        network["name"]: network for network in json.loads(run("networks", "--format", "json")[1])
    }
    assert networks["tiny-vgg"]["input"] == [3, 64, 64]
    assert networks["tiny-vgg"]["parameters"] == 19_920
    assert networks["tiny-vgg"]["trained"]
    assert not networks["one-filter"]["trained"]
    assert networks["lecture-cnn"]["accuracy"]["MNIST test"] > 0.98


def test_predict_tells_the_label_and_every_probability(run, drawing):
    code, text, _ = run("predict", "lecture-cnn", drawing, "--format", "json")
    assert code == 0
    (found,) = json.loads(text)
    assert set(found) == {"image", "label", "probabilities", "notes"}
    assert "Read as dark ink on light paper." in found["notes"]
    assert found["image"] == drawing
    assert found["label"] == "7"
    assert list(found["probabilities"]) == list("0123456789")
    assert abs(sum(found["probabilities"].values()) - 1) < 1e-6
    assert found["probabilities"]["7"] == max(found["probabilities"].values())


def test_predict_prints_the_most_probable_class_first(run, drawing):
    lines = run("predict", "lecture-cnn", drawing)[1].splitlines()
    assert lines[0] == f"{drawing}: 7"
    assert lines[1].split()[0] == "7"
    shares = [float(line.split()[1]) for line in lines[1:11]]
    assert shares == sorted(shares, reverse=True)
    assert lines[11].strip() == "Read as dark ink on light paper."


@pytest.mark.parametrize("kind", ["white page", "white ink on nothing"])
def test_predict_says_that_there_is_no_ink(run, tmp_path, kind):
    page = Image.new("L", (50, 50), "white")
    if kind == "white ink on nothing":
        page = seven(50, paper=(0, 0, 0, 0), ink=(255, 255, 255, 255), mode="RGBA")
    page.save(tmp_path / "page.png")
    assert "No ink was found in it." in run("predict", "lecture-cnn", tmp_path / "page.png")[1]
    text = run("predict", "lecture-cnn", tmp_path / "page.png", "--format", "json")[1]
    assert "No ink was found in it." in json.loads(text)[0]["notes"]


def test_predict_writes_a_table(run, drawing):
    rows = list(
        csv.DictReader(
            io.StringIO(run("predict", "lecture-cnn", drawing, drawing, "--format", "csv")[1])
        )
    )
    assert len(rows) == 2
    assert rows[0]["label"] == "7"
    assert list(rows[0]) == ["image", "label", *"0123456789"]
    assert abs(sum(float(rows[0][digit]) for digit in "0123456789") - 1) < 1e-6


@pytest.mark.parametrize(
    ("paper", "ink", "mode", "side"),
    [
        ("black", "white", "L", 280),
        ("white", "black", "RGB", 280),
        ("lightyellow", "navy", "RGB", 280),
        ("black", "white", "L", 150),
        ("white", "black", "1", 600),
        ((0, 0, 0, 0), "black", "RGBA", 280),
    ],
)
def test_a_drawing_is_read_alike_on_light_and_on_dark(run, drawing, paper, ink, mode, side):
    other = drawing.replace("seven", "other")
    seven(side, paper, ink, mode).save(other)
    text = run("predict", "lecture-cnn", drawing, other, "--format", "json")[1]
    first, second = json.loads(text)
    assert first["label"] == second["label"] == "7"
    if side == 280 and mode == "L":
        for digit, share in first["probabilities"].items():
            assert abs(share - second["probabilities"][digit]) < 1e-3


def test_raw_neither_treats_nor_inverts(run, tmp_path, drawing):
    target = tmp_path / "t.npz"
    assert run("trace", "lecture-cnn", drawing, "-o", target, "--raw")[0] == 0
    raw = np.load(target)["input"]
    expected = np.asarray(seven(), np.float32).reshape(28, 10, 28, 10).mean(axis=(1, 3)) / 255
    np.testing.assert_allclose(raw[0], expected, atol=1e-5)
    assert run("trace", "lecture-cnn", drawing, "-o", target)[0] == 0
    treated = np.load(target)["input"]
    assert treated[0, 0, 0] == 0  # paper
    assert raw[0, 0, 0] == 1


def test_a_node_may_be_called_as_an_argument_of_savez(run, tmp_path):
    node = Node("file", ReLU(), ("input",))
    network = Network("own", "Own", (1, 2, 2), (node,))
    numbers = np.array([[[-1, 2], [3, -4]]], np.float32)
    save_project(tmp_path / "own.cnnviz", new_project(network, Picture("matrix", numbers)))
    np.save(tmp_path / "x.npy", numbers)
    words = (tmp_path / "own.cnnviz", tmp_path / "x.npy", "-o", tmp_path / "t.npz")
    assert run("trace", *words) == (0, "", "")
    arrays = np.load(tmp_path / "t.npz")
    assert arrays["file"].tolist() == [[[0, 2], [3, 0]]]


def test_an_mnist_picture_is_taken_as_it_is(run, tmp_path, drawing):
    target = tmp_path / "t.npz"
    run("trace", "lecture-cnn", drawing, "-o", target)
    digit = np.load(target)["input"]
    Image.fromarray(np.rint(digit[0] * 255).astype(np.uint8)).save(tmp_path / "mnist.png")
    run("trace", "lecture-cnn", tmp_path / "mnist.png", "-o", target)
    np.testing.assert_allclose(np.load(target)["input"], digit, atol=0.002)


@pytest.mark.parametrize(
    "name", ["lecture-cnn", "tiny-vgg", "nine-steps-average", "one-filter-rgb", "residual-cnn"]
)
def test_a_trace_holds_what_pytorch_computes_at_every_layer(run, tmp_path, name):
    torch = pytest.importorskip("torch")
    from cnnviz.training.torch_network import to_torch

    network = shipped.network(name)
    numbers = np.random.default_rng(0).standard_normal(network.input_shape).astype(np.float32)
    np.save(tmp_path / "x.npy", numbers)
    assert run("trace", name, tmp_path / "x.npy", "-o", tmp_path / "t.npz") == (0, "", "")
    arrays = np.load(tmp_path / "t.npz")
    assert tuple(arrays) == network.names
    np.testing.assert_array_equal(arrays["input"], numbers)
    tensors = {"input": torch.from_numpy(numbers)[None]}
    for key, module, inputs in to_torch(network).eval().parts:
        tensors[key] = module(*(tensors[each] for each in inputs))
        expected = tensors[key][0].detach().numpy()
        assert arrays[key].dtype == np.float32
        assert arrays[key].shape == expected.shape
        np.testing.assert_allclose(arrays[key], expected, rtol=0, atol=1e-5 * np.ptp(expected))


def test_activity_2_can_be_traced_from_a_text_file(run, tmp_path):
    rows = "4 5 1 0 0 0\n9 2 3 1 0 0\n7 1 1 1 1 0\n3 1 1 1 0 0\n2 2 1 1 1 0\n1 0 0 0 0 0\n"
    (tmp_path / "x.csv").write_text(rows)
    kernel = np.array([[[[0, 2, 1], [4, 1, 0], [1, 0, 1]]]], np.float32)
    weights = {"conv1.weight": kernel, "conv1.bias": np.zeros(1, np.float32)}
    (tmp_path / "w.safetensors").write_bytes(bytes_from_arrays(weights))
    words = ("one-filter", tmp_path / "x.csv", "--weights", tmp_path / "w.safetensors")
    assert run("trace", *words, "-o", tmp_path / "t.npz")[0] == 0
    expected = [[57, 15, 15, 5], [40, 14, 8, 6], [19, 11, 10, 7], [14, 12, 7, 5]]
    assert np.load(tmp_path / "t.npz")["conv1"].tolist() == [expected]


def test_numbers_of_a_large_drawing_are_read_as_a_drawing(run, tmp_path, drawing):
    np.save(tmp_path / "seven.npy", np.asarray(seven()))
    text = run("predict", "lecture-cnn", drawing, tmp_path / "seven.npy", "--format", "json")[1]
    first, second = json.loads(text)
    assert first["probabilities"] == second["probabilities"]


def test_a_project_is_a_network(run, tmp_path, drawing):
    network = shipped.network("lecture-cnn")
    project = with_parameter(new_project(network), "fc2", "bias", (3,), 1000)
    save_project(tmp_path / "own.cnnviz", project)
    text = run("predict", tmp_path / "own.cnnviz", drawing, "--format", "json")[1]
    assert json.loads(text)[0]["label"] == "3"


def test_the_folder_of_a_run_is_a_network(run, tmp_path, drawing):
    folder = RunDirectory(tmp_path / "run")
    folder.create(Config("lecture-cnn", ("strokes:10",)))
    code, _, problem = run("predict", tmp_path / "run", drawing)
    assert code == 2
    assert "weights.safetensors cannot be read: there is no such file" in problem
    folder.save_weights(shipped.network("lecture-cnn").parameters())
    of_run = run("predict", tmp_path / "run", drawing)[1]
    assert of_run == run("predict", "lecture-cnn", drawing)[1]


def test_other_weights_are_taken(run, tmp_path, drawing):
    weights = tmp_path / "w.safetensors"
    weights.write_bytes(bytes_from_arrays(architectures.build("lecture-cnn", 5).parameters()))
    trained = run("predict", "lecture-cnn", drawing)[1]
    assert run("predict", "lecture-cnn", drawing, "--weights", weights)[1] != trained
    code, _, problem = run("predict", "lenet-5", drawing, "--weights", weights)
    assert code == 2
    assert is_sentence(problem)
    assert "LeNet-5" in problem


def test_scores_without_softmax_are_made_probabilities(run, drawing):
    text = run("predict", "nine-steps", drawing, "--format", "json")[1]
    assert abs(sum(json.loads(text)[0]["probabilities"].values()) - 1) < 1e-6


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["none.png"], "There is no file 'none.png'; the commands are networks, predict"),
        (["."], "is no file"),
        (["--swan"], "unrecognized arguments: --swan; see cnnviz --help"),
        (["a", "b"], "There is no file 'a'; the commands are networks"),
        (["networks", "--format", "xml"], "invalid choice: 'xml'"),
        (["networks", "more"], "unrecognized arguments: more; see cnnviz networks --help"),
        (["predict"], "required: NETWORK, IMAGE"),
        (["predict", "lecture-cnn"], "required: IMAGE"),
        (["predict", "swan", "IMAGE"], "project or run 'swan' (did you mean swan-cnn?)"),
        (["predict", "lecture-cnn", "none.png"], "There is no file none.png"),
        (["predict", "lecture-cnn", "empty"], "empty is a folder without pictures"),
        (["predict", "lecture-cnn", "empty/*.png"], "No file fits empty/*.png"),
        (["predict", ".", "IMAGE"], "is no folder of a training run"),
        (["predict", "IMAGE", "IMAGE"], "seven.png cannot be opened and is left untouched"),
        (["predict", "one-filter", "IMAGE"], "has no classes to predict"),
        (["predict", "lecture-cnn", "IMAGE", "--weights", "none"], "weights none cannot be read"),
        (
            ["predict", "lecture-cnn", "IMAGE", "--weights", "IMAGE"],
            "cannot be read: it is damaged",
        ),
        (["trace", "lecture-cnn", "IMAGE"], "required: -o/--output"),
        (
            ["trace", "lecture-cnn", "IMAGE", "-o", "none/t.npz"],
            "cannot be written: its folder is not there",
        ),
        (["trace", "lecture-cnn", "IMAGE", "-o", "."], "cannot be written: it is a folder"),
        (["trace", "lecture-cnn", "a\0b", "-o", "t.npz"], "is no name of a file"),
        (["train"], "arguments are required"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_2(
    run, drawing, tmp_path, monkeypatch, words, said
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    code, output, problem = run(*(drawing if word == "IMAGE" else word for word in words))
    assert code == 2
    assert output == ""
    assert is_sentence(problem)
    assert said in problem


@pytest.mark.parametrize("content", ["1 2\n3", "swan", "", "-5 " * 40])
def test_numbers_that_do_not_fit_are_one_sentence(run, tmp_path, content):
    (tmp_path / "x.csv").write_text(content)
    code, _, problem = run("predict", "lecture-cnn", tmp_path / "x.csv")
    assert code == 2
    assert is_sentence(problem)


@pytest.mark.parametrize("command", ["", "networks", "predict", "trace", "train"])
def test_help_shows_an_example(run, command):
    code, text, _ = run(*command.split(), "--help")
    assert code == 0
    assert f"example: cnnviz {command}".rstrip() in " ".join(text.split())


def test_the_version_is_told(run):
    code, text, _ = run("--version")
    assert code == 0
    assert text.startswith("cnnviz ")


def test_what_nobody_foresaw_is_one_sentence_too(run, drawing, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError("of swans\nby zero")

    monkeypatch.setattr("cnnviz.commands.predict.load_network", fail)
    code, _, problem = run("predict", "lecture-cnn", drawing)
    assert code == 2
    assert problem == (
        "cnnviz: Something went wrong (ZeroDivisionError: of swans by zero); "
        "set CNNVIZ_DEBUG=1 to see where.\n"
    )
    monkeypatch.setenv("CNNVIZ_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["predict", "lecture-cnn", drawing])


def test_training_without_pytorch_tells_how_to_install_it(run, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "torch", None)
    words = ("train", "lecture-cnn", "--data", "strokes:10", "--run", tmp_path / "run")
    code, _, problem = run(*words)
    assert code == 2
    assert "Training needs PyTorch" in problem
    assert "-m pip install torch==" in problem  # the version of the extra
    assert not (tmp_path / "run").exists()


def test_the_window_gets_its_file(monkeypatch, drawing):
    opened = []
    app = SimpleNamespace(run=lambda file, **how: opened.append((file, *how.values())) or 0)
    monkeypatch.setitem(sys.modules, "cnnviz.app", app)
    monkeypatch.setattr(cnnviz, "app", app, raising=False)
    assert main([drawing]) == 0
    assert main(["--safe-mode"]) == 0
    assert main(["--reset"]) == 0
    assert opened == [(drawing, False, False), (None, True, False), (None, False, True)]


def test_weights_that_are_no_numbers_are_told(run, tmp_path, drawing):
    network = shipped.network("lecture-cnn")
    project = with_parameter(new_project(network), "conv1", "bias", (0,), float("nan"))
    save_project(tmp_path / "own.cnnviz", project)
    code, _, problem = run("predict", tmp_path / "own.cnnviz", drawing)
    assert code == 2
    assert "NaN or infinity in its weights" in problem


def test_commands_import_neither_qt_nor_pytorch(drawing, tmp_path):
    code = (
        "import sys, os; from cnnviz.__main__ import main\n"
        "assert os.environ['OPENBLAS_NUM_THREADS'] == '1' and 'numpy' not in sys.modules\n"
        "assert main(['networks']) == 0\n"
        f"assert main(['predict', 'lecture-cnn', {drawing!r}]) == 0\n"
        f"assert main(['trace', 'mlp', {drawing!r}, '-o', {str(tmp_path / 't.npz')!r}]) == 0\n"
        "print([name for name in ('PySide6', 'torch', 'scipy') if name in sys.modules])"
    )
    environ = {name: value for name, value in os.environ.items() if "THREADS" not in name}
    printed = subprocess.check_output([sys.executable, "-c", code], env=environ, text=True)
    assert printed.endswith("\n[]\n")


def test_a_process_prints_and_ends_well(drawing):
    ended = start("predict", "lecture-cnn", drawing, "--format", "json")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout)[0]["label"] == "7"


def test_a_process_ends_with_a_sentence_and_exit_code_2():
    ended = start("predict", "lecture-cnn", "none.png")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert is_sentence(ended.stderr)


def test_a_reader_that_has_seen_enough_is_no_error():
    command = [sys.executable, "-m", "cnnviz", "networks"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 0


def test_names_that_the_terminal_cannot_show_are_no_error(tmp_path):
    path = os.fsencode(tmp_path) + "/ñandú-\udcff.png".encode(errors="surrogateescape")
    with open(path, "wb") as file:
        seven().save(file, "PNG")
    for form in ("text", "json", "csv"):
        for encoding in ("ascii", "utf-8"):
            ended = start(
                "predict",
                "lecture-cnn",
                os.fsdecode(path),
                "--format",
                form,
                PYTHONIOENCODING=encoding,
            )
            assert (ended.returncode, ended.stderr) == (0, "")
