"""Says over a drawing that it is a sample, and offers to draw one's own."""

from PySide6.QtCore import QEvent, QMargins, QObject, Qt
from PySide6.QtWidgets import QBoxLayout, QLabel, QPushButton, QWidget

from cnnviz.language import _
from cnnviz.views.look.theme import Look


class SampleNote(QWidget):
    """A line at the foot of the canvas it lies on, two where it is narrow; the rest is drawn on."""

    def __init__(self, look: Look, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas, self._look = canvas, look
        self.setObjectName("sample-note")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._said = QLabel(_("A sample"))
        self._said.setObjectName("sample-said")
        self.draw = QPushButton(_("Draw your own"))
        self.draw.setObjectName("draw-your-own")
        self.draw.setToolTip(_("Start an empty drawing; the first stroke does it, too"))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.addWidget(self._said)
        self._row.addStretch()
        self._row.addWidget(self.draw)
        canvas.installEventFilter(self)
        look.changed.connect(self._place)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the canvas."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        """Take the room that its words need, once their size is known."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def _place(self) -> None:
        canvas, px, ways = self._canvas, self._look.px, QBoxLayout.Direction
        beside = px(8), 0, px(4), px(4)
        words = (each.minimumSizeHint().width() for each in (self._said, self.draw))
        least = beside[0] + beside[2] + sum(words) + max(self._row.spacing(), 0)
        is_narrow = least > canvas.width() - 2
        self._arrange(
            ways.TopToBottom if is_narrow else ways.LeftToRight,
            QMargins() if is_narrow else QMargins(*beside),
        )
        height = self.sizeHint().height()
        self.setGeometry(1, canvas.height() - height - 1, canvas.width() - 2, height)

    def _arrange(self, way: QBoxLayout.Direction, margins: QMargins) -> None:
        """Set what is other than before: each asks for the layout again, and so for this."""
        if self._row.direction() != way:
            self._row.setDirection(way)
        if self._row.contentsMargins() != margins:
            self._row.setContentsMargins(margins)
