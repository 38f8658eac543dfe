"""`cnnviz --safe-mode` and `--reset`, as the system sees them."""

import subprocess
import sys

import pytest

from cnnviz.commands.tree import parsed
from cnnviz.commands.window import asked
from cnnviz.state.settings import Settings, home

CLOSES = """
import sys
from PySide6.QtCore import QTimer
from cnnviz import __main__, app

class Closed(app.App):
    def __init__(self, settings):
        super().__init__(settings)
        print(settings.theme)
        QTimer.singleShot(0, self.window.close)

app.App = Closed
sys.exit(__main__.main(sys.argv[1:]))
"""


def test_the_options_are_understood():
    assert asked(parsed([])) == (None, False, False)
    assert asked(parsed(["--safe-mode"])) == (None, True, False)
    assert asked(parsed(["window", "--reset"])) == (None, False, True)


@pytest.mark.parametrize(
    ("words", "theme", "kept"),
    [((), "dark", "dark"), (("--safe-mode",), "light", "dark"), (("--reset",), "light", "light")],
    ids=["plain", "safe", "reset"],
)
def test_the_window_starts_as_it_is_asked_to(qapp, words, theme, kept):
    settings = Settings()
    settings.set_theme("dark")
    settings._store.sync()
    done = subprocess.run(
        [sys.executable, "-c", CLOSES, *words], capture_output=True, text=True, timeout=30
    )
    assert (done.returncode, done.stdout.strip()) == (0, theme)
    assert Settings().theme == kept
    assert (home() / "log" / "cnnviz.log").exists()
    assert not list((home() / "log").glob("crash-*"))
