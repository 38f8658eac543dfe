"""Back, and next with what that tells: what the two keys of a presenter's remote do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cnnviz.language import _
from cnnviz.state.document import Document
from cnnviz.state.teller import Teller
from cnnviz.views.controls.panel import IconButton
from cnnviz.views.input.samples import has_samples
from cnnviz.views.look.theme import Look
from cnnviz.views.present.following import following_words


class NextBar(QWidget):
    """Two buttons that leave the keys to the presentation."""

    stepped = Signal(int)  # 1: on, −1: back

    def __init__(self, document: Document, teller: Teller, look: Look) -> None:
        super().__init__()
        self._document, self._teller, self._look = document, teller, look
        self.setObjectName("present-next-bar")
        self.back = IconButton(
            look, "present-back", "", "back", _("Back to what was told before (Page Up)")
        )
        self.back.setAccessibleName(_("Back"))
        self.forward = QPushButton()
        self.forward.setObjectName("present-next")
        self.forward.setProperty("role", "main")
        self.forward.setToolTip(_("Go on (Page Down)"))
        self._row = QHBoxLayout(self)
        for button in (self.back, self.forward):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._row.addWidget(button)
        self.back.clicked.connect(self._on_back)
        self.forward.clicked.connect(self._on_forward)

    def show_next(self, kind: str, *, is_narrow: bool) -> None:
        """Say what comes next in a scene, in one word where there is little room."""
        px = self._look.px
        self._row.setContentsMargins(px(16), px(10), 0, px(10))
        self._row.setSpacing(px(8))
        is_verdict = kind == "verdict"
        words = following_words(self._document, self._teller)
        if is_verdict:
            words = _("Next picture")
        has_pictures = has_samples(self._document.project.picture)
        can_go_on = has_pictures if is_verdict else self._teller.can_go_on
        can_go_back = has_pictures if is_verdict else self._teller.can_go_back
        self.forward.setText(_("Next") if is_narrow else words)
        self.forward.setMinimumWidth(self.forward.sizeHint().width())  # words are never cut
        self.forward.setAccessibleName(words)
        self.forward.setEnabled(can_go_on)
        self.back.setEnabled(can_go_back)
        self._row.activate()

    def _on_back(self) -> None:
        self.stepped.emit(-1)

    def _on_forward(self) -> None:
        self.stepped.emit(1)
