"""The folder of `make bundle` starts by itself, and each of its processes does its work."""

import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from cnnviz.files import python_process
from cnnviz.project import shipped
from cnnviz.project.project_file import open_project

ROOT = Path(__file__).parents[1]


@pytest.fixture
def bundle(tmp_path, thorough):
    if not thorough:
        pytest.skip("by --thorough: it takes minutes")
    pytest.importorskip("PyInstaller")
    environment = os.environ | {"DIST": str(tmp_path / "dist")}
    subprocess.run(["sh", ".ci/bundle", "torch"], cwd=ROOT, env=environment, check=True)
    return tmp_path / "dist" / "cnnviz" / "cnnviz"


@pytest.mark.timeout(3600)
def test_a_bundle_decodes_converts_and_trains(bundle, tmp_path):
    def cnnviz(*words):
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("PYTHON")
        }
        done = subprocess.run(
            [bundle, *map(str, words)],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    digit = ROOT / "resources/images/digits/7.png"
    assert cnnviz("predict", "lecture-cnn", digit).split(": ")[1].startswith("7")
    cnnviz("export", "lecture-cnn", "-o", "net.onnx")
    cnnviz("convert", "net.onnx", "-o", "net.cnnviz")
    network = shipped.network("lecture-cnn")
    found = open_project(tmp_path / "net.cnnviz").network.parameters()
    np.testing.assert_array_equal(found["fc2.weight"], network.parameters()["fc2.weight"])
    save_file({name: array.copy() for name, array in found.items()}, tmp_path / "w.safetensors")
    cnnviz("predict", "lecture-cnn", digit, "--weights", "w.safetensors")
    cnnviz("train", "simplest-cnn", "--data", "strokes:40", "--run", "run", "--epochs", "1", "-q")
    assert (tmp_path / "run" / "weights.safetensors").exists()


def test_a_bundle_starts_its_processes_by_itself(monkeypatch):
    name = python_process.MODULES[0]
    assert python_process.module_command(name, "20")[1:] == ["-P", "-m", name, "20"]
    assert python_process.program_command("train")[1:] == ["-m", "cnnviz", "train"]
    monkeypatch.setattr("sys.frozen", True, raising=False)
    assert python_process.module_command(name, "20")[1:] == ["--run-module", name, "20"]
    assert python_process.program_command("train")[1:] == ["train"]


def test_only_known_modules_are_run_so():
    from cnnviz.__main__ import main

    assert main([python_process.RUN_MODULE, "cnnviz.log"]) == 2
    for name in python_process.MODULES:
        assert (ROOT / f"{name.replace('.', '/')}.py").exists()
