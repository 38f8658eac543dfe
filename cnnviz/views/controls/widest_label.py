"""A label that is as wide as the widest text it may show: nothing beside it moves."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel


class WidestLabel(QLabel):
    """Takes the room of the widest of its texts, in whatever font it is shown."""

    def __init__(self, name: str, widest: tuple[str, ...]) -> None:
        """Make the label.

        Args:
            name: Its object name.
            widest: Texts of which one is as wide as any that is shown.
        """
        super().__init__()
        self._widest = widest
        self.setObjectName(name)
        self.setProperty("role", "muted")

    def sizeHint(self) -> QSize:
        """Return the room of the widest text."""
        size, metrics = super().sizeHint(), self.fontMetrics()
        spared = size.width() - metrics.horizontalAdvance(self.text())
        widest = max(metrics.horizontalAdvance(text) for text in (*self._widest, self.text()))
        return QSize(widest + max(spared, 0), size.height())

    def minimumSizeHint(self) -> QSize:
        """Return the same: it is never squeezed."""
        return self.sizeHint()
