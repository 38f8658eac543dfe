"""An installed wheel starts from anywhere and has its resources with it."""

import configparser
import json
import os
import subprocess
import sys
import tarfile
from email.parser import Parser
from pathlib import Path
from xml.etree import ElementTree

import pytest

CHECKOUT = Path(__file__).parents[1]


def python(*arguments, cwd, **environ):
    """Run Python in another folder and return what it prints."""
    command = [sys.executable, *map(str, arguments)]
    return subprocess.check_output(command, cwd=cwd, env=os.environ | environ, text=True)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder in which the wheel, built from this checkout, is installed."""
    wheels, target = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("installed")
    pip = ("-m", "pip", "--disable-pip-version-check")
    own = ("--no-deps", "--no-index", "--no-build-isolation")
    python(*pip, "wheel", ".", *own, "--wheel-dir", wheels, cwd=CHECKOUT)
    (wheel,) = wheels.glob("cnnviz-*.whl")
    python(*pip, "install", wheel, "--no-deps", "--no-index", "--target", target, cwd=wheels)
    return target


def test_it_finds_its_own_resources(installed, tmp_path):
    code = "from cnnviz import resources; print(resources.folder())"
    found = python("-c", code, cwd=tmp_path, PYTHONPATH=str(installed))
    assert Path(found.strip()) == installed / "cnnviz" / "_resources"


def test_it_has_every_resource_of_the_checkout(installed):
    def names(folder):
        return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}

    assert names(CHECKOUT / "resources") == names(installed / "cnnviz" / "_resources") != set()


def test_it_is_typed_and_lists_what_it_is(installed, tmp_path):
    assert (installed / "cnnviz" / "py.typed").is_file()
    assert (installed / "cnnviz" / "__init__.pyi").is_file()
    code = "import cnnviz; print(cnnviz.__version__)"
    version = python("-c", code, cwd=tmp_path, PYTHONPATH=str(installed)).strip()
    (info,) = installed.glob("cnnviz-*.dist-info")
    assert version == info.name.removeprefix("cnnviz-").removesuffix(".dist-info")
    told = Parser().parsestr((info / "METADATA").read_text(encoding="utf-8"))
    assert len(told["Keywords"].split(",")) > 5
    assert "Typing :: Typed" in told.get_all("Classifier")
    assert not [each for each in told.get_all("Classifier") if each.startswith("License")]
    assert told["Description-Content-Type"] == "text/markdown"
    assert "](tests/" not in told.get_payload()
    points = (info / "entry_points.txt").read_text(encoding="utf-8")
    assert "[gui_scripts]\ncnnviz-window = cnnviz.__main__:window" in points


def test_a_desktop_finds_it(installed):
    share = installed / "share"
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str
    entry.read(share / "applications" / "cnnviz.desktop", encoding="utf-8")
    told = entry["Desktop Entry"]
    assert {"Type", "Name", "Comment", "Exec", "Icon", "Categories", "MimeType"} <= {*told}
    assert told["Exec"].split()[0] == "cnnviz"
    icons = share / "icons" / "hicolor"
    for place in ("scalable/apps/cnnviz.svg", "256x256/apps/cnnviz.png"):
        assert (icons / place).is_file()
    kinds = ElementTree.parse(share / "mime" / "packages" / "cnnviz.xml").getroot()
    assert kinds[0].attrib["type"] == told["MimeType"].rstrip(";")


def test_the_source_package_has_the_tests_and_the_files_they_need(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path)]
    subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True)
    (file,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(file) as package:
        names = {name.partition("/")[2] for name in package.getnames()}
    for needed in ("tests/conftest.py", "tests/test_wheel.py", "tests/projects", "Makefile",
                   ".ci/index_readme.py", ".ci/setup", "CHANGELOG.md", "README.md",
                   "CITATION.cff", "cnnviz/py.typed", "resources/help/files.md"):  # fmt: skip
        assert any(name == needed or name.startswith(f"{needed}/") for name in names), needed


def test_its_command_finds_the_trained_weights_from_another_folder(installed, tmp_path):
    listed = python(
        *("-m", "cnnviz", "networks", "--format", "json"), cwd=tmp_path, PYTHONPATH=str(installed)
    )
    trained = {network["name"]: network["trained"] for network in json.loads(listed)}
    assert trained["lecture-cnn"]
