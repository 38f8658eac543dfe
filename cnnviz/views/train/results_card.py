"""What the network gets wrong: the confusion matrix, and the pictures behind it."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from cnnviz.cnn.confusion import Answers
from cnnviz.explain.answer_words import caption, sentence
from cnnviz.language import N_, _, ngettext
from cnnviz.state.training import WindowTraining
from cnnviz.state.training_run import TrainingRun
from cnnviz.views.controls.card import Card, heading
from cnnviz.views.controls.panel import label
from cnnviz.views.look.theme import Look
from cnnviz.views.train.confusion_view import ConfusionView
from cnnviz.views.train.picture_grid import PictureGrid

MOST = 48  # pictures that are shown of a cell
MISTAKES = 24  # that are shown of all
ALIKE = N_(
    "Every picture gets the same answer: what tells the classes apart is not learnt. More steps, "
    "or another rate or start, may help."
)
CLICK = N_("Click a picture to send it to the input, with the weights that gave this answer.")


class ResultsCards(QWidget):
    """Shows the answers of the epoch that is looked at; a picture is sent to the input."""

    picture_chosen = Signal(object, str, bool)  # (picture (C, H, W) 0 to 255, name, 255 is white)

    def __init__(self, training: WindowTraining, drawing: QWidget, look: Look) -> None:
        """Make the cards; `drawing` is a third one that stands beside them."""
        super().__init__()
        self._training, self._look = training, look
        self._answers: Answers | None = None
        self._indices = np.zeros(0, np.intp)  # of the pictures shown
        self._shown: tuple[object, ...] = ()
        self._shown_cell: tuple[object, ...] = ()
        self.confusion = ConfusionView(look)
        self.pictures = PictureGrid(look, "mistakes")
        self.pictures.setAccessibleName(_("Pictures"))
        self.title = heading(_("Most confident mistakes"))
        self.title.setObjectName("mistakes-title")
        self.all = QPushButton(_("All mistakes"))
        self.all.setObjectName("mistakes-all")
        self.all.hide()
        self.all.setToolTip(_("Show the most confident mistakes of all classes again"))
        self.hint = label("mistakes-hint", "muted", _(CLICK))
        self.count = label("confusion-count", "muted")
        self._arrange(drawing)
        self.confusion.chosen.connect(self._on_cell)
        self.pictures.picture_taken.connect(self._on_picture)
        self.all.clicked.connect(self._on_all)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _arrange(self, drawing: QWidget) -> None:
        left = Card(self._look, "confusion-card", _("Confusion matrix"))
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

    def refresh(self) -> None:
        """Show the answers of the epoch that is looked at, and the pictures behind its cell."""
        run = self._training.run
        epoch = None if run is None else run.epoch
        now = (None if run is None else run.directory.path, epoch)
        if now != self._shown:
            answers = None if run is None or epoch is None else run.answers(epoch)
            if answers is None and run is not None and run.is_running and _is_last(run):
                return  # just being written
            self._shown, self._answers = now, answers
            self._show_answers(answers, epoch)
        cell = None if run is None else run.cell
        if self._shown_cell != (now, cell):
            self._shown_cell = now, cell
            self._show_cell(cell)

    def _show_answers(self, answers: Answers | None, epoch: int | None) -> None:
        if answers is None:
            self.confusion.show_counts(np.zeros((0, 0), np.int64), ())
            gone = _("What it said after epoch {epoch} is not kept.")
            before = _("Appears after the first epoch.")
            self.count.setText(before if epoch is None else gone.format(epoch=epoch))
            return
        self.confusion.show_counts(answers.confusion, answers.classes)
        text = ngettext(
            "{n} validation picture after epoch {epoch}: {share} % right. Rows: true class, with "
            "its recall in percent; below each answer its precision.",
            "{n} validation pictures after epoch {epoch}: {share} % right. Rows: true class, with "
            "its recall in percent; below each answer its precision.",
            len(answers.labels),
        )
        share = f"{100 * answers.accuracy:.1f}"
        told = text.format(n=len(answers.labels), epoch=epoch, share=share)
        self.count.setText(f"{_(ALIKE)} {told}" if answers.are_alike else told)

    def _show_cell(self, cell: tuple[int, int] | None) -> None:
        """Show the pictures of the chosen cell, or the mistakes."""
        answers = self._answers
        if answers is None or (cell is not None and max(cell) >= len(answers.confusion)):
            cell = None
        self.confusion.show_cell(cell)
        self.all.setVisible(cell is not None)
        if answers is None:
            self.title.setText(_("Most confident mistakes"))
            self._show_pictures(np.zeros(0, np.intp))
        elif cell is None:
            self.title.setText(_("Most confident mistakes"))
            self._show_pictures(answers.mistakes[:MISTAKES])
        else:
            indices = answers.behind(*cell)
            self.title.setText(_title(answers, cell, len(indices)))
            self._show_pictures(indices[:MOST])

    def _show_pictures(self, indices: "np.ndarray[tuple[int], np.dtype[np.intp]]") -> None:
        self._indices, answers = indices, self._answers
        if answers is None:
            self.pictures.show_pictures(np.zeros((0, 1, 1, 1), np.uint8), [], [])
            self.hint.setText(_("The pictures that it gets wrong appear after the first epoch."))
            return
        chosen = [int(index) for index in indices]
        captions = [caption(answers, index) for index in chosen]
        tips = [sentence(answers, index) for index in chosen]
        shown, is_light = answers.pictures[indices], answers.is_light
        self.pictures.show_pictures(shown, captions, tips, is_light=is_light)
        self.hint.setText(_(CLICK) if chosen else _("There are none here."))

    # Signals

    def _on_cell(self, row: int, column: int) -> None:
        if self._training.run is not None:
            self._training.run.look_into((row, column))

    def _on_all(self) -> None:
        if self._training.run is not None:
            self._training.run.look_into(None)

    def _on_picture(self, place: int) -> None:
        answers = self._answers
        if answers is not None and place < len(self._indices):
            index = int(self._indices[place])
            true = answers.classes[answers.labels[index]]
            name = _("{name}, picture {number}").format(name=true, number=index)
            self.picture_chosen.emit(answers.pictures[index], name, answers.is_light)

    def _on_look_changed(self) -> None:
        px = self._look.px
        self.row.setSpacing(px(12))
        self.confusion.setMinimumHeight(px(190))


def _is_last(run: TrainingRun) -> bool:
    """Return whether the epoch that is looked at is the latest one."""
    return bool(run.history.epochs) and run.epoch == run.history.epochs[-1].epoch


def _title(answers: Answers, cell: tuple[int, int], count: int) -> str:
    """Say which pictures stand behind a cell, and how many."""
    true, answer = (answers.classes[i] for i in cell)
    if count > MOST:
        right = _("“{true}” read correctly · {count}, the first {shown}")
        wrong = _("“{true}” taken for “{answer}” · {count}, the first {shown}")
    else:
        right = _("“{true}” read correctly · {count}")
        wrong = _("“{true}” taken for “{answer}” · {count}")
    text = right if cell[0] == cell[1] else wrong
    return text.format(true=true, answer=answer, count=count, shown=MOST)
