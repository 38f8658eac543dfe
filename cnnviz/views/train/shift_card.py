"""MLP against CNN: the weights of a first layer, and what happens when a digit is pushed around."""

from functools import partial

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
)

from cnnviz.cnn import architectures
from cnnviz.cnn.ops import Array
from cnnviz.cnn.shift_comparison import filter_weights, moved_by, neuron_weights
from cnnviz.project.picture import is_blank
from cnnviz.project.shipped_shifts import NAMES, accuracies, network
from cnnviz.state.document import Document
from cnnviz.text.numbers import count_text
from cnnviz.views.controls.card import Card
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.controls.number_field import NumberField
from cnnviz.views.controls.painted_view import PaintedView
from cnnviz.views.controls.panel import label
from cnnviz.views.look.theme import Look
from cnnviz.views.train.curve_plot import CurvePlot
from cnnviz.views.train.drawing_card import ClassBars
from cnnviz.views.train.picture_grid import picture_image

TITLES = {"mlp": "MLP, 128 neurons", "lecture-cnn": "Lecture CNN", "cnn-gap": "CNN, global average"}
TRAINED = {"none": "Trained on digits in the middle", "shift": "Trained on shifted digits"}
WHY = (
    "The CNN suffers less: its maps find a stroke wherever it is. But flatten and the fully "
    "connected layer after it remember the place, so it suffers too. The mean of each map (global "
    "average) forgets the place; training on shifted digits teaches all of them."
)
NO_DIGIT = (
    "Draw a digit on the Network page (Ctrl+2), in a network for digits; then push it around here."
)
_NUMBERS = (
    ("rows", "Rows", 224, 4096), ("columns", "Columns", 224, 4096),
    ("channels", "Channels", 3, 512),
    ("neurons", "Neurons", 1000, 1_000_000), ("filters", "Filters", 12, 100_000),
    ("size", "Filter size", 5, 99),
)  # fmt: skip
_MOVES = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}  # fmt: skip


class ShiftCard(Card):
    """Pushes the drawing through three networks at once, and counts their weights."""

    def __init__(self, document: Document, look: Look) -> None:
        super().__init__(look, "shift-card", "MLP against CNN")
        self._document = document
        self.numbers: dict[str, NumberField] = {}
        self.weights = label("shift-weights")
        self.pushed = PushedPicture(look)
        self.back = QPushButton("Back to the middle")
        self.back.setObjectName("shift-back")
        self.back.setToolTip("Undo the pushing")
        self.training = ChoiceBox(12)
        self.training.setObjectName("shift-training")
        self.training.setAccessibleName("Which training")
        for key, title in TRAINED.items():
            self.training.addItem(title, key)
        self.bars = {name: ClassBars(look) for name in NAMES}
        self.plot = CurvePlot(
            look, "shift-plot", "Accuracy against shift in pixels", is_share=True, unit="shift"
        )
        self.why = label("shift-why", "muted", WHY)
        self._arrange()
        self._connect()
        self._on_look_changed()
        self._show_weights()

    def _arrange(self) -> None:
        grid = QGridLayout()
        for place, (name, text, value, most) in enumerate(_NUMBERS):
            field = NumberField(self._look, value, 1, most, step=1, whole=True, name=text)
            field.setObjectName(f"shift-{name}")
            self.numbers[name] = field
            heading = QLabel(text)
            heading.setProperty("role", "muted")
            heading.setBuddy(field)
            grid.addWidget(heading, place // 3, 2 * (place % 3))
            grid.addWidget(field, place // 3, 2 * (place % 3) + 1)
        self.row = row = QHBoxLayout()
        left = QVBoxLayout()
        left.addWidget(self.pushed)
        left.addWidget(self.back)
        left.addStretch(1)
        row.addLayout(left)
        row.addLayout(self._answers(), stretch=2)
        row.addWidget(self.plot, stretch=3)
        self._grid = grid
        self.column.addLayout(grid)
        self.column.addWidget(self.weights)
        self.column.addLayout(row)
        self.column.addWidget(self.why)

    def _answers(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.addWidget(self.training)
        for name in NAMES:
            heading = QLabel(TITLES[name])
            heading.setProperty("role", "muted")
            column.addWidget(heading)
            self.bars[name].setAccessibleName(TITLES[name])
            self.bars[name].set_most(3)
            column.addWidget(self.bars[name])
        column.addStretch(1)
        return column

    def _connect(self) -> None:
        for field in self.numbers.values():
            field.edited.connect(self._on_number)
        self.pushed.moved.connect(self.refresh)
        self.back.clicked.connect(partial(self.pushed.push_to, 0, 0))
        self.training.activated.connect(self._on_training)
        self._document.changed.connect(self._on_document_changed)
        self._look.changed.connect(self._on_look_changed)

    # What is shown

    def refresh(self) -> None:
        """Put the pushed drawing through the networks; nothing while the card is hidden."""
        if not self.isVisible():
            return
        forward = self._document.forward
        values = forward.trace.values[0]
        is_digit = values.shape == (1, 28, 28) and not is_blank(self._document.project.picture)
        self.pushed.show_picture(values if is_digit else None)
        for name, bars in self.bars.items():
            if is_digit:
                bars.show_shares(self._said(name), architectures.DIGITS)
            bars.setVisible(is_digit)
        self._show_plot()

    def _said(self, name: str) -> Array:
        x = self.pushed.values()
        for layer in network(name, self.training.currentData()).layers:
            x = layer.forward(x)
        return x

    def _show_plot(self) -> None:
        training = self.training.currentData()
        curves = {
            TITLES[each.name]: [(float(far), rate) for far, rate in enumerate(each.accuracy)]
            for each in accuracies()
            if each.training == training
        }
        self.plot.show_curves(curves, "")

    def _show_weights(self) -> None:
        number = {name: round(field.value) for name, field in self.numbers.items()}
        shape = number["channels"], number["rows"], number["columns"]
        neuron = neuron_weights(shape)
        one = filter_weights(number["channels"], number["size"])
        self.weights.setText(
            f"Fully connected: {count_text(neuron)} weights a neuron, "
            f"{count_text(neuron * number['neurons'])} for all {count_text(number['neurons'])}. "
            f"Convolution: {count_text(one)} weights a filter, "
            f"{count_text(one * number['filters'])} for all {count_text(number['filters'])}; "
            "and what is found in one place is found everywhere."
        )

    # Signals

    def _on_number(self, value: float, gesture: str) -> None:
        self._show_weights()

    def _on_training(self, place: int) -> None:
        self.refresh()

    def _on_document_changed(self, before: object, after: object) -> None:
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what changed while the card was hidden."""
        super().showEvent(event)
        self.refresh()

    def _on_look_changed(self) -> None:
        px = self._look.px
        self.row.setSpacing(px(16))
        self._grid.setHorizontalSpacing(px(8))
        self.plot.setMinimumHeight(px(220))


class PushedPicture(PaintedView):
    """A digit that the mouse or the arrow keys push over its square."""

    moved = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._picture: Array | None = None
        self.shift = (0, 0)  # rows down, columns right, in pixels of the digit
        self._pressed: tuple[QPoint, tuple[int, int]] | None = None
        self.setObjectName("pushed-picture")
        self.setAccessibleName("Your digit")
        self.setToolTip("Drag the digit, or push it with the arrow keys")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        look.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return a square."""
        return QSize(self._look.px(168), self._look.px(168))

    def show_picture(self, picture: Array | None) -> None:
        """Show a digit (1, 28, 28), 1 is ink; None: there is none."""
        self._picture = picture
        self.update()

    def values(self) -> Array:
        """Return the digit where it was pushed to."""
        assert self._picture is not None  # asked only for a digit
        return moved_by(self._picture, *self.shift)

    def push_to(self, down: int, right: int) -> None:
        """Push the digit, at most out of its square."""
        shift = min(max(down, -28), 28), min(max(right, -28), 28)
        if shift != self.shift:
            self.shift = shift
            self.setAccessibleDescription(f"{shift[0]} pixels down, {shift[1]} right")
            self.update()
            self.moved.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pushed digit, and how far it was pushed."""
        painter = QPainter(self)
        if self._picture is None:
            painter.setPen(QColor(self._look.colors.muted))
            wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter
            margin = self._look.px(8)
            room = self.rect().adjusted(margin, margin, -margin, -margin)
            painter.drawText(room, wrap, NO_DIGIT)
        else:
            levels = (self.values() * 255).round().astype(np.uint8)
            painter.drawImage(self.rect(), picture_image(levels))
            painter.setFont(self._look.font(11))
            painter.setPen(QColor(self._look.colors.accent))
            text = f"{self.shift[0]:+d} down, {self.shift[1]:+d} right".replace("-", "−")
            place = QRect(4, self.height() - self._look.px(18), self.width(), self._look.px(18))
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft, text)
        edge = self._look.colors.accent if self.hasFocus() else self._look.colors.line
        painter.setPen(QColor(edge))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to push."""
        self._pressed = event.position().toPoint(), self.shift

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Push."""
        if self._pressed is not None:
            way, cell = event.position().toPoint() - self._pressed[0], self.width() / 28
            down, right = self._pressed[1]
            self.push_to(down + round(way.y() / cell), right + round(way.x() / cell))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End pushing."""
        self._pressed = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Push by one pixel."""
        move = _MOVES.get(Qt.Key(event.key()))
        if move is None:
            event.ignore()
        else:
            self.push_to(self.shift[0] + move[0], self.shift[1] + move[1])

    def takes(self, event: QKeyEvent) -> bool:
        """Take the arrows."""
        return Qt.Key(event.key()) in _MOVES
