"""MLP against CNN: the weights of a first layer, and what happens when a digit is pushed around."""

from functools import partial

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from cnnviz.cnn import architectures
from cnnviz.cnn.ops import Array
from cnnviz.language import N_, _
from cnnviz.project.picture import is_blank
from cnnviz.project.shipped_shifts import NAMES, accuracies, said
from cnnviz.state.document import Document
from cnnviz.state.pushed_digit import PushedDigit, ShiftTraining
from cnnviz.views.controls.card import Card
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.controls.panel import label
from cnnviz.views.look.theme import Look
from cnnviz.views.train.class_bars import ClassBars
from cnnviz.views.train.curve_plot import CurvePlot
from cnnviz.views.train.curve_values import Points
from cnnviz.views.train.pushed_picture import PushedPicture
from cnnviz.views.train.weight_count import WeightCount

TITLES = {
    "mlp": N_("MLP, 128 neurons"), "lecture-cnn": N_("Lecture CNN"),
    "cnn-gap": N_("CNN, global average"),
}  # fmt: skip
TRAINED = {"none": N_("Trained on digits in the middle"), "shift": N_("Trained on shifted digits")}
FAR = 4  # pixels of shift that are told of
WHY = N_(
    "The CNN suffers less: its maps find a stroke wherever it is. But flatten and the fully "
    "connected layer after it remember the place, so it suffers too. The mean of each map (global "
    "average) forgets the place; training on shifted digits teaches all of them."
)


class ShiftCard(Card):
    """Pushes the drawing through three networks at once, and counts their weights."""

    def __init__(self, document: Document, push: PushedDigit, look: Look) -> None:
        super().__init__(look, "shift-card", _("MLP against CNN"))
        self._document, self._push = document, push
        self.count = WeightCount(look)
        self.pushed = PushedPicture(push, look)
        self.back = QPushButton(_("Back to the middle"))
        self.back.setObjectName("shift-back")
        self.back.setToolTip(_("Undo the pushing"))
        self.training = ChoiceBox(12)
        self.training.setObjectName("shift-training")
        self.training.setAccessibleName(_("Which training"))
        for key, title in TRAINED.items():
            self.training.addItem(_(title), key)
        self.bars = {name: ClassBars(look) for name in NAMES}
        self.plot = CurvePlot(
            look, "shift-plot", _("Accuracy against shift in pixels"), is_share=True,
            told_at=N_("shift {step}: {values}"),
        )  # fmt: skip
        named_axis(self.plot)
        self.why = label("shift-why", "muted", _(WHY))
        self._arrange()
        self._connect()
        self._on_look_changed()

    def _arrange(self) -> None:
        self.row = row = QHBoxLayout()
        left = QVBoxLayout()
        left.addWidget(self.pushed)
        left.addWidget(self.back)
        left.addStretch(1)
        row.addLayout(left)
        row.addLayout(self._answers(), stretch=2)
        row.addWidget(self.plot, stretch=3)
        self.column.addWidget(self.count)
        self.column.addLayout(row)
        self.column.addWidget(self.why)

    def _answers(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.addWidget(self.training)
        for name in NAMES:
            heading = QLabel(_(TITLES[name]))
            heading.setProperty("role", "muted")
            column.addWidget(heading)
            self.bars[name].setAccessibleName(_(TITLES[name]))
            self.bars[name].set_most(3)
            column.addWidget(self.bars[name])
        column.addStretch(1)
        return column

    def _connect(self) -> None:
        self._push.changed.connect(self.refresh)
        self.back.clicked.connect(partial(self._push.push_to, 0, 0))
        self.training.activated.connect(self._on_training)
        self._document.changed.connect(self._on_document_changed)
        self._look.changed.connect(self._on_look_changed)

    # What is shown

    def refresh(self) -> None:
        """Put the pushed drawing through the networks; nothing while the card is hidden."""
        if not self.isVisible():
            return
        digit = digit_of(self._document)
        is_digit = digit is not None
        self.pushed.show_picture(digit)
        with QSignalBlocker(self.training):
            self.training.setCurrentIndex(self.training.findData(self._push.training))
        for name, bars in self.bars.items():
            if is_digit:
                values = self.pushed.values()
                bars.show_shares(said(name, self._push.training, values), architectures.DIGITS)
            bars.setVisible(is_digit)
        self._show_plot()

    def _show_plot(self) -> None:
        self.plot.show_curves(shift_curves(self._push.training), "")

    # Signals

    def _on_training(self, place: int) -> None:
        self._push.choose(self.training.itemData(place))

    def _on_document_changed(self, before: object, after: object) -> None:
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what changed while the card was hidden."""
        super().showEvent(event)
        self.refresh()

    def _on_look_changed(self) -> None:
        px = self._look.px
        self.row.setSpacing(px(16))
        self.plot.setMinimumHeight(px(220))


def digit_of(document: Document) -> Array | None:
    """Return the digit (1, 28, 28) that can be pushed; None where none is drawn."""
    values, picture = document.forward.trace.image, document.project.picture
    is_exercise = picture.kind == "matrix" and picture.values.shape[1:] != values.shape[1:]
    is_digit = values.shape == (1, 28, 28) and not is_exercise and not is_blank(picture)
    return values if is_digit else None


def named_axis(plot: CurvePlot) -> None:
    """Say below a plot what its places are, and above it what is read at one of them."""
    plot.draw_so(is_logarithmic=False, is_smooth=False, bottom=_("shift in pixels"))
    plot.rests_at = FAR
    plot.has_whole_axis = True  # both trainings are seen one after the other


def shift_curves(training: ShiftTraining) -> dict[str, Points]:
    """Return how much each network reads rightly at each shift, by its title."""
    return {
        _(TITLES[each.name]): [(float(far), rate) for far, rate in enumerate(each.accuracy)]
        for each in accuracies()
        if each.training == training
    }
