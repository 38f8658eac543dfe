"""The one place that says how this program, or a module of it, is started as a process."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]  # where this package lies
RUN_MODULE = "--run-module"  # what a bundle is told before the name of a module
MODULES = (  # what is started so
    "cnnviz.files.pictures.decoding",
    "cnnviz.data.fitting_process",
    "cnnviz.training.weights_process",
    "cnnviz.foreign.onnx_process",
)


def is_bundle() -> bool:
    """Return whether this is a bundle, in which there is no Python to start."""
    return bool(getattr(sys, "frozen", False))


def module_command(module: str, *words: str) -> list[str]:
    """Return the command that runs one of MODULES: by Python, or by the bundle itself."""
    if is_bundle():
        return [sys.executable, RUN_MODULE, module, *words]
    return [sys.executable, "-P", "-m", module, *words]


def program_command(*words: str) -> list[str]:
    """Return the command that runs `cnnviz` with some words."""
    return [sys.executable, *([] if is_bundle() else ["-m", "cnnviz"]), *words]


def environment() -> dict[str, str]:
    """Return what a process needs to find this very package."""
    known = os.environ.get("PYTHONPATH")
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *([known] if known else [])])}
