import numpy as np
import pytest

from cnnviz.project import shipped
from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from cnnviz.views.train.kernel_gallery import KernelGallery
from cnnviz.views.train.kernel_pictures import MOST, kernels_of


def named(name, kind, nth=0):
    network = shipped.network(name)
    node = [node for node, layer in network.layers.items() if layer.kind == kind][nth]
    kernels, names = kernels_of(network, node)
    assert len(kernels) == len(names) <= MOST
    return network.layers[node].weight, kernels, names


def test_kernels_of_one_input_map_are_called_by_their_filter():
    weight, kernels, names = named("lecture-cnn", "conv2d")
    np.testing.assert_array_equal(kernels, weight[:, 0])
    assert names == [f"Filter {filter_ + 1}" for filter_ in range(8)]


def test_only_the_first_slices_of_many_filters_are_shown():
    weight, kernels, names = named("lecture-cnn", "conv2d", 1)
    assert weight.shape[:2] == (16, 8)
    np.testing.assert_array_equal(kernels, weight[:, 0])
    assert names[15] == "Filter 16, slice 1"


def test_every_slice_of_few_filters_is_shown_and_named():
    weight, kernels, names = named("tiny-vgg", "conv2d")
    inputs = weight.shape[1]
    assert 1 < inputs * len(weight) <= MOST
    for place, kernel in enumerate(kernels):
        filter_, slice_ = divmod(place, inputs)
        np.testing.assert_array_equal(kernel, weight[filter_, slice_])
        assert names[place] == f"Filter {filter_ + 1}, slice {slice_ + 1}"


def test_units_are_called_units():
    weight, kernels, names = named("mlp", "linear")
    np.testing.assert_array_equal(kernels[1].ravel(), weight[1])
    assert names[1] == "Unit 2"


@pytest.fixture
def gallery(qtbot):
    made = KernelGallery(Look(Settings()), "kernels")
    qtbot.addWidget(made)
    made.resize(300, 60)
    return made


def test_hovering_tells_the_name(gallery):
    gallery.show_kernels(np.zeros((2, 3, 3), np.float32), ["Map 1", "Map 2"])
    assert gallery.told_at(gallery.rect_of(1).center()) == "Map 2"
    assert gallery.told_at(gallery.rect().bottomRight()) == ""
