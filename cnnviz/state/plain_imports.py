"""Imports as Python makes them: PySide's own read the source of every module that is imported.

PySide looks there whether a module asks for other names of Qt's methods (`from __feature__ import
snake_case`). No module of cnnviz does, and reading all of them takes a tenth of the start.
"""

import builtins

from PySide6 import QtCore  # noqa: F401 - PySide takes the imports over when it is imported itself

_PLAIN = "__orig_import__"  # where PySide keeps what it took the place of


def use_plain_imports() -> None:
    """Let Python import what is imported from now on; nothing where PySide has not taken over."""
    builtins.__import__ = getattr(builtins, _PLAIN, builtins.__import__)
