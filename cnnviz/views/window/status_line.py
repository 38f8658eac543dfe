"""The line at the bottom: the value under the pointer, the network, why an edit could not be."""

from PySide6.QtWidgets import QLabel, QStatusBar

from cnnviz.cnn.network import INPUT
from cnnviz.explain.channel_names import channel_name
from cnnviz.explain.layer_decimals import decimals_of
from cnnviz.explain.steps import step_title
from cnnviz.language import _, ngettext
from cnnviz.project.network_title import shown_title
from cnnviz.project.place import Position
from cnnviz.project.project import Project
from cnnviz.state.document import Document
from cnnviz.state.reveal import Reveal
from cnnviz.text.numbers import exact_text
from cnnviz.views.network.page import NetworkPage

TOLD = 15_000  # milliseconds that a sentence stays


class StatusLine(QStatusBar):
    """Tells the exact number under the pointer; views tell theirs through `show_value`."""

    def __init__(self, document: Document, reveal: Reveal, network: NetworkPage) -> None:
        super().__init__()
        self._document, self._reveal, self._network = document, reveal, network
        self.value, self._about, self._device = QLabel(), QLabel(), QLabel(_("NumPy on the CPU"))
        self.value.setObjectName("status-value")
        self._about.setObjectName("status-network")
        self._device.setObjectName("status-device")
        self._device.setToolTip(_("Where the numbers of the window are computed"))
        self.setSizeGripEnabled(False)
        self.addWidget(self.value, stretch=1)
        self.addPermanentWidget(self._about)
        self.addPermanentWidget(self._device)
        network.hovered.connect(self._on_hovered)
        document.changed.connect(self._on_document_changed)
        self._show_network()

    def show_value(self, words: str) -> None:
        """Show what is under the pointer, in words; "" when it leaves."""
        self.value.setText(words)

    def tell(self, sentence: str) -> None:
        """Tell why something was not done, until the next edit; "" tells nothing."""
        if sentence:
            self.showMessage(sentence, TOLD)

    def _on_hovered(self, position: Position | None) -> None:
        self.show_value(self._value_text(position) if position else "")

    def _value_text(self, position: Position) -> str:
        trace = self._document.forward.trace
        values = trace.values[position.node]
        node, channel = position.node, position.channel
        parts = [step_title(trace, node), channel_name(trace, node, channel)]
        if values.ndim == 3:
            place = _("row {row}, column {column}")
            parts.append(place.format(row=position.row + 1, column=position.column + 1))
        if node != INPUT and self._reveal.hides(position):
            return " · ".join(parts)
        value = float(values[position.place(values.shape)])
        shown, exact = decimals_of(trace, node).full(value), exact_text(value)
        is_exact = exact == shown
        text = _("{where}: {value}") if is_exact else _("{where}: {value}   (exactly {exact})")
        return text.format(where=" · ".join(parts), value=shown, exact=exact)

    def _show_network(self) -> None:
        network = self._document.project.network
        count = len(network.layers)
        text = ngettext("{network}, {count} layer", "{network}, {count} layers", count)
        self._about.setText(text.format(network=shown_title(network), count=count))

    def _on_document_changed(self, before: Project, after: Project) -> None:
        self._show_network()
        if self.currentMessage():
            self.clearMessage()  # why an edit could not be; another one could
        if self._network.hover is not None:
            self._on_hovered(self._network.hover)
        elif before.network is not after.network or before.picture is not after.picture:
            self.show_value("")  # the number that was told may be another one now
