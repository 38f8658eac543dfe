"""A new PySide6 keeps count of the objects that never end: 6.12.0 lost them, and aborted."""

import subprocess
import sys

GUARD = """
import sys
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal

class Told(QObject):
    told = Signal(bool, object)
    def event(self, event):
        return True

application, told, heard = QCoreApplication([]), Told(), []
told.told.connect(lambda yes, none: heard.append(yes))

def work(count):
    for number in range(count):
        told.told.emit(number % 2 == 0, None)
        told.blockSignals(False)
        application.sendEvent(told, QEvent(QEvent.Type.User))
    heard.clear()

def counts():
    return [sys.getrefcount(each) for each in (True, False, None)]

work(100)
before = counts()
work(20_000)
print(max(abs(now - then) for now, then in zip(counts(), before)))
"""


def test_signals_calls_and_events_lose_no_reference():
    done = subprocess.run([sys.executable, "-c", GUARD], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 100
