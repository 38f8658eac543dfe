"""What the program stands on: all that is imported is declared, and counts its references."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
FILES = [path.relative_to(ROOT).as_posix() for path in sorted(ROOT.glob("*/**/*.py"))]
PYTHON_FILES = [file for file in FILES if file.startswith(("cnnviz/", "tests/"))]

GUARD = """
import sys
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal

class Told(QObject):
    told = Signal(bool, object)
    def event(self, event):
        return True

application, told, heard = QCoreApplication([]), Told(), []
told.told.connect(lambda yes, none: heard.append(yes))

def work(count):
    for number in range(count):
        told.told.emit(number % 2 == 0, None)
        told.blockSignals(False)
        application.sendEvent(told, QEvent(QEvent.Type.User))
    heard.clear()

def counts():
    return [sys.getrefcount(each) for each in (True, False, None)]

work(100)
before = counts()
work(20_000)
print(max(abs(now - then) for now, then in zip(counts(), before)))
"""


def qt_modules(source: str) -> set[str]:
    """The modules of Qt that a file imports: "QtGui"."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6"):
            named = node.module.split(".")[1:2]
            found.update(named or (alias.name for alias in node.names))
        elif isinstance(node, ast.Import):
            found.update(a.name.split(".")[1] for a in node.names if a.name.startswith("PySide6."))
    return {name for name in found if name.startswith("Qt")}


def essential() -> set[str]:
    """The modules of Qt that `PySide6_Essentials` brings."""
    files = metadata.files("PySide6_Essentials") or []
    return {file.name.partition(".")[0] for file in files if file.suffix in (".so", ".pyd")}


def test_of_qt_only_the_essentials_are_needed():
    has = essential()
    used = {file: qt_modules((ROOT / file).read_text(encoding="utf-8")) for file in PYTHON_FILES}
    assert {file: used[file] - has for file in used if used[file] - has} == {}


def test_a_module_of_qt_beyond_the_essentials_is_noticed():
    source = "from PySide6.QtPdf import QPdfDocument\nfrom PySide6 import QtGui, QtCharts"
    assert qt_modules(source) - essential() == {"QtPdf", "QtCharts"}
    assert qt_modules("import PySide6.QtMultimedia as m") - essential() == {"QtMultimedia"}


def test_signals_calls_and_events_lose_no_reference():
    done = subprocess.run([sys.executable, "-c", GUARD], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 100


# What is installed is pinned, with the hashes of its builds for every system.


PINNED = r"([a-z0-9-]+)==([\w.]+)(?: ; [^-]+)?((?: +--hash=sha256:\w{64})*)"


def lines(file: str) -> list[str]:
    """The lines of a file of requirements, each with what it goes on with; no comments."""
    text = (ROOT / file).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def pinned(file: str) -> dict[str, tuple[str, int]]:
    """The version of each package, by its name, and how many builds may be installed."""
    found = {}
    for line in lines(file):
        match = re.fullmatch(
            r"([a-z0-9-]+)==([\w.]+)(?: ; [^-]+)?((?: +--hash=sha256:\w{64})*)", line
        )
        assert match, line  # no option, no index, no address
        found[match[1]] = match[2], match[3].count("--hash")
    return found


def declared(extra: str | None) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    texts = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return [Requirement(text) for text in texts]


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-test.txt"])
def test_every_package_is_pinned_with_the_hashes_of_its_builds(file):
    assert all(builds >= 1 for _version, builds in pinned(file).values())
    compiled = ("numpy", "pillow", "msgspec", "safetensors", "pyside6-essentials")
    assert {name for name in compiled if pinned(file)[name][1] < 4} == set()  # systems, Pythons


@pytest.mark.parametrize(
    ("file", "extra"),
    [
        ("requirements.txt", None),
        ("requirements-test.txt", None),
        ("requirements-test.txt", "dev"),
        ("requirements-torch.txt", "train"),
    ],
)
def test_what_is_declared_is_pinned(file, extra):
    versions = {name: version for name, (version, _builds) in pinned(file).items()}
    for requirement in declared(extra):
        assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)])


def test_what_runs_is_what_was_tested():
    tested = pinned("requirements-test.txt")
    assert {name: tested.get(name) for name in pinned("requirements.txt")} == pinned(
        "requirements.txt"
    )
