"""Two screens of the system, not only their rooms: the windows stand on them, and change places."""

import json
import os
import subprocess
import sys

from cnnviz.project import shipped

SCREENS = {"room": (0, 0, 1280, 720), "desk": (1280, 0, 1024, 768)}
SCRIPT = """
import json, sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from cnnviz.app import App

application = QApplication([])
app = App()
app.window.show()
QTest.qWaitForWindowExposed(app.window)
app.files.open_path(Path(sys.argv[1]))
seen = []

def note():
    for _ in range(5):
        application.processEvents()
    windows = app.window, app.desk.own
    seen.append([window.screen().name() for window in windows])
    seen[-1].append(windows[0].geometry().getRect())

app.presenter.start()
note()
app.desk.exchange()
note()
app.desk.exchange()
note()
app.presenter.leave()
application.processEvents()
seen.append(app.desk.own.isVisible())
print(json.dumps(seen), flush=True)
__import__("os")._exit(0)
"""


def test_the_windows_stand_on_two_screens_and_change_places(tmp_path):
    screens = [
        {"name": name, "x": x, "y": y, "width": wide, "height": high}
        for name, (x, y, wide, high) in SCREENS.items()
    ]
    screens = [{**each, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1} for each in screens]
    file = tmp_path / "screens.json"
    file.write_text(json.dumps({"screens": screens}))
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": f"offscreen:configfile={file}",
        "CNNVIZ_HOME": str(tmp_path / "home"),
    }
    command = [sys.executable, "-c", SCRIPT, str(shipped.project_file("activity-2"))]
    made = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    first, exchanged, again, is_left = json.loads(made.stdout)
    here, there = first[:2]
    assert {here, there} == {*SCREENS}
    assert first[2] == [*SCREENS[here]]  # it fills its screen
    assert exchanged == [there, here, [*SCREENS[there]]]
    assert again == first
    assert not is_left
