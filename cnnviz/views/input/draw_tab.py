"""Draw: the canvas, brush and eraser, and sample drawings."""

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSlider

from cnnviz.language import _
from cnnviz.state.document import Document
from cnnviz.state.picture_opener import PictureOpener
from cnnviz.views.controls.flow_layout import FlowLayout
from cnnviz.views.controls.panel import IconButton, Panel, label
from cnnviz.views.controls.wheel_guard import WheelGuard
from cnnviz.views.input.draw_canvas import THICKEST, THINNEST, DrawCanvas
from cnnviz.views.input.samples import SampleStrip, sample_drawing, sample_title
from cnnviz.views.look.theme import Look

SIZE_STEP = 4  # pixels of the drawing


class DrawTab(Panel):
    """The canvas with its tools."""

    def __init__(self, document: Document, opener: PictureOpener, look: Look) -> None:
        super().__init__(look)
        self._opener = opener
        self.canvas = DrawCanvas(document, look)
        self.brush = IconButton(look, "draw-brush", _("Brush"), "", _("Draw ink (B on the canvas)"))
        self.eraser = IconButton(
            look, "draw-eraser", _("Eraser"), "", _("Take ink away (E on the canvas)")
        )
        self.clear = IconButton(
            look, "draw-clear", _("Clear"), "", _("Empty the canvas (Delete on the canvas)")
        )
        self.slider = QSlider(Qt.Orientation.Horizontal)
        WheelGuard(self.slider)
        self.samples = SampleStrip(look, "digits")
        self.column.addWidget(self.canvas)
        self.column.addLayout(self._tools())
        self.column.addLayout(self._sizes())
        self.column.addWidget(label("draw-samples-heading", "heading", _("Samples")))
        self.column.addWidget(self.samples)
        self._connect()

    def _tools(self) -> FlowLayout:
        tools = FlowLayout(self._look)
        self._pens = QButtonGroup(self)
        for button in (self.brush, self.eraser):
            button.setCheckable(True)
            self._pens.addButton(button)
        self.brush.setChecked(True)
        for button in (self.brush, self.eraser, self.clear):
            tools.addWidget(button)
        return tools

    def _sizes(self) -> QHBoxLayout:
        self.slider.setObjectName("draw-size")
        self.slider.setAccessibleName(_("Size of brush and eraser"))
        self.slider.setToolTip(_("How wide brush and eraser are ([ and ])"))
        self.slider.setRange(THINNEST, THICKEST)
        self.slider.setSingleStep(SIZE_STEP // 2)
        self.slider.setPageStep(2 * SIZE_STEP)
        self.slider.setValue(self.canvas.diameter)
        row = QHBoxLayout()
        name = label("draw-size-label", "muted", _("Size"))
        name.setWordWrap(False)
        row.addWidget(name)
        row.addWidget(self.slider, stretch=1)
        return row

    def _connect(self) -> None:
        self.eraser.toggled.connect(self.canvas.set_erasing)
        self.canvas.erasing_changed.connect(self._on_erasing_changed)
        self.clear.clicked.connect(self._on_clear_clicked)
        self.slider.valueChanged.connect(self.canvas.set_diameter)
        self.samples.chosen.connect(self._on_sample_chosen)
        for key, slot in (("[", self.make_thinner), ("]", self.make_thicker)):
            QShortcut(QKeySequence(key), self).activated.connect(slot)

    def make_thinner(self) -> None:
        """Take a thinner brush and eraser."""
        self.slider.setValue(self.slider.value() - SIZE_STEP)

    def make_thicker(self) -> None:
        """Take a thicker brush and eraser."""
        self.slider.setValue(self.slider.value() + SIZE_STEP)

    def _on_erasing_changed(self, erases: bool) -> None:
        with QSignalBlocker(self.eraser):
            (self.eraser if erases else self.brush).setChecked(True)

    def _on_clear_clicked(self) -> None:
        self.canvas.clear()

    def _on_sample_chosen(self, path: Path) -> None:
        self._opener.put(_("Sample {name}").format(name=sample_title(path)), sample_drawing(path))
