"""The stages of one filter side by side: input, weights, convolution, activation, pooling."""

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

Hidden = Callable[[int, int], Flags | None]  # the cells of a step and channel to be found


@dataclass(frozen=True, eq=False)
class FilterScene:
    """One filter to be laid out, for a room of some size."""

    forward: ForwardPass
    stages: Stages
    channel: int  # which filter of the convolution
    chosen: int  # which of its input maps, where they are many
    position: Position | None  # that is explained; None: all is shown
    look: Look
    room: Extent
    lit: Spot | None
    hidden: Hidden

    @property
    def conv(self) -> Conv2d:
        """The layer of the filter."""
        layer = self.forward.trace.network.layers[self.stages.conv]
        assert isinstance(layer, Conv2d)  # as the stages say
        return layer

    @property
    def steps(self) -> tuple[int, ...]:
        """The steps shown after the weights: convolution, activation, pooling."""
        return self.stages.steps

    @property
    def inputs(self) -> list[int]:
        """The input maps that are shown, by their number in the filter."""
        count = self.conv.weight.shape[1]
        return list(range(count)) if count <= MOST_CHANNELS else [min(self.chosen, count - 1)]

    def channel_of(self, k: int) -> int:
        """Return which map of the step before is the k-th of the filter."""
        return self.conv.inputs_of(self.channel)[k]

    def about(self, step: int) -> WindowSum | Patch | None:
        """Return the explanation of the position where it is a value of a step with a window."""
        if self.position is None or self.position.step != step:
            return None
        place = self.position.place(self.forward.trace.shapes[step])
        about = explain(self.forward.trace, step, place)
        return about if isinstance(about, WindowSum | Patch) else None


# The sheet
