import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.layers import Conv2d, Flatten, Linear, Softmax
from cnnviz.cnn.network import INPUT, chain
from cnnviz.cnn.trace import trace
from cnnviz.explain.channel_names import channel_name
from cnnviz.explain.steps import size_text, step_details, step_sentence, step_title


@pytest.fixture
def lecture():
    network = architectures.build("lecture-cnn")
    return trace(network, np.random.default_rng(0).random((1, 28, 28), dtype=np.float32))


def test_titles_number_what_occurs_twice(lecture):
    titles = [step_title(lecture, node) for node in lecture.network.names]
    assert titles[:5] == ["Input", "Convolution 1", "ReLU 1", "Max pool 1", "Convolution 2"]
    assert titles[7:] == ["Flatten", "Fully connected 1", "ReLU 3", "Fully connected 2", "Softmax"]


def test_sizes_are_rows_columns_channels_as_in_the_lecture():
    assert size_text((12, 32, 48)) == "32×48×12"
    assert size_text((784,)) == "784 values"


def test_sentences_hold_the_numbers_of_this_network_and_image(lecture):
    assert "16 filters" in step_sentence(lecture, "conv2")
    assert "all 8 maps" in step_sentence(lecture, "conv2")
    assert "8·5·5 = 200 products" in step_sentence(lecture, "conv2")
    negative = int((lecture.values["conv2"] < 0).sum())
    text = step_sentence(lecture, "relu2").replace("\N{NARROW NO-BREAK SPACE}", "")
    assert f"{negative} of {16 * 14 * 14} values were negative" in text
    assert "14×14 becomes 7×7" in step_sentence(lecture, "max_pool2")
    best = int(lecture.output.argmax())
    assert f"“{best}” with {100 * lecture.output[best]:.1f} %" in step_sentence(lecture, "softmax1")


def test_what_a_unit_learnt_is_computed_from_its_inputs(lecture):
    text = step_sentence(lecture, "fc2")
    assert text.endswith("its own weights, and its bias: 10·(64 + 1) = 650 learnt numbers.")
    assert "16·7·7 = 784 values, read map by map" in step_sentence(lecture, "flatten1")
    bare = chain("bare", "Bare", (1, 2, 2), [Flatten(), Linear(np.ones((1, 4), np.float32))])
    text = step_sentence(trace(bare, np.ones((1, 2, 2), np.float32)), "fc1")
    assert text == "The unit adds up all 4 values times its own weights: 4 learnt numbers."


def test_every_node_of_every_network_has_a_sentence():
    for name in architectures.NAMES:
        network = architectures.build(name)
        traced = trace(network, np.zeros(network.input_shape, np.float32))
        for node in network.names:
            assert step_sentence(traced, node).endswith("."), (name, node)
            assert step_details(traced, node)


def test_channels_are_called_what_they_are(lecture):
    assert channel_name(lecture, "conv2", 2) == "filter 3"
    assert channel_name(lecture, "relu2", 2) == "map 3"
    assert channel_name(lecture, "fc1", 2) == "unit 3"
    assert channel_name(lecture, "fc2", 2) == "unit “2”"  # it gives the score of a class
    nine = trace(architectures.build("nine-steps"), lecture.image)
    assert channel_name(nine, "fc1", 2) == "unit “2”"
    assert channel_name(nine, "flatten1", 2) == "value 3"
    assert channel_name(lecture, "softmax1", 7) == "class “7”"
    vgg = architectures.build("tiny-vgg")
    assert channel_name(trace(vgg, np.zeros((3, 64, 64), np.float32)), INPUT, 1) == "green"


def test_a_softmax_does_not_tell_its_largest_share_while_it_is_hidden(lecture):
    assert "largest" in step_sentence(lecture, "softmax1")
    assert "largest" not in step_sentence(lecture, "softmax1", is_hidden=True)


@pytest.mark.parametrize(
    ("filters", "bias", "sentence"),
    [
        (1, False, "The filter slides over the input: every value is a single product."),
        (1, True, "The filter slides over the input: every value is a single product and its "
                  "bias."),
        (3, False, "Each of the 3 filters slides over the input: every value is a single "
                   "product."),
        (3, True, "Each of the 3 filters slides over the input: every value is a single product "
                  "and its bias."),
    ],
)  # fmt: skip
def test_one_product_is_no_sum(filters, bias, sentence):
    weight = np.ones((filters, 1, 1, 1), np.float32)
    conv = Conv2d(weight, np.ones(filters, np.float32) if bias else None)
    network = chain("n", "N", (1, 2, 2), (conv,))
    traced = trace(network, np.ones((1, 2, 2), np.float32))
    assert step_sentence(traced, "conv1") == sentence


def test_shares_that_are_no_numbers_have_no_largest():
    traced = trace(chain("n", "N", (3,), (Softmax(),)), np.array([1, np.nan, 2], np.float32))
    assert step_sentence(traced, "softmax1") == (
        "The 3 scores should become shares that add up to 1, but they are no numbers."
    )


def test_a_filter_of_a_group_looks_at_its_maps_alone():
    kernels = np.ones((4, 2, 3, 3), np.float32)
    network = chain("g", "G", (4, 8, 8), (Conv2d(kernels, groups=2),))
    said = step_sentence(trace(network, np.ones((4, 8, 8), np.float32)), "conv1")
    assert said == (
        "Each of the 4 filters looks at 2 of the 4 maps: every value is the sum of "
        "2·3·3 = 18 products."
    )
