"""The exercise: what the learner typed, what is to be said of it, and how much is right."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cnnviz.cnn.network import INPUT
from cnnviz.project.hand_out import first_computed, handed_out
from cnnviz.project.place import Control, Place, Position
from cnnviz.project.project import Project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.reveal import Reveal
from cnnviz.text.typed_number import decimals_of, number_within

if TYPE_CHECKING:  # imported when an answer is checked: the window starts sooner
    from cnnviz.exercises.verdict import Verdict

LARGEST = 3.4e38  # what float32 can hold


@dataclass(frozen=True)
class Answer:
    """What was typed for one value, and what is to be said of it."""

    text: str
    verdict: "Verdict"


class Exercise(QObject):
    """Keeps answers, which go with the numbers they are about; right ones are revealed."""

    changed = Signal()

    def __init__(self, document: Document, cursor: Cursor, reveal: Reveal) -> None:
        super().__init__(document)
        self._document, self._cursor = document, cursor
        self.reveal = reveal
        self._is_beginning = False
        self._answers: dict[Position, Answer] = {}
        document.changed.connect(self._on_document_changed)
        document.replaced.connect(self._on_document_replaced)
        cursor.changed.connect(self._on_cursor_changed)

    @property
    def is_on(self) -> bool:
        """Whether answers are hidden."""
        return self._cursor.place.asked is not None

    @property
    def _first(self) -> str | None:
        """The earliest node that was asked for; None without an exercise."""
        return self._cursor.place.asked

    def set_on(self, is_on: bool) -> None:
        """Hide the answers, or show them again; hiding starts with an empty sheet."""
        if is_on != self.is_on:
            self._ask(self._asked() if is_on else None)

    def hide_answer(self, is_hidden: bool) -> None:
        """Hide the answer of the open value, also one that was told already; or show all."""
        if not (is_hidden and self.is_on):
            self.set_on(is_hidden)
            return
        here = self._cursor.selected
        self._cursor.untell_value(0)
        left = {at: answer for at, answer in self._answers.items() if at != here}
        self._set_answers(left, self._first)

    def _ask(self, first: str | None) -> None:
        """Ask for the values from a node on; None ends the exercise."""
        self._set_answers({}, first)

    def _asked(self) -> str:
        """Return the node that is looked at; the input is what is given, and never asked for."""
        node = self._cursor.place.looked_at
        return first_computed(self._document.project.network) if node == INPUT else node

    def handed_out(self, put_away: tuple[Control, ...], *, is_hidden: bool) -> Place:
        """Return the place at which a hand-out opens: here, with nothing told yet.

        Args:
            put_away: The controls that are left out.
            is_hidden: Whether the answers are: from where they are now, else those of the open
                explanation, else all.
        """
        network = self._document.project.network
        return handed_out(self._cursor.place, network, put_away, is_hidden=is_hidden)

    def begin(self, project: Project) -> str:
        """Open an exercise at the first value that is asked for.

        Returns:
            "" where it was done, else why it cannot be computed, in a sentence; what was asked
            before still is.
        """
        first, before, answers = first_computed(project.network), self._first, self._answers
        self._ask(first)  # before it is opened, so that no answer is ever seen
        self._is_beginning = True
        refusal = self._document.open(project, None)
        self._is_beginning = False
        if refusal:
            self._ask(before)
            self._set_answers(answers, before)
        else:
            self._cursor.open(Position(first, 0))
        return refusal

    def _set_answers(self, answers: dict[Position, Answer], first: str | None) -> None:
        self._answers = answers
        if first is not None:
            right = (at for at, each in answers.items() if each.verdict.is_right)
            self.reveal.show_only(right, first)
        else:
            self.reveal.show_all()
        self.changed.emit()

    def answer(self, position: Position) -> Answer | None:
        """Return what was typed last for a position."""
        return self._answers.get(position)

    def take(self, text: str) -> "Verdict":
        """Take a typed answer for the selected position.

        Raises:
            ValueError: If it is no number; why, in a sentence.
        """
        from cnnviz.exercises.verdict import check

        value = number_within(text, -LARGEST, LARGEST)
        self._document.complete()
        position, trace = self._cursor.selected, self._document.forward.trace
        assert position is not None  # an open explanation has a position
        place = position.place(trace.shapes[position.node])
        verdict = check(trace, position.node, place, value, decimals_of(text))
        answers = {**self._answers, position: Answer(text.strip(), verdict)}
        self._set_answers(answers, self._first)
        return verdict

    @property
    def right(self) -> frozenset[int]:
        """The numbers of the rightly answered positions of the selected map or row."""
        position = self._cursor.selected
        return frozenset() if position is None else self._right_of(position)

    @property
    def next_index(self) -> int | None:
        """The number of the next position to be answered, the first again after the last."""
        right, count = self.right, self._cursor.count
        after = ((self._cursor.index + i) % count for i in range(1, count + 1))
        return next((index for index in after if index not in right), None)

    def _right_of(self, position: Position) -> frozenset[int]:
        columns = (*self._document.forward.trace.shapes[position.node], 1, 1)[2]
        return frozenset(
            other.row * columns + other.column if _is_map(self._document, other) else other.channel
            for other, answer in self._answers.items()
            if answer.verdict.is_right and self._is_alike(position, other)
        )

    def _is_alike(self, one: Position, other: Position) -> bool:
        if one.node != other.node:
            return False
        return one.channel == other.channel or not _is_map(self._document, one)

    def _on_cursor_changed(self) -> None:
        """Ask for an earlier node as well, once its explanation is open."""
        asked, network = self._asked(), self._document.project.network
        first = self._first
        if first is None or not self._cursor.is_open or first not in network.names:
            return
        if network.later(first, asked) != asked:
            self._set_answers(self._answers, asked)

    def _on_document_replaced(self) -> None:
        """End with the project that was asked about."""
        if not self._is_beginning:
            self.set_on(False)

    def _on_document_changed(self, before: Project, after: Project) -> None:
        if self._answers and (
            before.network is not after.network or before.picture is not after.picture
        ):
            self._set_answers({}, self._first)


def _is_map(document: Document, position: Position) -> bool:
    return len(document.forward.trace.shapes[position.node]) == 3
