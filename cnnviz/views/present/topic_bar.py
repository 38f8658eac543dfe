"""The transport of the topics of training: back, next with what that tells, and where one is."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cnnviz.language import _
from cnnviz.state.cursor import Cursor
from cnnviz.state.training import WindowTraining
from cnnviz.views.controls.panel import IconButton
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look
from cnnviz.views.present.topic_moves import TopicMoves
from cnnviz.views.present.topics import TOPICS, topic_name, topic_number, topic_title


class TopicBar(QWidget):
    """Shown in the place of the transport of the layers. It leaves the keys alone."""

    def __init__(
        self, cursor: Cursor, training: WindowTraining, moves: TopicMoves, look: Look
    ) -> None:
        super().__init__()
        self._cursor, self._moves, self._look = cursor, moves, look
        self.setObjectName("present-topic-bar")
        self.back = IconButton(
            look, "present-topic-back", "", "back", _("Back to what was told before (Page Up)")
        )
        self.back.setAccessibleName(_("Back"))
        self.forward = QPushButton()
        self.forward.setObjectName("present-topic-next")
        self.forward.setProperty("role", "main")
        self.forward.setToolTip(_("Go on (Page Down)"))
        self.marks = TopicMarks(cursor, look)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.back)
        self._row.addWidget(self.forward)
        self._row.addWidget(self.marks, stretch=1)
        for button in (self.back, self.forward):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.back.clicked.connect(self._on_back)
        self.forward.clicked.connect(self._on_forward)
        for signal in (
            cursor.changed, training.run_changed, training.run_reported, training.looked_changed,
            training.pushed.changed, look.changed,
        ):  # fmt: skip
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say what comes next."""
        px = self._look.px
        self._row.setContentsMargins(px(16), px(10), px(16), px(10))
        self._row.setSpacing(px(8))
        if self._cursor.page != "train":
            return
        following = self._moves.next_topic()
        self.forward.setEnabled(self._moves.has_next)
        self.forward.setText(
            _("Next") if following is None else _("Next: {what}").format(what=topic_name(following))
        )

    def _on_back(self) -> None:
        self._moves.step(-1)

    def _on_forward(self) -> None:
        self._moves.step(1)


class TopicMarks(QWidget):
    """A segment for each topic; a click goes there."""

    def __init__(self, cursor: Cursor, look: Look) -> None:
        super().__init__()
        self._cursor, self._look = cursor, look
        self.setObjectName("present-topic-marks")
        self.setAccessibleName(_("Topics"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        cursor.changed.connect(self._on_cursor_changed)
        self._on_cursor_changed()

    def _on_cursor_changed(self) -> None:
        topic = self._cursor.place.topic
        text = _("Topic {number} of {count}: {title}")
        self.setAccessibleDescription(
            text.format(number=topic_number(topic), count=len(TOPICS), title=topic_title(topic))
        )
        self.update()

    def sizeHint(self) -> QSize:
        """Return a slim bar of any width."""
        return QSize(self._look.px(200), self._look.px(16))

    def minimumSizeHint(self) -> QSize:
        """Return the least useful size."""
        return QSize(self._look.px(80), self._look.px(16))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint what was told in violet, the rest pale."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colors, done = self._look.colors, topic_number(self._cursor.place.topic)
        wide, high = self.width() / len(TOPICS), self._look.px(5)
        for number in range(len(TOPICS)):
            painter.setBrush(QColor(colors.accent if number < done else colors.track))
            top = (self.height() - high) / 2
            place = QRectF(
                QPointF(number * wide, top), QPointF((number + 1) * wide - 4, top + high)
            )
            painter.drawRoundedRect(place, 2, 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the topic under the pointer."""
        number = int(event.position().x() * len(TOPICS) / max(1, self.width()))
        self._cursor.show_topic(TOPICS[min(max(number, 0), len(TOPICS) - 1)])
