"""What a figure is about: a project as it is looked at, and what of it may be seen."""

from typing import NamedTuple

from cnnviz.cnn.network import INPUT
from cnnviz.project.place import Position
from cnnviz.project.project import ForwardPass
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.exercise import Exercise
from cnnviz.views.bars.legend import ScaleShown
from cnnviz.views.bars.node_scale import scale_of_node
from cnnviz.views.figures.figure_look import FigureLook
from cnnviz.views.maps.shown import Flags


class Subject(NamedTuple):
    """The state that figures are made from; the window's own, or that of a command."""

    document: Document
    cursor: Cursor
    exercise: Exercise
    look: FigureLook

    @property
    def forward(self) -> ForwardPass:
        """The values."""
        return self.document.forward

    @property
    def position(self) -> Position:
        """What is looked at: the selected value, else the first one of the current node."""
        return self.cursor.selected or Position(self.cursor.node, 0)

    def scale(self, node: str, channel: int | None) -> ScaleShown | None:
        """Return the colours of a map; None while there are answers to be found: it tells them."""
        if self.exercise.reveal.is_hiding:
            return None
        return scale_of_node(self.forward, node, channel)

    def hidden(self, node: str, channel: int) -> Flags | None:
        """Return which cells of a map are still to be found; the input is given."""
        if node == INPUT:
            return None
        return self.exercise.reveal.hidden_cells(node, channel)
