"""Whole windows as processes of their own that are edited all the time: to be killed.

They are forked from a process that has loaded the program, so that each is there in a moment.
"""

import json
import os
import signal
import subprocess
import sys
import time

FAST = {"QUIET": 60, "LATEST": 120}  # ms, in place of seconds


def main() -> None:
    """Fork a window for each line on stdin; answer with the number of its process."""
    from cnnviz import app  # noqa: F401 - loaded before any window is forked

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for what is killed
    for line in sys.stdin:
        wish = json.loads(line)
        pid = os.fork()
        if not pid:
            os.environ["CNNVIZ_HOME"] = wish["home"]
            _show(wish)
            os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def _show(wish):
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from cnnviz.app import App
    from cnnviz.project.project import with_parameter
    from cnnviz.state import recovery

    for name, value in wish["clock"].items():
        setattr(recovery, name, value)
    application = QApplication([])
    app = App()
    app.window.show()
    journal = os.open(wish["journal"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def note(what, count):
        os.write(journal, f"{what} {count} {time.monotonic()}\n".encode())

    def set_weight(column, value):
        after = with_parameter(app.document.project, "conv1", "weight", (0, 0, 0, column), value)
        app.document.edit("Change weight", after)

    class Typing:
        count = 0

        def edit(self):
            self.count += 1
            set_weight(0, self.count)
            note("edited", self.count)

        def tell_kept(self):
            note("kept", 0)

    typing = Typing()
    if wish["does"] == "recover":
        app.left_work.ask = lambda seen, written: note("asked", 0) or "recover"
        app.left_work.offer()
        note("recovered", 0)
    else:
        set_weight(1, wish["number"])
        app.recovery.kept.connect(typing.tell_kept)
        timer = QTimer(interval=7)
        timer.timeout.connect(typing.edit)
        timer.start()
    application.exec()


class EditedWindows:
    """Starts windows."""

    def __init__(self, home):
        self.home = home
        self.server = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.edited_windows"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def start(self, journal, *, does="edit", number=0, clock=None):
        """Start a window; return the number of its process."""
        wish = {
            "home": str(self.home),
            "journal": str(journal),
            "does": does,
            "number": number,
            "clock": FAST if clock is None else clock,
        }
        self.server.stdin.write(json.dumps(wish) + "\n")
        self.server.stdin.flush()
        return int(self.server.stdout.readline())

    def close(self):
        self.server.stdin.close()
        self.server.stdout.close()
        self.server.wait(timeout=30)


if __name__ == "__main__":
    main()
