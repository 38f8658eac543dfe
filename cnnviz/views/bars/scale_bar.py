"""The bar under the Network page: the colour scale of the map that is looked at."""

from functools import partial

import numpy as np
from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from cnnviz.cnn.scale import ScaleMode
from cnnviz.explain.steps import channel_name, step_title
from cnnviz.project.project import Project, with_scale_mode
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.text.numbers import number_text
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.controls.document_edits import DocumentEdits
from cnnviz.views.look.theme import Look
from cnnviz.views.look.value_colors import diverging, grey

SCALE_MODES: dict[ScaleMode, str] = {
    "map": "Scale for each map",
    "layer": "Scale for each layer",
    "network": "One scale for all",
}


class ScaleBar(QWidget):
    """Says which colour is which value, and lets the user choose what a scale spans."""

    def __init__(self, document: Document, cursor: Cursor, look: Look) -> None:
        super().__init__()
        self._document, self._cursor, self._look = document, cursor, look
        self._edits = DocumentEdits(document, look, self._show)
        self.setObjectName("scale-bar")
        self._what = QLabel()
        self._what.setObjectName("scale-of")
        self._what.setProperty("role", "muted")
        self._what.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.legend = Legend(look)
        self.mode = ChoiceBox()
        self.mode.setObjectName("scale-mode")
        self.mode.setAccessibleName("What a colour scale spans")
        self.mode.setToolTip("What the strongest colour stands for")
        for mode, text in SCALE_MODES.items():
            self.mode.addItem(text, mode)
        let_shrink(self.mode)
        self.mode.activated.connect(self._on_mode_activated)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.legend)
        self._row.addWidget(self._what, stretch=1)
        self._row.addWidget(self.mode)
        document.changed.connect(self._on_document_changed)
        cursor.changed.connect(self._show)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _on_mode_activated(self, index: int) -> None:
        mode: ScaleMode = self.mode.itemData(index)
        project = self._document.project
        if mode != project.scale_mode:
            make = partial(with_scale_mode, mode=mode)
            self._edits.edit(self.mode, "Change the colour scale", make)

    def _on_document_changed(self, before: Project, after: Project) -> None:
        self._show()

    def _on_look_changed(self) -> None:
        px = self._look.px
        self._row.setContentsMargins(px(12), 0, px(8), px(6))
        self._row.setSpacing(px(10))
        self.legend.updateGeometry()
        self._show()

    def _show(self) -> None:
        project, forward = self._document.project, self._document.forward
        with QSignalBlocker(self.mode):
            self.mode.setCurrentIndex(self.mode.findData(project.scale_mode))
        selected = self._cursor.selected
        step = selected.step if selected else self._cursor.step
        channel = selected.channel if selected else None
        if forward.is_grey(step):
            self.legend.show_scale(None, forward.prepared.is_ink)
        else:
            self.legend.show_scale(forward.scales.limit(step, channel), is_ink=False)
        what = step_title(forward.trace, step)
        if channel is not None and project.scale_mode == "map":
            what += f", {channel_name(forward.trace, step, channel)}"
        self._what.setText("all layers" if project.scale_mode == "network" and step else what)


def let_shrink(box: QComboBox) -> None:
    """Show the whole texts of a box where there is room, and less of them where there is not."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    box.setMinimumWidth(110)
    box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)


class Legend(QWidget):
    """The colour scale from −limit to +limit, painted by the same function as the maps."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._limit: float | None = None
        self._is_ink = True
        self.setObjectName("legend")
        self.setAccessibleName("Colour scale")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def limit(self) -> float | None:
        """The value with the full colour, or None for the greys of the input."""
        return self._limit

    def show_scale(self, limit: float | None, is_ink: bool) -> None:
        """Show the scale to a limit; None for the greys of the input."""
        if (limit, is_ink) == (self._limit, self._is_ink):
            return
        self._limit, self._is_ink = limit, is_ink
        self.setAccessibleDescription(" to ".join(self.texts()))
        self.update()

    def texts(self) -> tuple[str, str]:
        """Return the numbers at the left and right end."""
        if self._limit is None:
            return ("0 paper", "1 ink") if self._is_ink else ("0 black", "1 white")
        return number_text(-self._limit), number_text(self._limit)

    def sizeHint(self) -> QSize:
        """Return a line with a strip of colours between two numbers."""
        return QSize(self._look.px(232), self._look.px(20))

    def minimumSizeHint(self) -> QSize:
        """Return room for the two numbers and a little colour."""
        return QSize(90, self._look.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the scale and its numbers."""
        px = self._look.px
        painter = QPainter(self)
        painter.setFont(self._look.font(12))
        room = max(QFontMetricsF(painter.font()).horizontalAdvance(text) for text in self.texts())
        left, right = self.texts()
        strip = QRectF(room + px(6), px(4), self.width() - 2 * (room + px(6)), px(11)).toRect()
        image = QImage(self._pixels().data, 255, 1, 4 * 255, QImage.Format.Format_RGB32)
        painter.drawImage(strip, image)
        painter.setPen(QColor(self._look.colors.line))
        painter.drawRect(strip.adjusted(0, 0, -1, -1))
        painter.setPen(QColor(self._look.colors.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            QRectF(0, 0, room, self.height()), middle | Qt.AlignmentFlag.AlignRight, left
        )
        place = QRectF(self.width() - room, 0, room, self.height())
        painter.drawText(place, middle | Qt.AlignmentFlag.AlignLeft, right)
        painter.end()

    def _pixels(self) -> np.ndarray:
        if self._limit is None:
            ramp = np.linspace(0, 1, 255, dtype=np.float32)
            self._shown = grey(ramp, self._is_ink)
        else:
            limit = self._limit or 1.0
            values = np.linspace(-limit, limit, 255, dtype=np.float32)
            self._shown = diverging(values, self._limit)
        return self._shown
