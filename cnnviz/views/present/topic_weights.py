"""Why not an MLP: how many weights its neurons need for a photo, beside those of filters."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from cnnviz.cnn.shift_comparison import filter_weights, neuron_weights
from cnnviz.language import _
from cnnviz.state.document import Document
from cnnviz.state.training import WindowTraining
from cnnviz.text.numbers import count_text
from cnnviz.views.look.theme import Look
from cnnviz.views.present.texts import TITLE_SIZES, Caption
from cnnviz.views.present.topic_scene import TopicScene
from cnnviz.views.present.unit_edges import UnitEdges

PHOTO = (3, 224, 224)  # channels, rows, columns: as in the lecture
NEURONS, FILTERS, SIZE = 1000, 12, 5


class WeightsTopic(TopicScene):
    """Some inputs and neurons with their edges, and the numbers of all of them."""

    def __init__(self, document: Document, training: WindowTraining, look: Look) -> None:
        super().__init__(document, training, look)
        self.edges = UnitEdges(look, "present-neurons")
        self.edges.setAccessibleName(_("Every value of the picture is joined with every neuron"))
        # Which weights it shows tells nothing: all are alike, and the first neuron is looked at.
        weights = np.broadcast_to(np.float32(1), (NEURONS, neuron_weights(PHOTO)))
        self.edges.show_units(weights, 0, "")
        self.inputs = Caption(look, "present-weights-inputs")
        self.counts = [Caption(look, f"present-weights-{name}") for name in ("one", "all", "conv")]
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        self.grid.addWidget(self.inputs, 0, 0, 3, 1, middle)
        self.grid.addWidget(self.edges, 0, 1, 3, 1)
        for row, caption in enumerate(self.counts):
            self.grid.addWidget(caption, row, 2, middle)
        for column, stretch in enumerate((2, 4, 4)):
            self.grid.setColumnStretch(column, stretch)

    def refresh(self) -> None:
        """Say the numbers."""
        channels, rows, columns = PHOTO
        one, of_filter = neuron_weights(PHOTO), filter_weights(channels, SIZE)
        text = _("{rows}×{columns} pixels × {channels} colours: {count} inputs")
        numbers = {"rows": rows, "columns": columns, "channels": channels}
        self.inputs.setText(text.format(**numbers, count=count_text(one)))
        texts = (
            _("one neuron: {count} weights").format(count=count_text(one)),
            _("{neurons} neurons: {count} weights").format(
                neurons=count_text(NEURONS), count=count_text(NEURONS * one)),
            _("{filters} filters of {size}×{size}×{channels}: {count} weights").format(
                filters=FILTERS, size=SIZE, channels=channels,
                count=count_text(FILTERS * of_filter)),
        )  # fmt: skip
        for caption, text in zip(self.counts, texts, strict=True):
            caption.setText(text)
            caption.setFont(self.look.font(TITLE_SIZES[1], bold=True))
        self.grid.setHorizontalSpacing(self.look.px(16))

    def sentence(self) -> str:
        """Return what a neuron is, and why a filter needs so few."""
        text = _(
            "A neuron has a weight for each of the {count} values; a filter has the same {few} "
            "weights at every place."
        )
        few = filter_weights(PHOTO[0], SIZE)
        return text.format(count=count_text(neuron_weights(PHOTO)), few=count_text(few))
