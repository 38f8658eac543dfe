"""Where the learner looks: the step, and the selected place in a map."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from cnnviz.cnn.layer import Shape
from cnnviz.cnn.project import Project
from cnnviz.state.document import Document


@dataclass(frozen=True)
class Position:
    """One value of the trace. Step 0 is the input, step i the output of layer i − 1."""

    step: int
    channel: int
    row: int = 0
    column: int = 0

    def is_in(self, shapes: tuple[Shape, ...]) -> bool:
        """Return whether a trace of these shapes has such a value."""
        if self.step >= len(shapes):
            return False
        place = (self.channel, self.row, self.column)
        return all(i < n for i, n in zip(place, shapes[self.step], strict=False))


class Cursor(QObject):
    """The current step, up to which layers are shown, and the selected position."""

    changed = Signal()

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._document = document
        self._step = self.last_step
        self._selected: Position | None = None
        document.changed.connect(self._on_document_changed)

    @property
    def step(self) -> int:
        """The step that is looked at; later ones are shown empty."""
        return self._step

    @property
    def last_step(self) -> int:
        """The step of the output."""
        return len(self._document.project.network.layers)

    @property
    def selected(self) -> Position | None:
        """The selected map and the place in it, or None."""
        return self._selected

    def go_to(self, step: int) -> None:
        """Look at a step; beyond the ends, at the first or last one."""
        self._set(min(max(step, 0), self.last_step), self._selected)

    def select(self, position: Position | None) -> None:
        """Select a map; a step not reached yet becomes the current one."""
        step = self._step if position is None else max(self._step, position.step)
        self._set(step, position)

    def _set(self, step: int, selected: Position | None) -> None:
        if (step, selected) != (self._step, self._selected):
            self._step, self._selected = step, selected
            self.changed.emit()

    def _on_document_changed(self, before: Project, after: Project) -> None:
        if before.network is after.network:
            return
        was_last = self._step == len(before.network.layers)
        step = self.last_step if was_last else min(self._step, self.last_step)
        same = [layer.kind for layer in before.network.layers] == [
            layer.kind for layer in after.network.layers
        ]
        self._set(step, self._selected if same and self._still_there() else None)

    def _still_there(self) -> bool:
        position = self._selected
        if position is None:
            return False
        shape = self._document.forward.trace.values[position.step].shape
        return bool(position.channel < shape[0])
