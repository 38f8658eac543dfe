"""What the network of a snapshot makes of the picture at the input: its maps and its classes."""

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnviz.cnn import ops
from cnnviz.cnn.network import Network
from cnnviz.cnn.ops import Array
from cnnviz.project.picture import is_blank
from cnnviz.project.project import ForwardPass, forward_pass, new_project
from cnnviz.state.document import Document
from cnnviz.views.controls.card import Card
from cnnviz.views.controls.panel import label
from cnnviz.views.look.theme import Look
from cnnviz.views.train.kernel_gallery import KernelGallery

NO_PICTURE = (
    "Draw or open a picture on the Network page (Ctrl+2): here are its maps and classes at each "
    "snapshot."
)
MOST = 10  # classes that are shown


class DrawingCard(Card):
    """Shows the picture at the input as the network of then saw it."""

    def __init__(self, document: Document, look: Look) -> None:
        super().__init__(look, "drawing-card", "Your picture, then")
        self._document = document
        self._network: Network | None = None
        self._layer = 0
        self.forward: ForwardPass | None = None  # of the picture through the network of then
        self.maps = KernelGallery(look, "drawing-maps")
        self.maps.setAccessibleName("Maps of the layer")
        self.classes = ClassBars(look)
        self.note = label("drawing-note", "muted")
        for part in (self.maps, self.classes, self.note):
            self.column.addWidget(part)
        self.column.addStretch(1)
        document.changed.connect(self._on_document_changed)

    def show_network(self, network: Network | None, layer: int) -> None:
        """Show the picture in a network; `layer` is the one whose maps are shown."""
        if network is not self._network or layer != self._layer:
            self._network, self._layer = network, layer
            self.refresh()

    def refresh(self) -> None:
        """Compute and show; nothing while the card is hidden."""
        if not self.isVisible():
            return
        self.forward = self._forward(self.forward)
        for part in (self.maps, self.classes):
            part.setVisible(self.forward is not None)
        if self.forward is None:
            self.note.setText(NO_PICTURE)
            return
        self._show(self.forward)

    def _forward(self, before: ForwardPass | None) -> ForwardPass | None:
        if self._network is None or is_blank(self._document.project.picture):
            return None
        try:
            project = new_project(self._network, self._document.project.picture)
            return forward_pass(project, before)
        except ValueError:  # a picture that is too small for this network
            return None

    def _show(self, forward: ForwardPass) -> None:
        trace = forward.trace
        values = trace.values[min(self._layer, len(trace.network.layers) - 1) + 1]
        self.maps.setVisible(values.ndim == 3)
        if values.ndim == 3:
            names = [f"Map {place + 1}" for place in range(len(values))]
            self.maps.show_kernels(values, names)
        self.classes.show_shares(shares_of(trace.output), trace.network.classes)
        self.note.setText("It follows the slider, the drawing, and the run while it learns.")

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
    return ops.softmax(flat)


class ClassBars(QWidget):
    """A bar for each class, the largest violet."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.shares: Array = np.zeros(0, np.float32)
        self._classes: tuple[str, ...] = ()
        self._most = MOST
        self.setObjectName("class-bars")
        self.setAccessibleName("Classes")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def set_most(self, count: int) -> None:
        """Show so many classes only, the largest."""
        self._most = count

    def show_shares(self, shares: Array, classes: tuple[str, ...]) -> None:
        """Show the shares of classes; only the largest where there are many."""
        is_other = len(shares) != len(self.shares)
        self.shares, self._classes = shares, classes
        if len(shares):
            best = int(shares.argmax())
            self.setAccessibleDescription(f"{self._name(best)} with {100 * shares[best]:.1f} %")
        if is_other:
            self.updateGeometry()
        self.update()

    def _name(self, index: int) -> str:
        return self._classes[index] if index < len(self._classes) else str(index)

    def _shown(self) -> list[int]:
        if len(self.shares) <= self._most:
            return list(range(len(self.shares)))
        return [int(i) for i in np.argsort(-self.shares, kind="stable")[: self._most]]

    def sizeHint(self) -> QSize:
        """Return a line for each class."""
        return QSize(self._look.px(140), len(self._shown()) * self._look.px(17))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint name, bar and share of each class."""
        painter, px, colors = QPainter(self), self._look.px, self._look.colors
        painter.setFont(self._look.font(11))
        metrics = painter.fontMetrics()
        names = max((metrics.horizontalAdvance(self._name(i)) for i in self._shown()), default=0)
        left, right = min(names, self.width() // 3) + px(8), px(52)
        best = int(self.shares.argmax()) if len(self.shares) else -1
        for line, index in enumerate(self._shown()):
            top = line * px(17)
            share = float(self.shares[index])
            painter.setPen(QColor(colors.text if index == best else colors.muted))
            middle = Qt.AlignmentFlag.AlignVCenter
            name = metrics.elidedText(self._name(index), Qt.TextElideMode.ElideRight, left)
            painter.drawText(QRect(0, top, left, px(17)), middle, name)
            place = QRect(self.width() - right, top, right, px(17))
            painter.drawText(place, middle | Qt.AlignmentFlag.AlignRight, f"{100 * share:.1f} %")
            room = QRect(left, top + px(6), self.width() - left - right - px(6), px(5))
            painter.fillRect(room, QColor(colors.track))
            room.setWidth(round(room.width() * share))
            painter.fillRect(room, QColor(colors.accent if index == best else colors.pale))
        painter.end()
