"""What can be done by name to the kernel that is looked at, from wherever one is."""

from collections.abc import Callable
from functools import partial

from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.ops import Array
from cnnviz.language import N_, _
from cnnviz.project.kernel_edits import (
    convolution,
    with_kernel,
    with_turned_kernel,
    with_window,
)
from cnnviz.project.place import Position
from cnnviz.project.project import Project, with_reset_filter
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.views.inspector.kernel_tools import TRANSFORMATIONS

NO_KERNEL = N_("This network has no convolution, and so no kernel")


class KernelTasks:
    """Edits the slice that is selected, else the one of the filter that was looked at last."""

    def __init__(self, document: Document, cursor: Cursor, tell: Callable[[str], None]) -> None:
        """Know what is looked at; `tell` says why an edit could not be."""
        self._document, self._cursor, self._tell = document, cursor, tell

    @property
    def position(self) -> Position | None:
        """The filter whose kernel is meant; None in a network without one."""
        selected, layers = self._cursor.selected, self._document.project.network.layers
        if selected is not None and isinstance(layers.get(selected.node), Conv2d):
            return selected
        stages = self._cursor.stages
        return None if stages is None else Position(stages.conv, self._cursor.channel)

    @property
    def _slice(self) -> int:
        """Which slice of it; another filter than the selected one shows its first."""
        return self._cursor.place.slice if self.position == self._cursor.selected else 0

    def turn(self, name: str) -> None:
        """Do one of `TRANSFORMATIONS`."""
        position = self.position
        if position is None:
            return
        transformation, at = TRANSFORMATIONS[name], (position.channel, self._slice)
        weights = convolution(self._document.project, position.node).weight[at]

        def make(project: Project) -> Project:
            return with_turned_kernel(project, position.node, at, transformation.turn(weights))

        self._edit(_(transformation.step), make)

    def put(self, name: str, weights: Array) -> None:
        """Put a preset in."""
        position = self.position
        if position is not None:
            at = (position.channel, self._slice)
            make = partial(with_kernel, node=position.node, at=at, weights=weights)
            self._edit(_("Preset “{name}” in {layer}"), make, name=name)

    def make_strict(self) -> None:
        """Exchange correlation and convolution in the strict sense."""
        position = self.position
        if position is None:
            return
        flipped = not convolution(self._document.project, position.node).flipped
        text = _("Compute {layer} by correlation")
        if flipped:
            text = _("Compute {layer} by strict convolution")
        self._edit(text, partial(with_window, node=position.node, flipped=flipped))

    def reset(self) -> None:
        """Bring the filter back to how it was opened."""
        position = self.position
        if position is not None:
            node, channel = position.node, position.channel
            make = partial(with_reset_filter, node=node, channel=channel)
            text = _("Reset filter {number} of {layer}")
            self._edit(text, make, number=str(channel + 1))

    def show(self) -> None:
        """Look at the filter on its page, so that what is done to it is seen."""
        position = self.position
        if position is not None:
            self._cursor.show_page("network")
            self._cursor.close()
            self._cursor.select(position)

    def _edit(self, text: str, make: Callable[[Project], Project], **fields: str) -> None:
        position, project = self.position, self._document.project
        assert position is not None  # who makes an edit asked before
        named = text.format(layer=project.network.layer_name(position.node), **fields)
        try:
            self._tell(self._document.edit(named, make(project)))
        except ValueError as error:
            self._tell(str(error))
