"""Tells what is told next, a step at a time: the stages of a value, the next one, the next layer.

It is what Page Down and Page Up do, and so the buttons of a presenter's remote.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cnnviz.cnn.network import INPUT
from cnnviz.project.place import Position
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.reveal import Reveal
from cnnviz.state.settings import Settings

if TYPE_CHECKING:  # imported when a value is told: the window starts sooner
    from cnnviz.explain.stages import Stage


class Teller(QObject):
    """Goes on by the smallest step that tells something, and back by the same steps."""

    def __init__(
        self, document: Document, cursor: Cursor, reveal: Reveal, settings: Settings
    ) -> None:
        super().__init__(document)
        self._document, self._cursor, self._reveal = document, cursor, reveal
        self._settings = settings

    def go_on(self) -> None:
        """Tell what comes next; while no value is open, the next layer."""
        cursor = self._cursor
        position = cursor.selected if cursor.is_open else None
        if position is None:
            cursor.layers_on(1)
        elif self._reveal.keeps_answers:
            self._go_past(position)
        elif self.gives_inputs:
            cursor.open_stage(position, self._stage_of(position), asked=position.node)
        elif self._reveal.is_to_be_told(position):
            stage = self._reveal.stage + 1
            if stage < self._last_stage(position):
                cursor.tell_stage(stage)
            else:
                cursor.tell_value()
        else:
            self._go_beyond(position)

    def go_back(self) -> None:
        """Take back what was told last."""
        cursor = self._cursor
        position = cursor.selected if cursor.is_open else None
        if position is None:
            cursor.layers_on(-1)
        elif self._reveal.keeps_answers:
            self._go_before_untold(position)
        elif self._reveal.is_to_be_told(position) and self._reveal.stage > 0:
            cursor.tell_stage(min(self._reveal.stage, self._last_stage(position)) - 1)
        elif not self._reveal.is_to_be_told(position) and position in cursor.place.told:
            cursor.untell_value(self._last_stage(position) - 1)
        else:
            self._go_before(position)

    @property
    def is_telling(self) -> bool:
        """Whether values of the open map or row are told, stage by stage."""
        position = self._cursor.selected if self._cursor.is_open else None
        if position is None or self._reveal.is_hiding:
            return False
        return self._reveal.is_to_be_told(position) or self._told_here(position) > 0

    def begin(self) -> None:
        """Go to the first value of the map or row, and tell it from its first stage.

        While values are asked for, none that was told or found is asked for again.
        """
        cursor = self._cursor
        cursor.go_to_index(0)
        position = cursor.selected
        if cursor.is_open and position is not None and not self._reveal.is_hiding:
            cursor.tell_anew(position, self._others_told(position))

    def _others_told(self, position: Position) -> tuple[Position, ...]:
        """Return the values of other maps and layers that were told."""
        is_map = self._is_map(position)
        return tuple(
            told
            for told in self._cursor.place.told
            if told.node != position.node or (is_map and told.channel != position.channel)
        )

    @property
    def can_go_on(self) -> bool:
        """Whether anything is left to be told."""
        cursor = self._cursor
        position = cursor.selected if cursor.is_open else None
        if position is None:
            return cursor.step != cursor.last
        is_all = position.node == cursor.last and not self._has_another(position)
        return not is_all or self._is_told_here(position)

    @property
    def can_go_back(self) -> bool:
        """Whether there is anything that was told before."""
        cursor = self._cursor
        position = cursor.selected if cursor.is_open else None
        if position is None:
            return cursor.step != INPUT
        if self._reveal.keeps_answers:
            return position.node != INPUT or self._goes_by_values(position, -1)
        is_first = position.node == INPUT and not cursor.place.told
        return not is_first or (self._reveal.is_to_be_told(position) and self._reveal.stage > 0)

    @property
    def node(self) -> str:
        """The node that is told of."""
        return self._cursor.place.looked_at if self._cursor.is_open else self._cursor.step

    @property
    def next_node(self) -> str | None:
        """Which node comes after the one that is told of, of the stops; None after the last."""
        return self._cursor.stop_after(self._cursor.step)

    @property
    def gives_inputs(self) -> bool:
        """Whether what the open value is made of comes next: it is still to be found itself."""
        if not (self._cursor.is_open and self._reveal.is_hiding) or self._reveal.keeps_answers:
            return False
        return self._reveal.hides_inputs(self._cursor.selected)

    @property
    def next_stage(self) -> "Stage | None":
        """What is told next of the value that is open; None: another value, or a layer."""
        position = self._cursor.selected if self._cursor.is_open else None
        if position is None or not self._is_told_here(position):
            return None
        names = self._stages(position)
        return names[min(self._reveal.stage + 1, len(names) - 1)]

    @property
    def stage_name(self) -> "Stage":
        """How far the value that is open has been told."""
        position = self._cursor.selected if self._cursor.is_open else None
        if position is None or not self._reveal.is_to_be_told(position):
            return "value"
        names = self._stages(position)
        return names[min(self._reveal.stage, len(names) - 2)]

    def _stages(self, position: Position) -> "tuple[Stage, ...]":
        # Late: the window starts sooner without all that explains a value.
        from cnnviz.explain.stages import stages
        from cnnviz.explain.values import explain

        trace = self._document.forward.trace
        place = position.place(trace.shapes[position.node])
        return stages(explain(trace, position.node, place))

    def _last_stage(self, position: Position) -> int:
        return len(self._stages(position)) - 1

    def _is_told_here(self, position: Position) -> bool:
        """Return whether a value is hidden, and told here by and by: not what a hand-out keeps."""
        return self._reveal.is_to_be_told(position) and not self._reveal.keeps_answers

    def _go_past(self, position: Position) -> None:
        """Go where one would after the value was told; it stays to be found."""
        following = self._following(position)
        if following is not None:
            self._cursor.open_stage(following, None, asked=self._cursor.place.asked)

    def _go_before_untold(self, position: Position) -> None:
        """Go back the same way."""
        if self._goes_by_values(position, -1):
            self._cursor.go_to_index(self._cursor.index - 1)
        else:
            self._cursor.layers_on(-1)

    def _goes_by_values(self, position: Position, way: int) -> bool:
        """Return whether nothing is told and another value of an exercise lies on the way."""
        return self._is_exercise and 0 <= self._cursor.index + way < self._cursor.count

    @property
    def _is_exercise(self) -> bool:
        return self._document.project.picture.kind == "matrix"

    def _is_map(self, position: Position) -> bool:
        return len(self._document.forward.trace.shapes[position.node]) == 3

    def _go_beyond(self, position: Position) -> None:
        """Go to the next position, or to the next layer once enough was told of this one."""
        cursor, following = self._cursor, self._following(position)
        if position not in cursor.place.told:
            cursor.tell_value()
        if following is None:
            return
        asked = cursor.place.asked
        if asked is not None and following.node != position.node:  # what it is made of is given now
            asked = following.node
        cursor.open_stage(following, self._stage_of(following), asked=asked)

    @property
    def following(self) -> Position | None:
        """Which value is told after the one that is open; None at the end, or where none is."""
        position = self._cursor.selected if self._cursor.is_open else None
        return None if position is None else self._following(position)

    def _following(self, position: Position) -> Position | None:
        cursor = self._cursor
        if self._has_another(position):
            index = cursor.index + 1
            shape = self._document.forward.trace.shapes[position.node]
            if len(shape) == 3:
                return Position(position.node, position.channel, *divmod(index, shape[2]))
            return Position(position.node, index)
        node = cursor.stop_after(position.node)
        if node is None:
            return None
        return cursor.counterpart(self._first_told(position), node)

    def _stage_of(self, position: Position) -> int | None:
        """Return where to begin with a value: at its window, unless it was told already."""
        return None if position in self._cursor.place.told else 0

    def _go_before(self, position: Position) -> None:
        """Go to the value that was told before this one; without one, to the layer before."""
        cursor = self._cursor
        told = tuple(each for each in cursor.place.told if each != position)
        shapes = self._document.forward.trace.shapes
        if told and told[-1].is_in(shapes):
            asked = cursor.place.asked
            network = self._document.project.network
            is_before = asked in network.names and (
                network.number(told[-1].node) < network.number(str(asked))
            )
            asked = told[-1].node if is_before else asked
            cursor.open_stage(told[-1], None, asked=asked)
        else:
            cursor.layers_on(-1)

    def _has_another(self, position: Position) -> bool:
        """Return whether another value of the same map or row is told after this one."""
        if self._reveal.keeps_answers:
            return self._goes_by_values(position, 1)
        is_new = position not in self._cursor.place.told
        is_enough = self._told_here(position) + is_new >= self.most
        return not is_enough and self._cursor.index + 1 < self._cursor.count

    @property
    def most(self) -> int:
        """How many values are told of a layer: all of an exercise, else as many as is chosen."""
        return self._cursor.count if self._is_exercise else self._settings.values_told

    def _first_told(self, position: Position) -> Position:
        """Return where the layer began to be told: there the next one begins, too."""
        if self._reveal.keeps_answers and self._is_exercise:
            return Position(position.node, position.channel if self._is_map(position) else 0)
        here = (told for told in self._cursor.place.told if told.node == position.node)
        return next((told for told in here if told.channel == position.channel), position)

    @property
    def most_wanted(self) -> int:
        """How many values of a layer are told where it is no exercise."""
        return self._settings.values_told

    def set_most(self, count: int) -> None:
        """Choose how many values of a layer are told where it is no exercise."""
        self._settings.set_values_told(count)

    def _told_here(self, position: Position) -> int:
        return len(self._cursor.place.told) - len(self._others_told(position))
