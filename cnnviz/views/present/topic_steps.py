"""What the keys of Present mode do to the topics of training: the next thing to be told."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np

from cnnviz.language import _, ngettext
from cnnviz.project.place import Topic
from cnnviz.state.cursor import Cursor
from cnnviz.state.training import WindowTraining
from cnnviz.text.numbers import count_text
from cnnviz.views.present.keys import KeyMeaning
from cnnviz.views.present.topics import TOPICS, topic_name, topic_number, topic_title

PARTS = (0.0, 0.05, 0.2, 0.5, 1.0)  # of the way of a run: its filters are looked at there
PUSHES = (0, 2, 4, 6)  # pixels to the right
_ON = (KeyMeaning.NEXT_LAYER,)
_BY_ONE = {KeyMeaning.NEXT: 1, KeyMeaning.BACK: -1}
_ARROWS = {
    KeyMeaning.UP: (-1, 0), KeyMeaning.DOWN: (1, 0), KeyMeaning.BACK: (0, -1),
    KeyMeaning.NEXT: (0, 1),
}  # fmt: skip


class TopicSteps:
    """Moves the place, the run that is looked at and the pushed digit, as a key asks for."""

    def __init__(self, cursor: Cursor, training: WindowTraining) -> None:
        self._cursor, self._training = cursor, training

    @property
    def _topic(self) -> Topic:
        return self._cursor.place.topic

    def do(self, meaning: KeyMeaning) -> None:
        """Move."""
        topic = self._topic
        if meaning in (KeyMeaning.NEXT_LAYER, KeyMeaning.LAYER_BEFORE):
            self.step(1 if meaning in _ON else -1)
        elif meaning in (KeyMeaning.FIRST, KeyMeaning.LAST):
            self._cursor.show_topic(TOPICS[0 if meaning is KeyMeaning.FIRST else -1])
        elif topic == "pushed" and meaning in _ARROWS:
            self._training.pushed.push_by(*_ARROWS[meaning])
        elif topic == "filters" and meaning in _BY_ONE and self._training.run is not None:
            self._look_at(self._training.run.place + _BY_ONE[meaning])
        elif meaning in _BY_ONE:
            self.step(_BY_ONE[meaning])

    def step(self, way: int) -> None:
        """Go to the next thing to be told, or the one before: within the topic, else beyond it."""
        if not self._moved_within(way):
            number = TOPICS.index(self._topic) + way
            if 0 <= number < len(TOPICS):
                self._cursor.show_topic(TOPICS[number])
                if way > 0:
                    self._begin(TOPICS[number])

    @property
    def number(self) -> int:
        """Which topic is told, counted from 1."""
        return topic_number(self._topic)

    @property
    def count(self) -> int:
        """How many topics there are."""
        return len(TOPICS)

    @property
    def title(self) -> str:
        """The title of the topic."""
        return topic_title(self._topic)

    def go_to(self, number: int) -> None:
        """Go to a topic, counted from 1."""
        self._cursor.show_topic(TOPICS[number - 1])

    @property
    def following(self) -> str:
        """What the next step shows: another stop of the topic, or the next one; "" after all."""
        target, number = self._target(1), TOPICS.index(self._topic) + 1
        if target is not None:
            return self._stop_name(target)
        return "" if number == len(TOPICS) else topic_name(TOPICS[number])

    @property
    def has_next(self) -> bool:
        """Whether a next step tells anything."""
        return self._target(1) is not None or self._topic != TOPICS[-1]

    # Within a topic

    def _stop_name(self, target: int) -> str:
        """Return what a stop of the topic shows, in few words."""
        run = self._training.run
        match self._topic:
            case "filters" if run is not None:
                step = run.history.snapshots[target].step
                text = ngettext("after {step} step", "after {step} steps", step)
                return text.format(step=count_text(step))
            case "pushed":
                text = ngettext("pushed by {far} pixel", "pushed by {far} pixels", target)
                return text.format(far=target)
            case "answers":
                return _("the most frequent mistake")
        return _("trained on shifted digits")

    def _begin(self, topic: Topic) -> None:
        """Tell a topic from its beginning."""
        run, pushed = self._training.run, self._training.pushed
        if topic == "filters":
            self._look_at(0)
        elif topic == "answers" and run is not None:
            run.look_at(len(run.history.snapshots))
            run.look_into(None)
        elif topic == "pushed":
            pushed.push_to(0, 0)
            pushed.choose("none")
        elif topic == "shifts":
            pushed.choose("none")

    def _moved_within(self, way: int) -> bool:
        """Go to the next stop of the topic, or the one before; return whether there was one."""
        target = self._target(way)
        if target is None:
            return False
        match self._topic:
            case "filters":
                self._look_at(target)
            case "answers":
                self._look_into(target)
            case "pushed":
                self._training.pushed.push_to(0, target)
            case _:
                self._training.pushed.choose("shift" if target else "none")
        return True

    def _target(self, way: int) -> int | None:
        """Return the next stop of the topic that is shown, or the one before."""
        run, pushed = self._training.run, self._training.pushed
        match self._topic:
            case "filters" if run is not None and run.history.snapshots:
                last = len(run.history.snapshots) - 1
                return _beside(sorted({round(last * part) for part in PARTS}), run.place, way)
            case "answers" if run is not None and self._most_frequent() is not None:
                return _beside((0, 1), int(run.cell is not None), way)
            case "pushed":
                return _beside(PUSHES, pushed.shift[1], way)
            case "shifts":
                return _beside((0, 1), int(pushed.training == "shift"), way)
        return None

    def _look_at(self, place: int) -> None:
        if self._training.run is not None:
            self._training.run.look_at(place)

    def _look_into(self, stop: int) -> None:
        if self._training.run is not None:
            self._training.run.look_into(self._most_frequent() if stop else None)

    def _most_frequent(self) -> tuple[int, int] | None:
        """Return the cell of the most frequent mistake; None where there is no mistake."""
        run = self._training.run
        answers = None if run is None or run.epoch is None else run.answers(run.epoch)
        if answers is None:
            return None
        mistakes = answers.confusion.copy()
        np.fill_diagonal(mistakes, 0)
        if not mistakes.any():
            return None
        row, column = np.unravel_index(int(mistakes.argmax()), mistakes.shape)
        return int(row), int(column)


def _beside(stops: Sequence[int], now: int, way: int) -> int | None:
    """Return the first stop after a place, or the last one before it."""
    at = bisect_right(stops, now) if way > 0 else bisect_left(stops, now) - 1
    return stops[at] if 0 <= at < len(stops) else None
