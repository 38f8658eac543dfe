"""The rules between the rooms, and those of the whole program.

A file imports its own room and the rooms below it, and no two files import each other, not even
for typing. What a room may import from elsewhere (Qt, PyTorch, NumPy) is told too.
"""

import ast
import graphlib
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "cnnviz"
GROUND = ("language", "log", "resources", "system_libraries")  # every room may import them
ROOMS = (  # from the ground up
    "cnn", "text", "files", "project", "explain", "exercises", "foreign", "figures", "data",
    "runs", "training", "state", "views", "commands", "app", "__main__",
)  # fmt: skip
VIEWS = (  # the rooms of `views`, from the ground up
    "look", "controls", "cells", "maps", "sheets", "bars", "input", "network", "exercise",
    "inspector", "explanation", "filter", "train", "lessons", "present",
    "figures", "window",
)  # fmt: skip
QT = ("PySide6", "pyqtgraph", "shiboken6")
FOREIGN = {  # what else a room must not import
    "cnn": (*QT, "torch", "PIL", "msgspec", "safetensors"),
    "text": (*QT, "torch"),
    "files": (*QT, "torch"),
    "project": (*QT, "torch"),
    "explain": (*QT, "torch", "PIL"),
    "exercises": (*QT, "torch", "PIL"),
    "figures": (*QT, "torch"),
    "data": (*QT, "torch"),
    "runs": (*QT, "torch"),
    "training": QT,
    "state": ("PySide6.QtWidgets", "pyqtgraph", "torch", "cnnviz.training"),
    "views": ("torch", "cnnviz.training", "cnnviz.data"),
    "foreign": (*QT, "cnnviz.training"),
    "commands": QT,
}

FILES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def module_of(file: str) -> str:
    """The dotted name of a file, below the package."""
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


MODULES = {module_of(file) for file in FILES}


def room_of(module: str) -> str:
    """The room a module stands in: "cnn", "views.maps"."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "views" and len(parts) > 2 else parts[0]


def height_of(module: str) -> tuple[int, int]:
    """How far up a module stands: the room, and within `views` its room there."""
    outer, _, inner = room_of(module).partition(".")
    if outer in GROUND or outer == "__init__":
        return -1, 0
    if outer not in ROOMS or (inner and inner not in VIEWS):
        raise ValueError(f"{module} stands in no room")
    return ROOMS.index(outer), VIEWS.index(inner) if inner else 0


@cache  # each rule asks for each file
def imports(source: str) -> dict[str, str]:
    """Every dotted name a module imports, wherever the statement stands, by its local name."""
    names = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    return names


def own_imports(source: str, known: set[str]) -> set[str]:
    """The modules of the package that a module imports."""
    found = set()
    for name in imports(source).values():
        package, _, inner = name.partition(".")
        while package == "cnnviz" and inner and inner not in known:
            inner = inner.rpartition(".")[0]
        if package == "cnnviz" and inner:
            found.add(inner)
    return found


def violations(module: str, source: str, known: set[str] = MODULES) -> set[str]:
    """What a module imports although its room must not."""
    bans = tuple(f"{ban}." for ban in FOREIGN.get(module.partition(".")[0], ()))
    foreign = {name for name in imports(source).values() if f"{name}.".startswith(bans or "-")}
    above = {other for other in own_imports(source, known) if height_of(other) > height_of(module)}
    return foreign | above


def cycle(graph: dict[str, set[str]]) -> list[str]:
    """A row of modules each of which imports the next, and the last the first; else nothing."""
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return error.args[1]
    return []


def source_of(file: str) -> str:
    return (PACKAGE / file).read_text(encoding="utf-8")


def test_a_file_imports_only_its_own_room_and_those_below():
    found = {file: violations(module_of(file), source_of(file)) for file in FILES}
    assert not {file: names for file, names in found.items() if names}


def test_no_two_files_import_each_other():
    assert not cycle({module_of(file): own_imports(source_of(file), MODULES) for file in FILES})


def test_every_file_stands_in_a_room_that_is_known():
    for file in FILES:
        height_of(module_of(file))


FORMS = ["import cnnviz.{}", "import cnnviz.{} as p", "def f():\n  import cnnviz.{}"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("above", range(1, len(ROOMS)))
def test_no_room_may_import_the_room_above_it(above, form):
    lower, upper = (f"{room}.part" for room in ROOMS[above - 1 : above + 1])
    assert violations(lower, form.format(upper), {lower, upper}) == {upper}
    if f"cnnviz.{ROOMS[above - 1]}" not in FOREIGN.get(ROOMS[above], ()):
        assert not violations(upper, form.format(lower), {lower, upper})


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("above", range(1, len(VIEWS)))
def test_no_room_of_the_views_may_import_the_room_above_it(above, form):
    lower, upper = (f"views.{room}.part" for room in VIEWS[above - 1 : above + 1])
    assert violations(lower, form.format(upper), {lower, upper}) == {upper}
    assert not violations(upper, form.format(lower), {lower, upper})


@pytest.mark.parametrize(("room", "ban"), [(r, ban) for r in FOREIGN for ban in FOREIGN[r]])
@pytest.mark.parametrize(
    "form", ["import {}", "import {}.part as p", "from {} import part", "def f():\n  import {}"]
)
def test_what_a_room_must_not_import_is_noticed(room, ban, form):
    assert violations(room, form.format(ban), {ban.partition(".")[2]})


def test_an_import_for_typing_counts():
    source = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from cnnviz.app import App"
    assert violations("views.window.main_window", source) == {"app"}
    assert own_imports(source, MODULES) == {"app"}


def test_a_cycle_is_noticed():
    assert cycle({"a": {"b"}, "b": {"c"}, "c": {"a"}})
    assert not cycle({"a": {"b", "c"}, "b": {"c"}, "c": set()})


def test_a_file_in_no_room_is_noticed():
    with pytest.raises(ValueError, match="attic"):
        height_of("attic.part")


def test_what_is_allowed_passes():
    assert not violations("state.training_run", "from cnnviz.runs import events, directory")
    assert not violations("state.document", "from PySide6.QtGui import QUndoStack")
    assert not violations("views.train.page", "import torchlight, cnnviz.resources")
    assert not violations("data.splits", "import numpy, PIL, cnnviz.cnn.ops, cnnviz.language")


def loaded_by(module: str, suspects: str) -> str:
    """Import a module in a fresh Python and return which of some others came with it."""
    code = f"import sys, {module}; print(*{{*{suspects.split()}}} & {{*sys.modules}})"
    return subprocess.check_output([sys.executable, "-c", code], text=True).strip()


def test_the_window_starts_without_pytorch_and_what_only_the_train_page_needs():
    assert loaded_by("cnnviz.app", "torch scipy pyqtgraph cnnviz.runs.directory") == ""


def test_the_commands_without_a_window_start_without_qt_and_pytorch():
    commands = ", ".join(f"cnnviz.{m}" for m in sorted(MODULES) if m.startswith("commands."))
    assert loaded_by(f"cnnviz.__main__, {commands}", "torch PySide6 scipy") == ""


@pytest.mark.parametrize("room", [room for room in FOREIGN if "torch" in FOREIGN[room]])
def test_a_room_without_pytorch_does_not_load_it_through_another(room):
    modules = ", ".join(f"cnnviz.{m}" for m in sorted(MODULES) if m.split(".")[0] == room)
    unwanted = "torch PySide6" if QT[0] in FOREIGN[room] else "torch"
    assert loaded_by(modules, unwanted) == ""


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


def test_nothing_executes_what_it_reads():
    found = {file: unsafe(source_of(file)) for file in FILES}
    assert not {file: calls for file, calls in found.items() if calls}


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


# One word, one meaning: no two classes of the program share a name, wherever they are defined.


def classes(source: str) -> list[str]:
    """The names of all classes of a module, private and inner ones too."""
    return [node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)]


def shared_names(sources: dict[str, str]) -> dict[str, list[str]]:
    """The names that more than one class has, and the files where these stand."""
    found: dict[str, list[str]] = {}
    for file, source in sources.items():
        for name in classes(source):
            found.setdefault(name, []).append(file)
    return {name: files for name, files in found.items() if len(files) > 1}


def test_no_two_classes_share_a_name():
    assert not shared_names({file: source_of(file) for file in FILES})


def test_a_name_that_two_classes_share_is_noticed():
    one, inner = "class Card:\n    pass", "def f():\n    class Card:\n        pass"
    assert shared_names({"a.py": one, "b.py": "class Other: ..."}) == {}
    assert shared_names({"a.py": one, "b.py": inner}) == {"Card": ["a.py", "b.py"]}
    assert shared_names({"a.py": f"{one}\n\n{inner}"}) == {"Card": ["a.py", "a.py"]}
