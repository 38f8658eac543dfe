"""What the network gets wrong: the confusion matrix, and the pictures behind it."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from cnnviz.cnn.confusion import Answers
from cnnviz.explain.answer_words import caption, sentence
from cnnviz.state.training import Training
from cnnviz.views.controls.card import Card, heading
from cnnviz.views.controls.panel import label
from cnnviz.views.look.theme import Look
from cnnviz.views.train.confusion_view import ConfusionView
from cnnviz.views.train.picture_grid import PictureGrid

MOST = 48  # pictures that are shown of a cell
MISTAKES = 24  # that are shown of all


class ResultsCards(QWidget):
    """Shows the answers of the epoch that is looked at; a picture is sent to the input."""

    picture_chosen = Signal(object, str)  # (picture (C, H, W) 0 to 255, its name)

    def __init__(self, training: Training, drawing: QWidget, look: Look) -> None:
        """Make the cards; `drawing` is a third one that stands beside them."""
        super().__init__()
        self._training, self._look = training, look
        self._answers: Answers | None = None
        self._indices = np.zeros(0, np.intp)  # of the pictures shown
        self._shown: tuple[object, ...] = ()
        self.confusion = ConfusionView(look)
        self.pictures = PictureGrid(look, "mistakes")
        self.pictures.setAccessibleName("Pictures")
        self.title = heading("Most confident mistakes")
        self.title.setObjectName("mistakes-title")
        self.all = QPushButton("All mistakes")
        self.all.setObjectName("mistakes-all")
        self.all.hide()
        self.all.setToolTip("Show the most confident mistakes of all classes again")
        self.hint = label("mistakes-hint", "muted", "Click a picture to send it to the input.")
        self.count = label("confusion-count", "muted")
        self._arrange(drawing)
        self.confusion.chosen.connect(self._on_cell)
        self.pictures.clicked.connect(self._on_picture)
        self.all.clicked.connect(self._on_all)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _arrange(self, drawing: QWidget) -> None:
        left = Card(self._look, "confusion-card", "Confusion matrix")
        for part in (self.confusion, self.count):
            left.column.addWidget(part)
        left.column.setStretch(1, 1)
        head = QHBoxLayout()
        head.addWidget(self.title, stretch=1)
        head.addWidget(self.all)
        right = Card(self._look, "mistakes-card")
        right.column.addLayout(head)
        right.column.addWidget(self.pictures)
        right.column.addWidget(self.hint)
        right.column.addStretch(1)
        for card in (left, right):
            card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.addWidget(left, stretch=2)
        self.row.addWidget(right, stretch=2)
        self.row.addWidget(drawing, stretch=2)

    def show_epoch(self, epoch: int | None) -> None:
        """Show the answers after an epoch of the run; None: nothing yet."""
        run = self._training.run
        now = (None if run is None else run.directory.path, epoch)
        if now == self._shown:
            return
        answers = None if run is None or epoch is None else run.answers(epoch)
        if answers is None and epoch is not None:
            return  # just being written
        self._shown, self._answers = now, answers
        if answers is None:
            self.confusion.show_counts(np.zeros((0, 0), np.int64), ())
            self.count.setText("Appears after the first epoch.")
            self._show_pictures(np.zeros(0, np.intp))
            return
        self.confusion.show_counts(answers.confusion, answers.classes)
        self.count.setText(
            f"{len(answers.labels)} validation pictures after epoch {epoch}: "
            f"{100 * answers.accuracy:.1f} % right. Rows: true class."
        )
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Show the pictures of the chosen cell, or the mistakes."""
        answers, cell = self._answers, self.confusion.cell
        self.all.setVisible(cell is not None)
        if answers is None:
            return
        if cell is None:
            self.title.setText("Most confident mistakes")
            self._show_pictures(answers.mistakes[:MISTAKES])
            return
        true, answer = (answers.classes[i] for i in cell)
        text = f"“{true}” read rightly" if true == answer else f"“{true}” taken for “{answer}”"
        indices = answers.behind(*cell)
        shown = f", the first {MOST}" if len(indices) > MOST else ""
        self.title.setText(f"{text} · {len(indices)}{shown}")
        self._show_pictures(indices[:MOST])

    def _show_pictures(self, indices: "np.ndarray[tuple[int], np.dtype[np.intp]]") -> None:
        self._indices, answers = indices, self._answers
        if answers is None:
            self.pictures.show_pictures(np.zeros((0, 1, 1, 1), np.uint8), [], [])
            self.hint.setText("The pictures that it gets wrong appear after the first epoch.")
            return
        chosen = [int(index) for index in indices]
        captions = [caption(answers, index) for index in chosen]
        tips = [sentence(answers, index) for index in chosen]
        self.pictures.show_pictures(answers.pictures[indices], captions, tips)
        self.hint.setText(
            "Click a picture to send it to the input." if chosen else "There are none here."
        )

    # Signals

    def _on_cell(self, row: int, column: int) -> None:
        self._show_chosen()

    def _on_all(self) -> None:
        self.confusion.choose(None)
        self._show_chosen()

    def _on_picture(self, place: int) -> None:
        if self._answers is not None and place < len(self._indices):
            index = int(self._indices[place])
            name = f"{self._answers.classes[self._answers.labels[index]]}, picture {index}"
            self.picture_chosen.emit(self._answers.pictures[index], name)

    def _on_look_changed(self) -> None:
        px = self._look.px
        self.row.setSpacing(px(12))
        self.confusion.setMinimumHeight(px(190))
