"""The confusion matrix, large, and the pictures behind the cell that is looked at."""

import numpy as np
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout

from cnnviz.cnn.confusion import Answers
from cnnviz.explain.answer_words import caption
from cnnviz.language import _, ngettext
from cnnviz.state.document import Document
from cnnviz.state.training import WindowTraining
from cnnviz.text.numbers import count_text
from cnnviz.views.look.theme import Look
from cnnviz.views.present.topic_scene import TopicScene
from cnnviz.views.present.wall import Wall
from cnnviz.views.train.confusion_view import ConfusionView
from cnnviz.views.train.picture_grid import picture_image

MOST = 24  # pictures


class AnswersTopic(TopicScene):
    """What the network said to the validation pictures after the epoch that is looked at."""

    def __init__(self, document: Document, training: WindowTraining, look: Look) -> None:
        super().__init__(document, training, look)
        self.confusion = ConfusionView(self.larger)
        self.confusion.setObjectName("present-confusion")
        self.wall = Wall(look, "present-mistakes")
        self._answers: Answers | None = None
        self._shown: tuple[object, ...] = ()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.addWidget(self.confusion, stretch=3)
        self.row.addWidget(self.wall, stretch=2)
        self.confusion.chosen.connect(self._on_cell)

    def _on_cell(self, row: int, column: int) -> None:
        if self.training.run is not None:
            self.training.run.look_into((row, column))

    @property
    def _cell(self) -> tuple[int, int] | None:
        """The cell that is looked at; None where there is none, or no such one."""
        cell = None if self.training.run is None else self.training.run.cell
        if self._answers is None or cell is None or max(cell) >= len(self._answers.classes):
            return None
        return cell

    def refresh(self) -> None:
        """Show the answers of the epoch, and the pictures of the cell or the surest mistakes."""
        ways = QBoxLayout.Direction
        is_narrow = self.width() < self.height()
        self.row.setDirection(ways.TopToBottom if is_narrow else ways.LeftToRight)
        self.row.setSpacing(self.look.px(16))
        run = self.training.run
        now = (None if run is None else run.directory.path, None if run is None else run.epoch)
        if now != self._shown:
            epoch = None if run is None else run.epoch
            answers = None if run is None or epoch is None else run.answers(epoch)
            if answers is None and epoch is not None:
                return  # just being written
            self._shown, self._answers = now, answers
            self._show_counts()
        self.confusion.show_cell(self._cell)
        self._show_pictures()

    def _show_counts(self) -> None:
        answers = self._answers
        if answers is None:
            self.confusion.show_counts(np.zeros((0, 0), np.int64), ())
        else:
            self.confusion.show_counts(answers.confusion, answers.classes)

    def _show_pictures(self) -> None:
        answers, cell = self._answers, self._cell
        if answers is None:
            self.wall.show_images((), (), _("Most confident mistakes"))
            return
        chosen = answers.mistakes if cell is None else answers.behind(*cell)
        indices = [int(index) for index in chosen[:MOST]]
        light = answers.is_light
        images = [picture_image(answers.pictures[index], is_light=light) for index in indices]
        captions = [caption(answers, index) for index in indices]
        self.wall.show_images(images, captions, _("Most confident mistakes"), len(chosen))

    def sentence(self) -> str:
        """Return how many are read correctly, or what the cell counts."""
        answers, cell = self._answers, self._cell
        if answers is None:
            return _("The answers appear after the first epoch.")
        if cell is not None:
            return self.confusion.count_words(cell)
        count, right = len(answers.labels), int((answers.labels == answers.predicted).sum())
        text = ngettext(
            "{right} of {n} validation picture is read correctly; beside it the surest mistakes, "
            "true → answer.",
            "{right} of {n} validation pictures are read correctly; beside them the surest "
            "mistakes, true → answer.",
            count,
        )
        return text.format(right=count_text(right), n=count_text(count))
