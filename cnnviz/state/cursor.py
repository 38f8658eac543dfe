"""Where the learner looks, and how to go elsewhere. Moving never edits the document."""

from dataclasses import replace
from math import prod

import numpy as np
from PySide6.QtCore import QObject, Signal

from cnnviz.cnn.layer_base import Shape
from cnnviz.cnn.layers import Conv2d, Linear
from cnnviz.project.filter_stages import Stages, stages_at, stages_of
from cnnviz.project.place import Order, PageName, Pin, Place, Position, SheetName
from cnnviz.project.project import Project
from cnnviz.project.slices import slices_of
from cnnviz.state.document import Document


class Cursor(QObject):
    """Holds the place: the current step, the selected position, and what was chosen there.

    While the explanation of the position is open, one step is one position: the cells of a map
    from left to right and top to bottom, or the values of a row.
    """

    changed = Signal()

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._document = document
        self._place = Place(step=self.last_step)
        document.changed.connect(self._on_document_changed)

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
            step = max(place.step, position.step)
            place = self._settled(replace(place, step=step, selected=position))
        self._move(place)

    @property
    def step(self) -> int:
        """The step that is looked at; later ones are shown empty."""
        return self._place.step

    @property
    def last_step(self) -> int:
        """The step of the output."""
        return len(self._document.project.network.layers)

    @property
    def selected(self) -> Position | None:
        """The selected map and the place in it, or None."""
        return self._place.selected

    @property
    def is_open(self) -> bool:
        """Whether the explanation of the selected position is open."""
        return self._place.is_open

    def go_to(self, step: int) -> None:
        """Look at a step; beyond the ends, at the first or last one.

        A map selected in the step looked at so far is followed; one selected elsewhere is left:
        what is looked at is what Enter explains.
        """
        step, before = min(max(step, 0), self.last_step), self._place
        selected = before.selected
        if selected is not None and not before.is_open and step not in (before.step, selected.step):
            is_here = selected.step == before.step
            selected = self._moved(selected, step) if is_here else None
        self._set(step, selected, before.is_open)

    def select(self, position: Position | None) -> None:
        """Select a map; a step not reached yet becomes the current one. None closes too."""
        step = self._place.step if position is None else max(self._place.step, position.step)
        self._set(step, position, self._place.is_open and position is not None)

    # What was chosen: a filter, a slice, an order, a pin

    @property
    def stages(self) -> Stages | None:
        """The convolution that was looked at last, with what follows it; None without one."""
        network = self._document.project.network
        return stages_of(network, self._place.filter[0]) or stages_of(network)

    @property
    def channel(self) -> int:
        """Which filter of that convolution was looked at last."""
        stages = self.stages
        if stages is None:
            return 0
        filters = self._document.forward.trace.shapes[stages.conv + 1][0]
        return min(self._place.filter[1], filters - 1)

    def choose_slice(self, place: int) -> None:
        """Look at the weights for another input map, counted within the filter or unit."""
        selected, step = self._place.selected, self._place.looked_at
        network = self._document.project.network
        last = 0
        if step and isinstance(network.layers[step - 1], Conv2d | Linear):
            channel = 0 if selected is None else selected.channel
            last = len(slices_of(network, step - 1, channel).values) - 1
        self._move(replace(self._place, slice=min(max(place, 0), last)))

    def set_order(self, order: Order) -> None:
        """Choose in which order the terms of a unit stand."""
        self._move(replace(self._place, order=order))

    def toggle_pin(self, pin: Pin) -> None:
        """Keep a cell of a sheet lit instead of the one before; the same one again: none."""
        place = _without_pin(self._place, pin.sheet)
        if pin not in self._place.pins:
            place = replace(place, pins=(*place.pins, pin))
        self._move(place)

    # The explanation and its positions

    def open(self, position: Position | None = None) -> None:
        """Open the explanation of a position; without one, of the selected or the current step."""
        position = position or self._place.selected or Position(self._place.step, 0)
        self._set(max(self._place.step, position.step), position, True)

    def close(self) -> None:
        """Close the explanation; its position stays selected."""
        self._set(self._place.step, self._place.selected, False)

    def go_to_layer(self, step: int) -> None:
        """Look at a step on either level; an open explanation keeps its place as well as it can."""
        step = min(max(step, 0), self.last_step)
        if self._place.is_open and self._place.selected is not None:
            self.open(self._moved(self._place.selected, step))
        else:
            self.go_to(step)

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
            self._set(self._place.step, self._at(self._place.selected, index), self._place.is_open)

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
        """Select the same place in another map of the step."""
        position, shape = self._place.selected, self._shape()
        if position is not None:
            channel = min(max(position.channel + channels, 0), shape[0] - 1)
            self.select(Position(position.step, channel, position.row, position.column))

    def _shape(self) -> Shape:
        step = self._place.step if self._place.selected is None else self._place.selected.step
        return self._document.forward.trace.shapes[step]

    def _at(self, position: Position, index: int) -> Position:
        shape = self._document.forward.trace.shapes[position.step]
        if len(shape) == 3:
            return Position(position.step, position.channel, *divmod(index, shape[2]))
        return Position(position.step, index)

    def _moved(self, position: Position, step: int) -> Position:
        """Return the place of another step that lies where a position does, as near as can be."""
        shapes = self._document.forward.trace.shapes
        before, after = shapes[position.step], shapes[step]
        if len(before) != 3 or len(after) != 3:
            return self._moved_in_a_row(position, step)
        row, column = (
            min(i * new // old, new - 1)
            for i, old, new in zip(
                (position.row, position.column), before[1:], after[1:], strict=True
            )
        )
        return Position(step, min(position.channel, after[0] - 1), row, column)

    def _moved_in_a_row(self, position: Position, step: int) -> Position:
        """Return the same number of another step with as many, else its largest value."""
        trace = self._document.forward.trace
        before, after = trace.shapes[position.step], trace.shapes[step]
        if prod(before) == prod(after):
            index = np.ravel_multi_index(position.place(before), before)
            return Position(step, *map(int, np.unravel_index(index, after)))
        if len(after) == 1:
            return Position(step, int(np.nan_to_num(trace.values[step], nan=-np.inf).argmax()))
        return Position(step, 0)

    def _set(self, step: int, selected: Position | None, is_open: bool) -> None:
        place = replace(self._place, step=step, selected=selected, is_open=is_open)
        self._move(self._settled(place))

    def _settled(self, place: Place) -> Place:
        """Return a place with what was chosen elsewhere dropped, and the filter it belongs to."""
        before, selected = self._place, place.selected
        if place.looked_at != before.looked_at:
            place = _without_pin(replace(place, slice=0), "explanation")
        stages = None
        if selected is not None:
            stages = stages_at(self._document.project.network, selected.step)
        if stages is None or selected is None:
            return place
        if stages.conv != before.filter[0]:
            place = _without_pin(place, "filter")
        return replace(place, filter=(stages.conv, selected.channel))

    def _move(self, place: Place) -> None:
        if place != self._place:
            self._place = place
            self.changed.emit()

    def _on_document_changed(self, before: Project, after: Project) -> None:
        same = [layer.kind for layer in before.network.layers] == [
            layer.kind for layer in after.network.layers
        ]
        was_last = self._place.step == len(before.network.layers)
        step = self.last_step if was_last else min(self._place.step, self.last_step)
        selected = self._still_there(same)
        is_open = self._place.is_open and selected is not None
        place = replace(self._place, step=step, selected=selected, is_open=is_open)
        if not same:  # what was chosen belongs to other layers
            place = replace(place, slice=0, pins=())
        self._move(self._settled(place))

    def _still_there(self, same_layers: bool) -> Position | None:
        """Return the selection, moved to the nearest place there is; an open one stays always."""
        position, shapes = self._place.selected, self._document.forward.trace.shapes
        if position is None or position.step >= len(shapes):
            return None
        if not (
            self._place.is_open or (same_layers and position.channel < shapes[position.step][0])
        ):
            return None
        limits = (*shapes[position.step], 1, 1)[:3]
        place = (position.channel, position.row, position.column)
        return Position(position.step, *(min(i, n - 1) for i, n in zip(place, limits, strict=True)))


def _without_pin(place: Place, sheet: SheetName) -> Place:
    return replace(place, pins=tuple(pin for pin in place.pins if pin.sheet != sheet))
