"""MLP against CNN, large: a digit that is pushed through both, and how far each bears it."""

import numpy as np
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from cnnviz.cnn import architectures
from cnnviz.cnn.ops import Array
from cnnviz.language import N_, _, ngettext
from cnnviz.project.shipped_shifts import NAMES, accuracies, said
from cnnviz.state.document import Document
from cnnviz.state.pushed_digit import ShiftTraining
from cnnviz.state.training import WindowTraining
from cnnviz.text.numbers import count_text, percent_text
from cnnviz.views.look.theme import Look
from cnnviz.views.present.bars import Bars
from cnnviz.views.present.maps import Square
from cnnviz.views.present.texts import Caption
from cnnviz.views.present.topic_scene import LOW, TopicScene
from cnnviz.views.train.curve_plot import CurvePlot
from cnnviz.views.train.pushed_picture import PushedPicture
from cnnviz.views.train.shift_card import FAR, TITLES, TRAINED, digit_of, named_axis, shift_curves

READ = 10_000  # digits that each network read
BEST, FEW = 3, 2  # classes that are shown of each network; in a low room


class PushedTopic(TopicScene):
    """The digit at the left, what each network says at the right."""

    def __init__(self, document: Document, training: WindowTraining, look: Look) -> None:
        super().__init__(document, training, look)
        self.pushed = PushedPicture(training.pushed, self.larger)
        self.pushed.setObjectName("present-pushed")
        self.bars = {name: Bars(look, f"present-said-{name}") for name in NAMES}
        self._answers: dict[str, int] = {}
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.addWidget(Square(self.pushed), 0, 0, 2 * len(NAMES), 1)
        for number, name in enumerate(NAMES):
            heading = Caption(look, f"present-heading-{name}")
            heading.setText(_(TITLES[name]))
            self.bars[name].setAccessibleName(_(TITLES[name]))
            self.grid.addWidget(heading, 2 * number, 1)
            self.grid.addWidget(self.bars[name], 2 * number + 1, 1)
            self.grid.setRowStretch(2 * number + 1, 1)
        self.grid.setColumnStretch(0, 1)
        self.grid.setColumnStretch(1, 1)

    def refresh(self) -> None:
        """Put the pushed digit through the networks."""
        self.grid.setHorizontalSpacing(self.look.px(24))
        digit = digit_of(self.document)
        self.pushed.show_picture(digit)
        for name, bars in self.bars.items():
            if digit is not None:
                shares = said(name, self.training.pushed.training, self.pushed.values())
                self._answers[name] = int(shares.argmax())
                self._show(bars, shares)
            bars.setVisible(digit is not None)

    def _show(self, bars: Bars, shares: Array) -> None:
        most = FEW if self.height() < self.look.px(LOW) else BEST
        best = np.argsort(-shares, kind="stable")[:most]
        bars.show_values(
            [architectures.DIGITS[index] for index in best],
            shares[best],
            [percent_text(float(shares[index]), is_listed=True) for index in best],
            None,
            is_share=True,
            channels=[int(index) for index in best],
        )

    def sentence(self) -> str:
        """Return what each says to the digit where it is."""
        if digit_of(self.document) is None:
            return _("A drawn digit is pushed here, in a network for digits.")
        down, right = self.training.pushed.shift
        names = [architectures.DIGITS[self._answers[name]] for name in NAMES]
        if not (down or right):
            text = _(
                "Not pushed yet: the MLP says {mlp}, the lecture's CNN {cnn}, the CNN with global "
                "average {gap}."
            )
        elif down:
            text = _(
                "Pushed by {right} to the right and {down} down: the MLP says {mlp}, the lecture's "
                "CNN {cnn}, the CNN with global average {gap}."
            )
        else:
            text = ngettext(
                "Pushed by {right} pixel to the right: the MLP says {mlp}, the lecture's CNN {cnn},"
                " the CNN with global average {gap}.",
                "Pushed by {right} pixels to the right: the MLP says {mlp}, the lecture's CNN "
                "{cnn}, the CNN with global average {gap}.",
                abs(right),
            )
        return text.format(right=right, down=down, mlp=names[0], cnn=names[1], gap=names[2])


class ShiftsTopic(TopicScene):
    """How much of 10,000 digits each network reads rightly at each shift."""

    def __init__(self, document: Document, training: WindowTraining, look: Look) -> None:
        super().__init__(document, training, look)
        self.plot = CurvePlot(
            self.larger, "present-shifts", _("Accuracy against shift in pixels"),
            is_share=True, told_at=N_("shift {step}: {values}"),
        )  # fmt: skip
        named_axis(self.plot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plot)

    @property
    def _training(self) -> ShiftTraining:
        return self.training.pushed.training

    def refresh(self) -> None:
        """Show the curves of the training that is looked at."""
        text = _("{training}: share of {count} digits read correctly")
        told = text.format(training=_(TRAINED[self._training]), count=count_text(READ))
        self.plot.title.setText(told)
        self.plot.show_curves(shift_curves(self._training), "")

    def sentence(self) -> str:
        """Return how many each reads when they are moved a little."""
        shares = {
            each.name: percent_text(each.accuracy[FAR])
            for each in accuracies()
            if each.training == self._training
        }
        text = ngettext(
            "Of digits moved by {far} pixel the MLP reads {mlp}, the lecture's CNN {cnn}, the CNN "
            "with global average {gap}.",
            "Of digits moved by {far} pixels the MLP reads {mlp}, the lecture's CNN {cnn}, the CNN "
            "with global average {gap}.",
            FAR,
        )
        mlp, cnn, gap = (shares[name] for name in NAMES)
        return text.format(far=FAR, mlp=mlp, cnn=cnn, gap=gap)
