"""The stages of one filter side by side: input, weights, and what its values go through."""

from collections.abc import Callable
from dataclasses import dataclass

from cnnviz.cnn.layers import Conv2d
from cnnviz.explain.values import Patch, WindowSum, explain
from cnnviz.project.filter_stages import Stages
from cnnviz.project.place import Position
from cnnviz.project.project import ForwardPass
from cnnviz.views.cells.painting import Extent
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.shown import Flags
from cnnviz.views.sheets.item_id import Spot

MOST_CHANNELS = 3  # input maps that are shown below each other; of more, one is chosen

Hidden = Callable[[str, int], Flags | None]  # the cells of a node and channel to be found


@dataclass(frozen=True, eq=False)
class FilterScene:
    """One filter to be laid out, for a room of some size."""

    forward: ForwardPass
    stages: Stages
    channel: int  # which filter of the convolution
    chosen: int  # which of its input maps, where they are many
    position: Position | None  # that is explained; None: all is shown
    stage: str  # the node that is looked at: a stage, or the input
    look: Look
    room: Extent
    lit: Spot | None
    hidden: Hidden
    is_told: bool = False  # whether the value of the position is just being told

    @property
    def conv(self) -> Conv2d:
        """The layer of the filter."""
        layer = self.forward.trace.network.layers[self.stages.conv]
        assert isinstance(layer, Conv2d)  # as the stages say
        return layer

    @property
    def before(self) -> str:
        """The node that the convolution takes."""
        return self.forward.trace.network.before(self.stages.conv)

    @property
    def nodes(self) -> tuple[str, ...]:
        """The nodes shown after the weights: convolution, batch norm, activation, pooling."""
        return self.stages.nodes

    @property
    def is_at_input(self) -> bool:
        """Whether no stage is reached yet."""
        return self.stage not in self.nodes

    @property
    def result(self) -> str:
        """The stage whose map stands beside a large picture; at the input, one still empty."""
        return self.stages.conv if self.is_at_input else self.stage

    @property
    def inputs(self) -> list[int]:
        """The input maps that are shown, by their number in the filter."""
        count = self.conv.weight.shape[1]
        return list(range(count)) if count <= MOST_CHANNELS else [min(self.chosen, count - 1)]

    def channel_of(self, k: int) -> int:
        """Return which map of the node before is the k-th of the filter."""
        return self.conv.inputs_of(self.channel)[k]

    def about(self, node: str) -> WindowSum | Patch | None:
        """Return the explanation of the position where it is a value of a node with a window."""
        if self.position is None or self.position.node != node:
            return None
        place = self.position.place(self.forward.trace.shapes[node])
        about = explain(self.forward.trace, node, place)
        return about if isinstance(about, WindowSum | Patch) else None

    def reader(self, node: str) -> str | None:
        """Return the stage that takes what a stage gives, if there is one."""
        takers = self.forward.trace.network.takers[node]
        return next((taker for taker in takers if taker in self.nodes), None)

    def is_before(self, node: str, other: str) -> bool:
        """Return whether a stage comes before another one."""
        network = self.forward.trace.network
        return network.number(node) < network.number(other)
