"""A widget that shows what is now, whenever it comes into sight or changes its size."""

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget


class RefreshedWidget(QWidget):
    """Calls its `refresh` when it is shown, for what changed meanwhile, and in every new size."""

    def refresh(self) -> None:
        """Show what is so now."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        """Show what changed while the widget was hidden."""
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size."""
        super().resizeEvent(event)
        self.refresh()
