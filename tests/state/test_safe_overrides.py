"""An exception in what Python overrides of Qt: it is told, and the process lives."""

import subprocess
import sys

import pytest

OVERRIDES = """
import sys

from PySide6.QtGui import QUndoCommand, QUndoStack
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import delete

from cnnviz.state.safe_overrides import make_overrides_safe

make_overrides_safe()
application = QApplication([])
gone = QWidget()
delete(gone)


class Command(QUndoCommand):
    def redo(self):
        {fault}


class Plain(QWidget):
    def showEvent(self, event):
        {fault}

    def sizeHint(self):
        {fault}


class Derived(Plain):
    pass


sys.excepthook = lambda kind, error, trace: print("told", kind is {kind})
stack, plain = QUndoStack(), Plain()
plain.show()
Derived().show()
assert plain.sizeHint() == QWidget().sizeHint()
try:
    stack.push(Command())
except {kind}:
    print("raised True")
application.processEvents()
"""


@pytest.mark.parametrize(
    ("fault", "kind"),
    [("int('one')", "ValueError"), ("gone.width()", "RuntimeError"), ("[][0]", "IndexError")],
)
def test_they_are_told_and_the_process_lives(fault, kind):
    code = OVERRIDES.format(fault=fault, kind=kind)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert {*run.stdout.splitlines()} == {"told True", "raised True"}
