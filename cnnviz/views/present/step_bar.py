"""The transport of what is told in steps of its own: back, next with what that tells, and where."""

from typing import Protocol

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cnnviz.language import _
from cnnviz.views.controls.panel import IconButton
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look
from cnnviz.views.present.keys import KeyMeaning


class Steps(Protocol):
    """What is told in steps of its own."""

    @property
    def number(self) -> int:
        """Which part is told, counted from 1."""

    @property
    def count(self) -> int:
        """How many parts there are."""

    @property
    def title(self) -> str:
        """What is told now, for the room."""

    @property
    def following(self) -> str:
        """What the next step tells, in few words; "" where nothing follows."""

    @property
    def has_next(self) -> bool:
        """Whether a next step tells anything."""

    def step(self, way: int) -> None:
        """Go to the next thing to be told, or the one before."""

    def go_to(self, number: int) -> None:
        """Go to a part, counted from 1."""

    def do(self, meaning: KeyMeaning) -> None:
        """Do what a key asks for."""


class StepBar(QWidget):
    """Shown in the place of the transport of the layers. It leaves the keys alone."""

    def __init__(self, steps: Steps, look: Look, name: str) -> None:
        super().__init__()
        self._steps, self._look, self._is_narrow = steps, look, False
        self.setObjectName(f"present-{name}-bar")
        tip = _("Back to what was told before (Page Up)")
        self.back = IconButton(look, f"present-{name}-back", "", "back", tip)
        self.back.setAccessibleName(_("Back"))
        self.forward = QPushButton()
        self.forward.setObjectName(f"present-{name}-next")
        self.forward.setProperty("role", "main")
        self.forward.setToolTip(_("Go on (Page Down)"))
        self.marks = StepMarks(steps, look, f"present-{name}-marks")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.back)
        self._row.addWidget(self.forward)
        self._row.addWidget(self.marks, stretch=1)
        for button in (self.back, self.forward):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.back.clicked.connect(self._on_back)
        self.forward.clicked.connect(self._on_forward)
        look.changed.connect(self.refresh)

    def stand(self, *, is_narrow: bool) -> None:
        """Say what comes next, in one word where there is little room."""
        self._is_narrow = is_narrow
        self.refresh()

    def refresh(self) -> None:
        """Say what comes next."""
        px, following = self._look.px, self._steps.following
        self._row.setContentsMargins(px(16), px(10), px(16), px(10))
        self._row.setSpacing(px(8))
        self.forward.setEnabled(self._steps.has_next)
        words = _("Next: {what}").format(what=following) if following else _("Next")
        self.forward.setText(_("Next") if self._is_narrow else words)
        self.forward.setMinimumWidth(self.forward.sizeHint().width())  # words are never cut
        self.forward.setAccessibleName(words)
        self.marks.refresh()

    def _on_back(self) -> None:
        self._steps.step(-1)

    def _on_forward(self) -> None:
        self._steps.step(1)


class StepMarks(QWidget):
    """A segment for each part; a click goes there."""

    def __init__(self, steps: Steps, look: Look, name: str) -> None:
        super().__init__()
        self._steps, self._look = steps, look
        self.setObjectName(name)
        self.setAccessibleName(_("Steps"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def refresh(self) -> None:
        """Say where one is."""
        steps = self._steps
        text = _("Step {number} of {count}: {title}")
        words = text.format(number=steps.number, count=steps.count, title=steps.title)
        self.setAccessibleDescription(words)
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
        colors, steps = self._look.colors, self._steps
        wide, high = self.width() / max(1, steps.count), self._look.px(5)
        top = (self.height() - high) / 2
        for number in range(steps.count):
            painter.setBrush(QColor(colors.accent if number < steps.number else colors.track))
            painter.drawRoundedRect(QRectF(number * wide, top, max(1, wide - 4), high), 2, 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the part under the pointer."""
        count = self._steps.count
        number = int(event.position().x() * count / max(1, self.width())) + 1
        self._steps.go_to(min(max(number, 1), count))
