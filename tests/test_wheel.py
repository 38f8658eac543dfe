"""An installed wheel starts from anywhere and has its resources with it."""

import json
import os
import subprocess
import sys
from pathlib import Path

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


def test_its_command_finds_the_trained_weights_from_another_folder(installed, tmp_path):
    listed = python(
        *("-m", "cnnviz", "networks", "--format", "json"), cwd=tmp_path, PYTHONPATH=str(installed)
    )
    trained = {network["name"]: network["trained"] for network in json.loads(listed)}
    assert trained["lecture-cnn"]
