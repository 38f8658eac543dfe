"""The hook of the build that makes README.md one for a package index, as a module."""

import importlib.util
from pathlib import Path

_FILE = Path(__file__).parents[1] / ".ci" / "index_readme.py"
_spec = importlib.util.spec_from_file_location("index_readme", _FILE)
_hook = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_hook)

shown = _hook.shown
