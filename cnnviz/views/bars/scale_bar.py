"""The bar under the Network page: the colour scale of the map that is looked at."""

from functools import partial

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from cnnviz.cnn.network import INPUT
from cnnviz.cnn.scale import ScaleMode
from cnnviz.language import N_, _
from cnnviz.project.project import Project, with_scale_mode
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.views.bars.legend import Legend
from cnnviz.views.bars.node_scale import scale_of_node, scale_words
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.controls.document_edits import DocumentEdits
from cnnviz.views.controls.short_words import NameLine
from cnnviz.views.look.theme import Look

SCALE_MODES: dict[ScaleMode, str] = {
    "map": N_("Scale for each map"),
    "layer": N_("Scale for each layer"),
    "network": N_("One scale for all"),
}


class ScaleBar(QWidget):
    """Says which colour is which value, and lets the user choose what a scale spans."""

    def __init__(self, document: Document, cursor: Cursor, look: Look) -> None:
        super().__init__()
        self._document, self._cursor, self._look = document, cursor, look
        self._edits = DocumentEdits(document, look, self._show)
        self.setObjectName("scale-bar")
        self._what = NameLine("scale-of", "muted")
        self.legend = Legend(look)
        self.mode = ChoiceBox()
        self.mode.setObjectName("scale-mode")
        self.mode.setAccessibleName(_("What a colour scale spans"))
        self.mode.setToolTip(_("What the strongest colour stands for"))
        for mode, text in SCALE_MODES.items():
            self.mode.addItem(_(text), mode)
        let_shrink(self.mode)
        self.mode.activated.connect(self._on_mode_activated)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.legend)
        self._row.addWidget(self._what, stretch=1)
        self._row.addWidget(self.mode)
        document.changed.connect(self._on_document_changed)
        cursor.changed.connect(self._show)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _on_mode_activated(self, index: int) -> None:
        mode: ScaleMode = self.mode.itemData(index)
        project = self._document.project
        if mode != project.scale_mode:
            make = partial(with_scale_mode, mode=mode)
            self._edits.edit(self.mode, _("Change the colour scale"), make)

    def _on_document_changed(self, before: Project, after: Project) -> None:
        self._show()

    def _on_look_changed(self) -> None:
        px = self._look.px
        self._row.setContentsMargins(px(12), 0, px(8), px(6))
        self._row.setSpacing(px(10))
        self.legend.updateGeometry()
        self._show()

    def _show(self) -> None:
        project, forward = self._document.project, self._document.forward
        if self.mode.currentData() != project.scale_mode:
            with QSignalBlocker(self.mode):
                self.mode.setCurrentIndex(self.mode.findData(project.scale_mode))
        node, channel = self._shown_map()
        self.legend.show_scale(scale_of_node(forward, node, channel))
        self._what.setText(scale_words(forward, node, channel))

    def _shown_map(self) -> tuple[str, int | None]:
        """Return the node and the map whose colours are told; None for no map of it alone."""
        cursor = self._cursor
        if cursor.page == "filter" and cursor.stages is not None and not cursor.is_open:
            return cursor.step, None if cursor.step == INPUT else cursor.channel
        if cursor.selected is None:
            return cursor.node, None
        return cursor.selected.node, cursor.selected.channel


def let_shrink(box: QComboBox) -> None:
    """Show the whole texts of a box where there is room, and less of them where there is not."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    box.setMinimumWidth(110)
    box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
