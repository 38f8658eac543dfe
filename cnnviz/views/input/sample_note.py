"""Says over a drawing that it is a sample, and offers to draw one's own."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from cnnviz.language import _
from cnnviz.views.look.theme import Look


class SampleNote(QWidget):
    """A line at the foot of the canvas it lies on; what it leaves free is drawn on."""

    def __init__(self, look: Look, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setObjectName("sample-note")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        said = QLabel(_("A sample"))
        said.setObjectName("sample-said")
        self.draw = QPushButton(_("Draw your own"))
        self.draw.setObjectName("draw-your-own")
        self.draw.setToolTip(_("Start an empty drawing; the first stroke does it, too"))
        row = QHBoxLayout(self)
        row.addWidget(said)
        row.addStretch()
        row.addWidget(self.draw)
        row.setContentsMargins(look.px(8), 0, look.px(4), look.px(4))
        canvas.installEventFilter(self)
        look.changed.connect(self._place)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the canvas."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        canvas, height = self._canvas, self.sizeHint().height()
        self.setGeometry(1, canvas.height() - height - 1, canvas.width() - 2, height)
