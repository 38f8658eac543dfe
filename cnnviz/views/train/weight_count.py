"""How many weights a first layer has: fully connected, and convolutional."""

from PySide6.QtWidgets import QGridLayout, QLabel

from cnnviz.cnn.shift_comparison import filter_weights, neuron_weights
from cnnviz.language import N_, _
from cnnviz.text.numbers import count_text
from cnnviz.views.controls.number_field import NumberField
from cnnviz.views.controls.panel import Panel, label
from cnnviz.views.look.theme import Look

_NUMBERS = (  # name, title, first value, largest
    ("rows", N_("Rows"), 224, 4096), ("columns", N_("Columns"), 224, 4096),
    ("channels", N_("Channels"), 3, 512), ("neurons", N_("Neurons"), 1000, 1_000_000),
    ("filters", N_("Filters"), 12, 100_000), ("size", N_("Filter size"), 5, 99),
)  # fmt: skip


class WeightCount(Panel):
    """Fields for the sizes, and the numbers of weights that follow."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.numbers: dict[str, NumberField] = {}
        self._grid = QGridLayout()
        for place, (name, title, value, most) in enumerate(_NUMBERS):
            field = NumberField(look, value, 1, most, step=1, whole=True, name=_(title))
            field.setObjectName(f"shift-{name}")
            field.edited.connect(self._on_number)
            self.numbers[name] = field
            heading = QLabel(_(title))
            heading.setProperty("role", "muted")
            heading.setBuddy(field)
            self._grid.addWidget(heading, place // 3, 2 * (place % 3))
            self._grid.addWidget(field, place // 3, 2 * (place % 3) + 1)
        self.weights = label("shift-weights")
        self.column.addLayout(self._grid)
        self.column.addWidget(self.weights)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self.refresh()

    def refresh(self) -> None:
        """Count. Emits nothing."""
        number = {name: round(field.value) for name, field in self.numbers.items()}
        neuron = neuron_weights((number["channels"], number["rows"], number["columns"]))
        one = filter_weights(number["channels"], number["size"])
        text = _(
            "Fully connected: {neuron} weights a neuron, {all_neurons} for all {neurons}. "
            "Convolution: {filter} weights a filter, {all_filters} for all {filters}; "
            "and what is found in one place is found everywhere."
        )
        self.weights.setText(
            text.format(
                neuron=count_text(neuron),
                all_neurons=count_text(neuron * number["neurons"]),
                neurons=count_text(number["neurons"]),
                filter=count_text(one),
                all_filters=count_text(one * number["filters"]),
                filters=count_text(number["filters"]),
            )
        )

    def _on_number(self, value: float, gesture: str) -> None:
        self.refresh()

    def _on_look_changed(self) -> None:
        self._grid.setHorizontalSpacing(self._look.px(8))
