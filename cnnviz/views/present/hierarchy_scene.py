"""Simple, then combined: the patch of the input that a late value sees, grown layer by layer."""

from dataclasses import replace

from PySide6.QtWidgets import QGridLayout

from cnnviz.cnn.network import INPUT
from cnnviz.explain.hierarchy import PatchStop, patch_caption, patch_sentence
from cnnviz.language import _
from cnnviz.state.document import Document
from cnnviz.state.hierarchy import Hierarchy
from cnnviz.state.reveal import Reveal
from cnnviz.views.controls.refreshed import RefreshedWidget
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.present.kernel import Arrow
from cnnviz.views.present.maps import LargeMap
from cnnviz.views.present.side import hidden_in_grid, readable
from cnnviz.views.present.texts import Caption
from cnnviz.views.sheets.node_maps import map_of_value, node_map


class HierarchyScene(RefreshedWidget):
    """The input with its patch at the left; the map with the value that sees it at the right."""

    def __init__(
        self, document: Document, hierarchy: Hierarchy, reveal: Reveal, look: Look
    ) -> None:
        super().__init__()
        self._document, self._hierarchy = document, hierarchy
        self._reveal, self._look = reveal, look
        self.setObjectName("present-hierarchy")
        self.input = LargeMap(look, "present-patch", _("Input with the patch"))
        self.map = LargeMap(look, "present-patch-value", _("The value that sees it"))
        self.left, self.right = (
            Caption(look, "present-patch-size"),
            Caption(look, "present-patch-of"),
        )
        self.sentence = Caption(look, "present-patch-sentence")
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.addWidget(self.input, 0, 0)
        self.grid.addWidget(Arrow(look), 0, 1)
        self.grid.addWidget(self.map, 0, 2)
        self.grid.addWidget(self.left, 1, 0)
        self.grid.addWidget(self.right, 1, 2)
        self.grid.addWidget(self.sentence, 2, 0, 1, 3)
        self.grid.setRowStretch(0, 1)
        for column in (0, 2):
            self.grid.setColumnStretch(column, 1)
        hierarchy.changed.connect(self.refresh)
        reveal.changed.connect(self.refresh)
        look.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show the stop that is looked at; nothing while another view is shown."""
        stops, number = self._hierarchy.stops, self._hierarchy.number
        if not self.isVisible() or not stops:
            return
        px = self._look.px
        self.grid.setHorizontalSpacing(px(14))
        self.grid.setVerticalSpacing(px(8))
        self.grid.setColumnMinimumWidth(1, px(90))
        forward, stop = self._document.forward, stops[number]
        marks = MapMarks(window=(stop.rows, stop.columns))
        self.input.show_map(self._input(), marks)
        self.left.setText(_("{rows} × {columns} pixels of the input").format(
            rows=stop.size[0], columns=stop.size[1]
        ))  # fmt: skip
        self.right.setText(patch_caption(forward.trace, stop))
        self.sentence.setText(patch_sentence(forward.trace, stops, number))
        self._show_value(stop)

    def _input(self) -> MapShown:
        forward = self._document.forward
        values = forward.trace.image
        return MapShown(values) if len(values) == 3 else node_map(forward, INPUT, 0)

    def _show_value(self, stop: PatchStop) -> None:
        forward, node, place = self._document.forward, stop.node, stop.place
        shown, cell = map_of_value(forward, node, place)
        hidden = self._reveal.hidden_cells(node, place[0])
        if len(place) != 3:
            hidden = hidden_in_grid(hidden, shown.values)
        self.map.show_map(readable(replace(shown, hidden=hidden)), MapMarks(current=cell))
