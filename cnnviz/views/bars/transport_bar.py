"""The transport bar: first, back, play, forward, last, the sentence, the scrub bar, the speed."""

from functools import partial
from math import log2

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cnnviz.cnn.trace import Trace
from cnnviz.explain.answer import beyond_sentence, is_beyond, no_ink_sentence
from cnnviz.explain.steps import block_sentence, step_sentence, step_title
from cnnviz.language import _
from cnnviz.project.place import Position
from cnnviz.project.project import Project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.exercise import Exercise
from cnnviz.state.playback import Playback
from cnnviz.text.numbers import count_text
from cnnviz.views.bars.scrub_bar import ScrubBar
from cnnviz.views.bars.sentence import SIZE, Sentence
from cnnviz.views.controls.actions import Actions, plain_text
from cnnviz.views.controls.fixed_label import FixedLabel
from cnnviz.views.controls.short_words import LEAST, with_short_words
from cnnviz.views.controls.tips import show_tip
from cnnviz.views.controls.wheel_guard import WheelGuard
from cnnviz.views.controls.widest_label import WidestLabel
from cnnviz.views.look.theme import Look

_WIDEST = ("0.00", "0000")  # numbers as wide as any speed


class TransportBar(QWidget):
    """Shows where the cursor is and what happens there; moves it."""

    def __init__(
        self,
        document: Document,
        playback: Playback,
        cursor: Cursor,
        exercise: Exercise,
        actions: Actions,
        look: Look,
    ) -> None:
        super().__init__()
        self._document, self._cursor, self._playback, self._look = document, cursor, playback, look
        self._exercise = exercise
        self.setObjectName("transport-bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.sentence = Sentence(look, "step-sentence")
        self.words = FixedLabel(self.sentence)
        self.scrub = ScrubBar(cursor, look)
        self.speed = QSlider(Qt.Orientation.Horizontal)
        self.speed.setObjectName("speed")
        self.speed.setAccessibleName(_("Speed"))
        WheelGuard(self.speed)
        self.speed.valueChanged.connect(self._on_speed_changed)
        self._buttons = [_button(action) for action in actions.transport]
        self._play = self._buttons[2]
        self._play.setProperty("role", "main")
        self._play.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        widest = tuple(_named_speed(number) for number in _WIDEST)
        self.speed_label = WidestLabel("speed-label", widest)
        self._arrange()
        cursor.changed.connect(self._show)
        playback.changed.connect(self._show_speed)
        exercise.changed.connect(self._show_words)
        document.changed.connect(self._on_document_changed)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_parts(self, *, is_played: bool, is_timed: bool, is_long: bool) -> None:
        """Leave out the buttons for single steps, which stand elsewhere, and what has no room.

        Args:
            is_played: Whether steps can be played.
            is_timed: Whether their speed can be chosen.
            is_long: Whether it is shown how many there are.
        """
        for button in self._buttons:
            button.setVisible(is_played and button is self._play)
        for part in (self.speed_label, self.speed):
            part.setVisible(is_played and is_timed)
        self.scrub.setVisible(is_long)
        for layout in (self._middle, self._right, self._row):
            layout.invalidate()  # Qt does it later: the room is asked for at once

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        for button in self._buttons:
            row.addWidget(button)
        middle = QVBoxLayout()
        middle.addStretch()
        middle.addWidget(self.words)
        middle.addWidget(self.scrub)
        middle.addStretch()
        row.addLayout(middle, stretch=1)
        right = QVBoxLayout()
        right.addStretch()
        right.addWidget(self.speed_label)
        right.addWidget(self.speed)
        right.addStretch()
        row.addLayout(right)
        self._row, self._middle, self._right = row, middle, right

    def _on_look_changed(self) -> None:
        px = self._look.px
        self._row.setContentsMargins(px(16), px(10), px(16), px(10))
        self._row.setSpacing(px(8))
        self._middle.setSpacing(px(6))
        self._middle.setContentsMargins(px(8), 0, px(8), 0)
        self._right.setSpacing(px(4))
        self.speed.setMinimumWidth(px(90))
        self.words.set_least(2 * px(18))
        self._play.setMinimumWidth(px(88))  # of the longer of its two words
        for button in self._buttons:
            button.setIconSize(QSize(px(14), px(14)))
        self._show()

    def _on_document_changed(self, before: Project, after: Project) -> None:
        self._show_words()

    def _on_speed_changed(self, value: int) -> None:
        self._playback.set_speed(2 ** (value / 4))

    def _show(self) -> None:
        self._show_words()
        self._show_speed()

    def _show_words(self) -> None:
        where, what = self._words()
        self.sentence.setAccessibleName(f"{where} {what}")
        self.words.show_made(partial(self._fitted, where, what))

    def _show_speed(self) -> None:
        speed = self._speed_text()
        with QSignalBlocker(self.speed):
            self.speed.setRange(*(round(4 * log2(limit)) for limit in self._playback.limits))
            self.speed.setValue(round(4 * log2(self._playback.speed)))
        self.speed_label.setText(_named_speed(self._speed_number()))
        tip = _("Speed: {speed} (+ faster, − slower)").format(speed=speed)
        show_tip(self.speed, tip)
        self.speed.setAccessibleDescription(speed)

    def _fitted(self, where: str, what: str, width: int) -> str:
        """Return both for a room so many pixels wide; of names that are wider, their end."""
        short = [
            with_short_words(words, self._look.metrics(SIZE, bold=bold), width)
            if width >= LEAST  # before it is laid out nothing is known
            else words
            for words, bold in ((where, True), (what, False))
        ]
        whole = "" if short == [where, what] else f"{where} {what}"
        show_tip(self.sentence, whole, wraps=True)
        return self.sentence.joined(*short)

    def _speed_text(self) -> str:
        number = self._speed_number()
        if self._cursor.is_open:
            return _("{number} positions a second").format(number=number)
        return _("{number} steps a second").format(number=number)

    def _speed_number(self) -> str:
        speed = self._playback.speed
        return f"{speed:.0f}" if speed >= 100 else f"{speed:.2g}"

    def _words(self) -> tuple[str, str]:
        """Return where the cursor is, and what happens there."""
        trace, cursor = self._document.forward.trace, self._cursor
        if cursor.is_open and cursor.selected is not None:
            return self._words_of_value(trace, cursor.selected)
        block = cursor.stops.folded.get(cursor.step)
        title = block or step_title(trace, cursor.step)
        where = _("Step {number} of {last} · {title}.") if cursor.number else _("{title}.")
        where = where.format(number=cursor.number, last=cursor.last_number, title=title)
        reveal = self._exercise.reveal
        is_answer = cursor.node == trace.network.output and bool(trace.network.classes)
        if is_answer and not reveal.has_answer and not reveal.is_hiding:
            return where, no_ink_sentence()
        if block is not None and not is_answer:
            return where, block_sentence(trace, block, is_folded=block in cursor.folded)
        sentence = step_sentence(trace, cursor.step, is_hidden=reveal.is_hiding)
        if cursor.node == trace.network.output and is_beyond(self._document.project):
            sentence = f"{sentence} {beyond_sentence()}"
        return where, sentence

    def _words_of_value(self, trace: Trace, position: Position) -> tuple[str, str]:
        # Late: the window starts sooner without all that explains a value.
        from cnnviz.explain.positions import place_text, position_sentence, veiled_sentence
        from cnnviz.explain.values import explain

        about = explain(trace, position.node, position.place(trace.shapes[position.node]))
        where = _("Position {number} of {count} · {place}.").format(
            number=count_text(self._cursor.index + 1),
            count=count_text(self._cursor.count),
            place=place_text(trace, about),
        )
        if self._exercise.reveal.hides_inputs(position):
            return where, veiled_sentence(trace, position.node)
        is_hidden = self._exercise.reveal.hides(position)
        return where, position_sentence(trace, about, is_hidden=is_hidden)


def _named_speed(number: str) -> str:
    """Return the speed as it stands above its slider."""
    return _("Speed: {number} a second").format(number=number)


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setObjectName(f"{action.objectName()}-button")
    button.setAccessibleName(plain_text(action))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys with the page
    return button
