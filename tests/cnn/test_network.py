"""Networks: their shapes, their names, their edits, and the words for what does not fit."""

import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.layer_base import ShapeError
from cnnviz.cnn.layers import Conv2d, Flatten, Linear
from cnnviz.cnn.moving_layers import Reshape
from cnnviz.cnn.network import chain
from cnnviz.cnn.norm_layers import LayerNorm
from cnnviz.cnn.pooling_layers import MaxPool2d


def zeros(*shape):
    return np.zeros(shape, np.float32)


def own(*layers, input_shape=(1, 28, 28)):
    return chain("own", "Own", input_shape, layers)


def test_shapes_are_those_of_the_input_and_of_every_output():
    network = own(Conv2d(zeros(4, 1, 5, 5)), ReLU(), MaxPool2d(), Flatten(), Linear(zeros(3, 576)))
    expected = (1, 28, 28), (4, 24, 24), (4, 24, 24), (4, 12, 12), (576,), (3,)
    assert tuple(network.shapes.values()) == expected


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        (
            (Conv2d(zeros(4, 1, 5, 5)), ReLU(), Conv2d(zeros(2, 3, 3, 3))),
            (
                "Layer 3, Convolution 2:",
                "2×3×3×3",
                "4 maps of 24×24",
                "give it kernels for 4 channels",
            ),
        ),
        (
            (MaxPool2d((9, 9)), MaxPool2d((9, 9))),
            ("Layer 2, Max pool 2:", "9×9 window", "1 map of 3×3", "take this pooling layer out"),
        ),
        (
            (ReLU(), Linear(zeros(10, 784))),
            ("Layer 2, Fully connected:", "1 map of 28×28", "add a flatten layer"),
        ),
        (
            (Flatten(), Linear(zeros(10, 700))),
            ("Layer 2, Fully connected:", "10×700", "784", "give it 784 inputs"),
        ),
    ],
)
def test_a_shape_error_names_the_layer_both_shapes_and_a_remedy(layers, words):
    with pytest.raises(ShapeError) as refusal:
        own(*layers)
    assert [word for word in words if word not in str(refusal.value)] == []
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize("channels", [1, 3])
def test_height_is_never_taken_for_channels(channels):
    layers = Conv2d(zeros(4, channels, 3, 3)), Flatten()
    for shape in [(28, channels, 28), (28, 28, channels)]:
        words = rf"take {channels} channels.*28 maps of {shape[1]}×{shape[2]}"
        with pytest.raises(ShapeError, match=words):
            own(*layers, input_shape=shape)
    height, width = own(*layers, input_shape=(channels, 20, 30)).shapes["conv1"][1:]
    assert (height, width) == (18, 28)


def test_layers_are_numbered_where_their_kind_occurs_more_than_once():
    network = architectures.build("lecture-cnn")
    names = [network.layer_name(node) for node in network.layers]
    assert names[:4] == ["Convolution 1", "ReLU 1", "Max pool 1", "Convolution 2"]
    assert names[-1] == "Softmax"


def test_one_layer_is_replaced_and_the_others_are_shared():
    network = architectures.build("lecture-cnn")
    layer = network.layers["conv2"].with_parameters({"bias": np.ones(16, np.float32)})
    edited = network.with_layer("conv2", layer)
    assert edited.layers["conv2"] is layer
    assert [node for node in network.layers if edited.layers[node] is not network.layers[node]] == [
        "conv2"
    ]


def test_a_layer_that_does_not_fit_is_refused():
    network = architectures.build("lecture-cnn")
    with pytest.raises(ShapeError, match="Layer 4, Convolution 2"):
        network.with_layer("conv1", Conv2d(zeros(5, 1, 5, 5), padding=(2, 2)))


def test_parameters_are_named_as_in_pytorch():
    names = list(architectures.build("simplest-cnn").parameters())
    assert names == ["conv1.weight", "conv1.bias", "fc1.weight", "fc1.bias"]


def test_weights_go_out_and_in_again():
    network = architectures.build("lenet-5", seed=1)
    other = architectures.build("lenet-5", seed=2).with_parameters(network.parameters())
    for name, array in network.parameters().items():
        np.testing.assert_array_equal(other.parameters()[name], array)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda weights: weights.pop("fc1.bias"), "they lack 'fc1.bias'"),
        (lambda weights: weights.update(extra=zeros(1)), "it has no 'extra'"),
        (
            lambda weights: weights.update({"fc1.bias": zeros(9)}),
            "Layer 5, Fully connected: its bias",
        ),
    ],
)
def test_weights_that_do_not_fit_are_refused_in_words(change, words):
    network = architectures.build("simplest-cnn")
    weights = dict(network.parameters())
    change(weights)
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the words follow
        network.with_parameters(weights)
    assert words in str(refusal.value)


def test_only_networks_without_fully_connected_layers_take_any_size():
    takes = {name: architectures.build(name).takes_any_size for name in architectures.NAMES}
    assert [name for name, any_size in takes.items() if any_size] == [
        "one-filter",
        "one-filter-rgb",
    ]


@pytest.mark.parametrize(
    ("layer", "takes_any"),
    [
        (LayerNorm(np.ones(1)), True),
        (LayerNorm(over="all"), True),
        (LayerNorm(np.ones((1, 4, 4)), over="all"), False),
        (Reshape((1, 2, 8)), False),
    ],
)
def test_what_counts_the_pixels_takes_one_size_alone(layer, takes_any):
    assert chain("n", "N", (1, 4, 4), (layer,)).takes_any_size == takes_any


def test_another_input_size_shares_the_layers():
    network = architectures.build("one-filter")
    assert network.with_input_shape((1, 28, 28)) is network
    larger = network.with_input_shape((1, 100, 60))
    assert larger.nodes is network.nodes
    assert larger.shapes[larger.output] == (1, 49, 29)
