"""From the start of the process to the first painted window, beside the floor of a bare one."""

import os
import subprocess
import sys
from pathlib import Path

from cnnviz.system_libraries import problem

ROOT = Path(__file__).parents[2]

FIRST_PAINT = """
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            import os; os._exit(0)
        return False
first = FirstPaint()
"""

BARE = """
import numpy
from PySide6.QtWidgets import QMainWindow
application = QApplication([])
window = QMainWindow()
window.installEventFilter(first)
window.show()
application.exec()
"""

OURS = """
from cnnviz.__main__ import main
def until_painted(application):
    windows = [w for w in application.topLevelWidgets() if w.objectName() == "main-window"]
    windows[0].installEventFilter(first)
    return execute()
execute, QApplication.exec = QApplication.exec, until_painted
raise SystemExit(main([]) or "it ended before it was painted")
"""


def start(code, home):
    env = {**os.environ, "CNNVIZ_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # users keep what Python compiled
    env["PYTHONPYCACHEPREFIX"] = str(home / "compiled")
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, env=env)


def test_start_floor(benchmark, tmp_path):
    benchmark.pedantic(start, args=(FIRST_PAINT + BARE, tmp_path), rounds=15, warmup_rounds=2)


def test_start(benchmark, tmp_path):
    benchmark.pedantic(start, args=(FIRST_PAINT + OURS, tmp_path), rounds=15, warmup_rounds=2)


def test_look_for_system_libraries(benchmark):
    benchmark.pedantic(problem, args=({"QT_QPA_PLATFORM": "offscreen"},), rounds=20)
