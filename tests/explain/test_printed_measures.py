"""What is printed of norms, scales, divisors, logarithms and placed sums, read back exactly."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnviz.cnn.channel_layers import ChannelConvolution, LocalResponseNorm
from cnnviz.cnn.layers import BatchNorm2d, Flatten, LogSoftmax
from cnnviz.cnn.network import chain
from cnnviz.cnn.norm_layers import GroupNorm, InstanceNorm2d, LayerNorm
from cnnviz.cnn.scale_layers import Normalize, Scale
from cnnviz.cnn.spread_layers import ConvTranspose2d, UpsampleBilinear
from cnnviz.cnn.trace import trace
from cnnviz.explain.layer_decimals import decimals_of
from cnnviz.explain.positions import position_sentence
from cnnviz.explain.printed_measures import (
    printed_log_share,
    printed_measures,
    printed_response,
    printed_scale,
    printed_standard,
)
from cnnviz.explain.printed_steps import Printed, printed_normalisation
from cnnviz.explain.printed_values import is_printable, printed_connected, terms_of_layer
from cnnviz.explain.steps import step_sentence
from cnnviz.explain.text import as_text
from cnnviz.explain.values import explain
from tests.explain.read_numbers import number_at_end
from tests.explain.test_printed_rule import check_end, check_sum, check_true, numbers

SMALLEST, LARGEST = -9, 20  # powers of ten of what goes in
seeds, powers = st.integers(0, 2**32 - 1), st.integers(SMALLEST, LARGEST)


def traced(layers, image):
    return trace(chain("n", "N", image.shape, layers), image)


def explained(layers, image, place):
    """The explanation of a value of the last layer, its decimals, and those of what it takes."""
    made = traced(layers, image)
    node = made.network.output
    before = made.network.before(node)
    return explain(made, node, place), decimals_of(made, node), decimals_of(made, before)


def check_numbers(made):
    """Every printed number of a step is the true one, rounded."""
    for name in made.__dataclass_fields__:
        each = getattr(made, name)
        if isinstance(each, Printed):
            check_true(each.text, each.exact, each.decimals)


def kept(random, array):
    return array if random.random() < 0.7 else None


@given(seeds, powers, st.sampled_from(["channels", "all", "group", "instance"]))
def test_a_norm_of_the_picture(seed, power, kind):
    random = np.random.default_rng(seed)
    image = numbers(random, (4, 3, 3), power)
    weight, bias = (kept(random, numbers(random, 4, int(random.integers(-2, 3)))) for _ in "wb")
    whole = None if weight is None else np.broadcast_to(weight[:, None, None], image.shape)
    layer = {
        "channels": LayerNorm(weight, bias),
        "all": LayerNorm(whole, over="all"),
        "group": GroupNorm(weight, bias, num_groups=2),
        "instance": InstanceNorm2d(weight, bias),
    }[kind]
    place = (1, 2, 0)
    about, decimals, of_before = explained((layer,), image, place)
    members = image[layer.members(image.shape, place)].astype(np.float64)
    assert about.count == members.size == {"channels": 4, "all": 36, "group": 18}.get(kind, 9)
    assert about.total == pytest.approx(members.sum(), rel=1e-12)
    assert about.mean == pytest.approx(members.sum() / members.size, rel=1e-9, abs=1e-300)
    assert about.squares == pytest.approx(about.variance * about.count, rel=1e-9, abs=1e-300)
    made = printed_normalisation(about, decimals, of_before)
    if made is None:
        return
    check_numbers(made)
    check_numbers(printed_measures(about, made.mean, made.variance))
    check_end(made.end, about)


@given(seeds, powers)
def test_a_batch_norm_without_weights(seed, power):
    random = np.random.default_rng(seed)
    image = numbers(random, (2, 3, 3), power)
    mean, variance = numbers(random, 2, power), np.abs(numbers(random, 2, 0)) + np.float32(0.5)
    layer = BatchNorm2d(None, None, mean, variance)
    about, decimals, of_before = explained((layer,), image, (1, 0, 2))
    made = printed_normalisation(about, decimals, of_before)
    if made is None:
        return
    assert made.weight is None
    assert made.scaled.exact == made.quotient.exact
    check_numbers(made)
    check_end(made.end, about)


@given(seeds, powers, st.booleans())
def test_a_scale(seed, power, has_bias):
    random = np.random.default_rng(seed)
    image = numbers(random, (3, 2, 2), power)
    layer = Scale(numbers(random, 3, -3), numbers(random, 3, power - 3) if has_bias else None)
    about, decimals, of_before = explained((layer,), image, (2, 1, 0))
    made = printed_scale(about, decimals, of_before)
    if made is not None:
        check_numbers(made)
        check_end(made.end, about)


@given(seeds, powers)
def test_a_normalisation_with_given_numbers(seed, power):
    random = np.random.default_rng(seed)
    image = numbers(random, (3, 2, 2), power)
    mean = tuple(map(float, numbers(random, 3, power)))
    layer = Normalize(mean, tuple(random.uniform(0.1, 3, 3).tolist()))
    about, decimals, of_before = explained((layer,), image, (1, 1, 1))
    made = printed_standard(about, decimals, of_before)
    if made is not None:
        check_numbers(made)
        check_true(made.value.text, about.value, decimals)


@given(seeds, st.integers(-6, 8), st.integers(1, 7))
def test_a_local_response_norm(seed, power, size):
    random = np.random.default_rng(seed)
    image = numbers(random, (6, 2, 2), power)
    about, decimals, of_before = explained((LocalResponseNorm(size),), image, (3, 1, 0))
    assert about.inputs.tolist() == [
        image[c, 1, 0] for c in range(6) if 3 - size // 2 <= c <= 3 + (size - 1) // 2
    ]
    made = printed_response(about, decimals, of_before)
    if made is not None:
        check_numbers(made)
        check_true(made.value.text, about.value, decimals)


@given(seeds, st.integers(2, 30), st.integers(-3, 3))
def test_a_log_softmax(seed, count, power):
    random = np.random.default_rng(seed)
    image = numbers(random, (1, 1, count), power)
    about, decimals, of_before = explained((Flatten(), LogSoftmax()), image, (count - 1,))
    made = printed_log_share(about, decimals, of_before)
    check_numbers(made)
    parts = [made.end.sum, made.end.bias]
    check_sum(parts, made.end.total, made.end.rounding, made.end.of_total.unit)
    share = np.exp(about.value)
    assert share == pytest.approx(np.exp(about.before - about.largest) / about.total, rel=1e-4)


@given(seeds, powers, st.sampled_from(["transposed", "bilinear", "channels"]), st.booleans())
def test_a_placed_sum(seed, power, kind, has_bias):
    random = np.random.default_rng(seed)
    image = numbers(random, (3, 3, 4), power)
    layer = {
        "transposed": lambda: ConvTranspose2d(
            numbers(random, (3, 2, 3, 2), 0), numbers(random, 2, power) if has_bias else None,
            stride=(2, 2),
        ),
        "bilinear": lambda: UpsampleBilinear((2.0, 1.5), has_bias),
        "channels": lambda: ChannelConvolution(
            numbers(random, (1, 1, 3), 0), numbers(random, 1, power) if has_bias else None, 1
        ),
    }[kind]()  # fmt: skip
    after = layer.output_shape(image.shape)
    place = tuple(int(random.integers(n)) for n in after)
    about, decimals, _of_before = explained((layer,), image, place)
    assert about.inputs.tolist() == image[tuple(about.places.T)].tolist()
    learnt = layer.parameters().get("weight")
    if learnt is not None:
        assert about.weights.tolist() == learnt[tuple(about.at.T)].tolist()
    if not is_printable(about.products, about.bias, about.value):
        return
    for order in ("size", "index"):
        made = printed_connected(about, decimals, order, of_layer=terms_of_layer(layer))
        for term, index in zip(made.terms, made.indices, strict=True):
            check_true(made.of_terms.full_of(term), about.products[index], made.of_terms)
        terms = [*made.terms, *([] if made.others is None else [made.others])]
        check_sum(terms, made.end.sum, made.sum_rounding, made.end.of_sum.unit)
        check_end(made.end, about)


ONES = np.ones(3, np.float32)
EVERY = (
    LayerNorm(ONES, ONES), LayerNorm(), LayerNorm(over="all"), GroupNorm(num_groups=3),
    InstanceNorm2d(ONES), Scale(ONES * 3, ONES), Scale(ONES[:1]), Normalize((0.5,), (2.0,)),
    LocalResponseNorm(3), BatchNorm2d(None, None, ONES, ONES), UpsampleBilinear(),
    ConvTranspose2d(np.ones((3, 2, 1, 1)), stride=(2, 2)),
    ConvTranspose2d(np.ones((3, 2, 2, 2)), np.ones(2), stride=(2, 2)),
    ChannelConvolution(np.ones((1, 1, 3)), padding=1),
)  # fmt: skip


@pytest.mark.parametrize("layer", EVERY, ids=lambda layer: layer.kind)
def test_every_layer_has_its_sentences_and_its_lines(layer):
    image = np.random.default_rng(1).normal(size=(3, 4, 4)).astype(np.float32)
    made = traced((layer,), image)
    node = made.network.output
    for place in ((0, 0, 0), (1, 3, 1), (1, 1, 2)):
        about = explain(made, node, place)
        for sentence in (step_sentence(made, node), position_sentence(made, about)):
            assert sentence[0].isupper()
            assert sentence.endswith(".")
            assert "{" not in sentence
        first, _blank, *lines = as_text(made, about).splitlines()
        assert number_at_end(lines[-1]) == Decimal(
            decimals_of(made, node).full(float(about.value)).replace("−", "-")
        )
        assert first.startswith(made.network.layer_name(node))


def test_a_value_that_nothing_reaches_is_its_bias():
    layer = ConvTranspose2d(np.ones((1, 1, 1, 1)), np.float32([0.5]), stride=(2, 2))
    made = traced((layer,), np.ones((1, 2, 2), np.float32))
    about = explain(made, made.network.output, (0, 1, 1))
    assert (len(about.products), float(about.value)) == (0, 0.5)
    assert "only the bias" in position_sentence(made, about)


def test_the_mean_and_the_variance_are_told_with_their_sums():
    image = np.float32([1, 2, 6]).reshape(3, 1, 1)
    made = traced((LayerNorm(eps=0.0),), image)
    text = as_text(made, explain(made, made.network.output, (2, 0, 0)))
    assert "mean of the 3 values: 9 / 3 = 3\n" in text
    assert "squares of the distances from the mean 14 / 3 = 4.667" in text
    assert "together: 1.39" in text
