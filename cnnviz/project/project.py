"""What the user studies: a picture and a network; and the edits of both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import Conv2d, Linear
from cnnviz.cnn.network import INPUT, Network, Node
from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale import ScaleMode, Scales
from cnnviz.cnn.trace import Trace, trace
from cnnviz.project.blueprint import Blueprint
from cnnviz.project.cost import QUICK_PRODUCTS, costs_alike, products_of, require_possible
from cnnviz.project.picture import Picture, Prepared, blank_drawing, prepare, prepared_shape
from cnnviz.project.place import Position


@dataclass(frozen=True, eq=False)
class Trials:
    """Values tried in place of computed ones. They are about one network and one picture."""

    network: Network
    picture: Picture
    values: Mapping[Position, float]


@dataclass(frozen=True, eq=False)
class Project:
    """Never mutated: every edit makes the next project. Compared by identity."""

    picture: Picture
    network: Network  # with the weights as they are now
    original: Network  # with the weights it was opened with: what Reset brings back
    scale_mode: ScaleMode = "layer"  # what the colours of a map are scaled to
    blueprint: Blueprint | None = None  # the plan its layers are changed by, see `plan.draft_of`
    notes: tuple[tuple[str, str], ...] = ()  # of a presenter: their subjects, see `notes`
    trials: Trials | None = None  # ask `tried`; in no file

    @property
    def tried(self) -> Mapping[Position, float]:
        """The values that are tried; none once network or picture is another."""
        trials = self.trials
        if trials is None or trials.network is not self.network:
            return {}
        return trials.values if trials.picture is self.picture else {}


def new_project(network: Network, picture: Picture | None = None) -> Project:
    """Return a project with a network as it was opened, and an empty canvas or a picture."""
    return Project(picture or blank_drawing(), network, network)


@dataclass(frozen=True, eq=False)
class ForwardPass:
    """What follows from a project: the prepared input, the trace of every node, the scales."""

    project: Project
    prepared: Prepared
    trace: Trace
    scales: Scales

    @property
    def has_answer(self) -> bool:
        """Whether the classes say anything: without ink there is nothing to be recognised."""
        return not self.prepared.is_empty

    def is_grey(self, node: str) -> bool:
        """Return whether a node holds intensities, painted grey: the input, unless numbers."""
        return node == INPUT and self.project.picture.kind != "matrix"


def forward_pass(
    project: Project,
    before: ForwardPass | None = None,
    may: Callable[[Node], bool] | None = None,
) -> ForwardPass:
    """Compute what follows from a project; what did not change is taken over from `before`.

    With `may` only so much as it allows, see `trace`.

    Raises:
        ShapeError: If the picture is too small for the layers of the network, or it would cost
            too much to compute.
    """
    if before is not None and not before.trace.awaited and _is_same(before.project, project):
        return replace(before, project=project)
    same_input = (
        before is not None
        and before.project.picture is project.picture
        and before.project.network.input_shape == project.network.input_shape
        and before.project.network.treatment == project.network.treatment
        and before.project.network.takes_any_size == project.network.takes_any_size
    )
    if before is not None and same_input:
        prepared = before.prepared
    else:
        prepared = prepare(project.picture, project.network)
    channels, height, width = prepared.values.shape
    fitted = project.network.with_input_shape((channels, height, width))
    if before is None or not costs_alike(before.trace.network, fitted):
        require_possible(fitted)
    made = trace(fitted, prepared.values, before.trace if before else None, may)
    scales = Scales(made, project.scale_mode)
    return ForwardPass(project, prepared, made, scales)


def is_quick(project: Project) -> bool:
    """Return whether a project is computed within a frame or two."""
    network = project.network
    channels, rows, columns = prepared_shape(project.picture, network)
    try:
        return products_of(network.with_input_shape((channels, rows, columns))) <= QUICK_PRODUCTS
    except ValueError:  # it cannot be computed, which who tries to is told
        return True


def _is_same(before: Project, after: Project) -> bool:
    """Return whether nothing that a forward pass is made of differs, as after a trial."""
    return (
        before.picture is after.picture
        and before.network is after.network
        and before.scale_mode == after.scale_mode
    )


def with_picture(project: Project, picture: Picture) -> Project:
    """Return the project with another picture."""
    return replace(project, picture=picture)


def with_network(project: Project, network: Network) -> Project:
    """Return the project with another network, whose weights become the original ones.

    A plan of other layers that was not finished is given up with the network it was drawn for.
    """
    return replace(project, network=network, original=network, blueprint=None)


def with_weights(project: Project, arrays: Mapping[str, Array]) -> Project:
    """Return the project with other weights in the same network; Reset still knows the old ones.

    Raises:
        ValueError: If the weights do not fit the network.
    """
    return replace(project, network=project.network.with_parameters(arrays))


def with_original(project: Project) -> Project:
    """Return the project with every weight as it was opened."""
    return replace(project, network=project.original)


def with_trial(project: Project, position: Position, value: float) -> Project:
    """Return the project with another value tried at a position, beside what is tried already.

    A trial touches no weight, is computed by who explains it and is in no file. As any edit it
    can be undone, and so marks the project modified: simple, and nothing is lost by saving.
    """
    values = {**project.tried, position: value}
    return replace(project, trials=Trials(project.network, project.picture, values))


def without_trials(project: Project) -> Project:
    """Return the project with every value as it is computed."""
    return replace(project, trials=None)


def with_scale_mode(project: Project, mode: ScaleMode) -> Project:
    """Return the project with its colours scaled to each map, each layer or the network."""
    return replace(project, scale_mode=mode)


def with_layer(project: Project, node: str, layer: Layer) -> Project:
    """Return the project with the layer of a node replaced, and of nodes that share it.

    Raises:
        ShapeError: If the layers after it cannot take what it gives.
    """
    return replace(project, network=project.network.with_layer(node, layer))


def with_parameter(
    project: Project, node: str, name: str, at: tuple[int, ...], value: float
) -> Project:
    """Return the project with one number of one parameter changed.

    Args:
        project: The project before.
        node: Whose layer.
        name: Which parameter of it: "weight" or "bias".
        at: Which number; the other numbers are copied.
        value: Its new value; rounded to float32.
    """
    layer = project.network.layers[node]
    array = layer.parameters()[name].copy()
    array[at] = value
    return with_layer(project, node, layer.with_parameters({name: array}))


def with_reset_filter(project: Project, node: str, channel: int) -> Project:
    """Return the project with the kernel and bias of one output channel as it was opened."""
    layer, original = project.network.layers[node], project.original.layers[node]
    trained = original.parameters()
    arrays = {name: array.copy() for name, array in layer.parameters().items()}
    for name, array in arrays.items():
        if array.shape != trained[name].shape:  # another kernel size: only the layer as a whole
            return with_layer(project, node, original)
        array[channel] = trained[name][channel]
    return with_layer(project, node, layer.with_parameters(arrays))


def is_edited(project: Project, node: str, channel: int | None = None) -> bool:
    """Return whether a layer, or one output channel of it, differs from what was opened."""
    layer, original = project.network.layers[node], project.original.layers[node]
    if layer is original:
        return False
    if channel is None or not isinstance(layer, Conv2d | Linear):
        return True
    before = original.parameters()
    return any(
        array.shape != before[name].shape
        or not np.array_equal(array[channel], before[name][channel])
        for name, array in layer.parameters().items()
    )
