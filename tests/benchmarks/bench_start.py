"""From the start of the process to the first painted window, beside the floor of a bare one."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

_PAINTED = """
from PySide6.QtCore import QObject, QEvent
class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            QApplication.instance().quit()
        return False
first = FirstPaint()
window.installEventFilter(first)
window.show()
application.exec()
import os; os._exit(0)
"""

BARE = (
    """
import numpy
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
"""
    + _PAINTED
)

OURS = (
    """
import os
os.environ["OPENBLAS_NUM_THREADS"] = "1"
from PySide6.QtWidgets import QApplication
from cnnviz.app import App
application = QApplication([])
app = App()
window = app.window
"""
    + _PAINTED
)


def start(code, home):
    env = {**os.environ, "CNNVIZ_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # users keep what Python compiled
    env["PYTHONPYCACHEPREFIX"] = str(home / "compiled")
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, env=env)


def test_start_floor(benchmark, tmp_path):
    benchmark.pedantic(start, args=(BARE, tmp_path), rounds=15, warmup_rounds=2)


def test_start(benchmark, tmp_path):
    benchmark.pedantic(start, args=(OURS, tmp_path), rounds=15, warmup_rounds=2)
