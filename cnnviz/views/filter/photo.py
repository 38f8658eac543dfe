"""A picture and what a filter makes of it, side by side; zoomed and panned together."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from cnnviz.cnn.layer_base import Shape, shape_text
from cnnviz.cnn.network import INPUT
from cnnviz.cnn.ops import Array
from cnnviz.cnn.windows import position_around
from cnnviz.explain.layer_decimals import decimals_of, headed
from cnnviz.explain.present import before_caption
from cnnviz.language import _
from cnnviz.project.full_filter import Full
from cnnviz.project.place import Position
from cnnviz.state.full_picture import FullPicture
from cnnviz.views.controls.fixed_label import FixedLabel
from cnnviz.views.filter.filter_scene import FilterScene
from cnnviz.views.filter.photo_middle import PhotoMiddle
from cnnviz.views.filter.stage_maps import input_marks, input_shown, stage_map, stage_marks
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.maps.view import NOWHERE, MapView
from cnnviz.views.maps.viewport import Viewport
from cnnviz.views.sheets.node_maps import node_map

NEAR = 4  # cells around one that a magnifier may show
TITLE = 20  # pixels at 100 %: the height of a title, as of that of the weights
LEAST = 60  # pixels at 100 %: the least height


class FilterPhoto(QWidget):
    """Two linked views of a large picture, with the weights and a magnifier between them."""

    cell_clicked = Signal(int, int)  # row and column of the result
    input_hovered = Signal(int, int)  # NOWHERE when the pointer leaves
    output_hovered = Signal(int, int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("filter-photo")
        self.viewport = Viewport(self)
        self.before = MapView(look, _("Picture"), self.viewport)
        self.before.setObjectName("filter-picture")
        self.after = MapView(look, _("Result"), self.viewport)
        self.after.setObjectName("filter-result")
        for view in (self.before, self.after):
            view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.middle = PhotoMiddle(look)
        self.kernel, self.live = self.middle.kernel, self.middle.live
        self.titles = _titles()
        self._headings = FixedLabel(self.titles[0]), FixedLabel(self.titles[1])
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addLayout(self._column(self._headings[0], self.before), stretch=1)
        self._row.addWidget(self.middle)
        self._row.addLayout(self._column(self._headings[1], self.after), stretch=1)
        self._scene: FilterScene | None = None
        self._looked_at: tuple[int, int] | None = None
        self._wish: tuple[object, ...] = ()
        self._input_of: tuple[int, int] = (0, 0)
        self._input_map: Array = np.zeros(
            (1, 1), np.float32
        )  # a view that keeps what its id stands for alive
        self._full: Full | None = None  # in full size, once it is computed
        self.full = FullPicture(self)
        self._connect()

    def _connect(self) -> None:
        self.before.cell_hovered.connect(self._on_input_hovered)
        self.before.cell_clicked.connect(self._on_input_clicked)
        self.after.cell_hovered.connect(self._on_output_hovered)
        self.after.cell_clicked.connect(self._on_output_clicked)
        self.full.ready.connect(self._on_full_ready)

    def _column(self, title: QWidget, view: MapView) -> QVBoxLayout:
        column = QVBoxLayout()
        column.addWidget(title)
        column.addWidget(view, stretch=1)
        return column

    @property
    def node(self) -> str:
        """The node whose map is shown as the result: the stage that is looked at."""
        return INPUT if self._scene is None else self._scene.result

    def show_scene(self, scene: FilterScene, looked_at: tuple[int, int] | None) -> None:
        """Show a filter on a picture; the magnifier shows what lies around a cell of the result."""
        self._scene, self._looked_at = scene, looked_at
        px, node = self._look.px, self.node
        self.setMinimumHeight(px(LEAST))  # the weights may be cut off before the window grows
        self._row.setSpacing(px(12))
        picture, marks = self._input(scene)
        self.before.show_map(picture, marks)
        self._want_full(scene, node)
        reached = 0 if scene.is_at_input else None  # else the whole picture, from the start
        shown = replace(stage_map(scene, node), reached=reached)
        result_marks = stage_marks(scene, node)
        self.after.show_map(shown, result_marks)
        trace = scene.forward.trace
        sizes = [trace.shapes[scene.before][1:], shown.size]
        self._show_titles(scene, sizes)
        if self._full is not None:
            self._show_full(scene, self._full)
        self.middle.show_scene(scene, scene.room[0])
        self._show_magnifier(scene, shown)
        position = self.live.position
        if position is not None:  # it may have been one of a larger picture
            self.show_live(position if position.is_in(trace.shapes) else None)

    def show_live(self, position: Position | None) -> None:
        """Show how a value of the convolution comes about, as long as the pointer is there."""
        scene = self._scene
        if scene is not None and position is not None:
            is_hidden = scene.hidden(scene.stages.conv, scene.channel) is not None
            position = None if is_hidden else position
        self.middle.show_live(scene, position)

    def forget_pointer(self) -> None:
        """Tell nothing of what the pointer rests on, until it moves."""
        for view in (self.before, self.after):
            view.forget_pointer()

    def show_position(self) -> None:
        """Move a zoomed picture so that the value that is explained is seen."""
        position = None if self._scene is None else self._scene.position
        if position is not None and self._scene is not None:
            rows, columns = self._scene.forward.trace.shapes[position.node][1:]
            x, y = (position.column + 0.5) / columns, (position.row + 0.5) / rows
            self.viewport.show(x, y)

    def _want_full(self, scene: FilterScene, node: str) -> None:
        """Ask for the picture in full size where what is shown is a smaller one."""
        stages, project = scene.stages, scene.forward.project
        done = stages.nodes[: stages.nodes.index(node) + 1]
        layers = tuple(project.network.layers[each] for each in done)
        wish = (project.picture, layers, scene.channel)
        if wish == self._wish:
            return
        self._wish, self._full = wish, None
        is_first = scene.before == INPUT and node != stages.pool and not scene.is_at_input
        if not (is_first and project.network.takes_any_size and self.full.want(*wish)):
            self.full.drop()

    def _on_full_ready(self, full: Full) -> None:
        self._full = full
        if self._scene is not None:
            self.show_scene(self._scene, self._looked_at)

    def _show_full(self, scene: FilterScene, full: Full) -> None:
        """Show picture and result in full size; positions belong to the smaller picture."""
        colours = len(full.picture) == 3
        grey = full.picture if colours else full.picture[0]
        self.before.show_map(MapShown(grey, is_grey=not colours), MapMarks())
        limit = scene.forward.scales.limit(self.node, scene.channel)
        self.after.show_map(MapShown(full.result, limit), MapMarks())
        sizes = full.picture.shape[1:], full.result.shape
        self._show_titles(scene, sizes)

    def _show_titles(self, scene: FilterScene, sizes: Sequence[Shape]) -> None:
        """Say what both maps are, and their sizes."""
        trace = scene.forward.trace
        names = _input_name(scene), trace.network.layers[self.node].title
        printed = (decimals_of(trace, node) for node in (scene.before, self.node))
        shown = zip(self._headings, names, sizes, printed, strict=True)
        for heading, name, size, decimals in shown:
            heading.set_least(self._look.px(TITLE))
            whole = headed(f"{name} · {shape_text(size)}", decimals)
            heading.show_line(whole, headed(name, decimals))

    def _input(self, scene: FilterScene) -> tuple[MapShown, MapMarks]:
        forward, node = scene.forward, scene.before
        values, marks = forward.trace.values[node], input_marks(scene, scene.inputs[0])
        if node == INPUT and len(values) == 3 and forward.is_grey(INPUT):
            return MapShown(values), marks
        k = scene.inputs[0]
        has_padding = scene.conv.padding != (0, 0)
        shown = (
            node_map(forward, node, scene.channel_of(k)) if has_padding else input_shown(scene, k)
        )
        if self._input_of != (id(values), k):  # the same array again is not coloured again
            self._input_of, self._input_map = (id(values), k), values[scene.channel_of(k)]
        return replace(shown, values=self._input_map), marks

    def _show_magnifier(self, scene: FilterScene, shown: MapShown) -> None:
        position = self._looked_at
        if position is None or scene.position is not None:  # the card has the numbers
            self.middle.show_around(None, *NOWHERE)
            return
        part, corner = _around(shown.values, *position)
        # Of a photo only what is seen is looked through.
        cut = MapShown(part, shown.limit, decimals=shown.decimals)
        self.middle.show_around(cut, *position, corner)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep no picture in full size that is not seen."""
        super().hideEvent(event)
        self._wish, self._full = (), None
        self.full.drop()

    def _reduced(self, row: int, column: int, node: str) -> tuple[int, int]:
        """Return the cell of the smaller picture that a cell of what is shown lies in."""
        if self._full is None or self._scene is None or (row, column) == NOWHERE:
            return row, column
        small = self._scene.forward.trace.shapes[node][1:]
        is_input = node == self._scene.before
        large = self._full.picture.shape[1:] if is_input else self._full.result.shape
        return row * small[0] // large[0], column * small[1] // large[1]

    def _on_input_hovered(self, row: int, column: int) -> None:
        node = INPUT if self._scene is None else self._scene.before
        self.input_hovered.emit(*self._reduced(row, column, node))

    def _on_output_hovered(self, row: int, column: int) -> None:
        self.output_hovered.emit(*self._reduced(row, column, self.node))

    def _on_output_clicked(self, row: int, column: int) -> None:
        self.cell_clicked.emit(*self._reduced(row, column, self.node))

    def _on_input_clicked(self, row: int, column: int) -> None:
        """Go to the window around an input cell."""
        if self._scene is None or (row, column) == NOWHERE:
            return
        node = self._scene.before
        sides = self._scene.conv.windows(self._scene.forward.trace.shapes[node])
        self.cell_clicked.emit(*position_around(sides, *self._reduced(row, column, node)))


def _around(values: Array, row: int, column: int) -> tuple[Array, tuple[int, int]]:
    """Return the values near a cell, fewer at the borders of the map, and their corner."""
    top, left = max(row - NEAR, 0), max(column - NEAR, 0)
    return values[top : row + NEAR + 1, left : column + NEAR + 1], (top, left)


def _input_name(scene: FilterScene) -> str:
    """Return what the filter looks at: the picture, or a map of the layer before."""
    if scene.before == INPUT:
        return _("Picture")
    return before_caption(scene.forward.trace, scene.before, scene.channel_of(scene.inputs[0]))


def _titles() -> tuple[QLabel, QLabel]:
    made = QLabel(), QLabel()
    for title in made:
        title.setProperty("role", "heading")
    return made
