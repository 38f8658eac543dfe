"""Choose a network, see what is known of it, and read the colours."""

import numpy as np
from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from cnnviz.cnn import architectures, shipped
from cnnviz.cnn.numbers import count_text, number_text, percent_text
from cnnviz.cnn.project import Project, with_network, with_scale_mode
from cnnviz.cnn.scale import ScaleMode
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.views.colors import diverging, grey
from cnnviz.views.theme import Look

SCALE_MODES: dict[ScaleMode, str] = {
    "map": "A scale for each map",
    "layer": "A scale for each layer",
    "network": "One scale for the network",
}


class NetworkPanel(QWidget):
    """The network in use, and the colour scale of the map that is looked at."""

    def __init__(self, document: Document, cursor: Cursor, look: Look) -> None:
        super().__init__()
        self._document, self._cursor, self._look = document, cursor, look
        self.setObjectName("network-panel")
        self.choice = QComboBox()
        self.choice.setObjectName("network-choice")
        self.choice.setAccessibleName("Network")
        for name in architectures.NAMES:
            self.choice.addItem(architectures.build(name).title, name)
        self.choice.activated.connect(self._on_choice_activated)
        self.about = _muted("network-about")
        self.legend = Legend(look)
        self.mode = QComboBox()
        self.mode.setObjectName("scale-mode")
        self.mode.setAccessibleName("Colour scale")
        for mode, text in SCALE_MODES.items():
            self.mode.addItem(text, mode)
        self.mode.activated.connect(self._on_mode_activated)
        for box in (self.choice, self.mode):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (
            _heading("Network"), self.choice, self.about,
            _heading("Colour scale"), self.legend, self.mode,
        ):  # fmt: skip
            column.addWidget(widget)
        document.changed.connect(self._on_document_changed)
        cursor.changed.connect(self._show_legend)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self._show_network()

    def _on_choice_activated(self, index: int) -> None:
        name = self.choice.itemData(index)
        if name != self._document.project.network.name:
            network = shipped.network(name)
            self._document.edit(
                f"Open {network.title}", with_network(self._document.project, network)
            )
        self._show_network()

    def _on_mode_activated(self, index: int) -> None:
        mode: ScaleMode = self.mode.itemData(index)
        if mode != self._document.project.scale_mode:
            self._document.edit(
                "Change the colour scale", with_scale_mode(self._document.project, mode)
            )

    def _on_document_changed(self, before: Project, after: Project) -> None:
        if before.network is not after.network:
            self._show_network()
        self._show_legend()

    def _on_look_changed(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.setSpacing(self._look.px(6))
        self._show_legend()

    def _show_network(self) -> None:
        project = self._document.project
        network = project.network
        with QSignalBlocker(self.choice):
            self.choice.setCurrentIndex(self.choice.findData(network.name))
        short, whole = about(project)
        self.about.setText(short)
        self.about.setToolTip(f"<p>{whole}</p>" if whole else "")

    def _show_legend(self) -> None:
        project = self._document.project
        with QSignalBlocker(self.mode):
            self.mode.setCurrentIndex(self.mode.findData(project.scale_mode))
        forward, selected = self._document.forward, self._cursor.selected
        step = selected.step if selected else self._cursor.step
        channel = selected.channel if selected else None
        is_input = step == 0 and project.picture.kind != "matrix"
        self.legend.show_scale(
            None if is_input else forward.scales.limit(step, channel), forward.prepared.is_ink
        )


def about(project: Project) -> tuple[str, str]:
    """Return what is known of a network in a few words, and the whole story."""
    network = project.network
    parameters = f"{count_text(network.parameter_count)} parameters"
    card = shipped.card(network.name)
    if card is None:
        return f"{parameters} · random weights, not trained", ""
    read = [f"{percent_text(share)} of {name}" for name, share in card.accuracy.items()]
    story = f"Trained on {card.data}.\nReads {', '.join(read)}."
    return f"{parameters} · trained: reads {read[0]}", story


class Legend(QWidget):
    """The colour scale from −limit to +limit, painted by the same function as the maps."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._limit: float | None = None
        self._is_ink = True
        self.setObjectName("legend")
        self.setAccessibleName("Colour scale")

    @property
    def limit(self) -> float | None:
        """The value with the full colour, or None for the grey of the input."""
        return self._limit

    def show_scale(self, limit: float | None, is_ink: bool) -> None:
        """Show the scale to a limit; None for the greys of the input."""
        self._limit, self._is_ink = limit, is_ink
        self.setAccessibleDescription(", ".join(self.texts()))
        self.update()

    def texts(self) -> tuple[str, str, str]:
        """Return the numbers at the left end, in the middle and at the right end."""
        if self._limit is None:
            return ("1 ink", "", "0 paper") if self._is_ink else ("0 black", "", "1 white")
        return number_text(-self._limit), "0", number_text(self._limit)

    def sizeHint(self) -> QSize:
        """Return a strip with a line of numbers."""
        return QSize(self._look.px(160), self._look.px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the scale and its numbers."""
        painter = QPainter(self)
        strip = QRectF(0, 0, self.width(), self._look.px(11))
        if self._limit is None:
            pixels = grey(np.linspace(0, 1, 255, dtype=np.float32), is_ink=False)
        else:
            limit = self._limit or 1.0
            values = np.linspace(-limit, limit, 255, dtype=np.float32)
            pixels = diverging(values, self._limit)
        image = QImage(pixels.data, 255, 1, 4 * 255, QImage.Format.Format_RGB32)
        painter.drawImage(strip.toRect(), image)
        painter.setPen(QColor(self._look.colors.line))
        painter.drawRect(strip.toRect().adjusted(0, 0, -1, 0))
        painter.setFont(self._look.font(12))
        painter.setPen(QColor(self._look.colors.muted))
        place = QRectF(0, self._look.px(13), self.width(), self._look.px(17))
        sides = (
            Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight,
        )  # fmt: skip
        for text, side in zip(self.texts(), sides, strict=True):
            painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label


def _muted(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setProperty("role", "muted")
    label.setWordWrap(True)
    return label
