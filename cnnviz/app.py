"""The one place that creates the objects of the window and connects them."""

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from cnnviz.state.training import WindowTraining

from cnnviz.project import shipped
from cnnviz.project.project import new_project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.exercise import Exercise
from cnnviz.state.playback import Playback
from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from cnnviz.views.window.file_commands import FIRST_NETWORK
from cnnviz.views.window.main_window import MainWindow


class App:
    """The window with everything behind it."""

    def __init__(self) -> None:
        self.settings = Settings()
        self.look = Look(self.settings, is_ready=False)
        self.document = Document(new_project(shipped.network(FIRST_NETWORK)))
        self.cursor = Cursor(self.document)
        self.playback = Playback(self.cursor)
        self.exercise = Exercise(self.document, self.cursor)
        self.window = MainWindow(
            self.document,
            self.cursor,
            self.playback,
            self.exercise,
            self._make_training,
            self.settings,
            self.look,
        )
        self.look.set_style_sheet()
        place = self.settings.layout("window")
        if place is None or not self.window.restoreGeometry(place):
            screen = self.window.screen().availableGeometry().size()
            self.window.resize(QSize(1280, 800).boundedTo(screen))

    @property
    def training(self) -> "WindowTraining":
        """The settings and the run of the Train page."""
        return self.window.training

    def _make_training(self) -> "WindowTraining":
        # imported when it is needed: the window starts sooner
        from cnnviz.state.training import WindowTraining

        return WindowTraining(self.document, self.settings)

    def close(self) -> None:
        """End what runs beside the window."""
        if "training" in vars(self.window):
            self.training.close()
        if "train" in vars(self.window.centre):
            self.window.centre.train.data.close()
        self.document.close()


def run(file: str | None = None) -> int:
    """Show the window, with a project or picture opened, until it is closed."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("cnnviz")
    application.setDesktopFileName("cnnviz")
    app = App()
    app.window.show()
    if file is not None:
        app.window.files.open_path(Path(file))
    gc.enable()
    gc.freeze()  # the collector never looks at all of it again, so it takes no frame
    code = application.exec()
    app.close()
    return code
