"""The input, large: the picture as it was brought, and beside it what the network gets of it."""

from dataclasses import replace

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget

from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.layers import Softmax
from cnnviz.cnn.network import INPUT
from cnnviz.explain.answer import beyond_sentence, is_beyond
from cnnviz.explain.channel_names import class_name
from cnnviz.explain.layer_decimals import decimals_of, headed, value_text
from cnnviz.explain.steps import step_sentence
from cnnviz.language import _
from cnnviz.project.place import Position
from cnnviz.project.project import ForwardPass, Project
from cnnviz.state.document import Document
from cnnviz.state.reveal import Reveal
from cnnviz.views.controls.panel import IconButton
from cnnviz.views.controls.refreshed import RefreshedWidget
from cnnviz.views.input.draw_canvas import DrawCanvas
from cnnviz.views.input.picture_images import picture_image
from cnnviz.views.input.picture_view import PictureView
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.present.kernel import Arrow
from cnnviz.views.present.maps import LargeMap, Square
from cnnviz.views.present.texts import Caption
from cnnviz.views.sheets.items import DIGITS
from cnnviz.views.sheets.node_maps import node_map


class InputScene(RefreshedWidget):
    """A canvas to draw on, or the picture; and the input of the network."""

    def __init__(self, document: Document, reveal: Reveal, look: Look) -> None:
        super().__init__()
        self._document, self._reveal, self._look = document, reveal, look
        self.setObjectName("present-input")
        self.canvas = DrawCanvas(document, look)
        self.canvas.setObjectName("present-canvas")
        self.picture = PictureView(look, _("The picture"))
        self.picture.setObjectName("present-picture")
        self.clear = IconButton(look, "present-clear", _("Clear"), "clear", _("Empty the canvas"))
        self.map = LargeMap(look, "present-map-input", _("Input of the network"))
        self.brought = Caption(look, "present-caption-picture")
        self.seen = Caption(look, "present-caption-input")
        self.sentence = Caption(look, "present-sentence-input")
        self._arrow = Arrow(look)
        self._left = QStackedWidget()
        self._left.addWidget(Square(self.canvas))
        self._left.addWidget(Square(self.picture))
        self._arrange()
        self.clear.clicked.connect(self._on_clear_clicked)
        document.changed.connect(self._on_document_changed)
        reveal.changed.connect(self.refresh)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _arrange(self) -> None:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.addWidget(self._left, 1, 0)
        self._grid.addWidget(self._arrow, 1, 1)
        self._grid.addWidget(self.map, 1, 2)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.brought)
        below.addWidget(self.clear)
        below.addStretch(1)
        self.brought.setWordWrap(False)
        self._below = below
        self._grid.addLayout(below, 2, 0)
        self._grid.addWidget(self.seen, 2, 2)
        self._grid.addWidget(self.sentence, 3, 0, 1, 3)
        for row, stretch in ((0, 1), (1, 1000), (4, 1)):  # captions stay close to the pictures
            self._grid.setRowStretch(row, stretch)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(2, 1)

    def refresh(self) -> None:
        """Show the picture and the input as they are; nothing while another view is shown."""
        if not self.isVisible():
            return
        forward, picture = self._document.forward, self._document.project.picture
        is_drawing = picture.kind == "drawing"
        self._left.setCurrentIndex(0 if is_drawing else 1)
        if not is_drawing:
            self.picture.show_image(picture_image(picture))
        self.clear.setVisible(is_drawing)
        self.brought.setText(_("Draw here") if is_drawing else picture.name or _("The picture"))
        size = shape_text(forward.trace.shapes[INPUT][1:])
        seen = _("what the network gets, {size} numbers").format(size=size)
        self.seen.setText(headed(seen, decimals_of(forward.trace, INPUT)))
        self.sentence.setText(self._answer() or step_sentence(forward.trace, INPUT))
        self.map.show_map(_input(forward), MapMarks())
        between = self._look.px(90) + 2 * self._grid.horizontalSpacing()
        side = max(1, (self.width() - between) // 2)
        for part in (self._left, self.map):
            part.setMaximumHeight(side)

    def _answer(self) -> str:
        """Return what the network says of it, live; nothing where that is no answer, or asked."""
        forward = self._document.forward
        trace = forward.trace
        node, values = trace.network.output, trace.output
        best = int(values.argmax())
        is_known = bool(trace.network.classes) and values.ndim == 1 and forward.has_answer
        if not is_known or self._reveal.hides(Position(node, best)):
            return ""
        if is_beyond(self._document.project):
            return beyond_sentence()
        text = _("The network says “{name}”: score {value}.")
        if isinstance(trace.network.layers[node], Softmax):
            text = _("The network says “{name}”: {value}.")
        return text.format(
            name=class_name(trace.network, best), value=value_text(trace, node, float(values[best]))
        )

    def _on_clear_clicked(self) -> None:
        self.canvas.clear()

    def _on_document_changed(self, before: Project, after: Project) -> None:
        self.refresh()

    def _on_look_changed(self) -> None:
        px = self._look.px
        self._grid.setHorizontalSpacing(px(14))
        self._grid.setVerticalSpacing(px(8))
        self._grid.setColumnMinimumWidth(1, px(90))
        self._below.setSpacing(px(12))
        self.refresh()


def _input(forward: ForwardPass) -> MapShown:
    """Return the input, three channels in colour."""
    values = forward.trace.image
    if len(values) == 3:
        return MapShown(values)
    one = node_map(forward, INPUT, 0)
    return replace(one, smallest_digits=DIGITS)
