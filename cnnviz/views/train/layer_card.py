"""A layer in numbers: its weights, what it gave and its gradients, at the snapshot looked at."""

import numpy as np
from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout

from cnnviz.cnn.network import Network
from cnnviz.language import _, ngettext
from cnnviz.runs.layer_numbers import LayerNumbers, Spread, spread
from cnnviz.state.training import WindowTraining
from cnnviz.views.controls.card import Card, heading
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.controls.flow_layout import FlowLayout
from cnnviz.views.controls.panel import label
from cnnviz.views.look.theme import Look
from cnnviz.views.train.histogram_view import HistogramView

NAMED = 24  # dead units that are named one by one


class LayerCard(Card):
    """Three histograms of a layer that is chosen here."""

    def __init__(self, training: WindowTraining, look: Look) -> None:
        super().__init__(look, "layer-card")
        self._training = training
        self._shown: tuple[object, ...] = ()
        self._offered: list[tuple[str, str]] = []  # nodes: their titles and names
        self.layer = ChoiceBox()
        self.layer.setObjectName("layer-numbers-layer")
        self.layer.setAccessibleName(_("Layer"))
        self.layer.setToolTip(_("Whose numbers are shown"))
        self.layer.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        self.weights = HistogramView(look, "layer-weights", _("Weights"))
        self.activations = HistogramView(look, "layer-activations", _("Activations"))
        self.gradients = HistogramView(look, "layer-gradients", _("Gradients of the activations"))
        self.note = label("layer-note", "muted")
        head = FlowLayout(look, gap=8)
        head.addWidget(heading(_("A layer in numbers")))
        head.addWidget(self.layer)
        self.row = QHBoxLayout()
        for view in (self.weights, self.activations, self.gradients):
            self.row.addWidget(view, stretch=1)
        self.column.addLayout(head)
        self.column.addLayout(self.row)
        self.column.addWidget(self.note)
        self.layer.activated.connect(self._on_layer)
        self.refresh()

    # What is shown

    def refresh(self) -> None:
        """Show the snapshot that is looked at. Emits nothing."""
        run = self._training.run
        network = None if run is None else run.network_then
        self._show_layers(network)
        node = self.layer.currentData() or ""
        number = None if run is None or run.snapshot is None else run.snapshot.number
        now = network, node, number
        if now == self._shown:
            return
        self._shown = now
        if run is None or network is None or number is None or node not in network.layers:
            self._show(None, None, _("Appears when a run begins."))
            return
        numbers = run.layer_numbers(number, node)
        kept = _("Not kept by the version that made this run")
        self._show(_weights_of(network, node), numbers, kept)

    def _show(self, weights: Spread | None, numbers: LayerNumbers | None, missing: str) -> None:
        has_run = self._shown[0] is not None
        self.weights.show_spread(weights, _("Nothing is learnt here") if has_run else missing)
        activations = None if numbers is None else numbers.activations
        gradients = None if numbers is None else numbers.gradients
        none = missing if numbers is None else _("The loss does not depend on it")
        self.activations.show_spread(activations, missing)
        self.gradients.show_spread(gradients, none)
        self.note.setText(dead_text(numbers))
        self.note.setVisible(bool(self.note.text()))

    def _show_layers(self, network: Network | None) -> None:
        names = [] if network is None else list(network.layers)
        named = [] if network is None else [(network.layer_name(each), each) for each in names]
        if named != self._offered:
            chosen = self.layer.currentData()
            self._offered = named
            with QSignalBlocker(self.layer):
                self.layer.clear()
                for title, name in named:
                    self.layer.addItem(title, name)
                self.layer.setCurrentIndex(max(0, self.layer.findData(chosen)) if named else -1)
        self.layer.setVisible(bool(named))

    def _on_layer(self, place: int) -> None:
        self.refresh()


def _weights_of(network: Network, node: str) -> Spread | None:
    """Return the spread of all that a layer learnt, its biases too; None where that is nothing."""
    arrays = [
        array.ravel()
        for name, array in network.layers[node].parameters().items()
        if name in ("weight", "bias")
    ]
    return spread(np.concatenate(arrays)) if arrays else None


def dead_text(numbers: LayerNumbers | None) -> str:
    """Name the units of a ReLU that are 0 for every picture."""
    if numbers is None or not numbers.units:
        return ""
    if not numbers.dead:
        text = ngettext(
            "Its {n} unit is awake for some picture: none is dead.",
            "All of its {n} units are awake for some picture: none is dead.",
            numbers.units,
        )
        return text.format(n=numbers.units)
    text = ngettext(
        "{dead} of {n} unit is dead, 0 for every picture looked at: {names}.",
        "{dead} of {n} units are dead, 0 for every picture looked at: {names}.",
        numbers.units,
    )
    names = ", ".join(str(unit + 1) for unit in numbers.dead[:NAMED])
    more = _("{names} and more") if len(numbers.dead) > NAMED else "{names}"
    return text.format(dead=len(numbers.dead), n=numbers.units, names=more.format(names=names))
