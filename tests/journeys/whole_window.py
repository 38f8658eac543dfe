"""The whole window as a process of its own that trains at once: to be closed, or killed."""

import json
import subprocess
import sys
from pathlib import Path

import psutil

SETTINGS = {"data": ("strokes:60",), "epochs": 100_000, "batch_size": 20, "augment": "none"}


def main() -> int:
    """Show the window, train, say which process does, and close when a line comes in."""
    from PySide6.QtCore import QSocketNotifier, Qt, QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from cnnviz import app

    class Driven(app.App):
        def __init__(self, settings):
            super().__init__(settings)
            QTimer.singleShot(0, self.begin)
            self.notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
            self.notifier.activated.connect(self.quit)

        def begin(self):
            self.pages.show_page("train")
            self.training.change(**SETTINGS)
            self.pages.train().controls.main.click()
            run = self.training.run
            told = {"pid": run.process.number, "run": str(run.directory.path)}
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()

        def quit(self):
            self.notifier.setEnabled(False)
            QTimer.singleShot(0, self.answer)
            QTest.keyClick(self.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)

        def answer(self):
            """Say that the run may end, once the window asks."""
            asked = QApplication.activeModalWidget()
            if asked is None:
                QTimer.singleShot(10, self.answer)
                return
            QTest.mouseClick(asked.button(asked.StandardButton.Yes), Qt.MouseButton.LeftButton)

    app.App = Driven
    return app.run()


class WholeWindow:
    """Starts the window, and knows the process that trains for it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.whole_window"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        told = json.loads(self.process.stdout.readline())
        self.trainer = psutil.Process(told["pid"])
        self.run = Path(told["run"])

    def close(self) -> tuple[int, str]:
        """Close it as a user does; return its exit code and what it complained of."""
        _, errors = self.process.communicate("close\n", timeout=30)
        lines = [line for line in errors.splitlines() if "propagateSizeHints" not in line]
        return self.process.returncode, "\n".join(lines)  # that one is of the offscreen platform

    def kill(self) -> None:
        """Kill it with signal 9."""
        self.process.kill()
        self.process.communicate(timeout=30)


if __name__ == "__main__":
    sys.exit(main())
