"""The rules between the rooms as a table, and those of the whole program."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "cnnviz"
START = ("cnnviz.app", "cnnviz.__main__")
QT = ("PySide6", "pyqtgraph")
FORBIDDEN = {
    "cnn": (*QT, "torch", "cnnviz.data", "cnnviz.training", "cnnviz.state", "cnnviz.views", *START),
    "data": (*QT, "torch", "cnnviz.training", "cnnviz.state", "cnnviz.views", *START),
    "training": (*QT, "cnnviz.state", "cnnviz.views", *START),
    "state": (
        *("PySide6.QtWidgets", "pyqtgraph", "torch", "cnnviz.views", *START),
        "cnnviz.training",  # but for those of its files that need no PyTorch:
    ),
    "views": ("torch", "cnnviz.data", "cnnviz.training", *START),
}
WITHOUT_TORCH = (
    "config",
    "events",
    "history",
    "run_directory",
    "run_lock",
)  # files of training that state may import
ALLOWED = {"state": tuple(f"cnnviz.training.{name}." for name in WITHOUT_TORCH)}

FILES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
IN_ROOMS = [file for file in FILES if "/" in file]


def imports(source: str) -> dict[str, str]:
    """Every dotted name a module imports, wherever the statement stands, by its local name."""
    names = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    return names


def violations(room: str, source: str) -> set[str]:
    bans, allowed = tuple(f"{ban}." for ban in FORBIDDEN[room]), ALLOWED.get(room, ("-",))
    names = {f"{name}." for name in imports(source).values()}
    return {name for name in names if name.startswith(bans) and not name.startswith(allowed)}


@pytest.mark.parametrize("file", IN_ROOMS)
def test_a_room_imports_only_what_lies_below_it(file):
    room = file.partition("/")[0]
    assert not violations(room, (PACKAGE / file).read_text(encoding="utf-8"))


@pytest.mark.parametrize(("room", "ban"), [(r, ban) for r in FORBIDDEN for ban in FORBIDDEN[r]])
@pytest.mark.parametrize(
    "form", ["import {}", "import {}.part as p", "from {} import part", "def f():\n  import {}"]
)
def test_the_rules_bite(room, ban, form):
    assert violations(room, form.format(ban))


def test_a_ban_on_a_submodule_bites_in_every_form():
    assert violations("state", "from PySide6 import QtCore, QtWidgets")
    assert violations("state", "from cnnviz.training import events, train")
    assert violations("views", "from cnnviz import app")


def test_what_is_allowed_passes():
    assert not violations("state", "from cnnviz.training import events, run_directory")
    assert not violations("state", "from cnnviz.runs.events import from_line")
    assert not violations("state", "from PySide6.QtGui import QUndoStack")
    assert not violations("views", "import torchlight, cnnviz.application")
    assert not violations("data", "import numpy, PIL, cnnviz.cnn.ops")


@pytest.mark.parametrize("name", WITHOUT_TORCH)
def test_the_torch_free_files_of_training_are_so(name):
    path = PACKAGE / "training" / f"{name}.py"
    source = path.read_text(encoding="utf-8") if path.exists() else ""
    rest = {f"cnnviz.training.{part.stem}" for part in path.parent.glob("*.py")}
    free = {f"cnnviz.training.{each}" for each in WITHOUT_TORCH}
    heavy = tuple(f"{each}." for each in rest - free | {"torch"})
    assert not {each for each in imports(source).values() if f"{each}.".startswith(heavy)}


def loaded_by(module: str, suspects: str) -> str:
    """Import a module in a fresh Python and return which of some others came with it."""
    code = f"import sys, {module}; print(*{{*{suspects.split()}}} & {{*sys.modules}})"
    return subprocess.check_output([sys.executable, "-c", code], text=True).strip()


def test_the_window_starts_without_pytorch_and_what_only_the_train_page_needs():
    assert loaded_by("cnnviz.app", "torch scipy pyqtgraph cnnviz.runs.directory") == ""


def test_the_commands_without_a_window_start_without_qt_and_pytorch():
    assert loaded_by("cnnviz.__main__, cnnviz.commands.all", "torch PySide6 scipy") == ""


@pytest.mark.parametrize("room", ["cnn", "data"])
def test_the_mathematics_and_the_data_load_neither_qt_nor_pytorch(room):
    modules = ", ".join(f"cnnviz.{room}.{path.stem}" for path in (PACKAGE / room).glob("[a-z]*.py"))
    assert loaded_by(modules, "torch PySide6") == ""


def test_a_module_that_comes_along_is_noticed():
    assert loaded_by("xml.dom", "xml json") == "xml"


# No file of a user's may run code: no pickle, and nothing else that executes what it reads.

EXECUTE = {"eval", "exec", "builtins.eval", "builtins.exec", "torch.jit.load", "yaml.load"}
EXECUTE_MODULES = {"pickle", "_pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle"}


def unsafe(source: str) -> set[str]:
    """What a module could execute from data, as dotted names."""
    local = imports(source)
    modules = {name for name in local.values() if EXECUTE_MODULES & set(name.split("."))}
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return modules | {ast.unparse(call) for call in calls if executes(call, local)}


def executes(call: ast.Call, local: dict[str, str]) -> bool:
    first, _, rest = ast.unparse(call.func).partition(".")
    called = f"{local.get(first, first)}.{rest}".rstrip(".")
    options = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
    if called == "torch.load":
        return options.get("weights_only") != "True"
    return (
        called in EXECUTE
        or called.endswith("read_pickle")
        or options.get("allow_pickle", "False") != "False"
    )


@pytest.mark.parametrize("file", FILES)
def test_nothing_executes_what_it_reads(file):
    assert not unsafe((PACKAGE / file).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "from multiprocessing.reduction import pickle",
        "def f():\n    import marshal",
        "from joblib import load",
        "import shelve as s",
        "eval('1')",
        "import builtins as b\nb.exec('')",
        "from builtins import exec as run\nrun('')",
        "import numpy as np\nnp.load(path, allow_pickle=True)",
        "from numpy import load\nload(path, allow_pickle=trusted)",
        "import torch\ntorch.load(path)",
        "import torch\ntorch.load(path, weights_only=False)",
        "import torch as t\nt.load(path, weights_only=strict)",
        "from torch import load as read\nread(path)",
        "import torch.jit\ntorch.jit.load(path)",
    ],
)
def test_the_rule_against_executing_bites(source):
    assert unsafe(source)


@pytest.mark.parametrize(
    "source",
    [
        "dialog.exec()",
        "network.eval()",
        "import numpy as np\nnp.load(path)",
        "import numpy as np\nnp.load(path, allow_pickle=False)",
        "import torch\ntorch.load(path, weights_only=True)",
    ],
)
def test_the_rule_against_executing_lets_the_rest_pass(source):
    assert not unsafe(source)
