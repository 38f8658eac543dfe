"""Asks the document for other weights: what was typed, dragged, turned or pasted into a grid."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.ops import Array
from cnnviz.language import N_, _
from cnnviz.project.kernel_edits import with_kernel
from cnnviz.project.project import Project, with_parameter
from cnnviz.project.slices import with_slice, with_weight
from cnnviz.state.document import Document
from cnnviz.views.controls.document_edits import DocumentEdits
from cnnviz.views.look.theme import Look

At = tuple[str, int]  # the node of a layer, and which filter, unit or channel of it
_CHANGES: Final = {
    "weight": N_("Change weight of {layer}"),
    "bias": N_("Change bias of {layer}"),
}


class WeightEdits:
    """Edits one weight, one number of a channel, or a whole slice; each is a step to be undone.

    Edits of one gesture, such as one drag, undo together. Why an edit cannot be stands beside the
    control that asked.
    """

    def __init__(self, document: Document, look: Look, show: Callable[[], None]) -> None:
        """Remember what shows the weights as they are, for controls that were ahead of them."""
        self._document = document
        self._edits = DocumentEdits(document, look, show)

    def change_weight(
        self, control: QWidget, at: At, cell: tuple[int, int, int], value: float, gesture: str
    ) -> None:
        """Change one weight of a filter or a unit.

        Args:
            control: What the user asked with.
            at: The node of the layer, and which filter or unit of it.
            cell: Slice, row and column of the weight, as of `slices_of`.
            value: Its new value.
            gesture: Names the drag or the turn of the wheel that it is part of; else "".
        """
        make = partial(with_weight, node=at[0], channel=at[1], at=cell, value=value)
        text = _("Change a weight of {layer}").format(layer=self._layer_name(at[0]))
        self._edits.edit(control, text, make, gesture)

    def change_number(
        self, control: QWidget, at: At, name: str, value: float, gesture: str
    ) -> None:
        """Change the one number that a channel has of a parameter, such as its bias.

        Args:
            control: What the user asked with.
            at: The node of the layer, and which channel of it.
            name: The parameter: "bias"; of a batch norm "weight" too.
            value: The new number.
            gesture: As of `change_weight`.
        """
        make = partial(with_parameter, node=at[0], name=name, at=(at[1],), value=value)
        text = _(_CHANGES[name]).format(layer=self._layer_name(at[0]))
        self._edits.edit(control, text, make, gesture)

    def paste(self, control: QWidget, at: At, place: int, weights: Array) -> None:
        """Replace a slice by a pasted matrix (H, W); the kernels of a convolution may grow."""
        node, channel = at
        if isinstance(self._document.project.network.layers[node], Conv2d):
            text = _("Paste a kernel in {layer}")
            make: Callable[[Project], Project] = partial(
                with_kernel, node=node, at=(channel, place), weights=weights
            )
        else:
            text = _("Paste weights into {layer}")
            make = partial(with_slice, node=node, channel=channel, place=place, weights=weights)
        self._edits.edit(control, text.format(layer=self._layer_name(node)), make)

    def _layer_name(self, node: str) -> str:
        return self._document.project.network.layer_name(node)
