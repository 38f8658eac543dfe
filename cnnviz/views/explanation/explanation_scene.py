"""Everything a sheet is made from, and what sheets of every kind need of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cnnviz.cnn.layer_base import Layer, Shape
from cnnviz.cnn.ops import Array
from cnnviz.cnn.windows import Indices
from cnnviz.explain.explanation import Explanation
from cnnviz.explain.layer_decimals import decimals_of
from cnnviz.explain.stages import STAGES, Stage
from cnnviz.project.place import Order
from cnnviz.project.project import ForwardPass
from cnnviz.text.decimals import Decimals
from cnnviz.views.cells.painting import Extent
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.item_id import Spot


@dataclass(frozen=True, eq=False)
class ExplanationScene:
    """One explanation to be laid out, for a room of some size."""

    forward: ForwardPass
    about: Explanation
    look: Look
    room: Extent  # of the whole explanation, in pixels
    lit: Spot | None = None  # what the pointer, or else a click, lights
    is_hidden: bool = False  # whether the answer is to be found by the learner
    stage: Stage = "window"  # how much is told all the same of a hidden value
    right: frozenset[int] | None = None  # positions answered rightly; None: no exercise
    order: Order = "size"
    chosen: int = 0  # the input channel whose products are shown where not all are
    leaf: int = 0  # which part is seen of a list that is too long for its room
    is_card: bool = False  # the map of the value stands beside it already: only terms and sum
    tried: Mapping[int, float] = field(default_factory=dict)  # other logits, by index
    ranking: Indices | None = None  # the inputs of a unit by size; None: as they are now

    def tells(self, stage: Stage) -> bool:
        """Return whether so much is told: all of a value that is not hidden."""
        return not self.is_hidden or STAGES.index(self.stage) >= STAGES.index(stage)

    @property
    def node(self) -> str:
        """The node that is explained."""
        return self.about.node

    @property
    def before(self) -> str:
        """The node whose values the layer read, of several the first."""
        return self.forward.trace.network.before(self.node)

    @property
    def layer(self) -> Layer:
        """The layer that made the value; there is none of the input."""
        return self.forward.trace.network.layers[self.node]

    @property
    def shape_before(self) -> Shape:
        """The shape of what the layer read."""
        return self.forward.trace.shapes[self.before]

    @property
    def values_before(self) -> Array:
        """What the layer read."""
        return self.forward.trace.values[self.before]

    @property
    def decimals(self) -> Decimals:
        """How the values of the node are printed."""
        return decimals_of(self.forward.trace, self.node)

    @property
    def decimals_before(self) -> Decimals:
        """How the values that the layer read are printed."""
        return decimals_of(self.forward.trace, self.before)

    @property
    def is_map(self) -> bool:
        """Whether the node has maps, not values in a row."""
        return len(self.about.place) == 3

    @property
    def index(self) -> int:
        """The number of the position in its map or row, from 0."""
        if not self.is_map:
            return self.about.place[0]
        width = self.forward.trace.shapes[self.node][2]
        return self.about.place[1] * width + self.about.place[2]
