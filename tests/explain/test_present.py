import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.activation_layers import LeakyReLU, Sigmoid, Tanh
from cnnviz.cnn.layers import Dropout, Flatten
from cnnviz.cnn.network import INPUT, chain
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d, AvgPool2d
from cnnviz.cnn.trace import trace
from cnnviz.explain.present import (
    after_caption,
    before_caption,
    present_sentence,
    present_title,
)
from cnnviz.explain.steps import step_sentence

LONGEST = 60  # letters of a title that is read from the last row


@pytest.fixture
def lecture():
    network = architectures.build("lecture-cnn")
    return trace(network, np.random.default_rng(0).random((1, 28, 28), dtype=np.float32))


def title(layer, shape=(2, 6, 6)):
    network = chain("one", "One layer", shape, (layer,))
    return present_title(trace(network, np.ones(shape, np.float32)), network.output)


def test_titles_say_what_happens(lecture):
    assert present_title(lecture, "input") == "The network sees numbers"
    assert present_title(lecture, "conv1") == "8 filters of 5×5 slide over the input"
    assert present_title(lecture, "relu1") == "ReLU sets every negative value to zero"
    assert present_title(lecture, "max_pool1") == "Max pooling keeps the largest of each 2×2 window"
    assert present_title(lecture, "conv2") == "16 filters of 5×5 slide over all 8 maps"
    assert present_title(lecture, "flatten1") == "16 maps become one row of values"
    assert present_title(lecture, "fc1") == "64 units weigh all 784 values"
    assert present_title(lecture, "softmax1") == "Softmax turns the scores into shares of 1"


def test_titles_of_layers_that_the_lecture_network_lacks():
    assert title(LeakyReLU(0.1)) == "Leaky ReLU shrinks every negative value to 0.1 of it"
    assert title(Sigmoid()) == "Sigmoid squeezes every value between 0 and 1"
    assert title(Tanh()) == "Tanh squeezes every value between −1 and 1"
    assert title(AvgPool2d((2, 2))) == "Average pooling takes the mean of each 2×2 window"
    assert title(AdaptiveAvgPool2d((1, 1))) == "Only the mean of each map stays"
    assert title(AdaptiveAvgPool2d((2, 2))) == "Only the mean of each patch stays"
    assert title(Dropout()) == "Dropout does nothing when looking"
    assert "nothing here" in title(Flatten(), (9,))


def test_every_node_of_every_network_has_a_short_title():
    for name in architectures.NAMES:
        network = architectures.build(name)
        traced = trace(network, np.zeros(network.input_shape, np.float32))
        for node in network.names:
            assert 0 < len(present_title(traced, node)) <= LONGEST, (name, node)


def test_captions_name_the_map_once(lecture):
    assert before_caption(lecture, "input", 0) == "Input"
    assert before_caption(lecture, "conv2", 1) == "Convolution 2, filter 2"
    assert after_caption(lecture, "relu2", 1) == "after ReLU"
    assert after_caption(lecture, "max_pool2", 1) == "after max pool"
    assert after_caption(lecture, "conv2", 1) == "Convolution 2, filter 2"
    assert after_caption(lecture, "fc1", None) == "Fully connected 1, 64 values"


def test_the_channels_of_a_photo_are_named():
    vgg = architectures.build("tiny-vgg")
    assert before_caption(trace(vgg, np.zeros((3, 64, 64), np.float32)), INPUT, 2) == "Input, blue"


def test_the_sentence_counts_the_map_that_is_seen(lecture):
    for node, channel in (("relu1", 3), ("relu2", 0), ("relu2", 15)):
        before = lecture.before(node)[channel]
        negative = f"{int((before < 0).sum())} of {before.size} values were negative"
        assert present_sentence(lecture, node, channel).startswith(negative)
    told = "14×14×8 becomes 14×14×16: every value is the sum of 8·5·5 = 200 products and its bias."
    assert present_sentence(lecture, "conv2", 0) == told
    told = "28×28×1 becomes 28×28×8: every value is the sum of 5·5 = 25 products and its bias."
    assert present_sentence(lecture, "conv1", 0) == told
    values = lecture.values["fc1"]
    assert "(white)" not in present_sentence(lecture, "relu3", 3)  # a bar of 0 has no colour
    assert f"{int((values < 0).sum())} of 64 values" in present_sentence(lecture, "relu3", 3)
    for node in ("input", "max_pool1", "flatten1", "fc1", "softmax1"):
        assert present_sentence(lecture, node, 0) == step_sentence(lecture, node)
