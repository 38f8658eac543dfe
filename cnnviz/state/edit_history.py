"""The undo history: edits as differences, at most 200 of them and 256 MB; it tells what it let go.

The latest edit can always be undone, whatever it takes.
"""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtGui import QUndoCommand, QUndoStack

from cnnviz.project.array_difference import Numbers
from cnnviz.project.project import ForwardPass, Project
from cnnviz.project.project_change import ProjectChange, Tokens, arrays_in
from cnnviz.project.same_numbers import hold_the_same

UNDO_LEVELS = 200
_CUT = 20  # levels that go at once: to cut costs more than an edit
UNDO_BYTES = 256_000_000  # that nothing but the history keeps

Show = Callable[[Project, ForwardPass | None], None]


class EditHistory(QUndoStack):
    """A stack of edits that bounds what it keeps. Edits come through `add`."""

    def __init__(self, show: Show) -> None:
        """Keep edits; `show` makes a project the current one."""
        super().__init__()
        self.forgotten = 0  # edits that were let go, the oldest first
        self._tokens = Tokens()
        self._show_project = show

    def add(
        self, text: str, ends: tuple[Project, Project], forward: ForwardPass, gesture: str
    ) -> None:
        """Do an edit.

        Args:
            text: Its name in the Edit menu.
            ends: The project before it, and after it.
            forward: What follows from the second one.
            gesture: Edits of one gesture, one after the other, are one.
        """
        count = self.index()
        edit = Edit(text, ends, gesture, self._show_project, forward)
        self.push(edit)
        if self.index() <= count:  # of the same gesture as the one before: it keeps no more
            edit.let_go()
            return
        if count > 0:
            self._edit(count - 1).pack(self._tokens)
        self._bound(ends[1])

    def clear(self) -> None:
        """Forget every edit: another project is shown."""
        super().clear()
        self.forgotten = 0

    @property
    def kept_bytes(self) -> int:
        """How much memory is taken by what only undo and redo need."""
        if not self.index():
            return sum(self._costs(None))
        return sum(self._costs(self._edit(self.index() - 1).after()))

    def _edit(self, place: int) -> "Edit":
        edit = self.command(place)
        assert isinstance(edit, Edit)
        return edit

    def _costs(self, current: Project | None) -> list[int]:
        """Return what each edit takes that neither the project nor an edit after it has."""
        counted = {id(array) for array in arrays_in(current)}
        costs = []
        for edit in map(self._edit, reversed(range(self.count()))):
            own = {id(array): array.nbytes for array in edit.arrays if id(array) not in counted}
            counted |= own.keys()
            costs.append(sum(own.values()) + edit.small_bytes)
        return costs[::-1]

    def _bound(self, current: Project) -> None:
        """Let the oldest edits go where there are too many, or too large ones."""
        cut = _CUT if self.count() > UNDO_LEVELS else 0
        if sum(edit.most_bytes for edit in map(self._edit, range(self.count()))) > UNDO_BYTES:
            costs = self._costs(current)
            total = sum(costs[cut:])
            while total > UNDO_BYTES and cut < len(costs) - 1:
                total -= costs[cut]
                cut += 1
        if cut:
            self._cut(cut)

    def _cut(self, count: int) -> None:
        """Let go so many edits at the beginning: a stack of Qt's can only be filled anew."""
        clean = self.cleanIndex() - count
        kept = [self._edit(place).moved() for place in range(count, self.count())]
        self.blockSignals(True)
        super().clear()
        if clean != 0:
            self.resetClean()
        for place, edit in enumerate(kept, 1):
            self.push(edit)
            edit.is_moving = False
            if place == clean:
                self.setClean()
        self.blockSignals(False)
        self.forgotten += count
        self.indexChanged.emit(self.index())  # lists of it are filled anew


class Edit(QUndoCommand):
    """One edit: its two projects, or what they differ in."""

    def __init__(
        self,
        text: str,
        ends: tuple[Project, Project] | ProjectChange,
        gesture: str,
        show: Show,
        forward: ForwardPass | None = None,
    ) -> None:
        super().__init__(text)
        self._ends, self._gesture, self._show = ends, gesture, show
        self._forward = forward  # of the first `redo`, which follows at once
        self.is_moving = False  # whether it is done already, and only put on the stack again

    def before(self) -> Project:
        """Return the project before the edit; the one after it must be there."""
        return self._ends.before() if isinstance(self._ends, ProjectChange) else self._ends[0]

    def after(self) -> Project:
        """Return the project after the edit; the one before or after it must be there."""
        return self._ends.after() if isinstance(self._ends, ProjectChange) else self._ends[1]

    def let_go(self) -> None:
        """Keep no project: Qt deleted it when another one took it in, but Python never does.

        PySide 6.11 gives an object to a stack after the call in which the stack deletes it.
        """
        del self._ends, self._forward, self._show

    def pack(self, tokens: Tokens) -> None:
        """Keep only what the two projects differ in; both must be there."""
        if not isinstance(self._ends, ProjectChange):
            self._ends = ProjectChange(*self._ends, tokens)

    @property
    def arrays(self) -> list[Numbers]:
        """The arrays that it keeps alive."""
        ends = self._ends
        return ends.arrays if isinstance(ends, ProjectChange) else arrays_in(ends)

    @property
    def small_bytes(self) -> int:
        """How much memory the numbers take in which arrays differ."""
        return self._ends.small_bytes if isinstance(self._ends, ProjectChange) else 0

    @property
    def most_bytes(self) -> int:
        """How much memory it takes at most: others, or the project, may have the same arrays."""
        return self.small_bytes + sum(array.nbytes for array in self.arrays)

    def moved(self) -> "Edit":
        """Return the same edit for another place; a stack of Qt's deletes its own."""
        edit = Edit(self.text(), self._ends, self._gesture, self._show)
        edit.is_moving = True
        return edit

    def redo(self) -> None:
        """Show the project after the edit."""
        if not self.is_moving:
            self._show(self.after(), self._forward)
            self._forward = None  # memory: a trace is larger than the edit; undo computes it again

    def undo(self) -> None:
        """Show the project before the edit."""
        self._show(self.before(), None)

    def id(self) -> int:
        """Return a number that tells whether Qt may merge it: never with -1."""
        return 1 if self._gesture and not self.is_moving else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take an edit of the same gesture in."""
        if not isinstance(other, Edit) or other._gesture != self._gesture:
            return False
        before, after = self.before(), other.after()
        self._ends = before, after
        if hold_the_same(before, after):  # a drag back to where it began is no step
            self.setObsolete(True)
            if after.network is not before.network:  # it is not edited any more
                self._show(replace(before, picture=after.picture), None)
        return True
