"""What a layer does: one map before it and one after it, and the kernel between them."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout

from cnnviz.cnn.branch_layers import Add, Concatenate, Elementwise
from cnnviz.cnn.connections import connections
from cnnviz.cnn.layers import Conv2d, Linear, Softmax
from cnnviz.cnn.moving_layers import Moving
from cnnviz.cnn.network import INPUT
from cnnviz.cnn.trace import Trace
from cnnviz.explain.answer import beyond_sentence, is_beyond, no_ink_sentence
from cnnviz.explain.present import after_caption, before_caption, present_sentence
from cnnviz.explain.telling import telling_place
from cnnviz.explain.values import Patch, WindowSum, explain
from cnnviz.language import N_, _
from cnnviz.project.counterparts import moved
from cnnviz.project.place import Position
from cnnviz.project.project import Project
from cnnviz.project.slices import slices_of
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.reveal import Reveal
from cnnviz.views.controls.refreshed import RefreshedWidget
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.shown import MapMarks
from cnnviz.views.present.joined_maps import MORE, MOST
from cnnviz.views.present.kernel import LARGEST_SHARE, KernelBetween
from cnnviz.views.present.side import Side
from cnnviz.views.present.texts import Caption
from cnnviz.views.present.unit_edges import UnitEdges

EDGES_SHARE = 0.18  # of the width, for the edges of units
_CHOOSE = N_("Choose a map (Shift+Up, Shift+Down)")
_CHOOSE_INPUT = N_("Choose an input map (Ctrl+Up, Ctrl+Down)")


def shown_position(cursor: Cursor, trace: Trace) -> Position:
    """Return the value that is looked at in the current node.

    It is the selected one, or lies in the map with its number; else it is one that tells most of
    the layer, but of an exercise the first.
    """
    node, selected = cursor.step, cursor.selected
    shape = trace.shapes[node]
    if selected is not None and selected.node == node:
        return selected
    if isinstance(trace.network.layers.get(node), Softmax) and len(shape) == 1:
        return Position(node, int(trace.values[node].argmax()))
    if cursor.place.asked is not None or not np.any(trace.image):  # it would tell an answer
        return Position(node, 0)
    if selected is None or len(shape) != len(trace.shapes[selected.node]):
        return Position(node, *telling_place(trace, node))
    return moved(trace, selected, node)


class LayerScene(RefreshedWidget):
    """Shows the current node of the cursor beside the node before it."""

    def __init__(self, document: Document, cursor: Cursor, reveal: Reveal, look: Look) -> None:
        super().__init__()
        self._document, self._cursor, self._reveal, self._look = document, cursor, reveal, look
        self.setObjectName("present-layer")
        self.before = Side(look, self._hidden_cells, "before", _("Before the layer"))
        self.after = Side(look, self._hidden_cells, "after", _("After the layer"))
        self.between = KernelBetween(document, look)
        self.edges = UnitEdges(look, "present-edges")
        self.edges.setAccessibleName(_("Every input is joined with every unit"))
        self.sentence = Caption(look, "present-sentence")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for column, side in ((0, self.before), (2, self.after)):
            self._grid.setColumnStretch(column, 1)
            for row, part in enumerate((side, side.caption, side.strip), start=1):
                self._grid.addWidget(part, row, column)
        self._grid.addWidget(self.between, 1, 1)
        self._grid.addWidget(self.edges, 1, 1)
        self._grid.addWidget(self.sentence, 4, 0, 1, 3)
        # Captions stay close to maps that are not as high as there is room.
        for row, stretch in ((0, 1), (1, 1000), (5, 1)):
            self._grid.setRowStretch(row, stretch)
        self._connect()
        self._on_look_changed()

    def _connect(self) -> None:
        self.after.strip.chosen.connect(self.choose)
        self.before.strip.chosen.connect(self._on_input_chosen)
        self.before.joined.chosen.connect(self._on_branch_chosen)
        self.after.map.cell_clicked.connect(self._on_cell_clicked)
        self.after.bars.chosen.connect(self.choose)
        self.after.row.chosen.connect(self.choose)
        self._document.changed.connect(self._on_document_changed)
        self._cursor.changed.connect(self.refresh)
        self._reveal.changed.connect(self.refresh)
        self._look.changed.connect(self._on_look_changed)

    @property
    def position(self) -> Position:
        """The value that is looked at."""
        return shown_position(self._cursor, self._document.forward.trace)

    def _hidden_cells(self, node: str, channel: int) -> NDArray[np.bool_] | None:
        """Return which cells of a map are still to be found; the input is given."""
        return self._reveal.hidden_cells(node, channel) if node != INPUT else None

    # What is chosen

    def choose(self, channel: int) -> None:
        """Look at another map or value of the node."""
        now = self.position
        channel = min(max(channel, 0), self._document.forward.trace.shapes[now.node][0] - 1)
        self._cursor.select(Position(now.node, channel, now.row, now.column))

    def choose_input(self, place: int) -> None:
        """Look at another input map of a convolution, counted within its filter."""
        if self._cursor.place.looked_at != self.position.node:
            self._cursor.select(self.position)  # the filter that the map is one of
        self._cursor.choose_slice(place)

    def move_input(self, maps: int) -> None:
        """Look at the input map so many further on."""
        self.choose_input(self._slice(self._inputs()) + maps)

    def _slice(self, inputs: range) -> int:
        """Return which of its inputs the filter is shown for."""
        place = self._cursor.place
        is_here = bool(inputs) and place.looked_at == self.position.node
        return min(place.slice, len(inputs) - 1) if is_here else 0

    def _inputs(self) -> range:
        """Return the maps that the filter looks at; none where the layer has no kernels."""
        position, trace = self.position, self._document.forward.trace
        if not isinstance(trace.network.layers[position.node], Conv2d):
            return range(0)
        slices = slices_of(trace.network, position.node, position.channel)
        return range(slices.first_input, slices.first_input + len(slices.values))

    # What is shown

    def refresh(self) -> None:
        """Show the node as it is now; nothing while another view is shown."""
        if not self.isVisible() or self._cursor.step == INPUT or self._cursor.is_open:
            return
        position = self.position
        inputs = self._inputs()
        self.sentence.setText(self._sentence(position))
        self._show_after(position)
        self._show_before(position, inputs)
        at = (position.node, position.channel, self._slice(inputs)) if inputs else None
        narrowest = int(self.width() * (1 - LARGEST_SHARE)) // 2 - self._grid.horizontalSpacing()
        below = max(
            side.caption.heightForWidth(max(narrowest, 1)) for side in (self.before, self.after)
        )
        below += self.sentence.heightForWidth(max(self.width(), 1))
        if self.after.strip.property("used") or self.before.strip.property("used"):
            below += self.after.strip.sizeHint().height()
        room = QSize(self.width(), self.height() - below - 5 * self._grid.verticalSpacing())
        self.between.show_kernel(at, room)
        wide = self._show_edges(position) or self.between.width()
        gaps = 2 * self._grid.horizontalSpacing()
        width = (self.width() - wide - gaps) // 2
        sides = (self.before, self.after)
        most = max(*(side.height_in(width) for side in sides), self.between.sizeHint().height())
        for part in (*sides, self.between, self.edges):
            part.setMaximumHeight(most)

    def _show_edges(self, position: Position) -> int:
        """Show the weights of units as edges; return how wide, 0 for other layers."""
        layer = self._document.project.network.layers[position.node]
        is_of_units = isinstance(layer, Linear)
        self.edges.setVisible(is_of_units)
        self.between.setHidden(is_of_units)
        if not isinstance(layer, Linear):
            return 0
        wide = round(EDGES_SHARE * self.width())
        self.edges.setFixedWidth(wide)
        words = self._sentence(position)
        self.edges.show_units(layer.weight, position.channel, words)
        return wide

    def _sentence(self, position: Position) -> str:
        """Return what the layer does; not where that names the largest share of a hidden row."""
        trace = self._document.forward.trace
        is_share = isinstance(trace.network.layers[position.node], Softmax)
        if position.node == trace.network.output and not self._reveal.has_answer:
            return no_ink_sentence()
        if (is_share and self._reveal.is_hiding) or self._reveal.hides_inputs(position):
            return ""
        if position.node == trace.network.output and is_beyond(self._document.project):
            return beyond_sentence()
        return present_sentence(trace, position.node, position.channel)

    def _show_after(self, position: Position) -> None:
        forward, side = self._document.forward, self.after
        trace, node = forward.trace, position.node
        is_chosen = self._cursor.selected == position
        if len(trace.shapes[node]) == 3:
            cell = (position.row, position.column) if is_chosen else None
            side.show_map(forward, node, position.channel, MapMarks(current=cell))
            self._show_strip(side, node, range(trace.shapes[node][0]), position.channel, _(_CHOOSE))
            side.show_caption(after_caption(trace, node, position.channel))
        else:
            side.show_values(forward, node, position.channel if is_chosen else -1)
            self._show_strip(side, node, range(0), 0, "")
            side.show_caption(after_caption(trace, node, None))

    def _show_before(self, position: Position, inputs: range) -> None:
        forward, side = self._document.forward, self.before
        trace, layer = forward.trace, forward.trace.network.layers[position.node]
        if isinstance(layer, Elementwise):
            self._show_joined(position, "+" if isinstance(layer, Add) else "×")
            return
        node, channel = self._source(position, inputs)
        if len(trace.shapes[node]) != 3:
            side.show_values(forward, node, -1)
            self._show_strip(side, node, range(0), 0, "")
            side.show_caption(before_caption(trace, node, None))
            return
        side.show_map(forward, node, channel, self._marks_before(position, node, channel))
        self._show_strip(side, node, inputs, channel, _(_CHOOSE_INPUT))
        side.show_caption(before_caption(trace, node, channel))

    def _marks_before(self, position: Position, node: str, channel: int) -> MapMarks:
        """Return what the chosen value is made of: its window, or the one value before it."""
        trace = self._document.forward.trace
        if self._cursor.selected != position or len(trace.shapes[position.node]) != 3:
            return MapMarks()
        about = explain(trace, position.node, position.place(trace.shapes[position.node]))
        if isinstance(about, WindowSum | Patch):
            size = trace.shapes[node][1:]
            rows, columns = (
                indices[(indices >= 0) & (indices < count)]
                for indices, count in zip((about.rows, about.columns), size, strict=True)
            )
            return MapMarks(window=(rows, columns)) if rows.size and columns.size else MapMarks()
        found = connections(trace, position.node, position.channel)
        if trace.shapes[node] == trace.shapes[position.node] and len(found) == 1:
            return MapMarks(current=(position.row, position.column))
        return MapMarks()

    def _source(self, position: Position, inputs: range) -> tuple[str, int]:
        """Return the map that is shown of what goes in: its node and channel."""
        trace = self._document.forward.trace
        node = trace.network.before(position.node)
        if inputs:
            return node, inputs[self._slice(inputs)]
        if isinstance(trace.network.layers[position.node], Concatenate | Moving):
            found, *_others = connections(trace, position.node, position.channel)
            return found.node, found.channel
        return node, position.channel if len(trace.shapes[position.node]) == 3 else 0

    def _joined(self, position: Position) -> list[tuple[str, int]]:
        """Return what is joined: the node and channel of each."""
        found = connections(self._document.forward.trace, position.node, position.channel)
        return [(each.node, each.channel) for each in found]

    def _show_joined(self, position: Position, sign: str) -> None:
        side = self.before
        names = side.show_joined(self._document.forward, self._joined(position), sign)
        shown = names if len(names) <= MOST else [*names[: MOST - 1], MORE]
        side.show_caption(f" {sign} ".join(shown))
        self._show_strip(side, position.node, range(0), 0, "")

    def _show_strip(self, side: Side, node: str, maps: range, current: int, tip: str) -> None:
        if len(maps) > 1:
            side.strip.show_maps(self._document.forward, node, maps, current, tip=tip)
        else:
            side.strip.clear()
        has_strip = len(maps) > 1
        side.strip.setProperty("used", has_strip)
        used = any(each.strip.property("used") for each in (self.before, self.after))
        for each in (self.before, self.after):
            each.strip.setVisible(used)

    # Signals

    def _on_branch_chosen(self, which: int) -> None:
        """Go to a map that is joined here."""
        node, channel = self._joined(self.position)[which]
        self._cursor.go_to(node)
        self._cursor.select(Position(node, channel))

    def _on_input_chosen(self, channel: int) -> None:
        self.choose_input(channel - self._inputs().start)

    def _on_cell_clicked(self, row: int, column: int) -> None:
        now, trace = self.position, self._document.forward.trace
        if len(trace.shapes[now.node]) == 3:
            self._cursor.select(Position(now.node, now.channel, row, column))
        else:
            columns = self.after.map_columns
            self._cursor.select(Position(now.node, row * columns + column))

    def _on_document_changed(self, before: Project, after: Project) -> None:
        self.refresh()

    def _on_look_changed(self) -> None:
        px = self._look.px
        self._grid.setHorizontalSpacing(px(14))
        self._grid.setVerticalSpacing(px(6))
        self.refresh()
