"""The bar of the exercise: a field for the answer, the verdict in words, and the score."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from cnnviz.cnn.trace import Trace
from cnnviz.exercises.verdict import Verdict
from cnnviz.explain.explanation import Explanation
from cnnviz.explain.positions import place_text, place_title
from cnnviz.explain.values import explain
from cnnviz.language import _
from cnnviz.project.place import Position
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.exercise import Exercise
from cnnviz.text.numbers import count_text
from cnnviz.views.controls.flow_layout import FlowLayout
from cnnviz.views.controls.progress_line import ProgressLine
from cnnviz.views.exercise.answer_field import AnswerField
from cnnviz.views.exercise.verdict_line import VerdictLine
from cnnviz.views.look.theme import Look

SIZE = 15  # pixels at 100 %: of the text
_BEGINS = "0123456789−-"  # how a typed answer may begin


class AnswerBar(QWidget):
    """Asks for the value of the selected position, and tells whether an answer is right."""

    left = Signal()  # by Esc: the keys belong to the explanation again
    said = Signal()  # the user changed the verdict: the bar may need more room, or less

    def __init__(self, document: Document, cursor: Cursor, exercise: Exercise, look: Look) -> None:
        super().__init__()
        self._document, self._cursor, self._exercise = document, cursor, exercise
        self._look = look
        self._position: Position | None = None  # the one that is asked for
        self._judged: Position | None = None  # the one that the verdict is about
        self.setObjectName("answer-bar")
        self._make_controls()
        self._arrange()
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self.hide()

    def _make_controls(self) -> None:
        self.question = QLabel()
        self.question.setObjectName("answer-question")
        self.field = AnswerField()
        self.field.entered.connect(self._on_entered)
        self.field.textEdited.connect(self._on_text_edited)
        self.field.left.connect(self.left)
        self.check = QPushButton(_("Check"))
        self.check.setObjectName("answer-check")
        self.check.setAccessibleName(_("Check the answer"))
        self.check.setToolTip(_("Check the answer (Enter)"))
        self.check.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.check.clicked.connect(self._on_entered)
        self.score = QLabel()
        self.score.setObjectName("answer-score")
        title = _("Right answers")
        self.progress = ProgressLine(self._look, "answer-progress", title, thickness=5, width=90)
        self._line = VerdictLine(self._look)
        self.verdict = self._line.sentence

    def _arrange(self) -> None:
        self._first = FlowLayout(self._look, gap=10)
        for control in (self.question, self.field, self.check, self.progress, self.score):
            self._first.addWidget(control)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._first)
        self._column.addLayout(self._line)

    def offer(self, *actions: QAction) -> None:
        """Add a button for each of some actions, such as another exercise."""
        self._line.offer(*actions)

    def height_in(self, width: int) -> int:
        """Return how high the bar is in a room of some width; 0 while it is hidden."""
        if self.isHidden():
            return 0
        return self._column.heightForWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for all the height that its rows need."""
        super().resizeEvent(event)
        self._keep_height()

    def _keep_height(self) -> None:
        controls = (self.question, self.field, self.check, self.progress, self.score)
        widths = [control.sizeHint().width() for control in controls]
        widths[1] = self.field.width()
        needed = sum(widths) + self._first.spacing() * (len(widths) - 1)
        self.progress.setVisible(needed <= self.width())  # the score says it in words
        for layout in (self._first, self._column):
            layout.invalidate()  # they remember how high they were with it
        self.setMinimumHeight(self._column.heightForWidth(self.width()))

    # What is shown

    def refresh(self) -> None:
        """Ask for the position that is selected now; hide without an exercise."""
        position = self._cursor.selected
        is_asked = self._exercise.is_on and self._cursor.is_open and position is not None
        if self.isHidden() == is_asked:
            self.setVisible(is_asked)
            self._position = self._judged = None
        if not is_asked or position is None:
            return
        if position != self._position:
            self._position = position
            self._show_answer(position)
        elif self._judged is not None and self._exercise.answer(self._judged) is None:
            self._say("")  # the numbers changed: what was said of the old ones is over
        self._show_question(position)
        self._show_score()

    def _show_answer(self, position: Position) -> None:
        """Show what was typed for a position before, and its verdict."""
        answer = self._exercise.answer(position)
        self.field.setText("" if answer is None else answer.text)
        self.field.selectAll()
        self._show_verdict(position, None if answer is None else answer.verdict)

    def _show_question(self, position: Position) -> None:
        trace = self._document.forward.trace
        about = self._about(position)
        self.question.setText(question(trace, about))
        place = place_text(trace, about)
        self.field.setAccessibleName(_("The value of {place}").format(place=place))

    def _about(self, position: Position) -> Explanation:
        trace = self._document.forward.trace
        return explain(trace, position.node, position.place(trace.shapes[position.node]))

    def _show_score(self) -> None:
        right, count = len(self._exercise.right), self._cursor.count
        score = _("{right} of {count} right")
        self.score.setText(score.format(right=count_text(right), count=count_text(count)))
        share = _("{right} of {count}").format(right=right, count=count)
        self.progress.show_share(right / count, share)

    def _show_verdict(self, position: Position, verdict: Verdict | None) -> None:
        if verdict is None:
            self._say("")
            return
        self._say(verdict.sentence, is_right=verdict.is_right)
        self._judged = position

    def _say(self, sentence: str, *, is_right: bool = False) -> None:
        self._judged = None
        self.field.set_problem(bool(sentence) and not is_right)
        self._line.say(sentence, is_right=is_right)
        self._keep_height()

    # What is typed

    def listen_to(self, view: QWidget) -> None:
        """Take what is typed into a view, and is a number, as the beginning of an answer."""
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin an answer; keep its first key, such as minus, from the shortcuts of the window."""
        kinds = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if event.type() not in kinds or not isinstance(event, QKeyEvent) or not self._takes(event):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.KeyPress:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.selectAll()
            self.field.insert(event.text())
        event.accept()
        return True

    def begin(self) -> bool:
        """Let an answer be typed; return whether one is asked for, and none is being typed."""
        if not self.isVisible() or self.field.hasFocus():
            return False
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()
        return True

    def _takes(self, event: QKeyEvent) -> bool:
        text, modifiers = event.text(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        has_none = modifiers == Qt.KeyboardModifier.NoModifier
        return self.isVisible() and bool(text) and text in _BEGINS and has_none

    def _on_text_edited(self, text: str) -> None:
        self._say("")
        self.said.emit()

    def _on_entered(self) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        position = self._cursor.selected
        if position is not None:
            self._judge(position)
            self.said.emit()

    def _judge(self, position: Position) -> None:
        try:
            verdict = self._exercise.take(self.field.text())
        except ValueError as error:
            self._say(str(error))
            self.field.selectAll()
            return
        if verdict.is_right:
            self._go_on(position, verdict)
        else:
            self._show_verdict(position, verdict)
            self.field.selectAll()

    def _go_on(self, position: Position, verdict: Verdict) -> None:
        """Go to the next position that is not answered; what was said of this one stays."""
        index = self._exercise.next_index
        if index is None:
            sentence = _("{verdict} All {count} are right.").format(
                verdict=verdict.sentence, count=count_text(self._cursor.count)
            )
        else:
            place = place_text(self._document.forward.trace, self._about(position))
            self._cursor.go_to_index(index)
            self.field.clear()
            sentence = _("{verdict} That was {place}.").format(
                verdict=verdict.sentence, place=place
            )
        self._say(sentence, is_right=True)
        self._judged = position

    def _on_look_changed(self) -> None:
        px, font = self._look.px, self._look.font(SIZE)
        for control in (self.question, self.field, self.score, self.verdict):
            control.setFont(font)
        self.field.setFixedWidth(px(110))
        self.verdict.setMinimumHeight(px(22))
        self._column.setSpacing(px(6))
        self._line.setSpacing(px(6))
        self._line.show_mark()
        self._keep_height()


def question(trace: Trace, about: Explanation) -> str:
    """Return what is asked for: Row 6, column 8 of filter 3 =."""
    return _("{place} =").format(place=place_title(trace, about))
