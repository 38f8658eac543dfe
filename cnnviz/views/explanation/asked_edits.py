"""Asks the document for what is changed on an explanation: weights, tried scores, the flip."""

from functools import partial

from PySide6.QtWidgets import QWidget

from cnnviz.cnn.ops import Array
from cnnviz.language import _
from cnnviz.project.kernel_edits import with_window
from cnnviz.project.place import Position
from cnnviz.project.project import with_trial, without_trials
from cnnviz.state.document import Document
from cnnviz.views.controls.document_edits import DocumentEdits
from cnnviz.views.explanation.edits import edit_of, paste_of
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.sheets.item_id import ItemId, Spot, What


class AskedEdits:
    """Makes edits of what a scene explains; a refusal stands beside the control that asked."""

    def __init__(self, document: Document, edits: DocumentEdits) -> None:
        self._document, self._edits = document, edits

    def change(
        self,
        asker: QWidget,
        scene: ExplanationScene,
        spot: Spot,
        value: float,
        gesture: str,
    ) -> None:
        """Change a number.

        Args:
            asker: The control it was changed with.
            scene: What the control shows.
            spot: Which number of which item.
            value: The number as it is now.
            gesture: Consecutive edits of one gesture undo together.
        """
        if spot.item.what is What.LOGITS:
            assert spot.item.number is not None  # the class
            logit = Position(scene.before, spot.item.number)
            after = with_trial(self._document.project, logit, value)
            self._document.edit(_("Try a score"), after, gesture=gesture)
            return
        make = edit_of(scene, *spot, value)
        if make is not None:
            what = _("Change a weight of {layer}")
            if spot.item.what is What.BIAS:
                what = _("Change the bias of {layer}")
            self._edits.edit(asker, self._told(what, scene), make, gesture)

    def paste(self, asker: QWidget, scene: ExplanationScene, item: ItemId, values: Array) -> None:
        """Replace a kernel by a pasted matrix."""
        make = paste_of(scene, item, values)
        if make is not None:
            self._edits.edit(asker, self._told(_("Paste a kernel in {layer}"), scene), make)

    def flip(self, asker: QWidget, scene: ExplanationScene, *, is_flipped: bool) -> None:
        """Turn the kernels of the layer by 180° before they are used, or not."""
        what = _("Compute {layer} by correlation")
        if is_flipped:
            what = _("Compute {layer} by strict convolution")
        make = partial(with_window, node=scene.node, flipped=is_flipped)
        self._edits.edit(asker, self._told(what, scene), make)

    def untry(self) -> None:
        """Take all trials back."""
        after = without_trials(self._document.project)
        self._document.edit(_("Show the network's scores"), after)

    def _told(self, what: str, scene: ExplanationScene) -> str:
        return what.format(layer=self._document.project.network.layer_name(scene.node))
