"""Reset and Compare: the way back to the values as they were opened."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from cnnviz.project.kernel_edits import with_reset_layer
from cnnviz.project.project import is_edited, with_reset_filter
from cnnviz.state.document import Document
from cnnviz.views.controls.document_edits import DocumentEdits
from cnnviz.views.look.icons import icon
from cnnviz.views.look.theme import Look


class ResetRow(QWidget):
    """Brings a filter, a unit or a layer back, and switches the comparison on and off."""

    compare_toggled = Signal(bool)

    def __init__(
        self, document: Document, look: Look, name: str, what: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._look, self._what = document, look, what
        self._asking = DocumentEdits(document, look, self._show)
        self._index, self._channel = 0, 0
        self.reset = QPushButton(f"Reset {what}", self)
        self.reset.setObjectName(f"{name}-reset")
        self.reset.clicked.connect(self._on_reset)
        self.compare = QPushButton("Compare A/B", self)
        self.compare.setObjectName(f"{name}-compare")
        self.compare.setCheckable(True)
        self.compare.setToolTip("Show kernel, map and probabilities as opened beside those now")
        self.compare.toggled.connect(self.compare_toggled)
        self._make_menu(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self.reset, self.more, self.compare):
            row.addWidget(button)
        for button in (self.reset, self.compare):
            button.setProperty("role", "snug")
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _make_menu(self, name: str) -> None:
        menu = QMenu(self)
        self.reset_layer = menu.addAction("Reset layer")
        self.reset_layer.setObjectName(f"{name}-reset-layer")
        self.reset_layer.triggered.connect(self._on_reset_layer)
        menu.setToolTipsVisible(True)
        self.more = QToolButton(self)
        self.more.setObjectName(f"{name}-reset-more")
        self.more.setAccessibleName("More to reset")
        self.more.setToolTip("Reset the whole layer")
        self.more.setProperty("role", "tool")
        self.more.setMenu(menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def show_channel(self, index: int, channel: int) -> None:
        """Show whether there is anything to reset."""
        self._index, self._channel = index, channel
        project = self._document.project
        what = self._what
        edited = is_edited(project, index, channel)
        self.reset.setEnabled(edited)
        self.reset.setToolTip(
            f"Bring the weights and the bias of this {what} back to how they were opened"
            if edited
            else f"Nothing to reset: this {what} is as it was opened"
        )
        layer_edited = is_edited(project, index)
        self.reset_layer.setEnabled(layer_edited)
        self.reset_layer.setToolTip(
            "Bring every weight and option of this layer back"
            if layer_edited
            else "Nothing to reset: this layer is as it was opened"
        )

    def _on_reset(self) -> None:
        name = self._document.project.network.layer_name(self._index)
        text = f"Reset {self._what} {self._channel + 1} of {name}"
        make = partial(with_reset_filter, index=self._index, channel=self._channel)
        self._asking.edit(self.reset, text, make)

    def _on_reset_layer(self) -> None:
        text = f"Reset {self._document.project.network.layer_name(self._index)}"
        self._asking.edit(self.more, text, partial(with_reset_layer, index=self._index))

    def _show(self) -> None:
        self.show_channel(self._index, self._channel)

    def _on_look_changed(self) -> None:
        self.more.setIcon(icon("more", self._look.colors.text))
        layout = self.layout()
        if layout is not None:
            layout.setSpacing(self._look.px(4))
