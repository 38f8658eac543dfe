"""Whether two projects hold the same, number by number: what a drag back to its start comes to."""

import numpy as np

from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.network import Network
from cnnviz.project.picture import Picture
from cnnviz.project.project import Project


def hold_the_same(one: Project, other: Project) -> bool:
    """Return whether nobody could tell two projects apart."""
    return (
        one.scale_mode == other.scale_mode
        and one.notes == other.notes
        and one.blueprint is other.blueprint
        and _same_pictures(one.picture, other.picture)
        and _same_networks(one.network, other.network)
        and _same_networks(one.original, other.original)
    )


def _same_pictures(one: Picture, other: Picture) -> bool:
    return one is other or (
        (one.kind, one.name, one.notes, one.file)
        == (other.kind, other.name, other.notes, other.file)
        and np.array_equal(one.values, other.values)
    )


def _same_networks(one: Network, other: Network) -> bool:
    return one is other or (
        (one.name, one.title, one.input_shape) == (other.name, other.title, other.input_shape)
        and (one.classes, one.treatment) == (other.classes, other.treatment)
        and one.inputs == other.inputs
        and all(map(_same_layers, one.layers.values(), other.layers.values()))
    )


def _same_layers(one: Layer, other: Layer) -> bool:
    if one is other:
        return True
    mine, its = one.parameters(), other.parameters()
    return (
        (one.kind, one.options()) == (other.kind, other.options())
        and mine.keys() == its.keys()
        and all(np.array_equal(mine[name], its[name]) for name in mine)
    )
