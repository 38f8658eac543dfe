"""What the network of a snapshot makes of the picture at the input: its maps and its classes."""

import numpy as np
from PySide6.QtGui import QShowEvent

from cnnviz.cnn.network import Network
from cnnviz.cnn.ops import Array
from cnnviz.language import N_, _
from cnnviz.project.picture import is_blank
from cnnviz.project.project import ForwardPass, forward_pass, new_project
from cnnviz.state.document import Document
from cnnviz.state.training import WindowTraining
from cnnviz.views.controls.card import Card
from cnnviz.views.controls.panel import label
from cnnviz.views.look.theme import Look
from cnnviz.views.train.class_bars import ClassBars
from cnnviz.views.train.kernel_gallery import KernelGallery

NO_PICTURE = N_(
    "Draw or open a picture on the Network page (Ctrl+2): here are its maps and classes at each "
    "snapshot."
)

NO_RUN = N_("What a run makes of your picture appears here when one begins.")
TOO_SMALL = N_("Your picture does not fit the network of this run.")


class DrawingCard(Card):
    """Shows the picture at the input as the network of then saw it."""

    def __init__(self, document: Document, training: WindowTraining, look: Look) -> None:
        super().__init__(look, "drawing-card", _("Your picture, then"))
        self._document, self._training = document, training
        self._shown: tuple[object, ...] = ()
        self.forward: ForwardPass | None = None  # of the picture through the network of then
        self.maps = KernelGallery(look, "drawing-maps")
        self.maps.setAccessibleName(_("Maps of the layer"))
        self.classes = ClassBars(look)
        self.note = label("drawing-note", "muted")
        for part in (self.maps, self.classes, self.note):
            self.column.addWidget(part)
        self.column.addStretch(1)
        document.changed.connect(self._on_document_changed)

    def refresh(self) -> None:
        """Compute and show what changed; nothing while the card is hidden."""
        if not self.isVisible():
            return
        run = self._training.run
        network = None if run is None else run.network_then
        now = network, self._training.layer, self._document.project.picture
        if now == self._shown:
            return
        self._shown = now
        self.forward = self._forward(network)
        for part in (self.maps, self.classes):
            part.setVisible(self.forward is not None)
        if self.forward is None:
            self.note.setText(_(self._why_nothing(network)))
            return
        self._show(self.forward)

    def _forward(self, network: Network | None) -> ForwardPass | None:
        if network is None or is_blank(self._document.project.picture):
            return None
        try:
            project = new_project(network, self._document.project.picture)
            return forward_pass(project, self.forward)
        except ValueError:  # a picture that is too small for this network
            return None

    def _why_nothing(self, network: Network | None) -> str:
        if is_blank(self._document.project.picture):
            return NO_PICTURE
        return NO_RUN if network is None else TOO_SMALL

    def _show(self, forward: ForwardPass) -> None:
        trace = forward.trace
        values = trace.values.get(self._training.layer, trace.output)
        self.maps.setVisible(values.ndim == 3)
        if values.ndim == 3:
            name = _("Map {number}")
            names = [name.format(number=place + 1) for place in range(len(values))]
            self.maps.show_kernels(values, names)
        self.classes.show_shares(shares_of(trace.output), trace.network.classes)
        self.note.setText(_("It follows the slider, the drawing, and the run while it learns."))

    def _on_document_changed(self, before: object, after: object) -> None:
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what changed while the card was hidden."""
        super().showEvent(event)
        self.refresh()


def shares_of(output: Array) -> Array:
    """Return the output of a network as shares of 1; scores are put through softmax."""
    flat = output.ravel()
    total = float(flat.sum())
    if np.isfinite(flat).all() and (flat >= 0).all() and abs(total - 1) < 1e-3:
        return flat
    if not np.isfinite(flat).all():
        return np.zeros_like(flat)
    grown = np.exp(flat - flat.max())
    return np.asarray(grown / grown.sum(), np.float32)
