"""A figure that moves: one figure after another, all on a canvas of one size."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtGui import QImage

from cnnviz.explain.stages import stages
from cnnviz.explain.values import explain
from cnnviz.figures.animation import AnimationError, Frame, require_room
from cnnviz.language import _
from cnnviz.project.place import Position
from cnnviz.state.cursor import Cursor
from cnnviz.state.exercise import Exercise
from cnnviz.state.reveal import Reveal
from cnnviz.views.figures.explanation_figure import explanation_figure
from cnnviz.views.figures.figure import ViewFigure
from cnnviz.views.figures.network_figure import network_figure
from cnnviz.views.figures.picture_forms import image_of
from cnnviz.views.figures.present_figure import present_figure
from cnnviz.views.figures.subject import Subject


@dataclass(frozen=True)
class FigureSequence:
    """So many figures, each made when it is painted."""

    title: str
    count: int
    figure: Callable[[int], ViewFigure]
    end: Callable[[], None] = lambda: None  # lets go of what it was made with

    def part(self, first: int, last: int) -> "FigureSequence":
        """Return some of the figures, both ends with them.

        Raises:
            AnimationError: If there are none in between.
        """
        last = min(last, self.count - 1)
        if not 0 <= first <= last:
            text = _("There are frames 0 to {last}, and none of {first} to {end}.")
            told = text.format(last=self.count - 1, first=first, end=last)
            raise AnimationError(told)
        count = last - first + 1
        return FigureSequence(self.title, count, lambda at: self.figure(first + at), self.end)


class Frames:
    """The frames of a sequence, painted one by one and kept packed until they are written."""

    def __init__(self, sequence: FigureSequence, factor: float) -> None:
        """Measure the frames.

        Raises:
            AnimationError: If they are too many for the memory.
        """
        self._sequence, self._factor = sequence, factor
        ends = [sequence.figure(place) for place in {0, sequence.count - 1}]
        wide = max(round(figure.width * factor) for figure in ends)
        high = max(round(figure.height * factor) for figure in ends)
        for figure in ends:
            figure.end()
        require_room(sequence.count, wide, high)
        self._shape = (high, wide, 3)
        self._packed: list[bytes] = []

    @property
    def count(self) -> int:
        """How many there are."""
        return self._sequence.count

    @property
    def done(self) -> int:
        """How many are painted."""
        return len(self._packed)

    def paint_next(self) -> None:
        """Paint one more."""
        figure = self._sequence.figure(self.done)
        image = image_of(figure, self._factor)
        figure.end()
        self._packed.append(zlib.compress(_on_canvas(image, self._shape).tobytes(), level=1))

    def __iter__(self) -> Iterator[Frame]:
        """Yield all frames, unpacked one at a time."""
        for packed in self._packed:
            yield np.frombuffer(zlib.decompress(packed), np.uint8).reshape(self._shape)


def _on_canvas(image: QImage, shape: tuple[int, int, int]) -> Frame:
    """Return an image with its corner in that of a white canvas."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), -1)
    pixels = lines[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3)
    canvas = np.full(shape, 255, np.uint8)
    high, wide = min(shape[0], plain.height()), min(shape[1], plain.width())
    canvas[:high, :wide] = pixels[:high, :wide]
    return canvas


def moving_window(subject: Subject) -> FigureSequence:
    """Return the explanations of all values of the map that is looked at, one after another."""
    position, cursor = subject.position, Cursor(subject.document)  # the window keeps its own
    cursor.open(position)
    there = subject._replace(cursor=cursor)

    def figure(place: int) -> ViewFigure:
        cursor.go_to_index(place)
        return explanation_figure(there)

    return FigureSequence(_("moving window"), cursor.count, figure, cursor.deleteLater)


def told_window(subject: Subject) -> FigureSequence:
    """Return the same as it is presented: each value told in stages, later ones still hidden."""
    document, position = subject.document, subject.position
    cursor = Cursor(document)
    cursor.open(position)
    reveal = Reveal(document, cursor)
    exercise = Exercise(document, cursor, reveal)
    there = subject._replace(cursor=cursor, exercise=exercise)
    trace = document.forward.trace
    about = explain(trace, position.node, position.place(trace.shapes[position.node]))
    last = len(stages(about)) - 1
    positions = [_stood_at(cursor, index) for index in range(cursor.count)]
    start = replace(cursor.place, asked=position.node)

    def figure(place: int) -> ViewFigure:
        index, stage = divmod(place, last + 1)
        is_told = stage == last
        told = tuple(positions[: index + is_told])
        shown = None if is_told else stage
        cursor.look(replace(start, selected=positions[index], told=told, stage=shown))
        return present_figure(there)

    def end() -> None:
        for each in (exercise, reveal, cursor):
            each.deleteLater()

    count = len(positions) * (last + 1)
    return FigureSequence(_("moving window, told in stages"), count, figure, end)


def _stood_at(cursor: Cursor, index: int) -> Position:
    """Return the position of a number."""
    cursor.go_to_index(index)
    assert cursor.selected is not None  # it is open
    return cursor.selected


def walk(subject: Subject) -> FigureSequence:
    """Return the network as it is reached layer by layer."""
    cursor = Cursor(subject.document)
    there = subject._replace(cursor=cursor)

    def figure(place: int) -> ViewFigure:
        cursor.go_to_number(place)
        return network_figure(there)

    count = cursor.last_number + 1
    return FigureSequence(_("walk through the layers"), count, figure, cursor.deleteLater)
