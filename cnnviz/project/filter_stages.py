"""The chain convolution → batch norm → activation → pooling of the Filter page, and its edits."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from cnnviz.cnn.activation_layers import ACTIVATIONS, activation
from cnnviz.cnn.graph_edits import with_layer_after, with_layer_instead, without_node
from cnnviz.cnn.layer_base import Layer, OptionError, ShapeError, shape_text
from cnnviz.cnn.layers import LAYERS, BatchNorm2d, Conv2d
from cnnviz.cnn.network import INPUT, Network
from cnnviz.cnn.ops import Pair
from cnnviz.cnn.pooling_layers import AdaptivePooling, Pooling, WindowPooling
from cnnviz.language import _
from cnnviz.project.kernel_edits import possible
from cnnviz.project.picture import prepare
from cnnviz.project.place import Place
from cnnviz.project.project import Project

POOLINGS = ("max_pool2d", "avg_pool2d", "adaptive_avg_pool2d", "adaptive_max_pool2d")


@dataclass(frozen=True)
class Stages:
    """Which nodes of a network are the stages of one convolution."""

    conv: str
    norm: str | None = None  # a batch norm right after the convolution
    activation: str | None = None
    pool: str | None = None

    @property
    def nodes(self) -> tuple[str, ...]:
        """The stages there are: convolution, batch norm, activation, pooling."""
        stages = (self.conv, self.norm, self.activation, self.pool)
        return tuple(name for name in stages if name is not None)

    @property
    def last_before(self) -> str:
        """What an activation takes: the batch norm where there is one, else the convolution."""
        return self.norm or self.conv


def stages_of(network: Network, conv: str | None = None) -> Stages | None:
    """Return a convolution with the batch norm, activation and pooling that alone take it.

    Args:
        network: Any network.
        conv: Which node; None for the first convolution.

    Returns:
        The stages, or None where the node is no convolution or there is none.
    """
    layers = network.layers
    if conv is None:
        conv = next((name for name, each in layers.items() if isinstance(each, Conv2d)), "")
    if not isinstance(layers.get(conv), Conv2d):
        return None
    norm = _next(network, conv, BatchNorm2d)
    last = norm or conv
    activation = _next(network, last, *ACTIVATIONS)
    return Stages(conv, norm, activation, _next(network, activation or last, Pooling))


def stage_looked_at(stages: Stages, place: Place) -> str:
    """Return which node the Filter page tells of: of the selected map, else of the current node.

    Where neither is one of the stages nor the input, it is the convolution: what the filter
    answers to and what it answers against, beside its weights.
    """
    if place.selected is not None and place.selected.node in stages.nodes:
        return place.selected.node
    if place.node == INPUT or (place.selected is None and place.node in stages.nodes[:-1]):
        return place.node
    return stages.conv


def stages_at(network: Network, node: str) -> Stages | None:
    """Return the stages that a node is one of; None where it is of no filter."""
    at = node
    while at != INPUT and len(network.inputs[at]) == 1:
        found = stages_of(network, at)
        if found is not None:
            return found if node in found.nodes else None
        at = network.before(at)
    return None


def with_activation(project: Project, stages: Stages, kind: str | None) -> Project:
    """Return the project with another activation, or none.

    The layer is put into the original network too: it is no edit of weights, and Reset leaves it.

    Args:
        project: The project before.
        stages: The stages as they are; after an edit that adds or removes a layer, ask again.
        kind: That of an activation, or None to take it out.

    Raises:
        ShapeError: If the layers after it cannot take that.
    """
    new = None if kind is None else activation(kind)
    old = None if stages.activation is None else project.network.layers[stages.activation]
    if (old and old.kind) == kind:
        return project
    what = _("Taking the activation out is not possible here.")
    if new:
        what = _("{name} as activation is not possible here.").format(name=new.title)
    return _exchanged(project, stages.activation, stages.last_before, new, what)


def with_pooling(
    project: Project,
    stages: Stages,
    kind: str | None,
    size: Pair | None = None,
    stride: Pair | None = None,
) -> Project:
    """Return the project with another pooling, or none; in the original network too.

    Args:
        project: The project before.
        stages: The stages as they are; after an edit that adds or removes a layer, ask again.
        kind: One of POOLINGS, or None to take it out.
        size: Rows and columns of the window, of an adaptive pooling those of its output. None:
            as they are, or 2×2 and 1×1 where the pooling was of the other kind.
        stride: Distance between windows. None: as it is, or the size of the window where the
            size is given; an adaptive pooling has none.

    Raises:
        ShapeError: If the window does not fit, or the layers after it cannot take the maps.
    """
    old = None if stages.pool is None else project.network.layers[stages.pool]
    if (old and old.kind) == kind and size is stride is None:
        return project
    if kind is None:
        new, what = None, _("Taking the pooling out is not possible here.")
    else:
        new = _pooling(kind, old, size, stride)
        what = _("{pooling} is not possible here.").format(pooling=_named(new.title, size, stride))
    after = stages.activation or stages.last_before
    return _exchanged(project, stages.pool, after, new, what)


def _next(network: Network, node: str, *kinds: type[Layer]) -> str | None:
    """Return the node that alone takes what a node gives, if it is of one of the kinds."""
    taker = network.only_taker(node)
    return taker if taker is not None and isinstance(network.layers[taker], kinds) else None


def _made(kind: str, kinds: tuple[str, ...]) -> Layer:
    if kind not in kinds:
        text = _("There is no {kind} here. Choose one of: {kinds}.")
        raise ValueError(text.format(kind=repr(kind), kinds=", ".join(kinds)))
    return LAYERS[kind]()


def _named(title: str, size: Pair | None, stride: Pair | None) -> str:
    """Return a pooling with what is asked of it: Max pool 2×2 with stride 1×1."""
    if size and stride:
        text = _("{pooling} {size} with stride {stride}")
    elif size:
        text = _("{pooling} {size}")
    elif stride:
        text = _("{pooling} with stride {stride}")
    else:
        return title
    size_text, stride_text = shape_text(size or ()), shape_text(stride or ())
    return text.format(pooling=title, size=size_text, stride=stride_text)


def _pooling(kind: str, old: Layer | None, size: Pair | None, stride: Pair | None) -> Layer:
    new = _made(kind, POOLINGS)
    try:
        return _with_window(new, old, size, stride)
    except OptionError as error:
        text = _("{pooling} is not possible: {reason}. Nothing was changed.")
        named = _named(new.title, size, stride)
        raise ShapeError(text.format(pooling=named, reason=error)) from None


def _with_window(new: Layer, old: Layer | None, size: Pair | None, stride: Pair | None) -> Layer:
    """Return a new pooling with the window that is asked for, or with that of the old one."""
    if isinstance(new, AdaptivePooling):
        kept = old.output_size if isinstance(old, AdaptivePooling) else new.output_size
        return replace(new, output_size=size or kept)
    if not isinstance(new, WindowPooling):
        return new
    base = old if isinstance(old, WindowPooling) else new
    window = size or base.kernel_size
    step = stride or (base.stride if size is None else None)
    rows, columns = (min(p, k // 2) for p, k in zip(base.padding, window, strict=True))
    made = old if isinstance(old, type(new)) else new
    return replace(
        made, kernel_size=window, stride=step, padding=(rows, columns), ceil_mode=base.ceil_mode
    )


def _exchanged(
    project: Project, old: str | None, after: str, new: Layer | None, what: str
) -> Project:
    """Put a layer in place of an old node, or after another, or take it out: in both networks."""

    def changed(network: Network) -> Network:
        if old is None:
            return network if new is None else with_layer_after(network, after, new)
        return without_node(network, old) if new is None else with_layer_instead(network, old, new)

    def made() -> Project:
        network = changed(project.network)
        is_same = project.original is project.network
        original = network if is_same else changed(project.original)
        return replace(project, network=network, original=original)

    return possible(partial(checked_with_picture, made), what)


def checked_with_picture(made: Callable[[], Project]) -> Project:
    """Return what is made, if its layers take the picture too."""
    project = made()
    network = project.network
    if network.takes_any_size:  # then the size that counts is that of the picture
        channels, height, width = prepare(project.picture, network).values.shape
        network.with_input_shape((channels, height, width))
    return project
