"""The whole window as a process of its own, closed while something runs beside it."""

import os
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer

from cnnviz import app
from cnnviz.data.catalogue import info
from cnnviz.files.pictures.decoder import decoder


def decode(window):
    """Open a picture, which is decoded by a process that stands still."""
    decoder.warm_up()
    os.kill(decoder._idle[0].pid, signal.SIGSTOP)
    window.files.open_path(Path(sys.argv[2]))


def download(window):
    """Download from a server that drips."""
    window.pages.show_page("train")
    window.pages.train().data._jobs.download(replace(info("mnist"), mirrors=(sys.argv[2],)))


def read(window):
    """Read what nothing can end."""
    window.input.opener._reading.start(lambda is_wanted: time.sleep(60))


class Driven(app.App):
    """Begins what is asked for, and closes a moment later."""

    def __init__(self, settings):
        super().__init__(settings)
        QTimer.singleShot(0, self.begin)

    def begin(self):
        globals()[sys.argv[1]](self)
        QTimer.singleShot(500, self.end)

    def end(self):
        sys.stdout.write("closing\n")
        sys.stdout.flush()
        self.window.close()


app.App = Driven
sys.exit(app.run())
