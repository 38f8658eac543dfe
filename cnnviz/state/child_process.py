"""A process beside the window, which alone decides when it ends."""

import os
from pathlib import Path

from PySide6.QtCore import QDir, QObject, QProcess


def child_process(parent: QObject) -> QProcess:
    """Return a process that can be started wherever the window was.

    It hears no Ctrl+C of the window's terminal: the window may ask first, and ends it then. And
    where the folder that the window was started in is gone, it starts in another one: libraries,
    such as PyTorch's, fail without one.
    """
    made = QProcess(parent)
    if os.name == "posix":
        parameters = QProcess.UnixProcessParameters()
        parameters.flags = QProcess.UnixProcessFlag.CreateNewSession
        made.setUnixProcessParameters(parameters)
    try:
        os.getcwd()
    except OSError:
        made.setWorkingDirectory(_folder_that_is_there())
    return made


def _folder_that_is_there() -> str:
    home = Path.home()
    return str(home) if home.is_dir() else QDir.rootPath()
