"""What the result panel says of norms, scales and larger maps, besides the numbers of the sum."""

import numpy as np
import pytest

from cnnviz.cnn.channel_layers import ChannelConvolution, LocalResponseNorm
from cnnviz.cnn.layers import BatchNorm2d, Flatten, LogSoftmax
from cnnviz.cnn.network import chain
from cnnviz.cnn.norm_layers import GroupNorm, InstanceNorm2d, LayerNorm
from cnnviz.cnn.scale_layers import Scale
from cnnviz.cnn.spread_layers import ConvTranspose2d, UpsampleBilinear
from cnnviz.cnn.trace import trace
from cnnviz.explain.norm_words import log_share_facts, norm_facts, response_facts, scale_facts
from cnnviz.explain.placed_words import placed_facts
from cnnviz.explain.values import explain
from tests.explain.read_numbers import assert_says

ONES = np.ones(4, np.float32)
IMAGE = np.random.default_rng(0).normal(size=(4, 3, 3)).astype(np.float32)


def explained(place, *layers):
    made = trace(chain("n", "N", IMAGE.shape, layers), IMAGE)
    return made, explain(made, made.network.output, place)


@pytest.mark.parametrize(
    ("layer", "whose", "learnt"),
    [
        (LayerNorm(ONES, ONES), "all channels at this place", "Weight and bias were"),
        (LayerNorm(over="all"), "all values", "Nothing is learnt"),
        (GroupNorm(ONES, num_groups=2), "the maps of this group", "The weight was"),
        (InstanceNorm2d(bias=ONES), "this map", "The bias was"),
        (BatchNorm2d(ONES, ONES, ONES, ONES), "this map in training", "same four numbers"),
        (BatchNorm2d(None, None, ONES, ONES), "nothing was learnt", "same two numbers"),
    ],
)
def test_whose_mean_it_is_and_what_was_learnt(layer, whose, learnt):
    first, second = norm_facts(layer, explained((1, 0, 2), layer)[1])
    assert whose in first
    assert learnt in second


def test_a_scale_is_that_of_a_channel_or_of_all():
    made, about = explained((2, 0, 0), Scale(ONES))
    assert_says(scale_facts(made, about)[0], 3)
    made, about = explained((2, 0, 0), Scale(ONES[:1]))
    assert scale_facts(made, about)[0] == "The same number is used for all values."


@pytest.mark.parametrize(("channel", "said"), [(0, [1, 2]), (1, [1, 3]), (3, [3, 4])])
def test_the_channels_that_make_a_value_smaller(channel, said):
    assert_says(response_facts(explained((channel, 1, 1), LocalResponseNorm(3))[1])[0], *said)


def test_the_share_that_a_logarithm_is_of():
    made, about = explained((5,), Flatten(), LogSoftmax())
    share = 100 * np.exp(made.values["log_softmax1"][5])
    assert_says(log_share_facts(made, about, is_hidden=False)[0], 6, float(share))
    assert len(log_share_facts(made, about, is_hidden=True)) == 1


@pytest.mark.parametrize(
    ("layer", "place", "said"),
    [
        (ConvTranspose2d(np.ones((4, 1, 2, 2)), stride=(2, 2)), (0, 3, 3), [4]),
        (ConvTranspose2d(np.ones((4, 1, 1, 1)), stride=(2, 2)), (0, 1, 1), []),
        (UpsampleBilinear(), (1, 1, 1), [4, 1]),
        (UpsampleBilinear(), (1, 0, 0), []),
        (ChannelConvolution(np.ones((1, 1, 5)), padding=2), (0, 1, 1), [2, 5]),
        (ChannelConvolution(np.ones((1, 1, 3)), padding=1), (3, 1, 1), [1, 3]),
        (ChannelConvolution(np.ones((1, 1, 3)), padding=1), (1, 1, 1), []),
    ],
)
def test_how_many_inputs_a_value_is_made_of(layer, place, said):
    assert_says(placed_facts(layer, explained(place, layer)[1])[0], *said)
