"""`cnnviz convert`, and what other commands make of the project it writes."""

import os
import re
import textwrap

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from cnnviz.__main__ import main
from cnnviz.project import shipped
from cnnviz.project.project import new_project
from cnnviz.project.project_file import open_project, save_project
from cnnviz.resources import folder

PHOTO = folder() / "images" / "samples" / "03-cat.png"
NET = """
    import torch
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv, self.bn = nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4)
            self.fc = nn.Linear(4, 3)

        def forward(self, x):
            return self.fc(self.bn(self.conv(x)).relu().mean((2, 3)))

    def make_network():
        return Net()

    def fails():
        raise RuntimeError("what I wrote")

    number = 3
"""


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "convert_net.py").write_text(textwrap.dedent(NET))

    def run(*words):
        return main(["convert", *words]), capsys.readouterr().err

    return run


def weights():
    torch.manual_seed(3)
    parts = {"conv": torch.nn.Conv2d(3, 4, 3), "bn": torch.nn.BatchNorm2d(4),
             "fc": torch.nn.Linear(4, 3)}  # fmt: skip
    return {f"{name}.{key}": each for name, part in parts.items()
            for key, each in part.state_dict().items()}  # fmt: skip


def test_it_says_what_it_wrote_and_nothing_of_a_picture_that_was_not_given(run, capsys):
    words = ["convert_net.py:make_network", "--size", "64", "--mean", "imagenet", "-o", "n.cnnviz"]
    assert main(["convert", *words]) == 0
    told = capsys.readouterr()
    assert told.out == (
        "n.cnnviz holds Net: 7 layers, 135 parameters; it takes 3×64×64 and gives 3\n"
    )
    assert "pixels" not in told.err
    assert main(["convert", *words, "--force", "--image", str(PHOTO)]) == 0
    assert "Resized from" in capsys.readouterr().err


def test_what_is_written_of_onnx_is_said_too(run, capsys):
    assert main(["export", "nine-steps", "-o", "net.onnx"]) == 0
    capsys.readouterr()
    assert main(["convert", "net.onnx", "-o", "back.cnnviz"]) == 0
    told = capsys.readouterr()
    assert told == (
        "back.cnnviz holds Nine steps, maximum pooling: 9 layers, 4,526 parameters; "
        "it takes 1×28×28 and gives 10\n",
        "",
    )


@pytest.mark.parametrize("form", ["safetensors", "pth", "module."])
def test_a_file_and_its_weights_become_a_project(run, tmp_path, form):
    state, file = weights(), "w.pth"
    if form == "safetensors":
        file = "w.safetensors"
        save_file(state, file)
    else:
        prefix = form if form == "module." else ""
        torch.save({prefix + name: each for name, each in state.items()}, file)
    code, told = run(
        "convert_net.py:make_network", "-o", "out.cnnviz", "--weights", file, "--size", "16",
        "--mean", "imagenet", "--classes", "a,b,c",
    )  # fmt: skip
    assert code == 0
    assert "Running convert_net.py: it can do whatever you can." in told
    project = open_project("out.cnnviz")
    assert project.network.names[:6] == ("input", "normalize", "conv", "bn", "relu", "mean")
    assert project.network.names[-1] == "fc"
    assert project.network.classes == ("a", "b", "c")
    np.testing.assert_array_equal(project.network.layers["conv"].weight, state["conv.weight"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["w.pth"], "w.pth holds weights, not what is computed with them"),
        (["net.pt2"], "reading one may run code.*cnnviz.save"),
        (["net.txt"], "net.txt is no network that can be converted"),
        (["convert_net.py"], "What in convert_net.py makes the network"),
        (["none.py:make"], "There is no file none.py"),
        (["convert_net.py:make_netwrok"], "did you mean make_network"),
        (["convert_net.py:fails"], r"RuntimeError: what I wrote \(line 18\)"),
        (["convert_net.py:number"], "cannot make the network: TypeError"),
        (["convert_net.py:make_network", "--mean", "a,b"], "neither imagenet nor numbers"),
    ],
)
def test_what_is_wrong_is_one_sentence(run, words, told, tmp_path):
    size = ["--size", "16"]
    code, problem = run(*words, "-o", "out.cnnviz", *size)
    assert code == 2
    assert re.search(told, problem), problem
    assert not (tmp_path / "out.cnnviz").exists()


@pytest.mark.parametrize("source", ["none.py:make", "convert_net.py", "convert_net.py:"])
def test_a_source_that_is_wrong_is_told_before_anything_else(run, source):
    code, told = run(source, "-o", "o.cnnviz", "--size", "16")
    assert code == 2
    assert "--mean" not in told  # advice on a network that there is not
    assert told.count("\n") == 1


def _a_pipe(path):
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (_a_pipe, "it is a device or a pipe"),
        (os.mkdir, "it is a folder"),
        (lambda path: path.write_bytes(b"caf\xe9\n"), "it is no text in UTF-8"),
    ],
)
def test_a_list_of_classes_that_cannot_be_read_is_told(run, tmp_path, make, told):
    make(tmp_path / "names")
    code, problem = run(
        "convert_net.py:make_network", "-o", "o.cnnviz", "--size", "16", "--classes", "names"
    )
    assert code == 2
    assert "names cannot be read as a list of classes: " in problem
    assert told in problem


def test_weights_that_do_not_fit_are_told_all_at_once(run):
    state = weights()
    state["more"] = state.pop("fc.bias")
    state["conv.weight"] = torch.zeros(4, 3, 5, 5)
    torch.save(state, "w.pth")
    code, told = run(
        "convert_net.py:make_network", "-o", "o.cnnviz", "--weights", "w.pth", "--size", "16"
    )
    assert code == 2
    for problem in ("fc.bias is missing", "there is no more", "conv.weight has shape"):
        assert problem in told


def test_a_project_has_its_own_ending(run):
    assert "write -o o.cnnviz instead of o.zip" in run("a.py:b", "-o", "o.zip")[1]


def test_a_size_is_needed(run):
    told = run("convert_net.py:make_network", "-o", "o.cnnviz")[1]
    assert "How large are the pictures" in told


def test_a_trace_takes_numbers_as_the_module_does(run, capsys):
    run("convert_net.py:make_network", "-o", "o.cnnviz", "--size", "16", "--mean", "imagenet")
    numbers = np.random.default_rng(0).normal(size=(3, 16, 16)).astype(np.float32)
    np.save("x.npy", numbers)
    assert main(["trace", "o.cnnviz", "x.npy", "-o", "t.npz"]) == 0
    assert "normalize changes nothing" in capsys.readouterr().err
    found = np.load("t.npz")
    np.testing.assert_array_equal(found["normalize"], numbers)
    layer = open_project("o.cnnviz").network.layers["conv"]
    wanted = torch.nn.functional.conv2d(
        torch.from_numpy(numbers)[None], torch.tensor(layer.weight), torch.tensor(layer.bias)
    )
    np.testing.assert_allclose(found["conv"], wanted[0], rtol=1e-4, atol=1e-5)


def test_a_project_that_is_there_is_replaced_only_by_force(run, tmp_path):
    """It may hold somebody's edits, and is kept before the file of Python is run."""
    mine = tmp_path / "mine.cnnviz"
    save_project(mine, new_project(shipped.network("one-filter")))
    before = mine.read_bytes()
    code, told = run("convert_net.py:make_network", "-o", "mine.cnnviz", "--size", "16")
    assert code == 2
    assert told == (
        "cnnviz: mine.cnnviz is there already; choose another name, or replace it with --force.\n"
    )
    assert mine.read_bytes() == before
    (tmp_path / "linked.cnnviz").symlink_to("nowhere")
    assert run("convert_net.py:make_network", "-o", "linked.cnnviz")[0] == 2
    words = ("-o", "mine.cnnviz", "--size", "16", "--force")
    assert run("convert_net.py:make_network", *words)[0] == 0
    assert open_project(mine).network.names[-1] == "fc"
