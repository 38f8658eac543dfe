"""The one place that says how a module of this program is started as a process of its own."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]  # where this package lies
RUN_MODULE = "--run-module"  # what a frozen program is told before the name of a module


def is_frozen() -> bool:
    """Return whether this is a bundle, in which there is no Python to start."""
    return bool(getattr(sys, "frozen", False))


def command(module: str, *words: str) -> list[str]:
    """Return the command that runs a module: as `python -m` does, or by the bundle itself."""
    if is_frozen():
        return [sys.executable, RUN_MODULE, module, *words]
    return [sys.executable, "-P", "-m", module, *words]


def environment() -> dict[str, str]:
    """Return what a process needs to find this very package."""
    known = os.environ.get("PYTHONPATH")
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *([known] if known else [])])}
