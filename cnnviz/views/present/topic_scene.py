"""What the scenes of the topics of training have in common."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from cnnviz.state.document import Document
from cnnviz.state.training import WindowTraining
from cnnviz.views.look.style_sheet import style_sheet
from cnnviz.views.look.theme import LargeLook, Look

LETTERS = 1.3  # parts of the Train page are made for eyes close by: larger here than in Present

LOW = 330  # pixels at 100 %: in a lower room they are no larger than the rest


class TopicScene(QWidget):
    """One large idea of training. It shows the run and the project, and keeps nothing."""

    def __init__(self, document: Document, training: WindowTraining, look: Look) -> None:
        super().__init__()
        self.document, self.training, self.look = document, training, look
        self.larger = LargeLook(look, LETTERS)  # for parts of the Train page
        self.larger.setParent(self)
        self.larger.changed.connect(self._on_larger_changed)
        self._on_larger_changed()

    def _on_larger_changed(self) -> None:
        self.setStyleSheet(style_sheet(self.larger.colors, self.larger.px))

    def refresh(self) -> None:
        """Show what is so now."""
        raise NotImplementedError

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size."""
        super().resizeEvent(event)
        is_low = self.height() < self.look.px(LOW)
        self.larger.set_factor(1.0 if is_low else LETTERS)
        if self.isVisible():
            self.refresh()

    def sentence(self) -> str:
        """Return what is seen, with its numbers, in one sentence for the last row."""
        raise NotImplementedError
