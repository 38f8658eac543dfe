"""A project with its network fitted to other data: to the size of its pictures and its classes."""

from dataclasses import replace

import numpy as np

from cnnviz.cnn import architectures
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import Linear
from cnnviz.cnn.network import Network, Treatment
from cnnviz.language import _
from cnnviz.project.network_title import changed
from cnnviz.project.plan import draft_of, treatment_for, with_blueprint
from cnnviz.project.plan_edits import fitted_to
from cnnviz.project.project import Project


def fitted_to_data(
    project: Project,
    input_shape: tuple[int, int, int],
    classes: tuple[str, ...],
    treatment: Treatment | None = None,
) -> Project:
    """Return the project with its network for other pictures and classes.

    Of layers in a row all that must change do; with branches only the fully connected layer at
    the end does.

    Args:
        project: That of the network.
        input_shape: Channels, rows and columns of the pictures.
        classes: Their names.
        treatment: How a picture is made into an input; None: as the shape suggests.

    Raises:
        ValueError: If branches do not allow it; why, in a sentence.
    """
    if project.network.is_chain and not _only_its_end_changes(project.network, input_shape):
        plan = fitted_to(draft_of(project), input_shape, classes)
        return _treated(with_blueprint(project, plan), treatment)
    layer = _end(project.network, len(classes))
    network = _fitted(project.network, layer, input_shape, classes)
    is_same = project.original is project.network
    original = network if is_same else _fitted(project.original, layer, input_shape, classes)
    return _treated(replace(project, network=network, original=original), treatment)


def _only_its_end_changes(network: Network, input_shape: tuple[int, int, int]) -> bool:
    """Return whether a network keeps its nodes, with names of their own, for other classes."""
    is_fit = network.input_shape == input_shape
    ends = isinstance(network.layers.get(network.output), Linear)
    return is_fit and ends and network.has_own_names


def _treated(project: Project, treatment: Treatment | None) -> Project:
    if treatment is None or project.network.treatment == treatment:
        return project
    network = replace(project.network, treatment=treatment)
    is_same = project.original is project.network
    original = network if is_same else replace(project.original, treatment=treatment)
    return replace(project, network=network, original=original)


def _fitted(
    network: Network,
    new: tuple[str, Layer] | None,
    input_shape: tuple[int, int, int],
    classes: tuple[str, ...],
) -> Network:
    name, title = network.name, network.title
    if new is not None:
        name, title = changed(name, title)
    return replace(
        network if new is None else network.with_layers(dict([new])),
        name=name,
        title=title,
        input_shape=input_shape,
        classes=classes,
        treatment=treatment_for(network, input_shape),
    )


def _end(network: Network, count: int) -> tuple[str, Layer] | None:
    """Return the last fully connected layer with as many units; None where the end has them.

    Raises:
        ValueError: If the network does not end in such a layer of its own.
    """
    shape = network.shapes[network.output]
    if shape == (count,):
        return None
    node = network.output
    while len(network.inputs[node]) == 1 and not isinstance(network.layers[node], Linear):
        before = network.before(node)
        if before not in network.layers or network.shapes[before] != shape:
            break
        node = before
    layer = network.layers[node]
    if not isinstance(layer, Linear) or len(network.sharing(node)) > 1:
        text = _(
            "This network has branches and ends in no fully connected layer of its own, so it "
            "cannot be given {count} classes; take another network."
        )
        raise ValueError(text.format(count=count))
    bias = None if layer.bias is None else np.zeros(count, np.float32)
    made = Linear(np.zeros((count, layer.weight.shape[1]), np.float32), bias)
    return node, architectures.with_new_weights(made, 0)
