"""Where the learner looks, and how to go elsewhere. Moving never edits the document."""

from collections.abc import Iterable
from dataclasses import replace
from math import prod

from PySide6.QtCore import QObject, Signal

from cnnviz.cnn.blocks import Inputs, ShownNodes, shown_nodes
from cnnviz.cnn.layer_base import Shape
from cnnviz.cnn.layers import Conv2d, Linear
from cnnviz.cnn.network import Network
from cnnviz.project.counterparts import clipped, counterpart, has_like_nodes, moved
from cnnviz.project.filter_stages import Stages, stage_looked_at, stages_at, stages_of
from cnnviz.project.place import (
    Control,
    MapOrder,
    Order,
    PageName,
    Pin,
    Place,
    Position,
    SceneName,
    Stepping,
    Topic,
    Zoom,
)
from cnnviz.project.project import Project
from cnnviz.project.slices import slices_of
from cnnviz.state.document import Document

_KEPT = 4  # ways of folding whose nodes are kept: what is shown, and what steps go by


class Cursor(QObject):
    """Holds the place: the current node, the selected position, and what was chosen there.

    While the explanation of the position is open, one step is one position: the cells of a map
    from left to right and top to bottom, or the values of a row.
    """

    changed = Signal()  # the place, or what it is counted in: nodes, maps, positions
    zoomed = Signal()  # a page is drawn larger or smaller, or another part of it is seen

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._document = document
        self._place = Place(node=self.last)
        self._shapes = document.forward.trace.shapes
        self._with_folded: dict[tuple[str, ...], tuple[Inputs, ShownNodes]] = {}
        document.changed.connect(self._on_document_changed)
        document.replaced.connect(self.put_all_back)

    @property
    def place(self) -> Place:
        """All of where the learner looks."""
        return self._place

    @property
    def page(self) -> PageName:
        """The page that is looked at."""
        return self._place.page

    def show_page(
        self, page: PageName, position: Position | None = None, *, is_open: bool = False
    ) -> None:
        """Look at a page, and at a position on it.

        An explanation stays open where it has its place: on the Filter page.

        Args:
            page: The page.
            position: Is selected; None leaves the selection.
            is_open: Whether the explanation of the position is opened.
        """
        stays_open = self._place.is_open and page in (self._place.page, "filter")
        place = replace(self._place, page=page, is_open=stays_open or is_open)
        if position is not None:
            place = self._settled(replace(place, node=self._reaching(position), selected=position))
        self._move(place)

    @property
    def _network(self) -> Network:
        return self._document.project.network

    @property
    def node(self) -> str:
        """The node that is looked at; later ones are shown empty."""
        return self._place.node

    @property
    def last(self) -> str:
        """The node of the output."""
        return self._network.output

    @property
    def step(self) -> str:
        """The node that is told of: the current one, on the Filter page the stage looked at."""
        stages = self.stages if self._place.page == "filter" else None
        return self._place.node if stages is None else stage_looked_at(stages, self._place)

    @property
    def number(self) -> int:
        """Which of the stops is told of, in their order; the input is 0.

        One that lies within a block counts as the block, where that is one step.
        """
        return self._stop(self.step)

    def _stop(self, node: str) -> int:
        """Return at which stop a node is reached."""
        stops, number = self.stops, self._network.number
        if stops.is_shown(node):
            return stops.number(node)
        return next(k for k, name in enumerate(stops.names) if number(name) > number(node))

    @property
    def last_number(self) -> int:
        """The number of the output."""
        return len(self.stops.names) - 1

    @property
    def selected(self) -> Position | None:
        """The selected map and the place in it, or None."""
        return self._place.selected

    @property
    def framed(self) -> Position | None:
        """The selected map; without one, the first of a layer whose weights the inspector shows."""
        node, selected = self.node, self.selected
        layer = self._network.layers.get(node)
        has_weights = layer is not None and bool(layer.parameters())
        return selected or (Position(node, 0) if has_weights else None)

    @property
    def is_open(self) -> bool:
        """Whether the explanation of the selected position is open."""
        return self._place.is_open

    def go_to(self, node: str) -> None:
        """Look at a node.

        A map selected in the node looked at so far is followed; one selected elsewhere is left:
        what is looked at is what Enter explains.
        """
        before, selected = self._place, self._place.selected
        on_filter, trace = before.page == "filter", self._document.forward.trace
        if on_filter and not before.is_open and selected is None and self.stages is not None:
            selected = Position(self.stages.conv, self.channel)
        if selected is not None and not before.is_open and node != selected.node:
            if on_filter or selected.node == before.node != node:
                selected = moved(trace, selected, node)
            elif node != before.node:
                selected = None
        self._set(node, selected, before.is_open)

    def go_to_number(self, number: int) -> None:
        """Look at a stop by its number; beyond the ends, at the first or last one."""
        self.go_to(self.stops.names[min(max(number, 0), self.last_number)])

    def go_by(self, nodes: int) -> None:
        """Look at the stop so many further on in their order."""
        self.go_to_number(self._stop_by(self.step, nodes))

    def select(self, position: Position | None) -> None:
        """Select a map; a node not reached yet becomes the current one. None closes too."""
        self._set(self._reaching(position), position, self._place.is_open and position is not None)

    def _reaching(self, position: Position | None) -> str:
        """Return the current node, or that of a position not reached yet."""
        node = self._place.node
        return node if position is None else self._network.later(node, position.node)

    # What was chosen: a filter, a slice, an order, a pin

    @property
    def stages(self) -> Stages | None:
        """The convolution that was looked at last, with what follows it; None without one."""
        return stages_of(self._network, self._place.filter[0]) or stages_of(self._network)

    @property
    def channel(self) -> int:
        """Which filter of that convolution was looked at last."""
        stages = self.stages
        if stages is None:
            return 0
        filters = self._document.forward.trace.shapes[stages.conv][0]
        return min(self._place.filter[1], filters - 1)

    def see_all(self) -> None:
        """Show every page whole again."""
        self._move(replace(self._place, zooms=()))

    def look(self, place: Place) -> None:
        """Look at a place of this project, as it was kept."""
        self._move(place)

    def keep_zoom(self, page: PageName, zoom: Zoom | None) -> None:
        """Remember how a page is zoomed; None where all of it is seen."""
        others = tuple(each for each in self._place.zooms if each.page != page)
        zooms = others if zoom is None else (*others, zoom)
        if zooms != self._place.zooms:  # nothing else moves: who shows no zoom need not look
            self._place = replace(self._place, zooms=zooms)
            self.zoomed.emit()

    def show_scene(self, scene: SceneName) -> None:
        """Look at the project in another way, where it is presented."""
        self._move(replace(self._place, scene=scene))

    def put_beside(self, name: str | None) -> None:
        """Let a second network look at the same picture: by its name or file; None: no more."""
        self._move(replace(self._place, second=name))

    def show_topic(self, topic: Topic) -> None:
        """Look at a topic of training, as it is presented."""
        self._move(replace(self._place, topic=topic))

    def put_filter_beside(self, channel: int) -> None:
        """Look at another filter beside the one that is looked at."""
        self._move(replace(self._place, beside=channel))

    def show_patch(self, node: str) -> None:
        """Look at what a value of a node sees of the input, on the way to the selected one.

        "" for no more.
        """
        self._move(replace(self._place, patch=node))

    def put_all_back(self) -> None:
        """Show the controls again that a hand-out put away."""
        self._move(replace(self._place, put_away=()))

    def put_back(self, control: Control) -> None:
        """Show one of them again."""
        others = tuple(each for each in self._place.put_away if each != control)
        self._move(replace(self._place, put_away=others))

    def has_put_away(self, control: Control) -> bool:
        """Return whether a hand-out put a control away."""
        return control in self._place.put_away

    def choose_slice(self, place: int) -> None:
        """Look at the weights for another input map, counted within the filter or unit."""
        selected, node = self._place.selected, self._place.looked_at
        last = 0
        if isinstance(self._network.layers.get(node), Conv2d | Linear):
            channel = 0 if selected is None else selected.channel
            last = len(slices_of(self._network, node, channel).values) - 1
        self._move(replace(self._place, slice=min(max(place, 0), last)))

    def set_order(self, order: Order) -> None:
        """Choose in which order the terms of a unit stand."""
        self._move(replace(self._place, order=order, leaf=0))

    def turn_to(self, first: int) -> None:
        """Look at another part of a list that is too long for its room: where it begins."""
        self._move(replace(self._place, leaf=max(first, 0)))

    def toggle_pin(self, pin: Pin) -> None:
        """Keep a cell of a sheet lit instead of the one before; the same one again: none."""
        place = self._place.without_pin(pin.sheet)
        if pin not in self._place.pins:
            place = replace(place, pins=(*place.pins, pin))
        self._move(place)

    # What is told one after the other, and what is asked first

    def ask_from(self, node: str | None) -> None:
        """Ask for the values from a node on, none of them told; "": from the first one; None: no.

        To ask again for what is asked for already forgets nothing.
        """
        if node != self._place.asked:
            told = self._place.told if None not in (node, self._place.asked) else ()
            self._move(replace(self._place, asked=node, told=told, stage=None))

    def tell_stage(self, stage: int | None) -> None:
        """Tell so much of the value that is open; None: all of it, unless it is asked for."""
        self._move(replace(self._place, stage=stage))

    def tell_value(self) -> None:
        """Tell the value that is open."""
        told, position = self._place.told, self._place.selected
        if position is not None:
            told = (*(each for each in told if each != position), position)
        self._move(replace(self._place, told=told, stage=None))

    def tell_anew(self, position: Position, told: tuple[Position, ...]) -> None:
        """Tell an open value from its first stage, with so many others told."""
        self._move(replace(self._place, selected=position, told=told, stage=0))

    def untell_value(self, stage: int) -> None:
        """Hide the value that is open again, but for so much of it."""
        told = tuple(each for each in self._place.told if each != self._place.selected)
        self._move(replace(self._place, told=told, stage=stage))

    def open_stage(self, position: Position, stage: int | None, *, asked: str | None) -> None:
        """Open a value of which so much is told.

        Args:
            position: The value.
            stage: How much; None for all that may be.
            asked: From which node on values are asked for.
        """
        node = self._reaching(position)
        place = replace(self._place, node=node, selected=position, is_open=True, asked=asked)
        self._move(replace(self._settled(place), stage=stage))

    # Blocks

    @property
    def shown(self) -> ShownNodes:
        """The nodes that are shown: all but those that folded blocks hide."""
        return self._nodes_with(self.folded)

    @property
    def stops(self) -> ShownNodes:
        """The nodes that steps stop at: what is shown, or by choice whole blocks, or every node."""
        stepping = self._place.stepping
        if stepping == "shown":
            return self.shown
        return self._nodes_with(tuple(self._network.blocks) if stepping == "blocks" else ())

    def step_by(self, stepping: Stepping) -> None:
        """Choose what a step goes by."""
        self._move(replace(self._place, stepping=stepping))

    def stop_after(self, node: str) -> str | None:
        """Return the stop that comes after a node; None after the last."""
        return None if node == self.last else self.stops.names[self._stop_by(node, 1)]

    def _stop_by(self, node: str, stops: int) -> int:
        """Return the number of the stop so many further on; the own block ends first."""
        on = stops - 1 if stops > 0 and not self.stops.is_shown(node) else stops
        return min(max(self._stop(node) + on, 0), self.last_number)

    def _nodes_with(self, folded: tuple[str, ...]) -> ShownNodes:
        """Return the nodes where some blocks are folded; the same object for the same nodes."""
        inputs = self._network.inputs
        known = self._with_folded.get(folded)
        if known is None or known[0] is not inputs:
            known = inputs, shown_nodes(inputs, self._network.blocks, {*folded})
            if len(self._with_folded) >= _KEPT:
                self._with_folded.clear()
            self._with_folded[folded] = known
        return known[1]

    def _folded(self, chosen: tuple[str, ...] | None) -> tuple[str, ...]:
        """Return the folded blocks, in their order; where none was chosen, by how large it is."""
        blocks = self._network.blocks
        if chosen is None:
            return tuple(blocks) if self._network.is_large else ()
        return tuple(block for block in blocks if block in chosen)

    @property
    def folded(self) -> tuple[str, ...]:
        """The blocks that are folded, in their order."""
        return self._folded(self._place.folded)

    @property
    def unfolded(self) -> tuple[str, ...]:
        """The blocks that stand open, once any is or was folded; in their order."""
        if self._place.folded is None:
            return ()  # a large network is folded, and a small one knows no blocks yet
        return tuple(block for block in self._network.blocks if block not in self._place.folded)

    @property
    def block(self) -> str | None:
        """The block of the node that is looked at."""
        return self.block_of(self._place.looked_at)

    def block_of(self, node: str) -> str | None:
        """Return the block that a node is in."""
        blocks = self._network.blocks
        return next((block for block, nodes in blocks.items() if node in nodes), None)

    def fold(self, blocks: Iterable[str], *, is_folded: bool) -> None:
        """Show some blocks as one column each, or all of their nodes.

        What is looked at in a folded block is followed to what the block gives.
        """
        named = {*blocks}
        chosen = named | {*self.folded} if is_folded else {*self.folded} - named
        place = replace(self._place, folded=self._folded(tuple(chosen)))
        if is_folded:
            place = self._out_of_folded(place)
        self._move(place)

    def look_at_block(self, block: str) -> None:
        """Unfold a block and look at its first node."""
        self.fold([block], is_folded=False)
        self.go_to_layer(self._network.blocks[block][0])

    def show_maps(self, node: str, *, is_whole: bool) -> None:
        """Show all maps of a node, or of very many the strongest alone."""
        others = tuple(each for each in self._place.whole if each != node)
        self._move(replace(self._place, whole=(*others, node) if is_whole else others))

    def sort_maps(self, sorting: MapOrder) -> None:
        """Choose in which order very many maps of a node stand, and which of them are shown."""
        self._move(replace(self._place, sorting=sorting))

    def _out_of_folded(self, place: Place) -> Place:
        """Return a place that looks at what folded blocks give, not into them."""
        ends = {
            node: nodes[-1]
            for block, nodes in self._network.blocks.items()
            if block in (place.folded or ())
            for node in nodes
        }
        selected = place.selected
        if selected is not None and ends.get(selected.node, selected.node) != selected.node:
            selected = moved(self._document.forward.trace, selected, ends[selected.node])
        node = ends.get(place.node, place.node)
        if selected is not None:
            node = self._network.later(node, selected.node)
        return self._settled(replace(place, node=node, selected=selected))

    def _unhidden(self, place: Place) -> Place:
        """Return a place with the blocks unfolded that hide what is looked at."""
        if place.folded is None and not self._network.is_large:
            return place
        nodes = {place.node} if place.selected is None else {place.node, place.selected.node}
        folded = self._folded(place.folded)
        blocks = self._network.blocks
        hiding = {block for block in folded if nodes.intersection(blocks[block][:-1])}
        if not hiding:
            return place
        return replace(place, folded=tuple(each for each in folded if each not in hiding))

    # The explanation and its positions

    def open(self, position: Position | None = None) -> None:
        """Open the explanation of a position; without one, of the selected or the current node.

        Of the answer that is the class with the largest value.
        """
        node = self._place.node
        position = position or self._place.selected or Position(node, self._first(node))
        self._set(self._reaching(position), position, True)

    def _first(self, node: str) -> int:
        """Return the channel that is opened where none is selected."""
        forward = self._document.forward
        values = forward.trace.values[node]
        is_answer = node == self.last and values.ndim == 1 and forward.has_answer
        return int(values.argmax()) if is_answer else 0

    def close(self) -> None:
        """Close the explanation; its position stays selected."""
        self._set(self._place.node, self._place.selected, False)

    def go_to_layer(self, node: str) -> None:
        """Look at a node on either level; an open explanation keeps its place as well as it can."""
        if self._place.is_open and self._place.selected is not None:
            self.open(moved(self._document.forward.trace, self._place.selected, node))
        else:
            self.go_to(node)

    def counterpart(self, position: Position, node: str) -> Position:
        """Return the place of another node that lies where a position does."""
        return moved(self._document.forward.trace, position, node)

    def layers_on(self, layers: int) -> None:
        """Look at the node so many further on, on either level; beyond the ends, at the last."""
        at = self._place.looked_at if self._place.is_open else self.step
        self.go_to_layer(self.stops.names[self._stop_by(at, layers)])

    def close_here(self) -> None:
        """Close the explanation and look at its layer, also where later ones were looked at."""
        selected = self._place.selected
        self._set(self._place.node if selected is None else selected.node, selected, False)

    @property
    def count(self) -> int:
        """How many positions the selected map has, or the row of values."""
        shape = self._shape()
        return prod(shape[1:]) if len(shape) == 3 else prod(shape)

    @property
    def index(self) -> int:
        """The number of the selected position in its map or row, counted from 0."""
        position, shape = self._place.selected, self._shape()
        if position is None:
            return 0
        return position.row * shape[2] + position.column if len(shape) == 3 else position.channel

    def go_to_index(self, index: int) -> None:
        """Select a position of the same map or row; beyond the ends, the first or last one."""
        if self._place.selected is not None:
            index = min(max(index, 0), self.count - 1)
            self._set(self._place.node, self._at(self._place.selected, index), self._place.is_open)

    def move_rows(self, rows: int) -> None:
        """Select the position so many rows further down, in a row of values the next ones."""
        shape, position = self._shape(), self._place.selected
        if position is None:
            return
        if len(shape) != 3:
            self.go_to_index(self.index + rows)
        elif 0 <= position.row + rows < shape[1]:
            self.go_to_index(self.index + rows * shape[2])

    def move_channels(self, channels: int) -> None:
        """Select the same place in another map of the node."""
        position, shape = self._place.selected, self._shape()
        if position is not None:
            channel = min(max(position.channel + channels, 0), shape[0] - 1)
            self.select(Position(position.node, channel, position.row, position.column))

    def _shape(self) -> Shape:
        return self._document.forward.trace.shapes[self._place.looked_at]

    def _at(self, position: Position, index: int) -> Position:
        shape = self._document.forward.trace.shapes[position.node]
        if len(shape) == 3:
            return Position(position.node, position.channel, *divmod(index, shape[2]))
        return Position(position.node, index)

    def _set(self, node: str, selected: Position | None, is_open: bool) -> None:
        place = replace(self._place, node=node, selected=selected, is_open=is_open)
        self._move(self._settled(place))

    def _settled(self, place: Place) -> Place:
        """Return a place with what was chosen elsewhere dropped, and the filter it belongs to."""
        before, selected = self._place, place.selected
        if selected != before.selected:
            place = replace(place, patch="")
        if selected != before.selected or not place.is_open:
            place = replace(place, stage=None)
        if not place.is_open and place.asked is None:
            place = replace(place, told=())
        if place.looked_at != before.looked_at:
            place = replace(place, slice=0, leaf=0).without_pin("explanation")
        stages = None
        if selected is not None:
            stages = stages_at(self._network, selected.node)
        if stages is None or selected is None:
            return place
        if stages.conv != before.filter[0]:
            place = place.without_pin("filter")
        return replace(place, filter=(stages.conv, selected.channel))

    def _move(self, place: Place) -> None:
        place = self._unhidden(place)
        if place == self._place:
            return
        before, self._place = self._place, place
        if before.zooms != place.zooms:  # first: who moves to a node sees how much is shown
            self.zoomed.emit()
        self.changed.emit()

    def _on_document_changed(self, before: Project, after: Project) -> None:
        same = has_like_nodes(before.network, after.network)
        was_last = self._place.node == before.network.output
        node = None if was_last else counterpart(before.network, after.network, self._place.node)
        selected = self._still_there(before.network, same)
        is_open = self._place.is_open and selected is not None
        place = replace(self._place, node=node or self.last, selected=selected, is_open=is_open)
        if not same:  # what was chosen belongs to other layers
            place = replace(place, slice=0, leaf=0, pins=(), told=(), stage=None)
        if before.network.blocks != after.network.blocks:
            place = replace(place, folded=None, whole=())
        place = self._settled(place)
        shapes, self._shapes = self._shapes, self._document.forward.trace.shapes
        if place == self._place and shapes != self._shapes:
            self.changed.emit()
        self._move(place)

    def _still_there(self, before: Network, same_layers: bool) -> Position | None:
        """Return the selection, moved to the nearest place there is; an open one stays always."""
        position, shapes = self._place.selected, self._document.forward.trace.shapes
        node = None if position is None else counterpart(before, self._network, position.node)
        if position is None or node is None:
            return None
        if not (self._place.is_open or (same_layers and position.channel < shapes[node][0])):
            return None
        return clipped(replace(position, node=node), shapes[node])
