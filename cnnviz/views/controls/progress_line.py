"""A thick line of which a share is violet: how much is done."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look


class ProgressLine(QWidget):
    """Shows a share of 1."""

    def __init__(
        self, look: Look, name: str, title: str, *, thickness: int = 8, width: int | None = None
    ) -> None:
        """Make an empty line.

        Args:
            look: Colours and sizes.
            name: Its object name.
            title: What screen readers call it.
            thickness: In pixels at 100 %.
            width: The same; None: as wide as there is room.
        """
        super().__init__()
        self._look, self._thickness, self._width = look, thickness, width
        self._share = 0.0
        self.setObjectName(name)
        self.setAccessibleName(title)
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding if width is None else policy.Fixed, policy.Fixed)

    @property
    def share(self) -> float:
        """How much is done, 0 to 1."""
        return self._share

    def show_share(self, share: float, words: str) -> None:
        """Show how much is done, 0 to 1, also in words for screen readers."""
        self.setAccessibleDescription(words)
        if share != self._share:
            self._share = min(share, 1.0)
            self.update()

    def sizeHint(self) -> QSize:
        """Return the room of the line, with a little air above and below a thin one."""
        height = max(self._thickness, 8) if self._width is None else 2 * self._thickness + 6
        return QSize(self._look.px(self._width or 200), self._look.px(height))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint what is done in violet, the rest pale."""
        colors = self._look.colors
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        high = self._look.px(self._thickness)
        top = (self.height() - high) / 2
        for color, share in ((colors.track, 1.0), (colors.accent, self._share)):
            painter.setBrush(QColor(color))
            part = QRectF(0, top, share * self.width(), high)
            painter.drawRoundedRect(part, high / 2, high / 2)
