"""Reset and Compare: the way back to the values as they were opened."""

from functools import partial
from typing import Final, Literal, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from cnnviz.language import N_, _
from cnnviz.project.kernel_edits import with_reset_layer
from cnnviz.project.project import is_edited, with_reset_filter
from cnnviz.state.document import Document
from cnnviz.views.controls.document_edits import DocumentEdits
from cnnviz.views.look.icons import icon
from cnnviz.views.look.theme import Look


class _ResetWords(NamedTuple):
    button: str
    tip: str
    nothing: str  # why it cannot be pressed
    step: str  # in the Edit menu


_WORDS: Final = {  # by what is reset
    "kernel": _ResetWords(
        N_("Reset filter"),
        N_("Bring the weights and the bias of this filter back to how they were opened"),
        N_("Nothing to reset: this filter is as it was opened"),
        N_("Reset filter {number} of {layer}"),
    ),
    "unit": _ResetWords(
        N_("Reset unit"),
        N_("Bring the weights and the bias of this unit back to how they were opened"),
        N_("Nothing to reset: this unit is as it was opened"),
        N_("Reset unit {number} of {layer}"),
    ),
}


class ResetRow(QWidget):
    """Brings a filter, a unit or a layer back, and switches the comparison on and off."""

    compare_toggled = Signal(bool)

    def __init__(
        self,
        document: Document,
        look: Look,
        what: Literal["kernel", "unit"],
        parent: QWidget | None = None,
    ) -> None:
        """Make a row for filters or units; `what` begins the object names of its parts."""
        super().__init__(parent)
        self._document, self._look, self._words = document, look, _WORDS[what]
        self._edits = DocumentEdits(document, look, self._show)
        self._node, self._channel = "", 0
        self.reset = QPushButton(_(self._words.button), self)
        self.reset.setObjectName(f"{what}-reset")
        self.reset.clicked.connect(self._on_reset)
        self.compare = QPushButton(_("Compare A/B"), self)
        self.compare.setObjectName(f"{what}-compare")
        self.compare.setCheckable(True)
        self.compare.setToolTip(_("Show kernel, map and probabilities as opened beside those now"))
        self.compare.toggled.connect(self.compare_toggled)
        self._make_menu(what)
        self._arrange()
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _make_menu(self, what: str) -> None:
        menu = QMenu(self)
        self.reset_layer = menu.addAction(_("Reset layer"))
        self.reset_layer.setObjectName(f"{what}-reset-layer")
        self.reset_layer.triggered.connect(self._on_reset_layer)
        menu.setToolTipsVisible(True)
        self.more = QToolButton(self)
        self.more.setObjectName(f"{what}-reset-more")
        self.more.setAccessibleName(_("More to reset"))
        self.more.setToolTip(_("Reset the whole layer"))
        self.more.setProperty("role", "tool")
        self.more.setMenu(menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _arrange(self) -> None:
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for button in (self.reset, self.more, self.compare):
            self._row.addWidget(button)
        for button in (self.reset, self.compare):
            button.setProperty("role", "snug")
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_channel(self, node: str, channel: int) -> None:
        """Show whether there is anything to reset."""
        self._node, self._channel = node, channel
        edited = is_edited(self._document.project, node, channel)
        self.reset.setEnabled(edited)
        self.reset.setToolTip(_(self._words.tip if edited else self._words.nothing))
        layer_edited = is_edited(self._document.project, node)
        self.reset_layer.setEnabled(layer_edited)
        self.reset_layer.setToolTip(
            _("Bring every weight and option of this layer back")
            if layer_edited
            else _("Nothing to reset: this layer is as it was opened")
        )

    def _layer_name(self) -> str:
        return self._document.project.network.layer_name(self._node)

    def _on_reset(self) -> None:
        number, layer = self._channel + 1, self._layer_name()
        make = partial(with_reset_filter, node=self._node, channel=self._channel)
        self._edits.edit(self.reset, _(self._words.step).format(number=number, layer=layer), make)

    def _on_reset_layer(self) -> None:
        text = _("Reset {layer}").format(layer=self._layer_name())
        self._edits.edit(self.more, text, partial(with_reset_layer, node=self._node))

    def _show(self) -> None:
        self.show_channel(self._node, self._channel)

    def _on_look_changed(self) -> None:
        self.more.setIcon(icon("more", self._look.colors.text))
        self._row.setSpacing(self._look.px(4))
