"""Figures without a window: the state that they are made from, for a command."""

import os
import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from cnnviz.cnn.confusion import Answers
from cnnviz.project.place import Position
from cnnviz.project.project import Project
from cnnviz.runs.history import History
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.exercise import Exercise
from cnnviz.state.reveal import Reveal
from cnnviz.state.settings import Settings
from cnnviz.views.figures.figure import ViewFigure
from cnnviz.views.figures.figure_look import FigureLook
from cnnviz.views.figures.figures import FIGURES
from cnnviz.views.figures.run_figures import RUN_FIGURES, RunSubject
from cnnviz.views.figures.subject import Subject
from cnnviz.views.look.theme import Look

_SAID_BY_OFFSCREEN = "This plugin does not support"  # of a screen that nobody has


def _told(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Tell on stderr what Qt says, but what is so wherever there is no screen."""
    if sys.stderr and not text.startswith(_SAID_BY_OFFSCREEN):
        sys.stderr.write(f"{text}\n")


class Studio:
    """Makes figures; needs no screen."""

    def __init__(self, ending: str) -> None:
        """Make figures for files with an ending."""
        if QApplication.instance() is None:
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
            qInstallMessageHandler(_told)
            self._application = QApplication(["cnnviz"])
        self.look = FigureLook(Look(Settings(remembers=False)), ending)

    def subject(
        self,
        project: Project,
        position: Position | None,
        *,
        is_open: bool = False,
        ends_there: bool = False,
    ) -> Subject:
        """Return a project as it is looked at.

        Args:
            project: The project.
            position: The value that is looked at; None for the whole network.
            is_open: Whether its explanation is open.
            ends_there: Whether its layer is the last that is shown.
        """
        document = Document(project)
        cursor = Cursor(document)
        if position is not None and is_open:
            cursor.open(position)
        elif position is not None:
            if ends_there:
                cursor.go_to(position.node)
            cursor.select(position)
        return Subject(
            document, cursor, Exercise(document, cursor, Reveal(document, cursor)), self.look
        )

    def figure(self, view: str, subject: Subject) -> ViewFigure:
        """Return a view of a project."""
        return FIGURES[view](subject)

    def run_figure(
        self, view: str, name: str, history: History, answers: Answers | None
    ) -> ViewFigure:
        """Return a view of a training run."""
        return RUN_FIGURES[view](RunSubject(name, history, answers, self.look))
