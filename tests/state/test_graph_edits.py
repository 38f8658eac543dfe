"""Random networks with branches: saved and opened, and edited and undone, to the same bits."""

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnviz.cnn.activation_layers import ReLU, Tanh
from cnnviz.cnn.graph_edits import with_layer_after, without_node
from cnnviz.cnn.layers import Conv2d
from cnnviz.project.kernel_edits import with_dilation, with_kernel_size, with_reset_layer
from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import (
    is_edited,
    new_project,
    with_original,
    with_parameter,
    with_picture,
    with_reset_filter,
    with_scale_mode,
    with_trial,
)
from cnnviz.project.project_file import digest_of, project_bytes, project_from_bytes
from cnnviz.project.recovery_file import Base, Work, work_bytes, work_from_bytes
from cnnviz.state.document import Document
from tests.graphs import graphs

EDITS = 200  # as many as the history holds


def project_of(network):
    values = np.random.default_rng(0).random((3, 12, 11), np.float32)
    values.flags.writeable = False
    return new_project(replace(network, treatment="photo"), Picture("image", values, "Noise"))


def bits(document):
    """Everything that is computed, and every weight, as bytes."""
    forward = document.forward
    arrays = {**forward.trace.values, **document.project.network.parameters()}
    return {name: (array.shape, array.tobytes()) for name, array in arrays.items()}


@given(graphs())
def test_a_graph_is_saved_and_opened_to_the_same_bits(network):
    project = project_of(network)
    opened = project_from_bytes(project_bytes(project))
    one, other = Document(project), Document(opened)
    assert bits(one) == bits(other)
    assert opened.network.inputs == network.inputs
    shared = [network.sharing(node) for node in network.layers]
    assert [opened.network.sharing(node) for node in network.layers] == shared
    assert project_bytes(opened) == project_bytes(project)


class Editing:
    """Makes edits of every sort at random."""

    def __init__(self, document, seed):
        self.document, self.random = document, np.random.default_rng(seed)

    def node(self, kind=None):
        layers = self.document.project.network.layers
        fitting = [
            name
            for name, layer in layers.items()
            if (isinstance(layer, kind) if kind else layer.parameters())
        ]
        return str(self.random.choice(fitting))

    def one(self):
        edits = (
            *(self.weight, self.kernel, self.dilation, self.reset, self.reset_filter),
            *(self.original, self.inserted, self.removed, self.scale, self.picture, self.trial),
        )
        edit = edits[self.random.integers(len(edits))]
        try:
            after = edit(self.document.project)
        except ValueError:
            return  # not possible here: a sentence, and nothing is changed
        self.document.edit(edit.__name__, after)

    def weight(self, project):
        node = self.node()
        arrays = project.network.layers[node].parameters()
        name = sorted(arrays)[self.random.integers(len(arrays))]
        at = tuple(int(self.random.integers(n)) for n in arrays[name].shape)
        return with_parameter(project, node, name, at, float(abs(self.random.normal())))

    def kernel(self, project):
        return with_kernel_size(project, self.node(Conv2d), (int(self.random.integers(1, 4)), 3))

    def dilation(self, project):
        return with_dilation(project, self.node(Conv2d), (1, int(self.random.integers(1, 3))))

    def reset(self, project):
        return with_reset_layer(project, self.node(Conv2d))

    def reset_filter(self, project):
        return with_reset_filter(project, self.node(Conv2d), 0)

    def original(self, project):
        return with_original(project)

    def inserted(self, project):
        names = project.network.names[:-2]
        name = names[self.random.integers(len(names))]
        return self.in_both(project, lambda network: with_layer_after(network, name, Tanh()))

    def removed(self, project):
        name = self.node(Tanh | ReLU)
        return self.in_both(project, lambda network: without_node(network, name))

    def in_both(self, project, change):
        return replace(project, network=change(project.network), original=change(project.original))

    def scale(self, project):
        modes = ("map", "layer", "network")
        return with_scale_mode(project, modes[self.random.integers(3)])

    def picture(self, project):
        values = self.random.random(project.picture.values.shape, np.float32)
        values.flags.writeable = False
        return with_picture(project, Picture("image", values, "Noise"))

    def trial(self, project):
        return with_trial(project, Position(project.network.output, 0), 2.0)


@pytest.mark.timeout(600)
@settings(max_examples=settings.default.max_examples // 4)  # of 200 edits each
@given(graphs(), st.integers(0, 2**32 - 1))
def test_edits_are_undone_and_done_again_to_the_bit(network, seed):
    document = Document(project_of(network))
    editing, before = Editing(document, seed), bits(document)
    while document.history.count() < EDITS:
        editing.one()
    after = bits(document)
    fresh = Document(document.project)
    assert bits(fresh) == after  # what was taken over is what would be computed
    opened = project_from_bytes(project_bytes(document.project))
    assert bits(Document(opened)) == after
    for now, then in zip(opened.original.nodes, document.project.original.nodes, strict=True):
        assert is_edited(opened, now.name) == is_edited(document.project, then.name)
    while document.history.canUndo():
        document.history.undo()
    assert bits(document) == before
    while document.history.canRedo():
        document.history.redo()
    assert bits(document) == after


@settings(max_examples=settings.default.max_examples // 2)
@given(graphs(), st.integers(0, 2**32 - 1))
def test_edited_graphs_are_recovered_to_the_bit_from_what_differs(network, seed):
    document = Document(project_of(network))
    saved = document.project
    editing = Editing(document, seed)
    for _ in range(10):
        editing.one()
    data = project_bytes(saved)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "own.cnnviz"
        path.write_bytes(data)
        base = Base(path, digest_of(data), saved)
        kept = work_bytes(Work(document.project, None, "graph"), base)
        recovered = work_from_bytes(kept, Path(folder)).project
    assert project_bytes(recovered) == project_bytes(document.project)
    assert bits(Document(recovered)) == bits(document)
    document.close()
