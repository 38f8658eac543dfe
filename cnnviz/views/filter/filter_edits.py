"""Asks the document for what is changed on the Filter page: weights and bias of its filter."""

from PySide6.QtWidgets import QWidget

from cnnviz.cnn import architectures
from cnnviz.cnn.ops import Array
from cnnviz.language import _
from cnnviz.project.network_title import shown_title
from cnnviz.project.project import with_network
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.views.controls.document_edits import DocumentEdits
from cnnviz.views.explanation.edits import filter_edit, filter_paste
from cnnviz.views.sheets.item_id import ItemId, Spot, What


class FilterEdits:
    """Makes edits of the filter that is looked at; a refusal stands beside who asked."""

    def __init__(self, document: Document, cursor: Cursor, edits: DocumentEdits) -> None:
        self._document, self._cursor, self._edits = document, cursor, edits

    def open_one_filter(self) -> None:
        """Open the network of one filter, where the one that is open has none."""
        network = architectures.build("one-filter")
        what = _("Open {network}").format(network=shown_title(network))
        self._document.edit(what, with_network(self._document.project, network))

    def change(self, asker: QWidget, spot: Spot, value: float, gesture: str) -> None:
        """Change a number.

        Args:
            asker: The control it was changed with.
            spot: Which number of which item.
            value: The number as it is now.
            gesture: Consecutive edits of one gesture undo together.
        """
        stages = self._cursor.stages
        if stages is None:
            return
        make = filter_edit(
            (stages.conv, self._cursor.channel), spot.item, (spot.row, spot.column), value
        )
        what = _("Change a weight of {layer}")
        if spot.item.what is What.BIAS:
            what = _("Change the bias of {layer}")
        if make is not None:
            layer = self._document.project.network.layer_name(stages.conv)
            self._edits.edit(asker, what.format(layer=layer), make, gesture)

    def paste(self, asker: QWidget, item: ItemId, weights: Array) -> None:
        """Replace a kernel by a pasted matrix."""
        stages = self._cursor.stages
        if stages is None:
            return
        make = filter_paste((stages.conv, self._cursor.channel), item, weights)
        if make is not None:
            self._edits.edit(asker, _("Paste a kernel"), make)
